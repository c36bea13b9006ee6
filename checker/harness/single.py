"""One submission, marked as another grader wants to hear it. Keeps nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import course, settings
from ..checks import asked
from ..errors import CourseError, NoSuchFolder
from ..exports import classroom, gradescope
from ..exports.words import remark, told
from ..grading import marking
from ..grading.marks import Column, Mark, Row, State
from ..grading.scheme import Scheme
from ..grading.scheme_file import FILE, scheme
from ..grading.submission import Person, Submission
from ..hosting import Hosting
from ..lesson import Lesson
from ..report import Report
from ..runner import run
from ..verdict import explained

__all__ = ["KINDS", "One", "Walls", "column", "marked_alone", "rules"]


@dataclass(frozen=True)
class Walls:
    """What to run the app within; `trusted` where it may run without."""

    sandbox: str = "auto"
    trusted: bool = False


@dataclass(frozen=True)
class One:
    """One learner's mark for one lesson, with what is behind it."""

    mark: Mark
    column: Column
    scheme: Scheme
    found: Report

    @property
    def columns(self) -> tuple[Column, ...]:
        """The lesson."""
        return (self.column,)

    @property
    def row(self) -> Row:
        """The learner, whoever it is."""
        return marking.row(Person(self.mark.person), [self.mark], self.scheme)

    def report(self, mark: Mark) -> Report | None:
        """The report behind the mark."""
        return self.found


def rules(root: Path) -> Scheme:
    """How the course is marked: by its grading.toml, if it has one."""
    file = root / FILE
    return scheme(file if file.is_file() else None, root)


def column(lesson: Lesson, by: Scheme) -> Column:
    """The lesson as the scheme counts it, without what only a browser shows."""
    made = asked(course.checks(lesson), ())
    return marking.column(lesson.name, lesson.number, lesson.title, made, by)


def marked_alone(root: Path, folder: Path, lesson: Lesson, walls: Walls) -> One:
    """The submission in the folder, checked within walls and marked.

    Raises NoSandbox where none can be built, and CourseError for a fault of ours.
    """
    place = app_folder(folder)
    limits = settings.limits(root)
    with (
        Hosting(limits, walls.sandbox, foreign=True, trusted=walls.trusted) as hosting,
        hosting.around(place) as host,
    ):
        found = run(place, lesson, course.checks(lesson), host=host)
    found = explained(found, lesson, place)
    by = rules(root)
    given = Submission("learner", lesson.name, folder.name, digest="alone")
    counted = column(lesson, by)
    mark = marking.marked(given, counted, by, marking.verdicts(found), seed=found.seed)
    if mark.state is State.BROKEN:
        raise CourseError(f"{mark.reason} Its seed is {found.seed}.")
    return One(mark, counted, by, found)


def app_folder(folder: Path) -> Path:
    """The folder itself, or what it holds where that is one folder and nothing else."""
    if not folder.is_dir():
        raise NoSuchFolder(f"{folder} is no folder. Name the one with the submission.")
    inside = [p for p in folder.iterdir() if not p.name.startswith((".", "__"))]
    if len(inside) == 1 and inside[0].is_dir() and not inside[0].is_symlink():
        return app_folder(inside[0])
    return folder


def _for_gradescope(one: One) -> str:
    return "".join(gradescope.results(one, one.row))


def _for_classroom(one: One) -> str:
    return json.dumps(classroom.result(one.mark, one.found), indent=2) + "\n"


def _for_nbgrader(one: One) -> str:
    lines = [remark(one.mark)]
    for each in told(one.mark, one.found):
        sign = "passed" if each.passed else "not yet"
        lines += [f"{sign}: {each.line.promise}", *each.why.splitlines()]
    facts = {
        "points": max(0.0, min(one.mark.points, one.mark.possible)),
        "possible": one.mark.possible,
        "text": "\n".join(lines),
    }
    return json.dumps(facts, indent=2) + "\n"


KINDS: dict[str, Callable[[One], str]] = {
    "gradescope": _for_gradescope,
    "github-classroom": _for_classroom,
    "nbgrader": _for_nbgrader,
}
