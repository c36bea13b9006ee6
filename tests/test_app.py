"""The app as a check sees it: started, restarted, several processes, its words."""

from __future__ import annotations

import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import engine
from apps import FRIENDLY
from checker.app import App, Refusal
from checker.endings import Stopped
from checker.host import Host
from checker.limits import Limits
from checker.report import Outcome
from engine import passes, tried, written

leaks, marked = engine.leaks, engine.marked
host, forking = engine.host, engine.forking

NEEDS = """
import os, sys
from flask import Flask

if not os.environ.get("SECRET_KEY"):
    {refuse}
app = Flask(__name__)
app.add_url_rule("/", view_func=lambda: os.environ.get("COLOUR", "none"))
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("friendly"), FRIENDLY)


def echo(app: App) -> dict[str, Any]:
    found = app.visitor().get("/echo").json()
    assert isinstance(found, dict)
    return found


def test_a_restarted_app_remembers_nothing_and_keeps_its_address(
    host: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.post("/", text="rye")
        origin, pid = app.origin, echo(app)["pid"]
        app.restart()

        assert [m.text for m in ann.get("/").messages] == ["rye"]
        assert (app.origin, echo(app)["seen"]) == (origin, [])
        assert echo(app)["pid"] != pid
        assert [s.note for s in app.steps if s.note] == ["the app is restarted"]

    passes(host, shelf, body)


def test_a_variable_stays_until_it_is_removed(forking: Host, tmp_path: Path) -> None:
    def body(app: App) -> None:
        colours = []
        for env in ({"COLOUR": "red"}, {}, {"COLOUR": None}):
            app.restart(**env)
            colours.append(app.visitor().get("/").text)

        assert colours == ["red", "red", "none"]

    passes(forking, written(tmp_path / "app", NEEDS.format(refuse="pass")), body)


def test_two_workers_answer_in_turn_or_one_alone(host: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.workers(2)
        app.only(1)
        first = {echo(app)["pid"] for _ in range(3)}
        app.only(2)
        second = {echo(app)["pid"] for _ in range(3)}
        app.only(None)

        assert (len(first), len(second)) == (1, 1)
        assert first != second
        assert {echo(app)["pid"] for _ in range(6)} <= first | second
        assert [s.note for s in app.steps if s.note] == [
            "the app is started as 2 processes",
            "process 1 answers",
            "process 2 answers",
            "all processes answer",
        ]

    passes(host, shelf, body)


def test_a_halted_worker_can_be_ended(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.workers(2)
        app.only(1)

        assert app.visitor().get("/").status == 200

    assert passes(forking, shelf, body).seconds < 5


def test_a_worker_that_is_not_there_cannot_answer(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.workers(2)
        app.only(3)

    result = tried(forking, shelf, body)

    assert result.outcome is Outcome.BROKEN
    assert "There is no process 3. Start so many workers." in result.reason


def test_halting_a_worker_that_ends_is_no_trouble(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.workers(2)
        process = app._processes[0]
        app._host.pause(process)
        app._host.pause(process)
        app._host.resume(process)
        app._host.stop(process)
        app._host.pause(process)
        app.only(1)

        assert app._processes[0].has_ended
        assert app.visitor().get("/").status == 200

    result = tried(forking, shelf, body)

    assert result.outcome is Outcome.STOPPED


REFUSALS = {
    "sys.exit('SECRET_KEY is not set.')": ("exit", "SECRET_KEY is not set."),
    "raise RuntimeError('SECRET_KEY is not set.')": (
        "exception",
        "RuntimeError: SECRET_KEY is not set.",
    ),
    "import secret_key": (
        "import",
        "ModuleNotFoundError: No module named 'secret_key'",
    ),
    "eval('(')": ("syntax", "SyntaxError: '(' was never closed"),
    "os.write(2, b'no key\\n'); os._exit(1)": ("exit", "no key"),
    "os._exit(1)": ("exit", ""),
}


@pytest.mark.parametrize("refuse", REFUSALS)
def test_an_app_may_refuse_to_start(forking: Host, tmp_path: Path, refuse: str) -> None:
    found: list[Refusal | None] = []

    def body(app: App) -> None:
        found.append(app.refuses_to_start(SECRET_KEY=None))
        found.append(app.refuses_to_start(SECRET_KEY="x"))

    passes(forking, written(tmp_path / "app", NEEDS.format(refuse=refuse)), body)
    refusal, started = found

    assert started is None
    assert refusal is not None
    kind, sentence = REFUSALS[refuse]
    assert (refusal.kind, refusal.sentence.splitlines()[-1:]) == (
        kind,
        [sentence] if sentence else [],
    )


def test_a_fresh_process_may_refuse_to_start(host: Host, tmp_path: Path) -> None:
    def body(app: App) -> None:
        refusal = app.refuses_to_start(SECRET_KEY="")

        assert refusal is not None
        assert (refusal.kind, refusal.sentence) == ("exit", "No key.")

    source = NEEDS.format(refuse="sys.exit('No key.')")
    passes(host, written(tmp_path / "app", source), body)


def test_who_visits_an_app_that_refused_finds_it_refusing(
    forking: Host, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        app.refuses_to_start(SECRET_KEY=None)
        app.visitor().get("/")

    source = NEEDS.format(refuse="sys.exit('No key.')")
    result = tried(forking, written(tmp_path / "app", source), body)

    assert result.outcome is Outcome.NOT_STARTABLE
    assert result.error == "No key."


def test_start_is_a_first_start(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.start()

        assert app.steps == []
        assert echo(app)["method"] == "GET"

    passes(forking, shelf, body)


def test_words_and_numbers_come_from_the_seed(forking: Host, tmp_path: Path) -> None:
    def asked(seed: int) -> tuple[str, str, int]:
        app = App(forking, tmp_path, tmp_path, random.Random(seed), Limits())
        try:
            return app.word(), app.word(), app.number(5, 9)
        finally:
            app.close()

    one, other, number = asked(1)

    assert asked(1) == (one, other, number)
    assert asked(2)[0] != one
    assert re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+", one)
    assert one != other
    assert 5 <= number <= 9


def test_the_source_is_all_python_of_ones_own(forking: Host, tmp_path: Path) -> None:
    folder = written(tmp_path / "app", "first = 1")
    written(folder / "zoo", "b = 2", "made.py")
    written(folder / ".venv", "c = 3", "other.py")
    (folder / "folder.py").mkdir()

    def body(app: App) -> None:
        assert app.source() == "first = 1\nb = 2"
        assert [path.as_posix() for path, _ in app.sources()] == [
            "app.py",
            "zoo/made.py",
        ]

    passes(forking, folder, body)


def test_time_passes(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.wait(0.2)

        assert app.steps[-1].note == "0.2 seconds pass"

    assert passes(forking, shelf, body).seconds >= 0.2


def test_everything_printed_since_the_first_start_is_kept(
    forking: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        for text in ("one", "two"):
            app.visitor().get(f"/print/{text}")
            app.restart()

        assert re.search(r"\bone\n(.|\n)*\btwo\n", app.printed())

    passes(forking, shelf, body)


def test_an_app_without_end_of_restarts_runs_out_of_time(
    forking: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        while True:
            app.restart()

    result = tried(forking, shelf, body, check=0.3)

    assert result.reason == "The check took longer than 0.3 seconds."


def test_what_is_asked_after_the_end_starts_no_app(host: Host, tmp_path: Path) -> None:
    folder = written(tmp_path / "app", FRIENDLY)
    app = App(host, folder, tmp_path, random.Random(1), Limits())
    ann = app.visitor("Ann")
    ann.get("/")
    app.close()

    with pytest.raises(Stopped, match=r"^The check is over, and its app with it\.$"):
        ann.get("/")


def test_an_app_that_is_being_started_at_the_end_is_ended(
    host: Host, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    slow = (
        f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(1)\n"
    )
    folder = written(tmp_path / "app", slow + FRIENDLY)
    app = App(host, folder, tmp_path, random.Random(1), Limits())
    ann = app.visitor("Ann")
    with ThreadPoolExecutor() as crew:
        late = crew.submit(ann.get, "/")
        while not begun.exists():
            time.sleep(0.01)
        app.close()

    assert isinstance(late.exception(), Stopped | None)  # and nothing is left of it
