"""What an app's templates say: which make up a page, and how they ask for messages."""

from __future__ import annotations

import ast

from jinja2 import nodes

from checker.evidence import (
    Program,
    Templates,
    category_of,
    flashes,
    readings,
    text_of,
)
from checker.evidence.templates import called

APP = """\
from flask import Flask, flash, get_flashed_messages, render_template
from flask import render_template_string

app = Flask(__name__)
PAGE: str = "{% extends 'base.html' %}{% block main %}{{ name }}{% endblock %}"
NAMED = {"cards.html": "{{ card }}"}


@app.get("/")
def shelf():
    return render_template("shelf.html")


@app.get("/about")
def about():
    return render_template_string(PAGE)


@app.get("/raw")
def raw():
    flash("Hi.", "info")
    return str(get_flashed_messages(True, category_filter=["info"]))
"""
BASE = """\
{% from "parts/message.html" import message %}
<div class="messages">
  {% for category, text in get_flashed_messages(with_categories=true) | reverse %}
  {{ message(text) }}
  {% endfor %}
</div>
{% block main %}{% endblock %}
"""
SHELF = """\
{% extends "base.html" %}
{% block main %}{% include ["parts/books.html", "parts/none.html"] %}{% endblock %}
"""
MACRO = "{% macro message(t) %}<p>{{ t|safe }}</p>{% endmacro %}"
FILES = {
    "app.py": APP,
    "templates/base.html": BASE,
    "templates/shelf.html": SHELF,
    "templates/parts/message.html": MACRO,
    "templates/parts/books.html": "<ul></ul>",
    "templates/broken.html": "{% for %}",
    "notes.txt": "plain",
}


def read(*templates: str, app: str = "", **files: str) -> Templates:
    found = {f"templates/{n}.html": text for n, text in enumerate(templates)}
    found |= {f"templates/{name}.html": text for name, text in files.items()}
    return Templates(found, Program({"app.py": app}))


def all_of(files: dict[str, str]) -> tuple[Program, Templates]:
    program = Program(files)
    return program, Templates(files, program)


def test_a_page_is_made_of_all_that_its_template_leads_to() -> None:
    _, templates = all_of(FILES)
    page = templates.rendered("GET", "/")

    assert [t.name for t in page] == [
        "shelf.html",
        "base.html",
        "parts/books.html",
        "parts/message.html",
    ]
    assert [t.extends for t in page] == [True, False, False, False]


def test_a_template_in_a_python_text_is_read_with_its_place() -> None:
    _, templates = all_of(FILES)
    names = [t.name for t in templates.rendered("GET", "/about")]
    [mark] = templates.uses("name")

    assert names == ["app.py:5", "base.html", "parts/message.html"]
    assert (mark.place.file, mark.place.line) == ("app.py", 5)
    assert templates.by_name["cards.html"].file == "app.py"


def test_what_jinja_cannot_read_is_left_out() -> None:
    _, templates = all_of(FILES)

    assert "broken.html" not in templates.by_name
    assert "notes.txt" in templates.by_name


def test_a_reading_tells_how_the_list_is_asked_for_and_used() -> None:
    program, templates = all_of(FILES)
    in_base, in_python = readings(program, templates)

    assert in_base.place.code.startswith("{% for category, text in")
    assert (in_base.categories, in_base.filtered) == (True, False)
    assert in_base.through == ("reverse",)
    assert isinstance(in_base.loop, nodes.For)
    assert (in_python.categories, in_python.filtered) == (True, True)
    assert in_python.site is not None


def test_a_list_that_is_kept_in_a_variable_is_followed_to_its_loop() -> None:
    found = read(
        "{% set all = get_flashed_messages() %}{% if all %}"
        "{% for m in all[:1] %}{{ m }}{% endfor %}{% endif %}",
        "{% with one = 1, all = get_flashed_messages(true) | list %}"
        "{% for c, m in all %}{{ m }}{% endfor %}{% endwith %}",
        "{{ get_flashed_messages(with_categories=asked) }}",
        "{% set all = get_flashed_messages(false, ['a']) %}{{ all }}",
    )
    loops = [
        (r.through, r.loop is not None, r.categories, r.filtered)
        for r in readings(Program({}), found, found.all)
    ]

    assert loops == [
        (("[]",), True, False, False),
        (("list",), True, True, False),
        ((), False, None, False),
        ((), False, False, True),
    ]


def test_a_list_that_python_asks_for_may_be_told_what_cannot_be_known() -> None:
    program = Program(
        {
            "app.py": "from flask import get_flashed_messages as got\n"
            "got(with_categories=asked)\ngot()\ngot(False)\n"
        }
    )
    found = readings(program, Templates({}, program))

    assert [reading.categories for reading in found] == [None, False, False]


def test_filters_calls_and_uses_are_found_with_what_is_around_them() -> None:
    _, templates = all_of(FILES)
    [safe] = templates.filters("safe")
    [call] = templates.calls("message")

    assert isinstance(safe.within(nodes.Macro), nodes.Macro)
    assert safe.within(nodes.For) is None
    assert call.template.name == "base.html"
    assert call.template.line(99) == ""
    assert (
        templates.calls("url_for", templates.named(["shelf.html", "none.html"])) == ()
    )


def test_what_is_called_may_stand_behind_a_dot_or_be_no_name() -> None:
    found = read("{{ a.flash() }}{{ (b or c)() }}")

    assert [called(mark.node) for mark in found.marks(nodes.Call)] == ["flash", ""]


def test_what_flash_is_given_is_known_by_position_and_by_name() -> None:
    program = Program(
        {
            "app.py": "from flask import flash\nflash('Hi.', 'info')\n"
            "flash(category='error', message='No.')\nflash('Hi.')\n"
        }
    )
    said = [
        [None if part is None else ast.literal_eval(part) for part in (text, kind)]
        for text, kind in ((text_of(s), category_of(s)) for s in flashes(program))
    ]

    assert said == [["Hi.", "info"], ["No.", "error"], ["Hi.", None]]


def test_a_list_in_a_test_a_sum_or_another_call_is_followed_no_further() -> None:
    found = read(
        "{% with %}{% if get_flashed_messages() %}!{% endif %}{% endwith %}",
        "{% for m in get_flashed_messages() + more %}{{ m }}{% endfor %}",
        "{% with other = 1 %}{{ show(get_flashed_messages()) }}{% endwith %}",
    )
    loops = [r.loop is not None for r in readings(Program({}), found, found.all)]

    assert loops == [False, True, False]


def test_a_template_whose_name_is_made_at_run_time_leads_nowhere_known() -> None:
    found = read("{% extends layout %}", app='X = {**a, "b.html": "{{ b }}"}\n')

    assert found.by_name["0.html"].leads_to == ()
    assert "b.html" in found.by_name
