"""Ends with last words for the terminal."""

raise RuntimeError("\x1b[2J\x1b]0;x\x07 \u202e <script>alert(1)</script> \ud800")
