"""What happens while a class is graded, as frozen facts for whoever watches. Pure."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Began", "Ended", "Event", "Retrying", "Started", "Stopping", "Told"]


@dataclass(frozen=True)
class Told:
    """A sentence about the run as a whole."""

    sentence: str


@dataclass(frozen=True)
class Started:
    """How much there is to do, what is kept of earlier runs, and how many do it."""

    todo: int
    kept: int
    jobs: int


@dataclass(frozen=True)
class Began:
    """One submission is being checked."""

    person: str
    lesson: str


@dataclass(frozen=True)
class Ended:
    """One submission was checked; with `again`, its time was up and it gets another.

    `fault` is ours. `stopped` counts checks that ended by a limit.
    """

    person: str
    lesson: str
    passed: int
    needed: int
    seconds: float
    fault: str = ""
    again: bool = False


@dataclass(frozen=True)
class Retrying:
    """What a time limit ended is tried once more, alone."""

    todo: int


@dataclass(frozen=True)
class Stopping:
    """Somebody asked to stop; so many are still being checked."""

    running: int


Event = Told | Started | Began | Ended | Retrying | Stopping
