"""What each learner gets and why, as frozen facts; computed in marking.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..report import Report
from .scheme import Override, Scheme
from .submission import Person, Submission

__all__ = ["ClassMarks", "Column", "Line", "Mark", "Row", "State"]


class State(StrEnum):
    """What became of one person's lesson."""

    GRADED = "graded"
    MISSING = "missing"  # nothing was handed in
    NOT_GRADED = "not graded"  # something was, and the reason says why not
    BROKEN = "broken"  # our own fault; never counted against the learner
    PENDING = "not checked yet"  # a run was stopped before; not counted either


@dataclass(frozen=True)
class Line:
    """One check of one mark: its outcome, what it gives, and the mistakes behind it."""

    check: str
    promise: str
    outcome: str
    points: float  # earned
    possible: float
    extra: bool = False
    hidden: bool = False
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """What one person gets for one lesson, and how it came about; all points.

    `earned` of `possible` is what the checks gave; `late` and `hints` were taken off;
    `points` is what counts, after an override as well. `seed` and `digest` repeat it.
    `retried` says that a verdict was won in a second try on a quiet machine.
    """

    person: str
    lesson: str
    state: State
    points: float
    possible: float
    earned: float = 0.0
    late_days: int = 0
    late: float = 0.0
    hints: float = 0.0
    reason: str = ""
    override: Override | None = None
    submission: Submission | None = None
    seed: int | None = None
    retried: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def percent(self) -> float:
        """Points in percent of what is possible; 0 where nothing is."""
        return 100 * self.points / self.possible if self.possible else 0.0


@dataclass(frozen=True)
class Row:
    """One person and their marks, one for each lesson in the scheme's order.

    `total` is the weighted mean in percent. `passed` says whether that is enough.
    """

    person: Person
    marks: tuple[Mark, ...]
    total: float
    passed: bool


@dataclass(frozen=True)
class Column:
    """One lesson of the class: its name, number, title and what it can give."""

    lesson: str
    number: int
    title: str
    possible: float
    weight: float = 1.0


class ClassMarks(Protocol):
    """A whole class. Rows are read anew each time, so that no class is too large."""

    @property
    def scheme(self) -> Scheme:
        """How it was marked."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The lessons, in order."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the run: walls, seeds, what was left aside."""

    def rows(self) -> Iterable[Row]:
        """Everybody, in the order of their ids."""

    def report(self, mark: Mark) -> Report | None:
        """The report behind a mark, without times; None where there is none."""

    def pictures(self, mark: Mark) -> dict[str, bytes]:
        """PNG of checks not passed, by check, where a browser was the visitor."""
