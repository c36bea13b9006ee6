"""Runs an attack within the walls of grading, beside an honest app. Judges nothing."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import corpus
import engine
from checker import course
from checker.host import Host
from checker.host.forking import Forking
from checker.hosting import Hosting
from checker.lesson import Lesson
from checker.limits import MIB, Limits
from checker.report import Report, to_json
from checker.runner import run
from checker.sandbox.trial import bubblewrap_missing

__all__ = [
    "FIRST",
    "HONEST",
    "LESSONS",
    "LIMITS",
    "SEED",
    "Ran",
    "alike",
    "beside",
    "checks_of",
    "hosting",
    "listing",
    "litter",
    "ready",
    "together",
]

LESSONS = {lesson.name: lesson for lesson in course.lessons(corpus.ROOT)}
FIRST = LESSONS["01-first-flash"]
HONEST = corpus.ROOT / "solutions" / FIRST.name
SEED = 2_718_281_828  # told nobody; a number that no app has for another reason
LIMITS = Limits(
    start=4.0,
    request=3.0,
    check=6.0,
    submission=12.0,
    cpu=3,
    memory=384 * MIB,
    processes=24,
    file_size=16 * MIB,
    disk=32 * MIB,
    body=MIB,
)
# What attacks write where somebody else might read it.
LITTER = """
    pickled-by-a-submission results.json report.json progress.json results.pkl
    check50.json flask.py sitecustomize.py usercustomize.py poison.pth
    """.split()

checks_of = cache(course.checks)


@dataclass(frozen=True)
class Ran:
    """What came of an attack, in how many seconds, and of the honest app beside it."""

    report: Report
    seconds: float
    honest: str


@pytest.fixture(scope="module")
def hosting() -> Iterator[Hosting]:
    """The walls that other people's apps are graded in; without them, a skip.

    In CI that is a failure.
    """
    missing = bubblewrap_missing()
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"bubblewrap: {missing}")
    if missing:
        pytest.skip(f"bubblewrap: {missing}")
    with Hosting(LIMITS, "bubblewrap", foreign=True) as hosting:
        with hosting.around(HONEST):
            pass  # whatever it keeps for all of them is there from now on
        yield hosting


@pytest.fixture(scope="module")
def beside() -> Iterator[Host]:
    """The host of the honest submission, there from the first attack to the last."""
    yield from engine.marked_host(Limits())


@contextmanager
def ready(hosting: Hosting, folder: Path) -> Iterator[Host]:
    """The host around the submission, once it has imported Flask."""
    with hosting.around(folder) as host:
        kind = host._kind
        assert isinstance(kind, Forking)
        while not (kind.host.ready.is_set() or kind.host.gone.is_set()):
            time.sleep(0.01)  # that is no time of the submission's
        yield host


def together(host: Host, folder: Path, lesson: Lesson, beside: Host) -> Ran:
    """The attack and an honest submission at the same time."""

    def attacked() -> tuple[Report, float]:
        began = time.monotonic()
        report = run(
            folder,
            lesson,
            checks_of(lesson),
            host=host,
            seed=SEED,
            limits=LIMITS,
            jobs=2,
        )
        return report, time.monotonic() - began

    with ThreadPoolExecutor(2) as both:
        attack = both.submit(attacked)
        other = both.submit(
            run, HONEST, FIRST, checks_of(FIRST), host=beside, seed=SEED
        )
        return Ran(*attack.result(), alike(other.result()))


def alike(report: Report) -> str:
    """A report without times, ports, and cookies, which hold times."""
    text = re.sub(r'"seconds": [\d.]+', '"seconds": 0', to_json(report))
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    return re.sub(r"(?<![\w.-])\.?eyJ[\w.-]+|(?<![\w.-])\.eJ[\w.-]+", "COOKIE", text)


def listing(folder: Path) -> list[tuple[str, int, int, bytes]]:
    """Every name in the folder, with its kind and what it holds."""
    return sorted(_entries(folder))


def _entries(folder: Path) -> Iterator[tuple[str, int, int, bytes]]:
    for path in folder.iterdir():
        facts = path.lstat()
        plain = stat.S_ISREG(facts.st_mode)
        content = path.read_bytes() if plain else b""
        yield str(path.name), facts.st_mode, facts.st_size, content
        if stat.S_ISDIR(facts.st_mode) and not path.name.startswith(("many", "deeper")):
            yield from _entries(path)


def litter(tmp_path: Path) -> set[str]:
    """What attacks have written to where others would find it."""
    places = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home(), tmp_path]
    found = {p / name for p in places for name in LITTER if (p / name).exists()}
    return {str(path) for path in found} | {
        str(path) for place in places for path in place.glob("fill-*")
    }
