"""The class as one plain CSV for people and programs. Writes no file."""

from __future__ import annotations

from collections.abc import Iterator

from ..grading.marks import ClassMarks, Row
from .cells import Cell, number, table

__all__ = ["sheet"]

BEFORE = ("id", "name", "email")
OF_LESSON = ("points", "possible", "percent", "state")
AFTER = ("total", "passed", "late", "overrides")


def sheet(marks: ClassMarks) -> Iterator[str]:
    """One line a learner: every lesson's points, then what they come to."""
    return table(_rows(marks))


def _rows(marks: ClassMarks) -> Iterator[list[Cell]]:
    of_lessons = [f"{c.lesson} {what}" for c in marks.columns for what in OF_LESSON]
    yield [*BEFORE, *of_lessons, *AFTER]
    for row in marks.rows():
        yield _cells(row)


def _cells(row: Row) -> list[Cell]:
    cells: list[Cell] = [row.person.id, row.person.name, row.person.email]
    for mark in row.marks:
        cells += [mark.points, mark.possible, mark.percent, mark.state.value]
    late = [f"{m.lesson}: {m.late_days}" for m in row.marks if m.late_days]
    by_hand = [
        f"{m.lesson}: {number(m.points)} ({m.override.reason})"
        for m in row.marks
        if m.override is not None
    ]
    passed = "yes" if row.passed else "no"
    return [*cells, row.total, passed, " | ".join(late), " | ".join(by_hand)]
