"""The last error in any output is found or not, and its meaning is a sentence or ""."""

from __future__ import annotations

from pathlib import Path

from checker.meanings import KNOWN, meaning
from checker.refusals import frames_within
from checker.tracebacks import START, last_traceback

WORDS = [
    word.split("\n")[0].encode()
    for word in f"""{START}|  File "app.py", line 7, in f|    flash(x)|  File "
    |", line |
    |, in |Error: x|KeyError: 'a'|AttributeError: 'NoneType' object has no attribute 'a'
    |OperationalError: no such table: x|TypeError: f() missing 1 required argument|{{x}}
    |During handling of the above exception, another exception occurred:|in <module>
    """.split("|")
] + [b"\n", b"\0", b"\xff", b"9" * 20, b"\r", b"\x1c", b"  "]
WORDS += [pattern.encode() for pattern, _ in KNOWN]


def one(data: bytes) -> None:
    """As an app's output, and each line as an error."""
    printed = data.decode(errors="replace")
    found = last_traceback(printed)
    if found is not None:
        assert found.error in printed
        frames_within(Path("/app"), found.rows)
    for line in printed.split("\n"):
        words = meaning(line)
        assert not words or words.endswith((".", "?", "”", ")")), words
