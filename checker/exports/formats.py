"""The one table of what a graded class is exported as. Writes no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from ..grading.file_names import file_name
from ..grading.marks import ClassMarks, Column, Mark, Row
from . import (
    canvas,
    classroom,
    ctrf,
    gradescope,
    junit,
    lti,
    marks_sheet,
    moodle,
    nbgrader,
)

__all__ = ["FORMATS", "File", "Format", "exported"]

Pieces = Iterable[str]
At = datetime | None


@dataclass(frozen=True)
class File:
    """One file: where it goes below the folder of marks, and its text in pieces."""

    path: str
    pieces: Pieces


@dataclass(frozen=True)
class Format:
    """One kind of file: who reads it, what its files are called, and all of them."""

    reader: str
    pattern: str
    files: Callable[[ClassMarks, str, At], Iterator[File]]


def exported(marks: ClassMarks, at: At = None) -> Iterator[File]:
    """Every file of every format, each to be written before the next is asked for.

    `at` is the time for what needs one and has none of its own. What a format has
    nothing to say of is no file.
    """
    for kind in FORMATS:
        for file in kind.files(marks, kind.pattern, at):
            pieces = iter(file.pieces)
            first = next(pieces, None)
            if first is not None:
                yield File(file.path, chain([first], pieces))


def _once(write: Callable[[ClassMarks], Pieces]) -> Callable[..., Iterator[File]]:
    def files(marks: ClassMarks, pattern: str, at: At) -> Iterator[File]:
        yield File(pattern, write(marks))

    return files


def _each_lesson(
    write: Callable[[ClassMarks, Column], Pieces],
) -> Callable[..., Iterator[File]]:
    def files(marks: ClassMarks, pattern: str, at: At) -> Iterator[File]:
        for column in marks.columns:
            path = pattern.format(lesson=column.lesson)
            yield File(path, write(marks, column))

    return files


def _each_person(
    write: Callable[[ClassMarks, Row], Pieces],
) -> Callable[..., Iterator[File]]:
    def files(marks: ClassMarks, pattern: str, at: At) -> Iterator[File]:
        for row in marks.rows():
            path = pattern.format(person=file_name(row.person.id))
            yield File(path, write(marks, row))

    return files


def _each_mark(
    write: Callable[[Row, Mark, At], Pieces],
) -> Callable[..., Iterator[File]]:
    def files(marks: ClassMarks, pattern: str, at: At) -> Iterator[File]:
        for row in marks.rows():
            person = file_name(row.person.id)
            for mark in row.marks:
                path = pattern.format(person=person, lesson=mark.lesson)
                yield File(path, write(row, mark, at))

    return files


FORMATS = (
    Format("people and programs", "marks.csv", _once(marks_sheet.sheet)),
    Format("Canvas", "canvas.csv", _once(canvas.gradebook)),
    Format("Moodle", "moodle-worksheet.csv", _once(moodle.worksheet)),
    Format("Moodle", "moodle-gradebook.csv", _once(moodle.gradebook)),
    Format("Moodle", "moodle/{lesson}-worksheet.csv", _each_lesson(moodle.worksheet)),
    Format("Moodle", "moodle/{lesson}-gradebook.csv", _each_lesson(moodle.gradebook)),
    Format("nbgrader", "nbgrader.csv", _once(nbgrader.export)),
    Format("JUnit", "junit.xml", _once(junit.suites)),
    Format("CTRF", "ctrf.json", _once(ctrf.report)),
    Format(
        "Gradescope",
        "gradescope/{person}/results.json",
        _each_person(gradescope.results),
    ),
    Format("GitHub Classroom", "github/{person}.json", _each_person(classroom.results)),
    Format("LTI 1.3", "lti/{person}-{lesson}.json", _each_mark(lti.score)),
)
