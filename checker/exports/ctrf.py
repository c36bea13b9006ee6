"""Marks as CTRF, the Common Test Report Format, for the person who grades.

Hidden checks are named in it. Times are nought, so that grading the same class again
gives the same bytes. Writes no file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..grading.marks import ClassMarks, Column, Line, Mark, Row, State
from ..report import Outcome
from .words import heading

__all__ = ["report"]

VERSION = "0.0.0"  # the only one that CTRF's own validator knows
STATUSES = {Outcome.WAITING: "skipped", Outcome.BROKEN: "other"}
EMPTY = {
    State.MISSING: "skipped",
    State.PENDING: "pending",
    State.BROKEN: "other",
    State.NOT_GRADED: "failed",
}
KNOWN = ("passed", "failed", "skipped", "pending", "other")
HANDED_IN = "Something to check was handed in."


def report(marks: ClassMarks) -> Iterator[str]:
    """One test for each check of each person; the sums come last."""
    head = {"reportFormat": "CTRF", "specVersion": VERSION, "generatedBy": "checker"}
    opened = json.dumps(head).removesuffix("}")
    yield f'{opened},\n"results": {{"tool": {{"name": "checker"}}, "tests": ['
    counts: Counter[str] = Counter()
    for test in _tests(marks):
        yield ",\n" * bool(counts.total()) + json.dumps(test)
        counts[test["status"]] += 1
    sums = {"tests": counts.total(), **{kind: counts[kind] for kind in KNOWN}}
    yield f'],\n"summary": {json.dumps({**sums, "start": 0, "stop": 0})}}}}}\n'


def _tests(marks: ClassMarks) -> Iterator[dict[str, Any]]:
    for row in marks.rows():
        for column, mark in zip(marks.columns, row.marks, strict=True):
            for line in mark.lines:
                yield _test(row, column, line)
            if not mark.lines:
                yield _empty(row, column, mark)


def _test(row: Row, column: Column, line: Line) -> dict[str, Any]:
    signs = {"hidden": line.hidden, "optional": line.extra}
    return {
        "name": line.promise,
        "status": STATUSES.get(Outcome(line.outcome), _plain(line)),
        "rawStatus": line.outcome,
        "duration": 0,
        "suite": [heading(column), row.person.name or row.person.id],
        "tags": [sign for sign, holds in signs.items() if holds],
        "extra": {
            "id": row.person.id,
            "lesson": column.lesson,
            "check": line.check,
            "points": line.points,
            "possible": line.possible,
            "mistakes": list(line.mistakes),
        },
    }


def _plain(line: Line) -> str:
    return "passed" if line.outcome == Outcome.PASSED else "failed"


def _empty(row: Row, column: Column, mark: Mark) -> dict[str, Any]:
    """The test of a mark without checks."""
    return {
        "name": HANDED_IN,
        "status": EMPTY.get(mark.state, "passed"),
        "rawStatus": mark.state.value,
        "duration": 0,
        "suite": [heading(column), row.person.name or row.person.id],
        "message": mark.reason,
        "extra": {"id": row.person.id, "lesson": column.lesson, "points": mark.points},
    }
