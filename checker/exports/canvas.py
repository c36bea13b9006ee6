"""Marks as Canvas' gradebook imports them. Writes no file.

By what Canvas' own gradebook_importer.rb reads: it knows people by ID, SIS User ID,
SIS Login ID, then name, and lessons by the title of an assignment. An empty cell
changes nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..grading.marks import ClassMarks
from .cells import Cell, flat, table
from .words import given, heading

__all__ = ["gradebook"]

PERSON = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def gradebook(marks: ClassMarks) -> Iterator[str]:
    """The file that “Import” in Canvas' gradebook takes."""
    return table(_rows(marks))


def _rows(marks: ClassMarks) -> Iterator[list[Cell]]:
    yield [*PERSON, *map(heading, marks.columns)]
    blank: list[Cell] = [""] * (len(PERSON) - 1)
    yield ["    Points Possible", *blank, *(c.possible for c in marks.columns)]
    for row in marks.rows():
        person = row.person
        named = (person.name or person.id, person.canvas, person.sis, person.login)
        cells: list[Cell] = [flat(text) for text in (*named, person.section)]
        yield [*cells, *(m.points if given(m) else None for m in row.marks)]
