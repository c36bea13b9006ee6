"""Finds Python tracebacks in what an app printed. Text in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Traceback", "last_traceback"]

START = "Traceback (most recent call last):"
PLACE = re.compile(
    r'^ +File "(?P<file>.+)", line (?P<line>\d{1,9}), in (?P<function>.+)$'
)


@dataclass(frozen=True)
class Traceback:
    """The last error printed: its text, and (file, line, function, code) rows."""

    error: str
    rows: tuple[tuple[str, int, str, str], ...]


def last_traceback(text: str) -> Traceback | None:
    """The last traceback in a text; None when there is none that is whole."""
    start = text.rfind(START)
    if start < 0:
        return None
    rows: list[tuple[str, int, str, str]] = []
    lines = text[start:].splitlines()[1:]
    for index, line in enumerate(lines):
        place = PLACE.match(line)
        if place:
            code = lines[index + 1].strip() if index + 1 < len(lines) else ""
            rows.append((place["file"], int(place["line"]), place["function"], code))
        elif line and not line.startswith(" "):
            return Traceback(line, tuple(rows))
    return None
