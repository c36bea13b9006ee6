"""Runs a lesson's checks on a folder and gives the report. The one way to a verdict."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib.metadata import version
from pathlib import Path

from . import words
from .app import TOGETHER, App
from .checks import Check, asked
from .encounters import Encounters
from .errors import NoSuchFolder
from .host import Host
from .lesson import Lesson
from .limits import Limits
from .report import Outcome, Report, Result
from .source import oddities
from .trying import blank, tried
from .visitor.http import HttpVisitor
from .visitor.person import People
from .visitor.visitor import Newcomers

__all__ = ["run"]

JOBS = min((os.cpu_count() or 1) + 1, 5)  # while one waits for its app, another works


def run(
    folder: Path,
    lesson: Lesson,
    checks: Sequence[Check],
    *,
    host: Host,
    seed: int | None = None,
    only: Collection[str] = (),
    fail_fast: bool = False,
    limits: Limits | None = None,
    heard: Callable[[Result], None] | None = None,
    jobs: int | None = None,
    visitors: Newcomers = HttpVisitor,
    browser: bool = False,
    pictures: Path | None = None,
) -> Report:
    """Runs the checks, each on a fresh app; `heard` gets the results in their order.

    `only` names checks to run; those they come after are run too. With `fail_fast`
    the checks after the first that is not passed are waiting. So many as `jobs` run at
    the same time; by default as this machine can. Checks for a `browser` are left out
    unless the visitors have one; then `pictures` is a folder that gets what those saw
    whose check failed. Raises NoSuchFolder and NoSuchCheck.
    """
    began = time.monotonic()
    seed = secrets.randbelow(2**32) if seed is None else seed
    wanted = asked(checks, only, browser=browser)
    limits = limits or _usual(host, visitors)
    made_with = version("flash-course"), version("flask")  # while the host gets ready
    with _Session(_existing(folder), host, seed, limits, visitors, pictures) as session:
        crew = 1 if fail_fast else jobs or JOBS
        for result in session.run_all(wanted, crew, fail_fast):
            if heard is not None:
                heard(result)
    return Report(
        lesson=lesson.name,
        title=lesson.title,
        folder=str(folder),
        seed=seed,
        results=tuple(session.results[check.name] for check in wanted),
        checker=made_with[0],
        python=sys.version.partition(" ")[0],
        flask=made_with[1],
        notes=(*sorted(session.notes), *oddities(folder)),
        protections=host.protections,
        seconds=round(time.monotonic() - began, 3),
        unseen=0 if browser or only else sum(check.browser for check in checks),
    )


class _Session:
    """One run: what has been found so far, and where apps may write meanwhile."""

    def __init__(
        self,
        folder: Path,
        host: Host,
        seed: int,
        limits: Limits,
        visitors: Newcomers,
        pictures: Path | None,
    ) -> None:
        self.folder = folder
        self.host = host
        self.seed = seed
        self.limits = limits
        self.visitors = visitors
        self.pictures = pictures
        self.results: dict[str, Result] = {}
        self.apps: set[App] = set()  # that run now
        self.notes: set[str] = set()
        self.deadline = time.monotonic() + limits.submission
        self.stores = Path(tempfile.mkdtemp(prefix="shelf-"))
        self.cache = self.stores / "compiled"
        self.cache.mkdir()
        self.first: frozenset[str] = frozenset()  # checks that the last ones wait for
        self.encounters: Encounters | None = None

    def __enter__(self) -> _Session:
        return self

    def __exit__(self, *_: object) -> None:
        for folder, names, _files in os.walk(self.stores):
            for path in (Path(folder, name) for name in names):
                if not path.is_symlink():  # an app may have closed its folders
                    path.chmod(0o700)
        shutil.rmtree(self.stores, ignore_errors=True)

    def run_all(
        self, checks: Sequence[Check], jobs: int, fail_fast: bool
    ) -> Iterator[Result]:
        """The results in order; a check begins once those it comes after have ended.

        The last ones begin when all others have ended.
        """
        told, left = 0, list(checks)
        self.first = frozenset(check.name for check in checks if not check.last)
        if len(self.first) < len(checks):  # or nobody will ask for what was met
            self.encounters = Encounters(self.stores if self.pictures else None)
        running: set[Future[Result]] = set()
        with ThreadPoolExecutor(jobs) as crew, self._given_up():
            while left or running:
                for check in self._ready(left)[: jobs - len(running)]:
                    left.remove(check)
                    running.add(crew.submit(self.run, check, fail_fast))
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                while told < len(checks) and checks[told].name in self.results:
                    yield self.results[checks[told].name]
                    told += 1

    @contextlib.contextmanager
    def _given_up(self) -> Iterator[None]:
        """Ends the apps when whoever waits for the results waits no more (as by ^C)."""
        try:
            yield
        except BaseException:
            for app in list(self.apps):
                app.give_up()
            raise

    def _ready(self, left: Sequence[Check]) -> list[Check]:
        """The checks that wait for no other any more."""
        return [
            c
            for c in left
            if all(e.name in self.results for e in c.after)
            and (not c.last or self.first <= self.results.keys())
        ]

    def run(self, check: Check, fail_fast: bool) -> Result:
        """The result of one check, kept for those that come after it."""
        reason = self._reason_to_wait(check, fail_fast)
        if reason:
            result = blank(check, Outcome.WAITING, reason)
        elif time.monotonic() > self._until:
            reason = TOGETHER.format(self.limits.submission)
            result = blank(check, Outcome.TIMED_OUT, reason)
        else:
            result = self._tried(check)
        self.results[check.name] = result
        return result

    @property
    def _until(self) -> float:
        """When the time of all checks ends; looking for barriers is not the app's."""
        looking = self.encounters.seconds if self.encounters is not None else 0.0
        return self.deadline + looking

    def _reason_to_wait(self, check: Check, fail_fast: bool) -> str:
        for earlier in check.after:
            if self.results[earlier.name].outcome is not Outcome.PASSED:
                return f"Waiting for: {earlier.promise}"
        if fail_fast and any(map(_counts_against, self.results.values())):
            return "Not run, since an earlier check is not passed."
        return ""

    def _tried(self, check: Check) -> Result:
        store = self.stores / check.name
        store.mkdir()
        source = words.generator(self.seed, check.name)
        app = App(
            self.host,
            self.folder,
            store,
            source,
            self.limits,
            self.cache,
            self._until,
            self.visitors,
            self.encounters,
            check.name,
        )
        self.apps.add(app)
        result = tried(check, app, self.pictures)
        self.apps.discard(app)
        self.notes |= app.noticed()
        return result


def _counts_against(result: Result) -> bool:
    return result.outcome is not Outcome.PASSED and not result.extra


def _usual(host: Host, visitors: Newcomers) -> Limits:
    """The host's limits; with more time where pages are those of a browser."""
    return host.limits.at_browser() if isinstance(visitors, People) else host.limits


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "is not there"
        raise NoSuchFolder(f"{folder} {what}. Give the folder that holds app.py.")
    return folder.resolve()
