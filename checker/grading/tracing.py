"""One mark of a gradebook traced back: what it came from, found again, set by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from .. import course
from ..errors import CourseError, WrongUse
from ..report import Report, from_json
from .class_book import ClassBook
from .gradebook import Gradebook
from .keeping import remembered, work_for
from .marks import Column, Mark
from .marks_folder import CONTENT, opened
from .outputs import written
from .packing import content
from .scheme import Override
from .submission import Person
from .work import Graded, graded

__all__ = ["Traced", "overridden", "replayed", "traced"]


@dataclass(frozen=True)
class Traced:
    """A mark, whose it is, and the report behind it with the words to show it by."""

    person: Person
    column: Column
    mark: Mark
    report: Report | None
    place: str
    tasks: Mapping[int, str]
    next: str


def traced(root: Path, out: Path, person: str, lesson: str) -> Traced:
    """The mark of a person for a lesson. Raises WrongUse where there is none."""
    with opened(out) as book:
        whole, _ = remembered(book)
        who, column = _person(book, person), _column(whole, root, lesson)
        mark = _mark(whole, who, column)
        report = whole.report(mark)
    found = course.find(root, column.lesson)
    titles = dict(enumerate(found.task_titles, 1))
    place = mark.submission.source if mark.submission else ""
    step = f"“checker grade replay {who.id} {column.number}” checks it once more."
    return Traced(who, column, mark, report, place, titles, step)


def replayed(root: Path, out: Path, person: str, lesson: str) -> tuple[bool, list[str]]:
    """Checks the submission again: whether all came out the same, and what did not.

    Raises CourseError for a fault of ours.
    """
    with opened(out) as book:
        whole, how = remembered(book)
        who, column = _person(book, person), _column(whole, root, lesson)
        mark = _mark(whole, who, column)
        before = whole.report(mark)
        hand_in = whole.hand_in(mark)
        if before is None or hand_in is None:
            raise WrongUse(f"Nothing of {who.id} was checked for lesson {lesson}.")
        packed = content(out / CONTENT, hand_in.submission.digest)
        work = work_for(hand_in, how, root, str(root))
    found = Graded.from_json(graded(work, packed))
    if found.fault:
        raise CourseError(found.fault)
    return _compared(before, from_json(found.report))


def overridden(
    root: Path,
    out: Path,
    person: str,
    lesson: str,
    override: Override | None,
    command: str,
) -> str:
    """Sets a mark by hand, or takes that back, and writes all files; a sentence."""
    if override is not None:
        _demand_sense(override)
    with opened(out) as book:
        whole, _ = remembered(book)
        who, column = _person(book, person), _column(whole, root, lesson)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        kept = replace(override, at=at) if override else None
        book.set_override(who.id, column.lesson, kept)
        written(whole, out, root, command)
        mark = _mark(whole, who, column)
    given = f"{mark.points:g} of {mark.possible:g} points"
    how = f"set by hand: {given}" if override else f"as it was found again: {given}"
    return f"{who.id}, lesson {column.number}, {how}."


def _demand_sense(override: Override) -> None:
    if not override.reason.strip():
        raise WrongUse("A mark set by hand needs its reason. Add --reason “…”.")
    if not math.isfinite(override.points) or override.points < 0:
        raise WrongUse(f"{override.points:g} are no points. Write a number from 0.")


def _person(book: Gradebook, text: str) -> Person:
    everybody = list(book.people())
    found = [p for p in everybody if text in (p.id, p.name, p.email, p.login)]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(f"More than one is called “{text}”. Say the id.")
    raise WrongUse(f"Nobody in this gradebook is called “{text}”.")


def _column(whole: ClassBook, root: Path, text: str) -> Column:
    name = course.find(root, text).name
    for column in whole.columns:
        if column.lesson == name:
            return column
    raise WrongUse(f"{name} was not graded here.")


def _mark(whole: ClassBook, person: Person, column: Column) -> Mark:
    marks = whole.row(person).marks
    return next(mark for mark in marks if mark.lesson == column.lesson)


def _compared(before: Report, now: Report) -> tuple[bool, list[str]]:
    """Whether the outcomes are the same, and a sentence for each that is not."""
    was = {r.check: r.outcome for r in before.results}
    lines = [
        f"{r.check}: {r.outcome}, and {was.get(r.check, 'nothing')} before."
        for r in now.results
        if was.get(r.check) != r.outcome
    ]
    if not lines:
        said = f"All {len(now.results)} outcomes are the same with seed {now.seed}."
        return True, [said]
    return False, lines
