"""Any Python and any template is diagnosed without a fault, or left out in silence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checker import course
from checker.diagnosis import Recogniser, diagnosed
from checker.lesson import Mistake
from checker.mistakes import mistakes, recognisers
from checker.report import Outcome, Report, Result
from checker.transcript import CookieNote, Step

ROOT = Path(__file__).parent.parent.parent
SPLIT = b"\n#~\n"  # between a Python file, another and a template
WORDS = [
    SPLIT,
    *(
        word.split("\n")[0].encode()
        for word in """from flask import Flask, flash, session, redirect
        |app = Flask(__name__)
|@app.route("/", methods=["GET", "POST"])|@app.post("/sign-in")|def f():|    |return
|flash("One.", "info")|flash(|session["_flashes"]|session.pop("_flashes", None)
|redirect("/")
|render_template("a.html")|render_template_string("{{ a }}")|get_flashed_messages(|True)
|with_categories=True|category_filter=["a"]|app.secret_key = "x"
|os.environ["SECRET_KEY"]
|if a:|else:|for a in b:|try:|except Exception:|pass|class A(MethodView):|lambda a: a
|app.add_url_rule("/", view_func=f)|bp = Blueprint("a", __name__, url_prefix="/a")|a.b
|a[1]
|async def g():|await f()|import app|from . import other|@app.before_request|*a|**a
|f"{a!r}"
|{% extends "base.html" %}|{% block a %}|{% endblock %}
|{% with m = get_flashed_messages() %}
|{% for c, m in get_flashed_messages(true) %}|{{ m|safe }}|{% endfor %}|{% endwith %}
|{{ 1_0 }}
|{% if a %}|{% endif %}|{% include a %}|{% trans %}|{{ 0x|{% raw %}|{#|<p class=flash>
|1 if a
|{% macro a(b=1) %}|{% call a() %}|{% set a = 1 %}|{% import "a" as b %}
|{% autoescape false %}
|(|)|[|]|{|}|:|,|=|==|+|'|\"\"\"|\\|\n|\n    |1|9e999|# coding: utf-7|:=|match a:
|case _:|del a
""".split("|")
    ),
    b"\n",
    b"\n    ",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"(" * 150,
    b"9" * 5000,
    b"+1" * 300,
]
URL = "http://127.0.0.1:1"
COOKIE = "session=eyJfZmxhc2hlcyI6W3siIHQiOlsiaW5mbyIsIk9uZS4iXX1dfQ.x.y"
STEPS = (
    Step(
        "Ann",
        "POST",
        f"{URL}/sign-in",
        (("name", "Ann"),),
        status=302,
        location="/",
        set_cookies=(CookieNote("session", "set", "", COOKIE.partition("=")[2]),),
    ),
    Step("Ann", "GET", f"{URL}/", (), COOKIE, 200, messages=("One.",), body="<p>One."),
)


@cache
def lessons() -> tuple[tuple[tuple[Mistake, ...], tuple[Recogniser, ...]], ...]:
    """The mistakes of every lesson with their recognisers."""
    return tuple((mistakes(x), recognisers(x)) for x in course.lessons(ROOT))


def failing(names: set[str]) -> Report:
    """A report in which each of the checks failed, after the same two requests."""
    results = tuple(
        Result(
            name,
            "It is so.",
            1,
            1,
            Outcome.FAILED,
            expected="a",
            seen="b",
            error="KeyError: 'a'",
            steps=STEPS,
        )
        for name in sorted(names)
    )
    return Report("07-own", "Own", "/x", 7, results, "0", "3", "3")


def one(data: bytes) -> None:
    """The bytes as an app: one Python file, another, and templates.

    The first byte says of which lesson.
    """
    parts = [part.decode(errors="replace") for part in data[1:].split(SPLIT)]
    names = ["app.py", "other.py", "templates/a.html", "templates/base.html"]
    texts = dict(zip(names, parts, strict=False))
    known, each = lessons()[data[0] % len(lessons()) if data else 0]
    report = failing({check for mistake in known for check in mistake.fails})
    found = diagnosed(report, texts, known, each)
    assert found.notes == (), found.notes
