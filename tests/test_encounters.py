"""The last check of a run hears of every barrier that its visitors met."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

import browser_trial
import engine
from apps import FRIENDLY
from barrier_pages import PAGES
from browser_trial import PATIENT, Trial, Trials
from checker.app import App
from checker.barriers import Barrier
from checker.checks import Check, check, expect
from checker.encounters import Encounter
from checker.endings import Failure
from checker.host import Host
from checker.report import Outcome, Report
from checker.runner import run
from checker.visitor.browser.person import BrowserPeople
from checker.visitor.visitor import Kept
from engine import LESSON, Body, promise, quick, tried, written

pytestmark = pytest.mark.slow  # a real browser
chromium, trials = browser_trial.chromium, browser_trial.trials
friendly = browser_trial.friendly
leaks, marked, forking = engine.leaks, engine.marked, engine.forking
PALE = Barrier("color-contrast", "serious", "a text", "<p>", 4)


@pytest.fixture(scope="module")
def pages(trials: Trials) -> Trial:
    return trials(PAGES)


def last(body: Body) -> Check:
    return replace(promise(body), last=True)


def report(trial: Trial, *checks: Check, pictures: Path | None = None) -> Report:
    return run(
        trial.folder,
        LESSON,
        checks,
        host=trial.host,
        seed=7,
        limits=PATIENT,
        visitors=BrowserPeople(trial.chromium),
        browser=True,
        pictures=pictures,
    )


def met(app: App) -> list[tuple[str, str, str]]:
    return [(e.path, e.check, e.barrier.rule) for e in app.barriers_met()]


# when the last begins ---------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_last_begins_once_all_others_have_ended(
    forking: Host, tmp_path: Path, jobs: int
) -> None:
    ended, free = [], threading.Event()

    def at_last(app: App) -> None:
        ended.append("last")

    def slow(app: App) -> None:
        free.wait(20)
        ended.append("slow")

    def not_kept(app: App) -> None:
        ended.append("not kept")
        free.set()
        expect(False, "more", "less")

    folder = written(tmp_path / "app", FRIENDLY)
    checks = [last(at_last), promise(not_kept), promise(slow)]
    told: list[str] = []
    done = run(
        folder,
        LESSON,
        checks,
        host=forking,
        limits=quick(check=30),
        jobs=jobs,
        heard=lambda result: told.append(result.check),
    )

    assert ended == ["not kept", "slow", "last"]
    assert told == ["at_last", "not_kept", "slow"]
    assert [r.outcome for r in done.results] == ["passed", "failed", "passed"]


def test_the_last_is_not_run_once_one_has_failed_fast(
    forking: Host, tmp_path: Path
) -> None:
    def at_last(app: App) -> None:
        raise AssertionError

    def not_kept(app: App) -> None:
        expect(False, "more", "less")

    folder = written(tmp_path / "app", FRIENDLY)
    checks = [last(at_last), promise(not_kept)]
    done = run(folder, LESSON, checks, host=forking, limits=quick(), fail_fast=True)

    assert [r.outcome for r in done.results] == ["waiting", "failed"]


def test_what_comes_after_the_last_is_one_of_them() -> None:
    @check(last=True)
    def at_last(app: App) -> None:
        """At last."""

    assert at_last.last
    with pytest.raises(ValueError, match=r"Give it last=True\.$"):
        check(after=at_last)


def test_only_a_last_check_is_told_what_was_met(forking: Host, tmp_path: Path) -> None:
    def body(app: App) -> None:
        app.barriers_met()

    result = tried(forking, written(tmp_path / "app", FRIENDLY), body)

    assert result.outcome is Outcome.BROKEN
    assert "Mark it with last=True." in result.reason


# what was met -----------------------------------------------------------------------


def test_each_new_sort_of_page_is_looked_at_whoever_comes_to_it(pages: Trial) -> None:
    def first(app: App) -> None:
        ann = app.visitor("Ann")
        for path in ("/fine", "/cross", "/cross", "/text"):
            ann.get(path)

    def second(app: App) -> None:
        ann = app.person()
        ann.get("/fine")
        ann.new_tab().get("/no-alt")

    def at_last(app: App) -> None:
        app.person().get("/pale")

        assert sorted(met(app)) == [
            ("/cross", "first", "control-without-word"),
            ("/no-alt", "second", "image-alt"),
            ("/pale", "at_last", "color-contrast"),
        ]
        assert app.barriers_met()[0].barrier.impact == "critical"

    done = report(pages, promise(first), promise(second), last(at_last))

    assert [r.outcome for r in done.results] == ["passed"] * 3, done.results


def test_a_page_that_changes_under_the_hand_is_looked_at_again(pages: Trial) -> None:
    def at_last(app: App) -> None:
        ann = app.person()
        ann.get("/made-up")

        assert met(app) == []
        ann.press("Tab")
        assert met(app) == [("/made-up", "at_last", "image-alt")]

    done = report(pages, last(at_last))

    assert done.results[0].outcome is Outcome.PASSED, done.results


def test_a_page_that_cannot_be_looked_at_is_noted(pages: Trial) -> None:
    def at_last(app: App) -> None:
        app.person().get("/endless")

        assert met(app) == []

    (result,) = report(pages, last(at_last)).results

    assert result.outcome is Outcome.PASSED, result
    assert [s.note for s in result.steps if "barriers" in s.note] == [
        "/endless was not looked at for barriers. The page has 6006 elements."
        " Only pages of up to 1500 are looked at for barriers."
    ]


def test_a_failure_shows_the_page_where_the_barrier_was_met(
    pages: Trial, tmp_path: Path
) -> None:
    def first(app: App) -> None:
        app.visitor("Ann").get("/pale")

    def at_last(app: App) -> None:
        app.visitor("Ben").get("/fine")
        expect(not met(app), "no barrier", app.barriers_met()[0].in_words)

    done = report(pages, promise(first), last(at_last), pictures=tmp_path / "pictures")
    result = done.results[-1]

    assert result.outcome is Outcome.FAILED
    assert result.seen.startswith("on /pale, a text whose contrast to its ground is 2")
    assert result.picture == str(tmp_path / "pictures" / "at_last.png")
    assert result.pictured.startswith("The page /pale as Ann had it before them; outli")
    assert Path(result.picture).is_file()


def test_an_encounter_says_where_it_was(tmp_path: Path) -> None:
    own = Kept("own.png")
    one = Encounter("/nowhere", 404, "first", PALE)
    (tmp_path / "file").touch()
    shown = replace(one, shown=Kept(str(tmp_path / "file"), "The page"))

    assert one.in_words == (
        "on /nowhere (status 404), a text; <p> (color-contrast, serious)"
    )
    assert one.kept(tmp_path / "at_last", own) is own
    assert shown.kept(tmp_path / "file" / "at_last", own) is own


def test_an_error_on_a_page_that_crashes_is_no_reason_of_the_last(
    friendly: Trial,
) -> None:
    def body(app: App) -> None:
        app.visitor().get("/raise")
        raise Failure("pages that nobody is kept from", "one")

    assert friendly(body).error != ""
    (result,) = report(friendly, last(body)).results
    assert (result.outcome, result.error, result.frames) == (Outcome.FAILED, "", ())
