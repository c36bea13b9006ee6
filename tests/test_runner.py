"""One run: an outcome for every check, in order, and nothing left behind."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import engine
from apps import FRIENDLY
from checker.app import App
from checker.checks import Check, expect
from checker.endings import Unavailable
from checker.errors import NoSuchCheck, NoSuchFolder
from checker.host import Host
from checker.report import Frame, Outcome, Result
from checker.runner import run
from engine import LESSON, passes, promise, quick, report, tried, written

leaks, marked = engine.leaks, engine.marked
host, forking = engine.host, engine.forking


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("friendly"), FRIENDLY)


def kept(app: App) -> None:
    assert app.visitor().get("/").status == 200


def not_kept(app: App) -> None:
    expect(False, "a message", app.visitor().get("/").messages_in_words)


def wrong(app: App) -> None:
    app.visitor().get("/")
    raise LookupError("of ours")


def lacking(app: App) -> None:
    raise Unavailable("This needs redis-server, which is not on this machine.")


def ends(app: App) -> None:
    app.visitor().post_json("/", {})
    app._host.stop(app._processes[0])
    app.visitor().get("/")


def late(app: App) -> None:
    app.wait(0.3)
    app.require_time()


def endless(app: App) -> None:
    app.visitor().get("/chain/20")


def keyless(app: App) -> None:
    app.restart(REFUSE="yes")


def told(results: tuple[Result, ...]) -> dict[str, str]:
    return {r.check: r.outcome.value for r in results}


def test_every_outcome_is_reached(host: Host, shelf: Path) -> None:
    first = promise(not_kept)
    bodies = (kept, wrong, ends, endless, keyless)
    checks = [first, promise(late, first), *map(promise, bodies), promise(lacking)]
    found = report(host, shelf, *checks)
    slow = tried(host, shelf, late, check=0.2)

    assert told((*found.results, slow)) == {
        "not_kept": "failed",
        "late": "timed out",
        "kept": "passed",
        "wrong": "broken",
        "ends": "stopped",
        "endless": "over limit",
        "keyless": "not startable",
        "lacking": "waiting",
    }
    assert found.results[1].reason == "Waiting for: not_kept."
    assert found.results[3].reason.startswith("The checker itself failed at test_runn")
    assert found.results[3].reason.endswith("LookupError('of ours'). This is our bug.")


def test_a_report_says_what_was_run(forking: Host, shelf: Path) -> None:
    found = report(forking, shelf, promise(kept))

    assert (found.lesson, found.title, found.folder, found.seed) == (
        "01-engine",
        "Engine",
        str(shelf),
        7,
    )
    assert found.flask.startswith("3.")
    assert found.done
    assert 0 < found.results[0].seconds <= found.seconds


def test_checks_run_in_order_and_are_heard_in_order(forking: Host, shelf: Path) -> None:
    heard: list[str] = []

    def slow(app: App) -> None:
        app.wait(0.2)

    checks = [promise(slow), promise(kept), promise(not_kept)]
    run(
        shelf,
        LESSON,
        checks,
        host=forking,
        heard=lambda result: heard.append(result.check),
        limits=quick(),
        jobs=3,
    )

    assert heard == ["slow", "kept", "not_kept"]


def test_a_check_waits_for_those_it_comes_after(forking: Host, shelf: Path) -> None:
    first, second = promise(kept), promise(not_kept)

    def third(app: App) -> None:
        raise AssertionError

    def fourth(app: App) -> None:
        app.start()

    found = report(
        forking,
        shelf,
        first,
        second,
        promise(third, first, second),
        promise(fourth, first),
    )

    assert told(found.results) == {
        "kept": "passed",
        "not_kept": "failed",
        "third": "waiting",
        "fourth": "passed",
    }


def test_only_runs_what_a_check_comes_after_as_well(forking: Host, shelf: Path) -> None:
    first = promise(kept)

    def second(app: App) -> None:
        app.start()

    def third(app: App) -> None:
        app.start()

    middle = promise(second, first)
    checks = [first, promise(not_kept), middle, promise(third, middle)]
    found = run(shelf, LESSON, checks, host=forking, only=["third"], limits=quick())

    assert [r.check for r in found.results] == ["kept", "second", "third"]
    with pytest.raises(NoSuchCheck) as caught:
        run(shelf, LESSON, checks, host=forking, only=["fourth"])
    assert str(caught.value) == (
        "There is no check fourth. There are: kept, not_kept, second, third."
    )


def test_after_the_first_failure_fail_fast_runs_nothing(
    forking: Host, shelf: Path
) -> None:
    def optional(app: App) -> None:
        expect(False, "a", "b")

    extra = Check("optional", "It may.", optional, extra=True)
    checks = [extra, promise(kept), promise(not_kept), promise(wrong)]
    found = run(
        shelf, LESSON, checks, host=forking, fail_fast=True, limits=quick()
    ).results

    assert [r.outcome.value for r in found] == ["failed", "passed", "failed", "waiting"]
    assert found[-1].reason == "Not run, since an earlier check is not passed."


def test_all_checks_together_have_a_time(forking: Host, shelf: Path) -> None:
    def slow(app: App) -> None:
        app.wait(60)

    checks = [promise(slow), promise(kept)]
    limits = quick(submission=0.2)
    found = run(shelf, LESSON, checks, host=forking, limits=limits, jobs=1)

    assert told(found.results) == {"slow": "timed out", "kept": "timed out"}
    assert {r.reason for r in found.results} == {
        "All checks together took longer than 0.2 seconds."
    }


def test_a_seed_replays_the_same_words(forking: Host, shelf: Path) -> None:
    said: list[str] = []

    def says(app: App) -> None:
        said.append(app.word())

    for seed in (5, 5, 6, None):
        run(shelf, LESSON, [promise(says)], host=forking, seed=seed)

    assert said[0] == said[1]
    assert len(set(said)) == 3


def test_what_is_no_folder_is_refused(forking: Host, shelf: Path) -> None:
    for path, words in (
        (shelf / "app.py", "is not a folder"),
        (shelf / "nowhere", "is not there"),
    ):
        with pytest.raises(NoSuchFolder) as caught:
            run(path, LESSON, [promise(kept)], host=forking)

        assert (
            str(caught.value) == f"{path} {words}. Give the folder that holds app.py."
        )


def test_an_empty_folder_holds_no_app(forking: Host, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = tried(forking, tmp_path / "empty", kept)

    assert result.outcome is Outcome.NOT_STARTABLE
    assert result.reason == "There is no app.py or wsgi.py in empty."


def test_a_failure_is_explained_by_the_apps_own_words(
    forking: Host, shelf: Path
) -> None:
    def raises(app: App) -> None:
        page = app.visitor().get("/raise")
        expect(page.status == 200, "a page", f"status {page.status}")

    result = tried(forking, shelf, raises)

    assert (result.expected, result.seen) == ("a page", "status 500")
    assert result.error == "ZeroDivisionError: division by zero"
    assert [(f.file, f.function, f.code) for f in result.frames] == [
        ("app.py", "fail", "return 1 / 0")
    ]
    assert "Traceback (most recent call last):" in result.output


def test_an_app_that_does_not_load_is_explained_by_its_own_line(
    forking: Host, tmp_path: Path
) -> None:
    folder = written(tmp_path / "app", "import os\n\nos.environ['KEY']\n")
    result = tried(forking, folder, kept)

    assert result.error == "KeyError: 'KEY'"
    assert result.frames == (Frame("app.py", 3, "<module>", "os.environ['KEY']"),)


def test_what_was_borrowed_is_given_back_when_giving_back_fails(
    forking: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        app.workers(2)
        app._undo.append(lambda: 1 / 0)  # type: ignore[arg-type]

    result = tried(forking, shelf, body)

    assert result.outcome is Outcome.BROKEN
    assert "ZeroDivisionError" in result.reason


def test_a_person_who_waits_no_more_need_not_wait(host: Host, shelf: Path) -> None:
    began: list[float] = []

    def hangs(app: App) -> None:
        app.visitor().get("/")
        app.wait(60)
        app.visitor().get("/")

    def interrupted(_: Result) -> None:
        time.sleep(0.3)
        began.append(time.monotonic())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(
            shelf,
            LESSON,
            [promise(kept), promise(hangs)],
            host=host,
            heard=interrupted,
            limits=quick(check=60.0),
            jobs=2,
        )

    assert time.monotonic() - began[0] < 10
    passes(host, shelf, kept)
