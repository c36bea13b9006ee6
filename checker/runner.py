"""Runs a lesson's checks on a folder and gives the report. The one way to a verdict."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from . import words
from .app import App
from .checks import Check
from .endings import Ending, Failure, NotStartable
from .errors import NoSuchCheck, NoSuchFolder
from .host import Host
from .lesson import Lesson
from .limits import Limits
from .refusals import frames_within
from .report import Outcome, Report, Result
from .tracebacks import last_traceback
from .transcript import Step
from .visitor.http import HttpVisitor
from .visitor.visitor import Street, Visitor

__all__ = ["run"]

JOBS = max(2, min(os.cpu_count() or 1, 4))  # a check waits more than it works
BODY = 2000  # characters of an answer in a result
WHOLE = 3  # requests of a failed check whose answers are kept as far as they were read
OUTPUT = 4000  # characters of the app's output in a result


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
    visitors: Callable[[Street, str], Visitor] = HttpVisitor,
) -> Report:
    """Runs the checks, each on a fresh app; `heard` gets the results in their order.

    `only` names checks to run; those they come after are run too. With `fail_fast`
    the checks after the first that is not passed are waiting. So many as `jobs` run at
    the same time; by default as this machine can. Raises NoSuchFolder and NoSuchCheck.
    """
    began = time.monotonic()
    seed = secrets.randbelow(2**32) if seed is None else seed
    asked = _asked(checks, only)
    limits = limits or host.limits
    with _Session(_existing(folder), host, seed, limits, visitors) as session:
        for result in session.run_all(
            asked, 1 if fail_fast else jobs or JOBS, fail_fast
        ):
            if heard is not None:
                heard(result)
    return Report(
        lesson=lesson.name,
        title=lesson.title,
        folder=str(folder),
        seed=seed,
        results=tuple(session.results[check.name] for check in asked),
        checker=version("flash-course"),
        python=sys.version.partition(" ")[0],
        flask=version("flask"),
        seconds=round(time.monotonic() - began, 3),
    )


class _Session:
    """One run: what has been found so far, and where apps may write meanwhile."""

    def __init__(
        self,
        folder: Path,
        host: Host,
        seed: int,
        limits: Limits,
        visitors: Callable[[Street, str], Visitor],
    ) -> None:
        self.folder = folder
        self.host = host
        self.seed = seed
        self.limits = limits
        self.visitors = visitors
        self.results: dict[str, Result] = {}
        self.apps: set[App] = set()  # that run now
        self.deadline = time.monotonic() + limits.submission
        self.stores = Path(tempfile.mkdtemp(prefix="shelf-"))
        self.cache = self.stores / "compiled"
        self.cache.mkdir()

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
        """The results in order; a check begins once those it comes after have ended."""
        told, left = 0, list(checks)
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
        return [c for c in left if all(e.name in self.results for e in c.after)]

    def run(self, check: Check, fail_fast: bool) -> Result:
        """The result of one check, kept for those that come after it."""
        reason = self._reason_to_wait(check, fail_fast)
        if reason:
            result = _blank(check, Outcome.WAITING, reason)
        elif time.monotonic() > self.deadline:
            most = f"{self.limits.submission:g}"
            reason = f"All checks together took longer than {most} seconds."
            result = _blank(check, Outcome.TIMED_OUT, reason)
        else:
            result = self._tried(check)
        self.results[check.name] = result
        return result

    def _reason_to_wait(self, check: Check, fail_fast: bool) -> str:
        for earlier in check.after:
            if self.results[earlier.name].outcome is not Outcome.PASSED:
                return f"Waiting for: {earlier.promise}"
        failed = [
            r
            for r in self.results.values()
            if r.outcome is not Outcome.PASSED and not r.extra
        ]
        return (
            "Not run, since an earlier check is not passed."
            if (fail_fast and failed)
            else ""
        )

    def _tried(self, check: Check) -> Result:
        began = time.monotonic()
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
            self.visitors,
        )
        self.apps.add(app)
        result = _outcome(check, app)
        self.apps.discard(app)
        result = replace(result, seconds=round(time.monotonic() - began, 3))
        return _explained(replace(result, steps=_kept(result, app.steps)), app)


def _kept(result: Result, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The transcript, answers cut short but for the last of a check not passed."""
    whole = WHOLE if result.outcome is not Outcome.PASSED else 0
    cut = max(len(steps) - whole, 0)
    short = (replace(step, body=step.body[:BODY]) for step in steps[:cut])
    return (*short, *steps[cut:])


def _outcome(check: Check, app: App) -> Result:
    """How the check's own lines end."""
    try:
        with contextlib.closing(app):
            check.body(app)
            app.require_time()
    except Failure as failure:
        result = _blank(check, Outcome.FAILED)
        return replace(result, expected=failure.expected, seen=failure.seen)
    except NotStartable as ending:
        result = _blank(check, ending.outcome, str(ending))
        return replace(result, error=ending.error, frames=ending.frames)
    except Ending as ending:
        return _blank(check, ending.outcome, str(ending))
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        reason = f"The checker itself failed at {place}: {error!r}. This is our bug."
        return _blank(check, Outcome.BROKEN, reason)
    return _blank(check, Outcome.PASSED)


def _explained(result: Result, app: App) -> Result:
    """The result with what the app itself said, where that can explain it."""
    if result.outcome in (Outcome.PASSED, Outcome.WAITING):
        return result
    printed = app.printed()
    result = replace(result, output=printed[-OUTPUT:])
    found = None if result.error else last_traceback(printed)
    if found is None:
        return result
    frames = frames_within(app.folder, found.rows)
    return replace(result, error=found.error, frames=frames)


def _blank(check: Check, outcome: Outcome, reason: str = "") -> Result:
    return Result(
        check.name,
        check.promise,
        check.task,
        check.points,
        outcome,
        extra=check.extra,
        matters=check.matters,
        reason=reason,
    )


def _asked(checks: Sequence[Check], only: Collection[str]) -> list[Check]:
    """The checks to run, with those they come after."""
    names = {check.name for check in checks}
    for name in only:
        if name not in names:
            known = ", ".join(sorted(names))
            raise NoSuchCheck(f"There is no check {name}. There are: {known}.")
    wanted = set(only) or names
    for check in reversed(checks):
        if check.name in wanted:
            wanted |= {earlier.name for earlier in check.after}
    return [check for check in checks if check.name in wanted]


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "is not there"
        raise NoSuchFolder(f"{folder} {what}. Give the folder that holds app.py.")
    return folder.resolve()
