"""`checker xray` draws an app doing its lesson's scenario, over the real host."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from checker import course
from checker.cli.group import main
from checker.errors import AppNotStarted, AuthorError
from checker.host import Host
from checker.lesson import Lesson
from checker.playing import played
from checker.render.xray_words import lines
from checker.scenario import Move, parse
from checker.xray import exchanges
from conftest import APP
from small_course import LESSON, write_lesson

ROOT = Path(__file__).parent.parent
NAME = "01-first-flash"
SCENARIO = ["POST /sign-in name=Ann", "follow", "Ben: GET /", "reload"]
ECHO = """

@app.route("/echo", methods=["GET", "POST"])
def echo() -> dict[str, object]:
    return {"key": app.secret_key, "got": request.get_json(silent=True)}
"""

Xray = Callable[..., tuple[str, int]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one lesson with a scenario, which is the current folder."""
    write(tmp_path, SCENARIO)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, scenario: list[str], app: str = APP) -> None:
    folder = root / "lessons" / NAME
    if not folder.is_dir():
        write_lesson(root)
    line = f"scenario = {scenario!r}\n" if scenario else ""
    text = LESSON.replace("\n[[tasks]]", f"{line}\n[[tasks]]", 1)
    (folder / "lesson.toml").write_text(text, "utf-8")
    solution = root / "solutions" / NAME
    solution.mkdir(parents=True, exist_ok=True)
    (solution / "app.py").write_text(app, "utf-8")


@pytest.fixture
def xray(root: Path) -> Xray:
    """Runs `checker xray …` in the course; gives what it said and its exit code."""

    def run(*words: str) -> tuple[str, int]:
        result = CliRunner().invoke(main, ["xray", *words])
        return " ".join(result.output.split()), result.exit_code

    return run


def shown(root: Path) -> list[str]:
    """What the scenario of the course's one lesson shows on its solution, as text."""
    (lesson,) = course.lessons(root)
    with Host() as host:
        return lines(exchanges(played(root / "solutions" / NAME, lesson, host)))


def test_the_picture_is_written_where_it_is_said(root: Path, xray: Xray) -> None:
    said = f"The X-ray of solutions/{NAME} is in work/xray/{NAME}.html."

    assert xray(f"solutions/{NAME}") == (said, 0)
    html = (root / "work" / "xray" / f"{NAME}.html").read_text("utf-8")
    steps = LexborHTMLParser(html).css(".fc-asked")
    assert [step.text().strip() for step in steps] == [
        "Step 1 of 4 · Visitor POST /sign-in",
        "Step 2 of 4 · Visitor GET /",
        "Step 3 of 4 · Ben GET /",
        "Step 4 of 4 · Visitor GET /",
    ]


def test_it_can_be_written_elsewhere(root: Path, xray: Xray) -> None:
    said, code = xray(f"solutions/{NAME}", "--out", "here.html")

    assert (said, code) == (f"The X-ray of solutions/{NAME} is in here.html.", 0)
    assert "<h1>Lesson 1: First flash</h1>" in (root / "here.html").read_text("utf-8")


def test_a_whole_tree_is_drawn_lesson_by_lesson(root: Path, xray: Xray) -> None:
    write_lesson(root, "02-mute")
    said, code = xray("solutions", "--out", "here.html")

    assert (said, code) == (
        "--out needs one app, and this names several. Name one.",
        2,
    )
    assert not (root / "here.html").exists()


def test_a_place_that_cannot_be_written_is_said(xray: Xray) -> None:
    said, code = xray(f"solutions/{NAME}", "--out", "nowhere/here.html")

    assert (said, code) == (
        "nowhere/here.html cannot be written: No such file or directory. Name another.",
        2,
    )


def test_a_lesson_without_a_scenario_has_no_picture(root: Path, xray: Xray) -> None:
    write(root, [])

    assert xray(f"solutions/{NAME}") == (
        f"lessons/{NAME} has no scenario. Write one.",
        AuthorError.exit_code,
    )


def test_an_app_that_does_not_load_is_said_so(root: Path, xray: Xray) -> None:
    write(root, SCENARIO, "raise LookupError('No shelf.')")

    said, code = xray(f"solutions/{NAME}")

    assert code == AppNotStarted.exit_code
    assert "LookupError: No shelf." in said


def test_an_app_that_refuses_to_start_is_said_so(root: Path, xray: Xray) -> None:
    write(root, SCENARIO, "import sys\nsys.exit('No shelf today.')")

    assert xray(f"solutions/{NAME}")[1] == AppNotStarted.exit_code


def test_what_ends_the_scenario_is_its_last_line(root: Path) -> None:
    write(root, ["GET /", "GET /end", "GET /"], f"{APP}\n{END}")

    assert shown(root) == [
        "X-ray: 2 steps.",
        "1. Visitor: GET / → 200 OK",
        "   jar: empty",
        "2. Visitor: GET /end → no answer",
        "   jar: empty",
        "·  The app ended before it answered GET /end. It ended with exit code 1.",
    ]


END = """
import os

@app.get("/end")
def end() -> str:
    os._exit(1)
"""


def test_a_scenario_can_send_json_ask_for_headers_and_restart(root: Path) -> None:
    write(
        root,
        [
            "restart SECRET_KEY=old",
            "JSON /echo title='The Dispossessed'",
            "restart SECRET_KEY=new",
            "HEAD /echo",
            "restart",
        ],
        APP + ECHO,
    )

    assert shown(root) == [
        "X-ray: 2 steps.",
        "·  from now on SECRET_KEY=old",
        '1. Visitor: POST /echo with {"title": "The Dispossessed"} → 200 OK',
        "   jar: empty",
        "·  from now on SECRET_KEY=new",
        "·  the app is restarted",
        "2. Visitor: HEAD /echo → 200 OK",
        "   jar: empty",
        "·  the app is restarted",
    ]


def test_a_line_of_a_scenario_reads_as_it_is_typed() -> None:
    assert [parse(line) for line in ("Ann: POST /a?b=1 c='d e' f=", "follow")] == [
        Move("Ann", "POST", "/a?b=1", (("c", "d e"), ("f", ""))),
        Move("Visitor", "follow"),
    ]
    assert parse("POST /import titles='Emil\nHeidi'").fields == (
        ("titles", "Emil\nHeidi"),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "DELETE /",
            "DELETE is none of GET, HEAD, POST, JSON, follow, reload, restart",
        ),
        ("GET", "after GET comes a path that begins with /"),
        ("POST books", "after POST comes a path that begins with /"),
        ("GET / q=momo", "GET cannot take “q=momo”"),
        ("reload /", "reload cannot take “/”"),
        ("POST / name", "POST cannot take “name”"),
        ("POST / name='Ann", "No closing quotation"),
    ],
)
def test_what_is_odd_about_a_line_is_said_with_its_place(
    root: Path, line: str, said: str
) -> None:
    write(root, [line])

    with pytest.raises(AuthorError) as error:
        course.lessons(root)

    place = f"lessons/{NAME}/lesson.toml"
    assert str(error.value) == f"{place}: “scenario”: {said}. Mend it."


@pytest.mark.parametrize("lesson", course.lessons(ROOT), ids=lambda each: each.name)
def test_every_lesson_has_a_scenario_that_its_finished_app_plays(
    lesson: Lesson,
) -> None:
    with Host() as host:
        found = exchanges(played(ROOT / "solutions" / lesson.name, lesson, host))

    moves = [move for move in lesson.scenario if move.verb != "restart"]
    assert 4 <= len(lesson.scenario) <= 7
    assert [e.visitor for e in found if e.method] == [move.visitor for move in moves]
    assert any(exchange.shown for exchange in found)
