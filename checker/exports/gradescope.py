"""A learner's marks as Gradescope's results.json. Writes no file.

Hidden checks are in it with visibility "hidden"; Gradescope then shows the learner
neither them nor the sum.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

from ..grading.marks import Column, Line, Mark, Row
from ..report import Report
from .words import remark, told, whole

__all__ = ["Known", "results"]


class Known(Protocol):
    """What has to be known beside a learner's marks; a ClassMarks knows it."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The lessons, in order."""

    def report(self, mark: Mark) -> Report | None:
        """The report behind a mark."""


def results(marks: Known, row: Row) -> Iterator[str]:
    """The file, or nothing where there is no mark: then Gradescope says it failed."""
    score = whole(row)
    if score is None:
        return
    secret = any(line.hidden for mark in row.marks for line in mark.lines)
    tests = []
    for column, mark in zip(marks.columns, row.marks, strict=True):
        tests += _tests(column.number, mark, marks.report(mark))
    facts = {
        "score": score[0],
        "output": "\n".join(remark(mark, sums=not secret) for mark in row.marks),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    yield json.dumps(facts, indent=2) + "\n"


def _tests(number: int, mark: Mark, report: Report | None) -> list[dict[str, Any]]:
    why = {each.line.check: each.why for each in told(mark, report)}
    return [
        _test(f"{number}.{place}", mark.lesson, line, why.get(line.check, ""))
        for place, line in enumerate(mark.lines, 1)
    ]


def _test(number: str, lesson: str, line: Line, why: str) -> dict[str, Any]:
    return {
        "score": line.points,
        "max_score": 0.0 if line.extra else line.possible,
        "status": "passed" if line.outcome == "passed" else "failed",
        "name": line.promise,
        "number": number,
        "output": why,
        "tags": [lesson, *(["optional"] if line.extra else [])],
        "visibility": "hidden" if line.hidden else "visible",
    }
