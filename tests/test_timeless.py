"""The same app checked twice gives the same report, times aside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker import course
from checker.grading.timeless import timeless
from checker.host import Host
from checker.report import Outcome, Report, Result, to_json
from checker.runner import run
from checker.transcript import CookieNote, Step

ROOT = Path(__file__).parents[1]
SIGNED = "eyJuYW1lIjoiQW5uIn0.aSrXZw.Zk3lJ8Qd4n1xgT2yH0uVw9bR5cM"
SESSION = "Ns3t_9-xQvYkWz0aBcDeFg"


def report(step: Step, said: str = "") -> Report:
    result = Result("a", "A.", 1, 1, Outcome.FAILED, seen=said, steps=(step,))
    return Report("01", "First", "/tmp/x", 7, (result,), "1", "3", "3", seconds=1.5)


@pytest.mark.slow  # every lesson twice
def test_two_runs_of_a_finished_app_give_the_same_bytes() -> None:
    """Lesson 6's keeps sessions of its own, whose numbers are new each time."""
    for lesson in course.lessons(ROOT):
        folder = ROOT / "solutions" / lesson.name
        with Host() as host:
            one, two = (
                run(folder, lesson, course.checks(lesson), host=host, seed=5)
                for _ in range(2)
            )

        assert one != two
        assert to_json(timeless(one, str(folder))) == to_json(
            timeless(two, str(folder))
        )


def test_what_a_cookie_says_and_its_length_stay() -> None:
    step = Step(
        "Ann",
        "GET",
        "http://127.0.0.1:41234/",
        cookies=f"session={SIGNED}; sid={SESSION}; kind=warm",
        set_cookies=(CookieNote("sid", "set", value=SESSION),),
    )

    found = timeless(report(step, f"{SESSION} at localhost:41234"), "/tmp/x")

    filled, other = "A" * 21 + "1", f"eyJuYW1lIjoiQW5uIn0.{'A' * 6}.{'A' * 27}"
    assert found == replace(
        report(
            replace(
                step,
                url="http://127.0.0.1:5000/",
                cookies=f"session={other}; sid={filled}; kind=warm",
                set_cookies=(CookieNote("sid", "set", value=filled),),
            ),
            f"{filled} at localhost:5000",
        ),
        folder="submission",
        seconds=0.0,
    )


def test_the_folder_that_an_app_stood_in_is_called_the_submission() -> None:
    found = timeless(report(Step("Ann"), "in /tmp/x/app.py"), "/tmp/x")

    assert found.results[0].seen == "in submission/app.py"
