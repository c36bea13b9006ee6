"""What a grading is asked to do, as frozen facts, and what came of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..limits import Limits

__all__ = ["How", "Plan", "Summary"]


@dataclass(frozen=True)
class Plan:
    """One grading: the folder or archive `submissions` into the folder `out`.

    `scheme`, `roster` and `layout` are what the instructor says beyond it. With
    `lesson` all of it is for that one. `only` are ids of people; what others handed in
    is marked as it was found before. `regrade` finds it all again. `cluster` is the
    address of a scheduler, "" for this machine's own `jobs`. `command` is what is typed
    to start a verb.
    """

    root: Path
    submissions: Path
    out: Path
    limits: Limits
    scheme: Path | None = None
    roster: Path | None = None
    layout: str = "auto"
    lesson: str = ""
    only: tuple[str, ...] = ()
    regrade: bool = False
    jobs: int = 0
    seed: int | None = None
    browser: bool = False
    sandbox: str = "auto"
    trusted: bool = False
    similar: bool = False
    cluster: str = ""
    command: str = "checker"


@dataclass(frozen=True)
class Summary:
    """What came of it. `left` counts submissions that nobody came to."""

    people: int
    submissions: int
    graded: int
    troubled: int
    faults: int
    left: int
    index: Path


@dataclass(frozen=True)
class How:
    """How submissions are checked: what an outcome may depend on beside them."""

    limits: Limits
    sandbox: str = "auto"
    trusted: bool = False
    browser: bool = False
