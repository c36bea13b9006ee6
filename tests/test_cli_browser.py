"""Checking with a real browser, by the command line and at every save."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from browser import needed
from checker.learner import Learner
from checker.report import Outcome
from checker.verdict import Warm
from conftest import Ran

pytestmark = [pytest.mark.xdist_group("chromium"), needed]
SAID = "The visitors were at a real browser, Chromium "


def test_a_solution_keeps_its_promises_with_a_real_browser(
    checker: Callable[..., Ran],
) -> None:
    ran = checker("check", "solutions/01-first-flash", "--browser", "--json")
    report = json.loads(ran.out)

    assert ran.code == 0
    assert {result["outcome"] for result in report["results"]} == {"passed"}
    assert report["notes"][0].startswith(SAID)


def test_the_report_says_that_a_browser_was_used(checker: Callable[..., Ran]) -> None:
    words = (
        "check",
        "exercises/01-first-flash",
        "--browser",
        "--only",
        "greets",
    )
    ran = checker(*words)

    assert ran.code == 1
    assert SAID in ran.text


def test_watching_keeps_the_browser(course: Path, checker: Callable[..., Ran]) -> None:
    checker("start", "1")
    learner = Learner(course)
    with closing(Warm(learner, browser=True)) as warm:
        first = warm.judge(learner.own("1"), lambda _: None)
        second = warm.judge(learner.own("1"), lambda _: None)

    assert first.notes == second.notes
    assert {r.outcome for r in first.results} <= {
        Outcome.FAILED,
        Outcome.PASSED,
        Outcome.WAITING,
    }


def test_without_any_browser_the_sentence_says_how_to_get_one(
    checker: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    ran = checker("check", "solutions/01-first-flash", "--browser")

    assert ran.code == 2
    assert ran.text.startswith("No browser here can be started. ")
