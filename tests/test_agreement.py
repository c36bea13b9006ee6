"""Two visitors, one verdict: with HTTP and with a real browser every check ends alike.

Every exercise and solution, and every so many'th other correct style, with each of its
checks; every so many'th mistake with the checks that it fails. With `--every-app`, all
of them: that takes half an hour. Checks that only a browser can make have nothing to
agree with; test_lessons.py and test_mistakes.py run them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import running
from checker import course
from checker.host import Host
from checker.lesson import Lesson, Mistake, Style
from checker.mistakes import mistakes, style_app, styles, wrong_app
from checker.report import Outcome
from checker.runner import run
from checker.visitor.browser.person import BrowserPeople
from checker.visitor.http import HttpVisitor
from checker.visitor.visitor import Newcomers
from running import checks_of, for_browser, written

pytestmark = [pytest.mark.gate, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[1]
LESSONS = course.lessons(ROOT)
SHARE = 12  # one mistake in so many, each time the same; and one style
# Checks on which the two may differ: the app's folder and check, and the reason.
EXCEPTIONS = {
    ("back-to-the-referrer", "forms_send_the_browser_on"): (
        "It relies on the Referer header. Chromium sends it; the HTTP visitor does not,"
        " as the browsers of people who have that switched off, and finds the mistake."
    ),
}

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.name)


def outcomes(
    host: Host,
    folder: Path,
    lesson: Lesson,
    only: Sequence[str],
    visitors: Newcomers,
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
    people: BrowserPeople,
    folder: Path,
    lesson: Lesson,
    only: Sequence[str] = (),
) -> list[str]:
    """The checks on which the two do not agree, and how each ended."""
    plain = outcomes(host, folder, lesson, only, HttpVisitor)
    real = outcomes(host, folder, lesson, only, people)
    assert plain.keys() == real.keys()
    return [
        f"{name}: {plain[name]}, and with a browser {real[name]}"
        for name in plain
        if plain[name] is not real[name] and (folder.name, name) not in EXCEPTIONS
    ]


@each_lesson
@pytest.mark.parametrize("tree", ["exercises", "solutions"])
def test_visitors_agree_on_what_is_published(
    host: Host, people: BrowserPeople, lesson: Lesson, tree: str
) -> None:
    assert differences(host, people, ROOT / tree / lesson.name, lesson) == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The apps that are asked for."""
    share = 1 if metafunc.config.getoption("every_app") else SHARE
    found: Sequence[tuple[Lesson, Mistake | Style]]
    for kind, of in (("mistake", mistakes), ("style", styles)):
        if kind in metafunc.fixturenames:
            found = [(lesson, app) for lesson in LESSONS for app in of(lesson)]
            found = [both for both in found if not only_seen(*both)][::share]
            names = [f"{lesson.name}-{app.name}" for lesson, app in found]
            metafunc.parametrize(f"lesson, {kind}", found, ids=names)


def only_seen(lesson: Lesson, app: Mistake | Style) -> bool:
    """True for a mistake that nothing but a browser shows."""
    return isinstance(app, Mistake) and not over_http(lesson, app)


def over_http(lesson: Lesson, mistake: Mistake) -> list[str]:
    """The checks that the mistake fails and that both visitors can make."""
    return [name for name in mistake.fails if name not in for_browser(lesson)]


def test_visitors_agree_on_a_mistake(
    host: Host, people: BrowserPeople, lesson: Lesson, mistake: Mistake, tmp_path: Path
) -> None:
    folder = written(wrong_app(lesson, mistake), tmp_path / mistake.name)
    only = over_http(lesson, mistake)
    assert differences(host, people, folder, lesson, only) == []


def test_visitors_agree_on_another_correct_style(
    host: Host, people: BrowserPeople, lesson: Lesson, style: Style, tmp_path: Path
) -> None:
    folder = written(style_app(lesson, style.name), tmp_path / style.name)
    assert differences(host, people, folder, lesson) == []
