"""Marks in the columns of nbgrader's own CSV export. Writes no file.

nbgrader joins cells by commas and quotes nothing, and so do those who read it: no cell
here holds a comma, a quote or a new line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ..grading.marks import ClassMarks, Column, Mark, Row, State
from .cells import Cell, flat, number, table
from .words import given

__all__ = ["export"]

HEADER = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
QUOTES = str.maketrans({",": " ", '"': "’"})


def export(marks: ClassMarks) -> Iterator[str]:
    """Lesson by lesson one line a learner; nought where nothing was handed in."""
    return table(_rows(marks))


def _rows(marks: ClassMarks) -> Iterator[list[Cell]]:
    yield [*HEADER]
    for place, column in enumerate(marks.columns):
        due = marks.scheme.deadlines.get(column.lesson)
        for row in marks.rows():
            mark = row.marks[place]
            if given(mark) or mark.state is State.MISSING:
                yield _cells(column, due, row, mark)


def _cells(column: Column, due: datetime | None, row: Row, mark: Mark) -> list[Cell]:
    at = mark.submission.at if mark.submission is not None else None
    person, (last, first) = row.person, _names(row.person.name)
    texts = (_time(due), _time(at), person.id, last, first, person.email)
    scores = (mark.earned, mark.late + mark.hints, mark.points, mark.possible)
    return [column.lesson, *map(_plain, texts), *map(number, scores)]


def _names(name: str) -> tuple[str, str]:
    """Last and first, of “Last, First” or “First Last”."""
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.strip().rpartition(" ")
    return last, first


def _time(at: datetime | None) -> str:
    """As nbgrader keeps times: those of UTC, without a zone."""
    if at is None:
        return ""
    utc = at.astimezone(UTC) if at.tzinfo is not None else at
    return str(utc.replace(tzinfo=None, microsecond=0))


def _plain(text: str) -> str:
    return flat(text.translate(QUOTES))
