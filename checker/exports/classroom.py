"""A learner's marks as GitHub Classroom's runners report them. Writes no file.

The reporter adds up the scores of a runner's tests, so what is taken off, or set by
hand, is a test as well, and the sum is the mark. Hidden checks are one test without
their names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..grading.marks import ClassMarks, Mark, Row, State
from ..report import Report
from .cells import number
from .words import OWN, told, unseen

__all__ = ["result", "results"]

NOT_SHOWN = "Further checks"


def results(marks: ClassMarks, row: Row) -> Iterator[str]:
    """The points of all lessons, and for each lesson the result of its runner.

    Nothing where no lesson has a mark.
    """
    graded = [m for m in row.marks if m.state not in OWN or m.override is not None]
    if not graded:
        return
    points = {
        "totalPoints": round(sum(mark.points for mark in graded), 2),
        "maxPoints": round(sum(mark.possible for mark in graded), 2),
    }
    runners = {mark.lesson: result(mark, marks.report(mark)) for mark in graded}
    yield json.dumps({"points": points, "runners": runners}, indent=2) + "\n"


def result(mark: Mark, report: Report | None) -> dict[str, Any]:
    """The result of one runner, as the autograding reporter takes it from a step."""
    tests = [
        _test(t.line.promise, t.passed, t.line.points, t.why)
        for t in told(mark, report)
    ]
    points, possible = unseen(mark)
    if any(line.hidden for line in mark.lines):
        tests.append(_test(NOT_SHOWN, points >= possible, points, ""))
    tests += _corrections(mark, sum(test["score"] for test in tests))
    failed = mark.points < mark.possible
    status = "error" if mark.state is State.BROKEN else "fail" if failed else "pass"
    return {"version": 1, "status": status, "max_score": mark.possible, "tests": tests}


def _corrections(mark: Mark, score: float) -> Iterator[dict[str, Any]]:
    """What brings the sum to the mark, and why; nothing was graded where no test is."""
    if mark.override is not None:
        change = round(mark.points - score, 2)
        yield _test("Set by hand", change >= 0, change, mark.override.reason)
        return
    if mark.late:
        yield _test("Handed in late", False, -mark.late, f"{mark.late_days} days")
    if mark.hints:
        yield _test("Hints taken", False, -mark.hints, f"{number(mark.hints)} points")
    if not mark.lines:
        yield _test("Something to check was handed in", False, 0.0, mark.reason)


def _test(name: str, passed: bool, score: float, message: str) -> dict[str, Any]:
    return {
        "name": name,
        "status": "pass" if passed else "fail",
        "score": score,
        "message": message,
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }
