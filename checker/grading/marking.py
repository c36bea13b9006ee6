"""Turns outcomes into marks by a scheme. Values in, values out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from ..checks import Check
from ..report import Outcome, Report
from .marks import Column, Line, Mark, Row, State
from .scheme import Override, Scheme
from .submission import Person, Submission

__all__ = ["Verdict", "column", "marked", "missing", "row", "verdicts"]

DAY = timedelta(days=1)
PLACES = 2  # decimals of a mark
NOT_HANDED_IN = "Nothing was handed in."
NOT_CHECKED = "It was not checked yet."
OWN = frozenset({State.BROKEN, State.PENDING})  # no fault of the learner's


@dataclass(frozen=True)
class Verdict:
    """One check's outcome, as far as a mark needs it."""

    check: str
    promise: str
    outcome: str
    points: int
    extra: bool
    mistakes: tuple[str, ...] = ()


def verdicts(report: Report) -> tuple[Verdict, ...]:
    """Those of a report, in its order."""
    behind: dict[str, list[str]] = {}
    for diagnosis in report.diagnoses:
        for check in diagnosis.checks:
            behind.setdefault(check, []).append(diagnosis.mistake)
    return tuple(
        Verdict(
            r.check,
            r.promise,
            r.outcome.value,
            r.points,
            r.extra,
            tuple(behind.get(r.check, ())),
        )
        for r in report.results
    )


def column(
    name: str, number: int, title: str, checks: Sequence[Check], scheme: Scheme
) -> Column:
    """The lesson as the scheme counts it; `checks` are those that the run makes."""
    given = scheme.points.get(name, {})
    possible = sum(given.get(c.name, c.points) for c in checks if not c.extra)
    return Column(name, number, title, _rounded(possible), scheme.weight(name))


def missing(person: str, column: Column, override: Override | None = None) -> Mark:
    """The mark of somebody who handed in nothing for the lesson."""
    mark = Mark(person, column.lesson, State.MISSING, 0.0, column.possible)
    return _overridden(replace(mark, reason=NOT_HANDED_IN), override)


def marked(
    submission: Submission,
    column: Column,
    scheme: Scheme,
    found: Sequence[Verdict] | None,
    *,
    seed: int | None = None,
    retried: bool = False,
    fault: str = "",
    override: Override | None = None,
) -> Mark:
    """The mark for a submission.

    `found` is None where it was not checked: since the submission is in trouble, for a
    `fault` of ours, or since nobody came to it yet.
    """
    state = State.BROKEN if fault else State.PENDING
    mark = Mark(
        submission.person,
        column.lesson,
        State.NOT_GRADED if submission.trouble else state,
        0.0,
        column.possible,
        reason=submission.trouble or fault or NOT_CHECKED,
        submission=submission,
        seed=seed,
        retried=retried,
    )
    if found is not None:
        mark = _counted(mark, scheme, found)
    return _overridden(mark, override)


def row(person: Person, marks: Sequence[Mark], scheme: Scheme) -> Row:
    """The person's marks and what they come to; what is our own fault is left out."""
    counted = [m for m in marks if m.state not in OWN or m.override]
    weights = [scheme.weight(m.lesson) for m in counted]
    whole = sum(weights)
    parts = (m.percent * w for m, w in zip(counted, weights, strict=True))
    total = _rounded(math.fsum(parts) / whole) if whole else 0.0
    return Row(person, tuple(marks), total, passed=total >= scheme.pass_mark)


def _counted(mark: Mark, scheme: Scheme, found: Sequence[Verdict]) -> Mark:
    """The mark with what its checks give, and what is taken off again."""
    lines = _lines(found, mark.lesson, scheme)
    earned = math.fsum(line.points for line in lines)
    if any(v.outcome == Outcome.BROKEN and not v.extra for v in found):
        reason = "The checker itself failed, so this is not counted."
        return replace(mark, state=State.BROKEN, lines=lines, reason=reason)
    assert mark.submission is not None  # what was checked was handed in
    days = _late_days(mark.submission, scheme)
    late, reason = _taken_for_late(earned, days, scheme)
    hints = min(earned - late, mark.submission.hints * scheme.hint)
    return replace(
        mark,
        state=State.GRADED,
        points=_rounded(earned - late - hints),
        earned=_rounded(earned),
        late_days=days,
        late=_rounded(late),
        hints=_rounded(hints),
        reason=reason,
        lines=lines,
    )


def _lines(found: Sequence[Verdict], lesson: str, scheme: Scheme) -> tuple[Line, ...]:
    given: Mapping[str, float] = scheme.points.get(lesson, {})
    hidden = scheme.hidden.get(lesson, frozenset())
    lines = []
    for v in found:
        possible = float(given.get(v.check, v.points))
        if v.extra and scheme.optional != "bonus":
            possible = 0.0
        points = possible if v.outcome == Outcome.PASSED else 0.0
        secret = v.check in hidden
        lines.append(
            Line(
                v.check,
                v.promise,
                v.outcome,
                points,
                possible,
                v.extra,
                secret,
                v.mistakes,
            )
        )
    return tuple(lines)


def _late_days(submission: Submission, scheme: Scheme) -> int:
    """Days begun after the deadline; one where only somebody else says it was late."""
    deadline = scheme.deadlines.get(submission.lesson)
    if deadline is None or submission.at is None:
        return int(submission.late)
    at = submission.at if submission.at.tzinfo else submission.at.replace(tzinfo=UTC)
    return _days(at - deadline - timedelta(minutes=scheme.late.grace))


def _days(beyond: timedelta) -> int:
    return max(0, math.ceil(beyond / DAY))


def _taken_for_late(earned: float, days: int, scheme: Scheme) -> tuple[float, str]:
    """The points taken off, and a sentence where nothing was accepted any more."""
    late = scheme.late
    if late.days is not None and days > late.days:
        return earned, f"{days} days late; nothing is accepted after {late.days}."
    return earned * min(100.0, late.per_day * days) / 100, ""


def _overridden(mark: Mark, override: Override | None) -> Mark:
    if override is None:
        return mark
    return replace(mark, points=_rounded(override.points), override=override)


def _rounded(points: float) -> float:
    return round(points, PLACES) + 0.0  # never -0.0
