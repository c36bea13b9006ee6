"""What a learner is told of a mark, and which marks go to other systems.

Nothing that comes from here names a check that is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..grading.marks import Column, Line, Mark, Row, State
from ..grading.shown import shown
from ..report import Outcome, Report, Result
from .cells import flat, number

__all__ = ["Told", "given", "heading", "remark", "told", "unseen", "whole"]

OWN = frozenset({State.BROKEN, State.PENDING})  # no fault of the learner's
OF_ALL = 100.0  # what a total of several lessons is out of


@dataclass(frozen=True)
class Told:
    """A check that may be shown to the learner, and why it is not passed."""

    line: Line
    why: str

    @property
    def passed(self) -> bool:
        """True where the promise is kept."""
        return self.line.outcome == Outcome.PASSED


def heading(column: Column) -> str:
    """What the lesson is called among others."""
    return f"Lesson {column.number}: {flat(column.title)}"


def given(mark: Mark) -> bool:
    """True for points that checks or a person gave.

    Nothing else goes into another gradebook: there a nought for what nobody graded
    would be taken for a verdict, and would overwrite one.
    """
    return mark.state is State.GRADED or mark.override is not None


def whole(row: Row) -> tuple[float, float] | None:
    """Points and what they are out of, for all lessons at once.

    Those of the lesson where there is one, else the total, of 100; None where nothing
    of it can count.
    """
    if all(mark.state in OWN and mark.override is None for mark in row.marks):
        return None
    if len(row.marks) == 1:
        return row.marks[0].points, row.marks[0].possible
    return row.total, OF_ALL


def remark(mark: Mark, *, sums: bool = True) -> str:
    """The mark in a few sentences, on one line; without `sums` not what it is."""
    said = [f"{number(mark.points)} of {number(mark.possible)} points."] * sums
    if mark.override is not None:
        said.append(f"Set by hand: {mark.override.reason.rstrip('.')}.")
    if mark.late:
        days = f"{mark.late_days} day{'s' if mark.late_days != 1 else ''}"
        said.append(f"Late by {days}: {number(mark.late)} taken off.")
    if mark.hints:
        said.append(f"Hints: {number(mark.hints)} taken off.")
    if mark.reason:
        said.append(mark.reason)
    lost = [line.promise for line in mark.lines if _lost(line)]
    if lost:
        said.append(f"Not kept yet: {' '.join(lost)}")
    return flat(" ".join(said))


def told(mark: Mark, report: Report | None) -> Iterator[Told]:
    """The mark's checks that are not hidden."""
    hidden = {line.check for line in mark.lines if line.hidden}
    whys = _whys(shown(report, hidden)) if report is not None else {}
    for line in mark.lines:
        if not line.hidden:
            yield Told(line, whys.get(line.check, ""))


def unseen(mark: Mark) -> tuple[float, float]:
    """What the hidden checks gave together, and could have given."""
    lines = [line for line in mark.lines if line.hidden]
    possible = sum(line.possible for line in lines if not line.extra)
    return sum(line.points for line in lines), possible


def _lost(line: Line) -> bool:
    return not (line.hidden or line.extra or line.outcome == Outcome.PASSED)


def _whys(report: Report) -> dict[str, str]:
    """What explains each check that is not passed."""
    whys = {r.check: _why(r) for r in report.results}
    for diagnosis in report.diagnoses:
        for check in diagnosis.checks:
            whys[check] += f"\nPerhaps: {diagnosis.belief}.\n{diagnosis.question}"
    return {check: why.strip() for check, why in whys.items()}


def _why(result: Result) -> str:
    if result.outcome is Outcome.FAILED:
        return f"Expected: {result.expected}\nSeen: {result.seen}"
    return result.reason
