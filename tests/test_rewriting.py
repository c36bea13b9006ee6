"""Rewriting changes how an app reads and nothing that it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import course
from checker.host import Host
from checker.lesson import Lesson
from checker.mistakes import style_app
from checker.report import Outcome
from rewriting import WAYS, Way, chosen
from running import checked, told, unless_missing, written

ROOT = Path(__file__).parents[1]
LESSONS = course.lessons(ROOT)


@pytest.mark.gate
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.name)
def test_a_solution_rewritten_keeps_every_promise(
    host: Host, lesson: Lesson, way: Way, tmp_path: Path
) -> None:
    files = way.rewritten(style_app(lesson, ""))
    assert files, "nothing to rewrite; so this way proves nothing here"
    report = checked(host, written(files, tmp_path / "app"), lesson)
    missing = [r for r in unless_missing(report) if r.outcome is not Outcome.PASSED]

    assert told(missing) == []


SMALL = {
    "app.py": b"""\
from flask import Flask, flash, render_template

app = Flask(__name__)


def told(word):
    text = word.title()
    flash(text + ".")


@app.get("/")
def shelf():
    return render_template("base.html")


@app.post("/books")
def add():
    if not app:
        return render_template("base.html")

    told("on the shelf")
    return render_template("base.html")
""",
    "templates/base.html": b"""\
{% for message in get_flashed_messages() %}
<p>{{ message }}</p>
{% endfor %}
""",
    "static/icon.png": b"\x89PNG\xff",
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_way_changes_an_app_and_always_in_the_same_way(way: Way) -> None:
    found = way.rewritten(SMALL)

    assert found is not None
    assert found != SMALL
    assert found == way.rewritten(SMALL)
    assert found["static/icon.png"] == SMALL["static/icon.png"]
    for name in (name for name in found if name.endswith(".py")):
        compile(found[name], name, "exec")


def test_a_way_leaves_an_app_alone_that_has_nothing_for_it() -> None:
    plain = {"app.py": b"x = 1\n", "templates/base.html": b"<p>Hello.</p>\n"}

    assert [way.name for way in WAYS if way.rewritten(plain) is not None] == []


def test_a_name_chooses_as_many_ways_as_are_asked_for_and_none_that_is_left_out() -> (
    None
):
    two = chosen("only-the-first", SMALL, 2)
    [one, _] = two

    assert chosen("only-the-first", SMALL, 2) == two
    assert one not in chosen("only-the-first", SMALL, 2, without=one)
    assert len(chosen("only-the-first", SMALL, 99)) == len(WAYS)


def test_other_names_stand_for_local_variables_and_for_helpers() -> None:
    [way] = [way for way in WAYS if way.name == "renamed"]
    found = (way.rewritten(SMALL) or {})["app.py"].decode()

    assert "def told_of_ours(word):\n    our_text = word.title()\n" in found
    assert '    flash(our_text + ".")\n' in found
    assert '    told_of_ours("on the shelf")\n' in found
    assert "def add():" in found
