"""Would be imported by the interpreter."""

raise SystemExit("No.")
