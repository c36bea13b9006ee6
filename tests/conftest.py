"""A course in miniature, the command line at its door, and transcripts to compare."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

import running
from checker import build
from checker.cli.group import main

TRANSCRIPTS = Path(__file__).parent / "transcripts"
# Here, or each module that takes them would start a host and a browser of its own.
host, people = running.host, running.people
FACTS = """\
title = "{title}"
minutes = 15
summary = "A message for the next page."
objectives = ["Flash a message."]
out_of_scope = ["Categories."]
story = "The shelf greets nobody."

[[tasks]]
title = "Greet whoever signs in"
text = "Greet them on the next page."
hints = ["Who knows the name?", "Look at `sign_in`.", "`flash(name)` before `return`."]

[[tasks]]
title = "Say goodbye"
text = "Say it on the next page."
hints = ["Who leaves?", "Look at `sign_out`.", "`flash(\\"Goodbye.\\")`"]

[[contract]]
what = "POST /sign-in"
rule = "Form field `name`. Redirects to `/`."
"""
CHECKS = '''\
"""What the finished app does."""

from checker import App, check, expect


@check
def answers(app: App) -> None:
    """The shelf answers."""
    page = app.visitor().get("/")

    expect(page.status == 200, "a page with status 200", f"status {page.status}")


@check(task=1, after=answers)
def greets(app: App) -> None:
    """After signing in, the next page greets the visitor by the name they gave."""
    ann = app.visitor("Ann")
    name = app.word()
    page = ann.follow(ann.post("/sign-in", name=name))

    expect(page.shows(name), f"a message with “{name}”", page.messages_in_words)


@check(task=1, after=greets)
def greets_once(app: App) -> None:
    """The page after that does not."""
    ann = app.visitor("Ann")
    ann.follow(ann.post("/sign-in", name=app.word()))
    page = ann.reload()

    expect(not page.messages, "no message", page.messages_in_words)


@check(task=2, after=answers)
def says_goodbye(app: App) -> None:
    """After signing out, the next page says goodbye."""
    ann = app.visitor("Ann")
    page = ann.follow(ann.post("/sign-out"))

    expect(page.shows("Goodbye"), "a message with “Goodbye”", page.messages_in_words)


@check(extra=True)
def has_a_heading(app: App) -> None:
    """The shelf has a heading."""
    expect(app.visitor().get("/").select("h1"), "a heading", "none")
'''
APP = '''\
"""The shelf."""

import secrets

from flask import Flask, flash, get_flashed_messages, redirect, request
from werkzeug import Response

app = Flask(__name__)
app.secret_key = secrets.token_hex()


@app.get("/")
def shelf() -> str:
    messages = "".join(f"<p class=message>{m}</p>" for m in get_flashed_messages())
    return f"<h1>The shelf</h1>{messages}"


@app.post("/sign-in")
def sign_in() -> Response:
    # task 1
    flash(f"Welcome, {request.form['name']}.")
    # end
    return redirect("/")


@app.post("/sign-out")
def sign_out() -> Response:
    # task 2
    flash("Goodbye.")
    # end
    return redirect("/")
'''


@dataclass(frozen=True)
class Ran:
    """What a command wrote, in the order a terminal shows it, and its exit code."""

    text: str
    out: str
    code: int


Checker = Callable[..., Ran]
Recorded = Callable[[str, str], None]


def session(checker: Checker, *lines: str, typed: str = "") -> str:
    """What a person sees who types these lines one after the other."""
    text = ""
    for line in lines:
        ran = checker(*line.split(), typed=typed)
        text += f"$ checker {line}".rstrip() + f"\n{ran.text}"
        text += f"(exit {ran.code})\n\n"
    return text


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test hears of the terminal or the shell that it happens to run in."""
    for name in ("COURSE_COMMAND", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course in miniature: two lessons, published."""
    root = tmp_path_factory.mktemp("course")
    for name, title in (("01-first-flash", "First flash"), ("02-setup", "Set-up")):
        lesson = root / "lessons" / name
        (lesson / "app").mkdir(parents=True)
        (lesson / "mistakes").mkdir()
        (lesson / "lesson.toml").write_text(FACTS.format(title=title), "utf-8")
        (lesson / "checks.py").write_text(CHECKS, "utf-8")
        (lesson / "app" / "app.py").write_text(APP, "utf-8")
    build.publish(root)
    return root


@pytest.fixture
def course(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one's own to work in, which is the current folder."""
    root = tmp_path / "course"
    root.mkdir()
    for tree in ("lessons", "exercises", "solutions"):
        (root / tree).symlink_to(published / tree)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def checker(course: Path) -> Callable[..., Ran]:
    """Runs the command line in the course, as `checker …` would."""

    def run(*words: str, typed: str = "") -> Ran:
        result = CliRunner().invoke(main, words, input=typed)
        return Ran(result.output, result.stdout, result.exit_code)

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    """One flag to record transcripts anew; the difference is then to be read."""
    parser.addoption("--record", action="store_true", help="record tests/transcripts")
    parser.addoption(
        "--every-app", action="store_true", help="agreement of visitors on all mistakes"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, or one core would end up with it alone."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture
def transcript(request: pytest.FixtureRequest) -> Recorded:
    """Compares a text with the one recorded under a name, or records it anew."""

    def compare(name: str, found: str) -> None:
        file = TRANSCRIPTS / f"{name}.txt"
        if request.config.getoption("record"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(found, "utf-8")
        assert file.read_text("utf-8") == found

    return compare


@pytest.fixture
def recorded(transcript: Recorded, course: Path) -> Recorded:
    """Compares what a person saw in the course, whatever differs from run to run."""
    return lambda name, text: transcript(name, normalised(text, course))


def normalised(text: str, course: Path) -> str:
    """The text without what differs from run to run: places, ports, seeds, times."""
    text = text.replace(str(course), "COURSE").replace(str(course.parent), "AWAY")
    text = re.sub(r"\b(seed) \d+", r"\1 SEED", text)
    text = re.sub(r"(?<![\w.])\d{5}(?!\d)", "PORT", text)
    text = re.sub(r"\[Errno \d+\]", "[Errno NUMBER]", text)
    return re.sub(r"\d{4}-\d\d-\d\d-\d{4}", "DATE", text)
