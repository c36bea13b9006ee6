"""Runs lessons' checks on apps, for tests of them and of mistakes. Tests nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from checker import course
from checker.diagnosis import diagnosed
from checker.errors import NotInstalled
from checker.host import Host
from checker.lesson import Lesson
from checker.mistakes import mistakes, not_begun, recognisers
from checker.report import Outcome, Report, Result
from checker.runner import run
from checker.source import texts
from checker.visitor.browser.chromium import Chromium
from checker.visitor.browser.person import BrowserPeople

SEED = 20261124
KEPT = (Outcome.PASSED, Outcome.WAITING)
# They are read afresh at each call, and a test run asks for them a thousand times.
checks_of = cache(course.checks)
known, recognising = cache(mistakes), cache(recognisers)


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """One host for all that a process of pytest runs."""
    with Host() as host:
        yield host


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files in the folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def people() -> Iterator[BrowserPeople]:
    """One browser for all that a process of pytest runs; without one, a skip.

    In CI that is a failure.
    """
    with Chromium() as chromium:
        try:
            chromium.start()
        except NotInstalled as error:
            if os.environ.get("CI") == "true":
                pytest.fail(str(error))
            pytest.skip(str(error))
        yield BrowserPeople(chromium)


def checked(
    host: Host, folder: Path, lesson: Lesson, only: Sequence[str] = ()
) -> Report:
    """The lesson's verdict on the app, without diagnosis; no browser looks at it."""
    checks = checks_of(lesson)
    return run(folder, lesson, checks, host=host, seed=SEED, only=only)


def seen(
    host: Host,
    folder: Path,
    lesson: Lesson,
    people: BrowserPeople,
    only: Sequence[str] = (),
) -> Report:
    """What a browser alone shows: the verdict of the lesson's checks for one."""
    names = only or for_browser(lesson)
    report = run(
        folder,
        lesson,
        checks_of(lesson),
        host=host,
        seed=SEED,
        only=names,
        visitors=people,
        browser=True,
    )
    own = tuple(r for r in report.results if r.check in names)
    return replace(report, results=own)


def for_browser(lesson: Lesson) -> list[str]:
    """The lesson's checks that only a browser can make."""
    return [check.name for check in checks_of(lesson) if check.browser]


def judged(
    host: Host,
    folder: Path,
    lesson: Lesson,
    only: Sequence[str] = (),
    people: BrowserPeople | None = None,
) -> Report:
    """The verdict with diagnoses; with people, also that of what `only` they see."""
    theirs = [n for n in only if n in for_browser(lesson)] if people else []
    others = [name for name in only if name not in theirs]
    parts = []
    if others or not theirs:
        parts.append(checked(host, folder, lesson, others))
    if people and theirs:
        parts.append(seen(host, folder, lesson, people, theirs))
    results = tuple(result for part in parts for result in part.results)
    return _diagnosed(replace(parts[0], results=results), folder, lesson)


def _diagnosed(report: Report, folder: Path, lesson: Lesson) -> Report:
    own = texts(folder)
    waiting = not_begun(lesson, own)
    found = diagnosed(report, own, known(lesson), recognising(lesson), waiting)
    assert found.notes == report.notes  # a recogniser failed
    return found


def failed(report: Report) -> list[Result]:
    """The results that are neither passed nor waiting."""
    return [r for r in report.results if r.outcome not in KEPT]


def told(results: Sequence[Result]) -> list[str]:
    """What a person needs to mend a test that fails here."""
    return [
        f"{r.outcome}: {r.check}: {r.expected} | {r.seen} | {r.reason} | {r.error}"
        for r in results
    ]


def unavailable(results: Sequence[Result]) -> bool:
    """True when this machine, which is no CI's, cannot run these optional checks."""
    missing = all(r.extra and r.outcome is Outcome.WAITING for r in results)
    return missing and os.environ.get("CI") != "true"


def unless_missing(report: Report) -> list[Result]:
    """The results, but for optional checks that this machine cannot run."""
    return [r for r in report.results if not unavailable([r])]
