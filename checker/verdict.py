"""Checks folders and keeps how it went. The engine runs them; this only connects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from . import course, settings
from .checks import asked
from .diagnosis import KEPT, diagnosed
from .errors import CourseError, WrongUse
from .host import Host
from .hosting import Hosting
from .learner import Learner, Target
from .lesson import Lesson
from .limits import Limits
from .mistakes import beliefs, not_begun, recognisers
from .report import Report, Result
from .runner import run
from .sights import removed
from .source import texts
from .visitor.http import HttpVisitor
from .visitor.visitor import Newcomers

__all__ = [
    "HTTP",
    "Visitors",
    "Warm",
    "Wish",
    "explained",
    "judge",
    "judge_all",
    "visiting",
]


@dataclass(frozen=True)
class Visitors:
    """Who visits the apps: what makes a visitor, and the browser's name, if any."""

    new: Newcomers
    browser: str = ""


HTTP = Visitors(HttpVisitor)


@contextmanager
def visiting(
    browser: bool, limits: Limits, *, traced: bool = False
) -> Iterator[Visitors]:
    """The visitors for a run; a browser of theirs is started here, and ended after.

    With `traced` it leaves a trace of each check that is not passed. Raises
    NotInstalled where there is no browser.
    """
    if traced and not browser:
        raise WrongUse(
            "--trace keeps what a browser did, and in this run there is none. "
            "Add --browser."
        )
    if not browser:
        yield HTTP
        return
    from .visitor.browser.chromium import Chromium
    from .visitor.browser.person import BrowserPeople

    with Chromium(tab_memory=limits.tab_memory) as chromium:
        chromium.start()
        yield Visitors(BrowserPeople(chromium, traced=traced), chromium.name)


@dataclass(frozen=True)
class Wish:
    """How a run is to go: its seed, the only checks wanted, whether to stop early."""

    seed: int | None = None
    only: tuple[str, ...] = ()
    fail_fast: bool = False


def judge_all(
    learner: Learner,
    targets: Sequence[Target],
    hosting: Hosting,
    wish: Wish,
    heard: Callable[[Result], None],
    visitors: Visitors = HTTP,
) -> Iterator[Report]:
    """A report on each target in turn, as soon as it is there."""
    if wish.only and len(targets) > 1:
        raise WrongUse("--only needs one lesson, and this names several. Name one.")
    for target in targets:
        with hosting.around(target.folder) as host:
            report = judge(learner, target, host, wish, heard, visitors)
        yield report


def judge(
    learner: Learner,
    target: Target,
    host: Host,
    wish: Wish,
    heard: Callable[[Result], None],
    visitors: Visitors = HTTP,
) -> Report:
    """The report on the target; kept as progress when it is the learner's and whole."""
    kept = target.kept and not wish.only
    if kept:
        learner.store.load()  # while the host gets ready
    report = _run(learner, target, host, wish, heard, visitors)
    if visitors.browser:
        note = f"The visitors were at a real browser, {visitors.browser}."
        report = replace(report, notes=(*report.notes, note))
    if not target.broken:
        report = explained(report, target.lesson, target.folder)
    if kept:
        learner.store.record(report)
    return report


def _run(
    learner: Learner,
    target: Target,
    host: Host,
    wish: Wish,
    heard: Callable[[Result], None],
    visitors: Visitors,
) -> Report:
    """The run's report; what earlier ones left of the same checks is taken away."""
    checks, pictures = course.checks(target.lesson), learner.pictures(target)
    browser = bool(visitors.browser)
    wanted = asked(checks, wish.only, browser=browser)
    # Without names, of all: what a browser saw may be mended by now, though none looks.
    removed(pictures, [check.name for check in (wanted if wish.only else checks)])
    return run(
        target.folder,
        target.lesson,
        checks,
        host=host,
        seed=wish.seed,
        only=wish.only,
        fail_fast=wish.fail_fast,
        heard=heard,
        visitors=visitors.new,
        browser=browser,
        pictures=pictures if browser else None,
    )


def explained(report: Report, lesson: Lesson, folder: Path) -> Report:
    """The report with the mistakes that the lesson recognises in the folder's app."""
    found = texts(folder)
    if all(result.outcome in KEPT for result in report.results):
        return diagnosed(report, found, (), ())  # no mistake is looked for
    known, waiting = beliefs(lesson), not_begun(lesson, found)
    return diagnosed(report, found, known, recognisers(lesson), waiting)


class Warm:
    """Checks one target after another on a host that is kept; closes it at the end.

    A browser, if one is wanted, is kept as well. Raises NotInstalled without one.
    """

    def __init__(self, learner: Learner, *, browser: bool = False) -> None:
        self._learner = learner
        self._kept = ExitStack()
        limits = settings.limits(learner.root)
        self._visitors = self._kept.enter_context(visiting(browser, limits))
        self._host = Host(limits)

    def judge(self, target: Target, heard: Callable[[Result], None]) -> Report:
        """The report on the target; a host that may be at fault is replaced."""
        report = judge(self._learner, target, self._host, Wish(), heard, self._visitors)
        if report.exit_code == CourseError.exit_code:
            self._host.close()
            self._host = Host(self._host.limits)
        return report

    def close(self) -> None:
        """Ends the host, and the browser."""
        self._host.close()
        self._kept.close()
