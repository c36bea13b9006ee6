"""Checking with a real browser, by the command line and at every save."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from browser import needed
from checker.cli import reader
from checker.lab.build import checked
from checker.learner import Learner
from checker.report import Outcome
from checker.verdict import Warm
from conftest import APP, CHECKS, Ran

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect", reason="there is no terminal to drive")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chromium"), needed]
SAID = "The visitors were at a real browser, Chromium "
LOOKS = '''

@check(task=1, after=greets, browser=True)
def can_be_seen(app: App) -> None:
    """The greeting can be seen."""
    ann = app.person("Ann")
    ann.follow(ann.post("/sign-in", name="Momo"))
    (look,) = ann.look()

    expect(look.read, "a text", look.hidden, at=(look.message.index,))
'''
UNSEEN = APP.replace("<p class=message>", "<p class=message style=opacity:0.01>")
PLACE = "work/pictures/01-first-flash/can_be_seen"


@pytest.fixture
def lesson(course: Path, checker: Callable[..., Ran]) -> Path:
    """Lesson 1 with a check for a browser, and work on it that nobody can see."""
    lessons = course / "lessons"
    source = lessons.resolve()
    lessons.unlink()
    shutil.copytree(source, lessons)
    (lessons / "01-first-flash" / "checks.py").write_text(CHECKS + LOOKS, "utf-8")
    checker("start", "1")
    work = course / "work" / "01-first-flash"
    (work / "app.py").write_text(UNSEEN, "utf-8")
    return work


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


# what a failed check leaves -----------------------------------------------------------


def test_a_failed_check_leaves_a_picture_and_a_trace_until_it_runs_again(
    lesson: Path, course: Path, checker: Callable[..., Ran]
) -> None:
    said = checker("check", "1", "--browser", "--trace").text

    assert f"      Picture     {PLACE}.png\n" in said
    words = shlex.split(re.findall(r"Trace +(.*)", said)[0])
    assert words == [
        *(sys.executable, "-m", "playwright", "show-trace", "--port", "0"),
        f"{PLACE}.zip",
    ]
    left = sorted(path.name for path in (course / PLACE).parent.iterdir())
    assert left == ["can_be_seen.png", "can_be_seen.zip"]
    (lesson / "app.py").write_text(APP, "utf-8")
    assert checker("check", "1", "--browser").code == 0
    assert [*(course / PLACE).parent.iterdir()] == []


def test_the_command_that_opens_a_trace_is_there() -> None:
    command = [sys.executable, "-m", "playwright", "show-trace", "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "--port" in said


def test_a_report_as_json_names_the_files(
    lesson: Path, course: Path, checker: Callable[..., Ran]
) -> None:
    ran = checker("check", "1", "--browser", "--trace", "--json")
    results = {result["check"]: result for result in json.loads(ran.out)["results"]}

    assert lesson.is_dir()
    seen = results["can_be_seen"]
    assert {key: seen[key] for key in ("browser", "picture", "pictured", "trace")} == {
        "browser": True,
        "picture": str(course / f"{PLACE}.png"),
        "pictured": "The page / as Ann had it before them; "
        "outlined: the message “Welcome, Momo.”.",
        "trace": str(course / f"{PLACE}.zip"),
    }
    assert results["greets"]["picture"] == ""


def test_without_a_browser_what_one_would_show_is_counted(
    lesson: Path, checker: Callable[..., Ran]
) -> None:
    note = "1 more promise can be seen only by a browser: “checker check 1 --browser”."
    whole = checker("check", "1")

    assert lesson.is_dir()
    assert (whole.text.splitlines()[-2], whole.code) == (note, 0)
    assert json.loads(checker("check", "1", "--json").out)["unseen"] == 1
    assert note not in checker("check", "1", "--only", "greets").text
    assert "browser" not in checker("check", "solutions").text
    assert checker("check", "1", "--only", "can_be_seen").text == (
        "Only a browser shows whether can_be_seen is kept. Add --browser.\n"
    )


def test_old_pictures_go_though_the_next_run_has_no_browser(
    lesson: Path, course: Path, checker: Callable[..., Ran]
) -> None:
    folder = (course / PLACE).parent
    folder.mkdir(parents=True)
    for name in ("can_be_seen.png", "greets.png", "greets.zip", "mine.png"):
        (folder / name).touch()
    checker("check", "1", "--only", "greets")
    first = sorted(path.name for path in folder.iterdir())
    checker("check", "1")

    assert lesson.is_dir()
    assert first == ["can_be_seen.png", "mine.png"]
    assert [path.name for path in folder.iterdir()] == ["mine.png"]


def test_a_trace_without_a_browser_is_wrong_use(checker: Callable[..., Ran]) -> None:
    ran = checker("check", "solutions/01-first-flash", "--trace")

    assert (ran.text, ran.code) == (
        "--trace keeps what a browser did, and in this run there is none. Add "
        "--browser.\n",
        2,
    )


def test_a_watch_speaks_of_a_browser_when_all_else_is_kept(
    lesson: Path, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from checker.cli.watching import Terminal

    learner = Learner(course)
    target = learner.own("1")
    said = []
    for app in (UNSEEN, UNSEEN.replace("Goodbye", "Good")):
        (lesson / "app.py").write_text(app, "utf-8")
        with closing(Warm(learner)) as warm:
            report = warm.judge(target, lambda _: None)
        Terminal(learner).verdict(target, report)
        said.append("seen only by a browser" in capsys.readouterr().out)

    assert said == [True, False]


def test_a_notebook_shows_the_picture_and_says_what_is_on_it(
    lesson: Path, course: Path
) -> None:
    learner = Learner(course)
    cell = checked(learner, learner.lesson("1"), browser=True)
    page = LexborHTMLParser(str(cell._repr_mimebundle_()["text/html"]))
    (picture,) = page.css("img")

    assert lesson.is_dir()
    assert picture.attributes["alt"] == (
        "The page / as Ann had it before them; outlined: the message “Welcome, Momo.”."
    )
    data = b64encode((course / f"{PLACE}.png").read_bytes()).decode()
    assert picture.attributes["src"] == f"data:image/png;base64,{data}"
    assert f"Picture     {PLACE}.png\n" in repr(cell)


def test_a_notebook_says_how_to_see_what_only_a_browser_shows(
    lesson: Path, course: Path
) -> None:
    learner = Learner(course)
    said = repr(checked(learner, learner.lesson("1"), browser=False)).splitlines()

    assert lesson.is_dir()
    assert (
        "1 more promise can be seen only by a browser: “lab.check(browser=True)”."
        in said
    )


def shown(course: Path, *options: str, **env: str) -> str:
    """What the check with a browser writes to a terminal with these variables."""
    command = [sys.executable, "-m", "checker", "check", "1", "--browser", *options]
    text = pexpect.run(
        shlex.join(command),
        cwd=str(course),
        env={**os.environ, "TERM": "xterm-kitty", **env},
        encoding="utf-8",
        timeout=120,
    )
    assert isinstance(text, str)
    return text


def test_the_picture_itself_is_shown_in_a_terminal_that_can(
    lesson: Path, course: Path
) -> None:
    text = shown(course, "--only", "can_be_seen")
    data = b64encode((course / f"{PLACE}.png").read_bytes()).decode()
    pieces = re.findall("\x1b_G([^;]*);([^\x1b]*)\x1b\\\\", text)

    assert lesson.is_dir()
    assert "".join(piece for _, piece in pieces) == data
    heads = [head for head, _ in pieces]
    assert heads[0].startswith("a=T,f=100,q=2,c=60,m=")
    assert heads[1:] == [*["m=1"] * (len(heads) - 2), "m=0"]
    assert re.search(r"Picture.*can_be_seen\.png\r\n {6}\x1b_G", text)


@pytest.mark.parametrize(
    ("options", "env"),
    [
        ((), {"NO_PICTURES": "1"}),
        ((), {"TMUX": "tmux/default,1,0"}),
        (("--json",), {}),
    ],
    ids=["unwanted", "tmux", "json"],
)
def test_elsewhere_it_is_not(
    lesson: Path, course: Path, options: tuple[str, ...], env: dict[str, str]
) -> None:
    text = shown(course, "--only", "can_be_seen", *options, **env)

    assert lesson.is_dir()
    assert "can_be_seen.png" in text
    assert "\x1b_G" not in text


def test_what_is_no_terminal_shows_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        assert reader.look(nowhere).pictures is None
