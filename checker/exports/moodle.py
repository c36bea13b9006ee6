"""Marks as Moodle takes them: an assignment's worksheet, and its gradebook's import.

By what Moodle's own importers read. Each file is for one grade, since an empty cell
there can take away a grade that stands; nobody without one is in it. Headers are those
of an English Moodle.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from ..grading.marks import ClassMarks, Column, Row
from ..grading.submission import Person
from .cells import Cell, flat, table
from .words import given, heading, remark, whole

__all__ = ["gradebook", "worksheet"]

WORKSHEET = (
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
)
# A blank one gives the grade to whoever stands above, so there is never one.
NAMES = {"Email address": "email", "ID number": "sis", "Username": "login"}
ALL = "All lessons"


def worksheet(marks: ClassMarks, column: Column | None = None) -> Iterator[str]:
    """The offline grading worksheet of an assignment for the lesson, or for all."""
    return table(_worksheet(marks, column))


def gradebook(marks: ClassMarks, column: Column | None = None) -> Iterator[str]:
    """The import of one column of the gradebook, for the lesson, or for all."""
    return table(_gradebook(marks, column))


def _worksheet(marks: ClassMarks, column: Column | None) -> Iterator[list[Cell]]:
    yield [*WORKSHEET]
    for row, points, possible, feedback in _grades(marks, column):
        person = row.person
        if person.moodle:
            yield [
                f"Participant {person.moodle}",
                flat(person.name or person.id),
                flat(person.email),
                "Submitted for grading",
                points,
                possible,
                "Yes",
                "",
                "",  # so that a grade given meanwhile wins, unless Moodle is told
                feedback,
            ]


def _gradebook(marks: ClassMarks, column: Column | None) -> Iterator[list[Cell]]:
    known = _best_known(marks)
    yield [known, heading(column) if column else ALL, "Feedback"]
    for row, points, _possible, feedback in _grades(marks, column):
        name = flat(_named(row.person, known))
        if name:
            yield [name, points, feedback]


def _grades(
    marks: ClassMarks, column: Column | None
) -> Iterator[tuple[Row, float, float, str]]:
    """Who gets how many points, of how many, and why, as HTML; never more than all."""
    for row in marks.rows():
        chosen = [m for m in row.marks if column is None or m.lesson == column.lesson]
        graded = [mark for mark in chosen if given(mark)]
        total = whole(row)
        if column is not None and graded:
            total = graded[0].points, graded[0].possible
        if graded and total is not None:
            feedback = html.escape(" ".join(map(remark, graded)))
            yield row, min(total), total[1], feedback


def _best_known(marks: ClassMarks) -> str:
    """The kind of name that most people have."""
    counts = dict.fromkeys(NAMES, 0)
    for row in marks.rows():
        for kind in NAMES:
            counts[kind] += bool(flat(_named(row.person, kind)))
    return max(NAMES, key=lambda kind: counts[kind])


def _named(person: Person, kind: str) -> str:
    value: str = getattr(person, NAMES[kind])
    return value
