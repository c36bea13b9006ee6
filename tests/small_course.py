"""A course of lessons no bigger than a test needs. Tests nothing itself."""

from pathlib import Path

LESSON = '''\
title = "First flash"
minutes = 15
summary = "A message | for the next page."
objectives = ["Flash a message."]
out_of_scope = ["Categories: lesson 3."]
story = """
The shelf greets nobody.
"""

[[tasks]]
title = "Greet whoever signs in"
text = "Greet them on the next page."
hints = ["Where?", "In `sign_in`.", "`flash(name)`"]

[[contract]]
what = "POST /sign-in"
rule = """
Form field `name`.
Redirects to `/`.
"""
'''

CHECKS = '''\
"""What the finished app of lesson 1 does."""

from checker import App, check, expect


@check
def answers(app: App) -> None:
    """The shelf answers."""


@check(task=1, after=answers)
def greets(app: App) -> None:
    """The next page greets the visitor."""
    expect(False, "a message", "no message")


@check(task=1, extra=True)
def greets_twice(app: App) -> None:
    """A second visitor is greeted as well."""


@check(extra=True)
def shines(app: App) -> None:
    """The shelf shines."""
'''

APP = """\
from flask import Flask, flash, redirect
from werkzeug import Response

app = Flask(__name__)


@app.post("/sign-in")
def sign_in() -> Response:
    # task 1
    flash("Welcome.")
    #: pass
    # end
    return redirect("/")
"""

MISTAKE = """\
belief = "I need no flash"
why = "Nobody else tells the next page. It has to be said."
question = "Who says it?"
fails = ["greets"]

[[edit]]
file = "app.py"
find = 'flash("Welcome.")'
put = ""
"""


def write_lesson(root: Path, name: str = "01-first-flash", app: str = APP) -> Path:
    """Writes a lesson of one task below root; returns its folder."""
    folder = root / "lessons" / name
    (folder / "app" / "static").mkdir(parents=True)
    (folder / "mistakes").mkdir()
    (folder / "lesson.toml").write_text(LESSON, "utf-8")
    (folder / "checks.py").write_text(CHECKS, "utf-8")
    (folder / "mistakes" / "silent.toml").write_text(MISTAKE, "utf-8")
    (folder / "app" / "app.py").write_text(app, "utf-8")
    (folder / "app" / "static" / "icon.png").write_bytes(b"\x89PNG\r\n\xff")
    return folder
