"""Numbers and names as they are said on the pages of a class. Pure."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from shlex import quote

from ..grading.marks import Column, Mark, State
from .look import visible

__all__ = ["allowed", "command", "days", "name", "percent", "points", "state"]


def name(column: Column) -> str:
    """A lesson as it is called on pictures and in tables."""
    return f"{column.number} {visible(column.title)}"


def points(value: float) -> str:
    """Points, or a percent, without decimals that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(share: float | None) -> str:
    """A share as whole percent; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.0f} %"


def days(count: int) -> str:
    """“1 day”, “2 days”."""
    return f"{count} day" if count == 1 else f"{count} days"


def state(mark: Mark) -> str:
    """What became of a lesson, where there is no graded mark to show."""
    return "" if mark.state is State.GRADED else mark.state.value


def command(start: str, id: str, number: int) -> str:
    """What an instructor types to see where a mark comes from.

    An id that cannot be seen whole is written so that a shell reads it as it is; one
    that looks like an option is said to be none.
    """
    seen = visible(id)
    typed = quote(id) if seen == id else f"$'{_escaped(id)}'"
    none = "-- " if id.startswith("-") else ""
    return f"{start} grade show {none}{typed} {number}"


def _escaped(id: str) -> str:
    marked = id.replace("\\", "\\\\").replace("'", "\\'")
    return "".join(
        char if visible(char) == char else f"\\U{ord(char):08x}" for char in marked
    )


def allowed(content: str) -> str:
    """A style or script as a policy names it: by its hash, so that no other is run."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{b64encode(digest).decode('ascii')}'"
