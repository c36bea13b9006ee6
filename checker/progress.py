"""Where a learner stands, as frozen facts, and what comes next. Keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .lesson import Lesson, Task

__all__ = ["Begun", "Hint", "Place", "Standing", "current", "next_hint", "next_open"]


@dataclass(frozen=True)
class Standing:
    """Where one lesson stands by its last check since it was started or reset.

    A higher `last` means touched later; `run` is None when there was no such check.
    """

    lesson: str
    last: int
    attempts: int
    run: int | None
    passed: int | None
    needed: int | None
    points: int | None
    possible: int | None

    @property
    def done(self) -> bool:
        """True when the last check found every needed promise kept."""
        return self.run is not None and self.passed == self.needed


@dataclass(frozen=True)
class Place:
    """One line of one file; the file is relative to the lesson's folder."""

    file: str
    line: int


@dataclass(frozen=True)
class Begun:
    """A lesson's folder as it is said to the learner, and where its work begins.

    `backup` is where the work that stood there before was moved.
    """

    folder: str
    todo: Place | None
    backup: str = ""


@dataclass(frozen=True)
class Hint:
    """One hint of a task; `number` is from 1, `again` when all were shown before."""

    task: Task
    number: int
    again: bool

    @property
    def text(self) -> str:
        """The hint itself."""
        return self.task.hints[self.number - 1]

    @property
    def last(self) -> bool:
        """True when there is no further hint."""
        return self.number == len(self.task.hints)


def current(started: Sequence[str], standings: Mapping[str, Standing]) -> str | None:
    """The lesson worked on: of those started and not done, the one touched last.

    Without history it is the last of them in the order given.
    """
    unfinished = [n for n in started if not (n in standings and standings[n].done)]
    touched = [name for name in unfinished if name in standings]
    if touched:
        return max(touched, key=lambda name: standings[name].last)
    return unfinished[-1] if unfinished else None


def next_open(
    names: Sequence[str], standings: Mapping[str, Standing], after: str = ""
) -> str | None:
    """The first lesson not done after the one named, then from the beginning."""
    cut = names.index(after) + 1 if after else 0
    for name in (*names[cut:], *names[:cut]):
        if name != after and not (name in standings and standings[name].done):
            return name
    return None


def next_hint(lesson: Lesson, unfinished: int | None, shown: Sequence[int]) -> Hint:
    """The next hint of the first unfinished task; `shown` counts those of each task."""
    number = min(unfinished or 1, len(lesson.tasks))
    task, seen = lesson.tasks[number - 1], shown[number - 1]
    last = len(task.hints)
    return Hint(task, min(seen + 1, last), again=seen >= last)
