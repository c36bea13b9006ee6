"""What a class's marks say about its lessons, checks and beliefs. Pure.

One pass over the rows; what is held grows with lessons, checks and mistakes, not with
learners.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..report import Outcome
from .items import Adding, Item
from .marks import ClassMarks, Column, Line, Mark, State
from .spread import Counting, Spread

__all__ = [
    "DAYS",
    "TIMES",
    "CheckInsight",
    "Held",
    "Insight",
    "LessonInsight",
    "insight",
]

DAYS = 3  # late by so many days or more are counted together
TIMES = 4  # handed in so many times or more, too
# Outcomes that say nothing of a check: the app never came to it, or we are at fault.
UNTRIED = (Outcome.NOT_STARTABLE, Outcome.WAITING, Outcome.BROKEN)


@dataclass(frozen=True)
class Held:
    """One mistake, and how many learners' apps show that they hold the belief."""

    lesson: str
    mistake: str
    belief: str
    learners: int
    graded: int


@dataclass(frozen=True)
class CheckInsight:
    """One check over the class: how it ended how often, and what kind of item it is."""

    lesson: str
    number: int  # its place in the lesson, from 1
    check: str
    promise: str
    extra: bool
    hidden: bool
    outcomes: Mapping[str, int]
    item: Item

    @property
    def n(self) -> int:
        """How many apps count: all but those where the checker was at fault."""
        broken = self.outcomes.get(Outcome.BROKEN, 0)
        return sum(self.outcomes.values()) - broken

    @property
    def kept(self) -> int:
        """How many keep the promise."""
        return self.outcomes.get(Outcome.PASSED, 0)

    @property
    def share(self) -> float | None:
        """The part of the apps that keep it; None of none."""
        return self.kept / self.n if self.n else None


@dataclass(frozen=True)
class LessonInsight:
    """One lesson over the class.

    `days` counts graded hand-ins by days late, 0 being in time, `times` by how often
    they were handed in; the last of each is open to above.
    """

    column: Column
    spread: Spread
    states: Mapping[State, int]
    days: Mapping[int, int]
    times: Mapping[int, int]
    hinted: int
    retried: int
    overridden: int
    checks: tuple[CheckInsight, ...]

    @property
    def graded(self) -> int:
        """How many got a mark for what their app does."""
        return self.states.get(State.GRADED, 0)


@dataclass(frozen=True)
class Insight:
    """The whole class: everybody's totals, each lesson, and mistakes, commonest first.

    `absent` counts those who handed in nothing at all.
    """

    learners: int
    passed: int
    absent: int
    totals: Spread
    lessons: tuple[LessonInsight, ...]
    mistakes: tuple[Held, ...]

    @property
    def checks(self) -> tuple[CheckInsight, ...]:
        """Those of all lessons, in order."""
        return tuple(check for lesson in self.lessons for check in lesson.checks)

    def state(self, state: State) -> int:
        """How many marks are in that state, over all lessons."""
        return sum(lesson.states.get(state, 0) for lesson in self.lessons)


def insight(marks: ClassMarks) -> Insight:
    """What the marks say; reads every row once, and a report for each new mistake."""
    totals, learners, passed, absent = Counting(), 0, 0, 0
    tallies = {column.lesson: _Lesson(column) for column in marks.columns}
    for row in marks.rows():
        learners, passed = learners + 1, passed + row.passed
        absent += all(mark.state is State.MISSING for mark in row.marks)
        totals.add(row.total)
        for mark in row.marks:
            tallies[mark.lesson].add(mark, marks)
    lessons = tuple(tally.result() for tally in tallies.values())
    held = [one for tally in tallies.values() for one in tally.held()]
    ranked = sorted(held, key=lambda one: -one.learners)  # stable: lessons in order
    return Insight(learners, passed, absent, totals.result(), lessons, tuple(ranked))


@dataclass
class _Check:
    """One check while rows go by."""

    line: Line
    outcomes: Counter[str] = field(default_factory=Counter)
    adding: Adding = field(default_factory=Adding)


class _Lesson:
    """One lesson while rows go by."""

    def __init__(self, column: Column) -> None:
        self._column, self._spread = column, Counting()
        self._states: Counter[State] = Counter()
        self._days: Counter[int] = Counter()
        self._times: Counter[int] = Counter()
        self._hinted = self._retried = self._overridden = 0
        self._checks: dict[str, _Check] = {}
        self._held: Counter[str] = Counter()
        self._beliefs: dict[str, str] = {}

    def add(self, mark: Mark, marks: ClassMarks) -> None:
        """Count one learner's mark."""
        self._states[mark.state] += 1
        self._overridden += mark.override is not None
        if mark.state is not State.GRADED:
            return
        self._spread.add(mark.percent)
        self._retried += mark.retried
        self._handed_in(mark)
        self._lines(mark.lines)
        for mistake in sorted({m for line in mark.lines for m in line.mistakes}):
            self._held[mistake] += 1
            if mistake not in self._beliefs:
                self._beliefs[mistake] = _belief(mistake, mark, marks)

    def _handed_in(self, mark: Mark) -> None:
        given = mark.submission
        self._days[min(mark.late_days, DAYS)] += 1
        if given is not None:
            self._times[min(given.attempts, TIMES)] += 1
            self._hinted += given.hints > 0

    def _lines(self, lines: Iterable[Line]) -> None:
        counted = [line for line in lines if not line.extra]
        points = sum(line.points for line in counted)
        ran = any(line.outcome not in UNTRIED for line in lines)
        for line in lines:
            tally = self._checks.setdefault(line.check, _Check(line))
            tally.outcomes[line.outcome] += 1
            if ran and line.outcome != Outcome.BROKEN:
                rest = points if line.extra else points - line.points
                tally.adding.add(line.outcome == Outcome.PASSED, rest)

    def held(self) -> list[Held]:
        """The lesson's mistakes, commonest first, then by name."""
        name, graded = self._column.lesson, self._states[State.GRADED]
        ranked = sorted(self._held.items(), key=lambda one: (-one[1], one[0]))
        return [Held(name, m, self._beliefs[m], n, graded) for m, n in ranked]

    def result(self) -> LessonInsight:
        """What was counted."""
        return LessonInsight(
            self._column,
            self._spread.result(),
            dict(self._states),
            dict(sorted(self._days.items())),
            dict(sorted(self._times.items())),
            self._hinted,
            self._retried,
            self._overridden,
            tuple(self._check(n, c) for n, c in enumerate(self._checks.values(), 1)),
        )

    def _check(self, number: int, found: _Check) -> CheckInsight:
        line, lesson = found.line, self._column.lesson
        return CheckInsight(
            lesson,
            number,
            line.check,
            line.promise,
            line.extra,
            line.hidden,
            dict(found.outcomes),
            found.adding.result(),
        )


def _belief(mistake: str, mark: Mark, marks: ClassMarks) -> str:
    """The belief in words, from the report; the mistake's name where it has none."""
    report = marks.report(mark)
    found = report.diagnoses if report is not None else ()
    named = [each.belief for each in found if each.mistake == mistake]
    return named[0] if named else mistake
