"""Checks one hand-in: content, lesson and seed in, a report out. Keeps nothing.

The one function that a process of this machine and a worker of a cluster both run. What
goes in and comes out are plain values and JSON: nothing that a submission had a hand in
is unpickled.
"""

from __future__ import annotations

import base64
import json
import platform
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from .. import course
from ..errors import CourseError, WrongUse
from ..hosting import Hosting
from ..lesson import Lesson
from ..report import Report, to_json
from ..runner import run
from ..verdict import Visitors, explained, visiting
from .edition import ENGINE, edition
from .packing import unpacked
from .plan import How
from .timeless import APP, timeless

__all__ = ["Graded", "Work", "graded"]


@dataclass(frozen=True)
class Work:
    """What to check a submission for, and how.

    `root` is where the course stands, "" for wherever this checker has it; then its
    `edition` (edition.py) has to be that of whoever asks. So many checks as `together`
    run at the same time; 0 is as many as the machine can.
    """

    lesson: str
    seed: int
    how: How
    edition: str
    root: str = ""
    together: int = 0


@dataclass(frozen=True)
class Graded:
    """A report as JSON, or the `fault` of ours for which there is none.

    `pictures` are PNG of what a browser saw of checks not passed. `seconds` are those
    of the checks.
    """

    report: str = ""
    seconds: float = 0.0
    pictures: tuple[tuple[str, bytes], ...] = ()
    fault: str = ""

    def to_json(self) -> str:
        """The same as one text, to be sent."""
        shown = [[name, base64.b64encode(png).decode()] for name, png in self.pictures]
        return json.dumps([self.report, self.seconds, shown, self.fault])

    @classmethod
    def from_json(cls, text: str) -> Graded:
        """What to_json made."""
        report, seconds, shown, fault = json.loads(text)
        pictures = tuple((name, base64.b64decode(png)) for name, png in shown)
        return cls(report, seconds, pictures, fault)


def graded(work: Work, content: bytes) -> str:
    """The Graded of a packed submission as JSON; whatever goes wrong is in it."""
    try:
        return _graded(work, content).to_json()
    except CourseError as error:
        return Graded(fault=str(error)).to_json()
    except Exception as error:
        said = f"The checker itself failed: {type(error).__name__}: {error}."
        return Graded(fault=said[:500]).to_json()


def _graded(work: Work, content: bytes) -> Graded:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="graded-") as place:
        folder, pictures = Path(place, APP), Path(place, "pictures")
        unpacked(content, folder)
        report = _report(work, folder, pictures if work.how.browser else None)
        shown = tuple(
            (r.check, Path(r.picture).read_bytes()) for r in report.results if r.picture
        )
        found = timeless(_without_pictures(report), str(folder))
    seconds = round(time.monotonic() - began, 3)
    return Graded(to_json(found), seconds, shown)


def _report(work: Work, folder: Path, pictures: Path | None) -> Report:
    lesson = _lesson(work.root, work.lesson)
    if not work.root and edition(lesson.folder) != work.edition:
        raise WrongUse(
            f"The checker on {platform.node()} is not the one that grades, or its"
            " Python or Flask differs. Install the same there."
        )
    tools = _tools_for(work.how)
    with tools.hosting.around(folder) as host:
        report = run(
            folder,
            lesson,
            course.checks(lesson),
            host=host,
            seed=work.seed,
            visitors=tools.visitors.new,
            jobs=work.together or None,
            browser=work.how.browser,
            pictures=pictures,
        )
    return explained(report, lesson, folder)


def _without_pictures(report: Report) -> Report:
    """The report without names of files that nobody will find."""
    results = tuple(replace(r, picture="", trace="") for r in report.results)
    return replace(report, results=results)


@cache
def _lesson(root: str, name: str) -> Lesson:
    return course.find(course.find_root(Path(root) if root else ENGINE), name)


@dataclass(frozen=True)
class _Tools:
    """What one process keeps from one submission to the next; no app meets it."""

    hosting: Hosting
    visitors: Visitors
    kept: ExitStack


@cache
def _tools_for(how: How) -> _Tools:
    kept = ExitStack()  # never closed: it ends with the process
    visitors = kept.enter_context(visiting(how.browser, how.limits))
    hosting = Hosting(how.limits, how.sandbox, foreign=True, trusted=how.trusted)
    return _Tools(kept.enter_context(hosting), visitors, kept)
