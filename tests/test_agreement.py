"""Two visitors, one verdict: with HTTP and with a real browser every check ends alike.

Every exercise and solution with each of its checks, and every so many'th mistake with
the checks that it fails. With `--every-app`, all mistakes: that takes half an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

import running
from checker import course
from checker.host import Host
from checker.lesson import Lesson, Mistake
from checker.mistakes import mistakes, wrong_app
from checker.report import Outcome
from checker.runner import run
from checker.visitor.browser.chromium import Chromium
from checker.visitor.browser.visitor import BrowserVisitor
from checker.visitor.http import HttpVisitor
from checker.visitor.visitor import Street, Visitor
from running import checks_of, written

pytestmark = [pytest.mark.gate, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[1]
LESSONS = course.lessons(ROOT)
SHARE = 12  # one mistake in so many, each time the same
host = running.host

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.name)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with Chromium() as chromium:
        chromium.start()
        yield chromium


def outcomes(
    host: Host,
    folder: Path,
    lesson: Lesson,
    only: Sequence[str],
    visitors: Callable[[Street, str], Visitor],
) -> dict[str, Outcome]:
    """How each check ends with these visitors."""
    report = run(
        folder,
        lesson,
        checks_of(lesson),
        host=host,
        seed=running.SEED,
        only=only,
        visitors=visitors,
    )
    return {result.check: result.outcome for result in report.results}


def differences(
    host: Host,
    chromium: Chromium,
    folder: Path,
    lesson: Lesson,
    only: Sequence[str] = (),
) -> list[str]:
    """The checks on which the two do not agree, and how each ended."""
    plain = outcomes(host, folder, lesson, only, HttpVisitor)
    people = partial(BrowserVisitor, chromium=chromium)
    real = outcomes(host, folder, lesson, only, people)
    assert plain.keys() == real.keys()
    return [
        f"{name}: {plain[name]}, and with a browser {real[name]}"
        for name in plain
        if plain[name] is not real[name]
    ]


@each_lesson
@pytest.mark.parametrize("tree", ["exercises", "solutions"])
def test_visitors_agree_on_what_is_published(
    host: Host, chromium: Chromium, lesson: Lesson, tree: str
) -> None:
    assert differences(host, chromium, ROOT / tree / lesson.name, lesson) == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The mistakes that are asked for."""
    if "mistake" in metafunc.fixturenames:
        every = metafunc.config.getoption("every_app")
        found = [(lesson, m) for lesson in LESSONS for m in mistakes(lesson)]
        metafunc.parametrize(
            ("lesson", "mistake"),
            found[:: 1 if every else SHARE],
            ids=lambda part: part.name,
        )


def test_visitors_agree_on_a_mistake(
    host: Host, chromium: Chromium, lesson: Lesson, mistake: Mistake, tmp_path: Path
) -> None:
    folder = written(wrong_app(lesson, mistake), tmp_path / "app")
    assert differences(host, chromium, folder, lesson, mistake.fails) == []
