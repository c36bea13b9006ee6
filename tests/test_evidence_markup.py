"""What templates' markup says, and which functions answer for errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from checker.evidence import Evidence, Program, Templates
from checker.evidence.markup import (
    handlers,
    lines,
    pages,
    pieces,
    raw,
    scripts,
    unfinished,
    unquoted,
    waits_on,
)
from checker.report import Frame, Outcome, Result
from checker.transcript import Step
from checker.xray import Cookie, Exchange

TITLE = "<i>Momo</i> & Co"
WAITING = Cookie("session", 90, True, ("Hello.",))  # type: ignore[arg-type]  # only whether there is one counts


def evidence(steps: Sequence[Step] = (), **files: str) -> Evidence:
    """What is seen of an app with these files, a dot written as __, and one failure."""
    texts = {name.replace("__", "."): text for name, text in files.items()}
    program = Program(texts)
    result = Result("check", "", 1, 1, Outcome.FAILED, steps=tuple(steps))
    templates = Templates(texts, program)
    return Evidence({"check": result}, texts, program, templates, (result,))


def told(places: Iterable[Frame]) -> list[str]:
    return [f"{p.file}:{p.line} {p.code}" for p in places]


def test_a_task_is_unfinished_while_its_todo_stands() -> None:
    seen = evidence(base__html="{# TODO 4: Put the messages first #}")

    assert unfinished(seen, 4)
    assert not unfinished(seen, 1)


def test_a_message_waits_on_when_a_page_left_it_in_the_cookie() -> None:
    assert waits_on(Exchange("Ann", "GET", "/", kept=(WAITING,)))
    assert not waits_on(Exchange("Ann", "POST", "/", kept=(WAITING,)))
    assert not waits_on(Exchange("Ann", "GET", "/"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [("<p><i>Momo</i></p>", True), ("<p>&lt;i>Momo</p>", False), ("", False)],
)
def test_what_was_sent_is_raw_when_the_page_holds_it_as_html(
    body: str, expected: bool
) -> None:
    sent = Step("Ann", "POST", "http://a/books", sent=(("title", TITLE),))
    page = Step("Ann", "GET", "http://a/", body=body)

    assert raw(evidence([sent, page]), "<i>") is expected


def test_nothing_is_raw_where_nothing_was_asked_or_sent() -> None:
    page = Step("Ann", "GET", "http://a/", body=TITLE)
    unclosed = Step("Ann", "POST", "http://a/", sent=(("title", "<i>"),), body="<i>")

    assert not raw(evidence(), "<i>")
    assert not raw(evidence([page]), "<i>")
    assert not raw(evidence([unclosed]), "<i>")


HANDLERS = """\
from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, NotFound
import werkzeug.exceptions

app = Flask(__name__)

@app.errorhandler(404)
def by_number(e): return render_template("lost.html"), 404

@app.app_errorhandler(werkzeug.exceptions.InternalServerError)
def by_class(e): return render_template(f"error-{e.code}.html"), 500

@app.errorhandler(HTTPException)
def by_any(e): ...

@app.errorhandler
def by_nothing(e): ...

def added(e): ...
def other(e): ...

app.register_error_handler(NotFound, added)
app.register_error_handler(403, other)
app.register_error_handler(404)
app.register_error_handler(codes["x"], other)
"""


def test_functions_for_an_error_are_found_however_they_are_registered() -> None:
    program = Program({"app.py": HANDLERS})

    assert [f.name for f in handlers(program, 404)] == ["by_number", "by_any", "added"]
    assert [f.name for f in handlers(program, 500)] == ["by_class", "by_any"]
    assert [f.name for f in handlers(program, 403)] == ["by_any", "other"]


def test_pages_of_an_error_are_those_named_and_those_that_a_made_name_fits() -> None:
    files = ("lost", "error-404", "error-500", "base")
    texts = {f"templates/{name}.html": "{{ x }}" for name in files}
    seen = evidence(app__py=HANDLERS, **texts)  # type: ignore[arg-type]  # they are no steps
    five = handlers(seen.program, 500)

    named = [t.name for t in pages(seen, handlers(seen.program, 404), 404)]
    assert named == ["lost.html"]
    assert [t.name for t in pages(seen, five, 500)] == ["error-500.html"]
    both = [t.name for t in pages(seen, five)]
    assert both == ["error-404.html", "error-500.html"]


def test_lines_are_found_by_a_pattern_in_files_of_an_ending() -> None:
    seen = evidence(a__html="<p>\n  <LI\n role=x>\n", b__css="<li role=x>")

    assert told(lines(seen, r"<li\b[^>]*role=", ".html")) == ["a.html:2 <LI"]
    assert told(lines(seen, r"<li\b[^>]*role=")) == [
        "a.html:2 <LI",
        "b.css:1 <li role=x>",
    ]


def test_a_script_is_told_by_the_line_that_a_template_fills_in() -> None:
    page = "<script>plain()</script>\n<script type=module>\n  say({{ m | tojson }})\n"
    seen = evidence(
        a__html=f"{page}</script>", app__py=f'X = 1\nP = """{page}</script>"""'
    )

    found = list(scripts(seen))
    assert told(place for place, _ in found) == [
        "a.html:3 say({{ m | tojson }})",
        "app.py:4 say({{ m | tojson }})",
    ]
    assert found[0][1] == "\n  say({{ m | tojson }})\n"


def test_a_script_is_told_with_the_code_that_it_includes() -> None:
    page = "<script>\n{% include 'say.html' %}{% include 'gone.html' %}</script>"
    seen = evidence(page__html=page, say__html="say({{ m }})")

    [(place, code)] = scripts(seen)
    assert (place.line, code) == (2, "\nsay({{ m }})")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p\n class={{ kind }}>", True),
        ("<p id='a' class=is-{{ kind }}-message>", True),
        ('<p class="{{ kind }}">', False),
        ("<p class='message {{ kind }}'>", False),
        ('<a href="/?q={{ kind }}">', False),
        ("<p>a={{ kind }}", False),
        ("x={{ kind }}", False),
        ("1 < 2 ={{ kind }}", False),
    ],
)
def test_an_attribute_without_quotes_is_told(markup: str, expected: bool) -> None:
    assert bool(list(unquoted(evidence(a__html=markup)))) is expected


def test_a_markup_put_together_is_told_and_one_to_fill_in_is_not() -> None:
    seen = evidence(
        app__py="""\
from markupsafe import Markup

def view(title):
    one = Markup(f"<b>{title}</b>")
    two = Markup("<b>" + title + "</b>")
    three = Markup("<b>{}</b>").format(title)
    return Markup()
"""
    )

    assert told(pieces(seen, seen.program.functions)) == [
        'app.py:4 one = Markup(f"<b>{title}</b>")',
        'app.py:5 two = Markup("<b>" + title + "</b>")',
    ]
