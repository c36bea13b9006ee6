"""Runs lessons' checks on apps, for tests of them and of mistakes. Tests nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from checker import course
from checker.diagnosis import diagnosed
from checker.host import Host
from checker.lesson import Lesson
from checker.mistakes import mistakes, not_begun, recognisers
from checker.report import Outcome, Report, Result
from checker.runner import run
from checker.source import texts

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


def checked(
    host: Host, folder: Path, lesson: Lesson, only: Sequence[str] = ()
) -> Report:
    """The lesson's verdict on the app, without diagnosis."""
    return run(folder, lesson, checks_of(lesson), host=host, seed=SEED, only=only)


def judged(
    host: Host, folder: Path, lesson: Lesson, only: Sequence[str] = ()
) -> Report:
    """The verdict with diagnoses."""
    report = checked(host, folder, lesson, only)
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
