"""What is read from the answers to forms, and where the lines that made them stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from checker.evidence import Evidence, Program, Site, Templates
from checker.evidence import answers as told
from checker.evidence import redirects as lines
from checker.report import Frame, Outcome, Result
from checker.transcript import CookieNote, Step
from checker.xray import Exchange

VIEWS = """\
from contextlib import suppress
from functools import lru_cache

from flask import Flask, flash, redirect, render_template, request, session, url_for

app = Flask(__name__)
PAGE = '<input name=title value="{{ title }}">'


def home():
    return redirect(url_for("shelf"))


@app.get("/")
@lru_cache
def shelf():
    return render_template("shelf.html")


@app.post("/books")
async def add():
    if not request.form["title"]:
        await tell("A title, please.")
        return redirect(url_for("shelf", title=request.form["title"]))
    else:
        tell("Added.")
    if request.form["title"].startswith("/") or "//" == request.form["title"]:
        tell("Odd.")
    redirect(url_for("shelf"))
    return home()


def tell(text):
    flash(text, category="info")
    session["told"] = session["told"] + 1
    del session["old"]
    other["told"] = text


@app.post("/sign-out")
def out():
    # TODO 4: Say goodbye
    session.pop("name")
    with suppress(KeyError):
        name = session.pop("other")
    return redirect(safe(request.form["next"]))


@app.post("/labels")
def label():
    return printed()


def printed():
    try:
        return render_template("label.html")
    except OSError:
        return safe("next")


def safe(next):
    return next


ALONE = url_for("shelf")
if ALONE:
    print(ALONE)
"""
SHELF = """\
<form>
  <input id="title" name="title" value="">
  {{ field("title") }}
</form>
"""
CARRYING = 'return redirect(url_for("shelf", title'
FILES = {"app.py": VIEWS, "templates/shelf.html": SHELF}


def cookie(*messages: str, **rest: object) -> str:
    """What Flask sends for a session with these messages."""
    app = Flask("shelf")
    app.secret_key = "a key for this test alone"
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    flashes = {"_flashes": [("message", m) for m in messages]} if messages else {}
    return str(serializer.dumps({**rest, **flashes}))


def step(
    path: str,
    *sent: tuple[str, str],
    carried: str = "",
    given: str = "",
    status: int = 302,
    shown: Sequence[str] = (),
    body: str = "",
) -> Step:
    return Step(
        "Ann",
        "POST" if sent else "GET",
        "http://127.0.0.1:5000" + path,
        tuple(sent),
        f"session={carried}" if carried else "",
        status,
        set_cookies=(CookieNote("session", "set", "", given),) if given else (),
        messages=tuple(shown),
        body=body,
    )


def evidence(*steps: Step, outcome: Outcome = Outcome.FAILED) -> Evidence:
    result = Result("a_check", "", None, 1, outcome, steps=steps)
    program = Program(FILES)
    templates = Templates(FILES, program)
    return Evidence({"a_check": result}, FILES, program, templates, (result,))


def asked(path: str, method: str = "POST") -> tuple[Evidence, Exchange]:
    """An app that was sent such a request, and the request."""
    sent = [("title", "Momo")] if method == "POST" else []
    seen = evidence(step(path, *sent))
    return seen, seen.exchanges[0]


def numbers(found: Iterable[Site | Frame]) -> list[int]:
    return [each.line for each in found]


def line(code: str) -> int:
    """The number of the line that begins so."""
    return 1 + [text.strip().startswith(code) for text in VIEWS.splitlines()].index(
        True
    )


def test_forms_are_told_from_scripts_and_found_by_the_end_of_their_address() -> None:
    form, script = ("title", "Momo"), ("", '{"title": "Momo"}')
    seen = evidence(step("/"), step("/api/books", script), step("/books?a=b", form))

    assert [e.path for e in told.posts(seen, "/books")] == ["/books?a=b"]
    assert [e.path for e in told.scripts(seen)] == ["/api/books"]


def test_next_request_is_the_one_that_came_after() -> None:
    seen = evidence(step("/books", ("title", "Momo")), step("/", status=200))
    first, second = seen.exchanges

    assert told.after(seen, first) is second
    assert told.after(seen, second) is None


def test_page_of_html_that_refuses_json_is_found() -> None:
    script = ("", "{}")
    seen = evidence(
        step("/api", script, status=422, body=" <!doctype html>"),
        step("/api", script, status=422, body='{"problem": "taken"}'),
        step("/api", script, status=200, body="<p>"),
        step("/books", ("title", ""), status=422, body="<p>"),
    )

    assert told.pages_for_scripts(seen) == (seen.steps[0],)


def test_value_that_was_not_held_before_is_new() -> None:
    before, after = cookie(name="Ann"), cookie(name="Ann", renamed="Momo")
    seen = evidence(
        step("/a", ("a", "b"), carried=before, given=after),
        step("/a", ("a", "b"), carried=after, given=before),
    )

    assert [told.newly_kept(e) for e in seen.exchanges] == [True, False]


@pytest.mark.parametrize(
    ("last", "again"),
    [
        (step("/books/1", carried=cookie("Hi"), status=200, body="<p>"), True),
        (step("/books/1", status=200, body="<p>"), False),
        (step("/books/1", carried=cookie("Hi"), status=200, body="<b>"), False),
        (step("/books/2", carried=cookie("Hi"), status=200, body="<p>"), False),
        (
            step("/books/1", carried=cookie("Hi"), status=200, body="<p>", shown=["x"]),
            False,
        ),
    ],
)
def test_page_is_kept_that_comes_a_second_time_and_shows_nothing(
    last: Step, again: bool
) -> None:
    seen = evidence(step("/books/1", status=200, body="<p>"), last)

    assert (told.asked_again(seen) is not None) is again


def test_nothing_is_kept_where_nothing_was_asked() -> None:
    assert told.asked_again(evidence()) is None


def test_leak_is_the_last_next_of_a_check_that_failed() -> None:
    sent = step("/sign-in", ("name", "Ann"), ("next", "//evil.example"))
    passed = evidence(sent, outcome=Outcome.PASSED)

    assert told.leak(evidence(step("/"), sent), "a_check") == "//evil.example"
    assert told.leak(evidence(step("/")), "a_check") == ""
    assert told.leak(passed, "a_check") == ""
    assert told.leak(passed, "another_check") == ""


def test_call_in_the_view_itself_is_told_before_one_that_it_leads_to() -> None:
    seen, form = asked("/books")
    seen_too, signing_out = asked("/sign-out")

    assert numbers(lines.leading(seen, form, "flash")) == [
        line('await tell("A title'),
        line('tell("Added.")'),
        line('tell("Odd.")'),
    ]
    assert numbers(lines.leading(seen_too, signing_out, "flash")) == []


def test_redirect_carries_a_variable_or_what_an_own_function_makes_of_one() -> None:
    seen, form = asked("/books")
    made = lines.leading(seen, form, "redirect")
    seen_too, signing_out = asked("/sign-out")
    safe = lines.leading(seen_too, signing_out, "redirect")

    assert len(made) == 3
    assert numbers(lines.carrying(seen, made)) == [line(CARRYING)]
    assert lines.carrying(seen_too, safe) == safe


def test_own_function_of_constants_carries_a_value() -> None:
    text = 'from flask import redirect\n\ndef a(b):\n    return redirect(a("b"))\n'
    program = Program({"app.py": text})
    seen = Evidence({}, {}, program, Templates({}, program))
    made = program.calls("redirect")

    assert lines.carrying(seen, made) == made


def test_call_is_thrown_away_where_its_line_is_nothing_else() -> None:
    seen, form = asked("/books")
    made = lines.leading(seen, form, "redirect")
    sent = lines.leading(seen, form, "flash")

    assert numbers(lines.thrown_away(made)) == [line('redirect(url_for("shelf"))')]
    assert lines.thrown_away(sent) == sent


def test_line_follows_another_only_in_the_same_branch() -> None:
    seen, form = asked("/books")
    made = lines.leading(seen, form, "redirect")
    sent = lines.leading(seen, form, "flash")

    assert numbers(lines.following(made, sent)) == [line(CARRYING)]


def test_view_goes_on_below_a_branch_that_ends_with_a_call() -> None:
    seen, form = asked("/books")
    found = filter(lines.goes_on, lines.leading(seen, form, "flash"))
    outside = [s for s in seen.program.calls("print") if lines.goes_on(s)]

    assert numbers(found) == [line('tell("Odd.")')]
    assert numbers(outside) == [line("print(ALONE)")]
    assert not any(map(lines.goes_on, seen.program.calls("home")))


def test_view_ends_with_its_last_return() -> None:
    assert numbers(lines.ends(*asked("/books"))) == [line("return home()")]
    assert lines.ends(*asked("/nowhere")) == ()


def test_session_is_changed_by_methods_and_by_items_that_are_set_or_deleted() -> None:
    seen, form = asked("/books")
    seen_too, signing_out = asked("/sign-out")

    assert numbers(lines.changes(seen, form)) == [
        line('session["told"]'),
        line('del session["old"]'),
    ]
    assert numbers(lines.changes(seen_too, signing_out)) == [
        line('session.pop("name")'),
        line("name = session.pop"),
    ]


def test_text_is_compared_by_an_operator_or_by_a_method_for_it() -> None:
    seen, form = asked("/books")
    found = lines.mentions(seen, form, "/", "title")

    assert {s.code for s in found if lines.is_compared(s)} == {
        'if request.form["title"].startswith("/") or "//" == request.form["title"]:'
    }


def test_text_and_the_name_of_an_argument_are_mentions() -> None:
    seen, form = asked("/books")

    assert numbers(lines.mentions(seen, form, "category")) == [line("flash(text")]
    assert numbers(lines.mentions(seen, form, "Added")) == [line('tell("Added.")')]


def test_errors_are_caught_by_except_and_by_suppress() -> None:
    assert numbers(lines.handlers(*asked("/sign-out"))) == [line("with suppress")]
    assert numbers(lines.handlers(*asked("/labels"))) == [line("except OSError")]


def test_page_is_kept_by_a_decorator_or_else_by_the_view() -> None:
    assert numbers(lines.cached(*asked("/", "GET"))) == [line("@lru_cache")]
    assert numbers(lines.cached(*asked("/labels"))) == [line("def label")]


def test_field_is_found_as_a_tag_and_as_the_word_of_a_macro() -> None:
    seen, page = asked("/", "GET")

    assert lines.fields(seen, page, "title") == (
        Frame(
            "templates/shelf.html",
            2,
            "",
            '<input id="title" name="title" value="">',
        ),
        Frame("templates/shelf.html", 3, "", '{{ field("title") }}'),
    )


def test_task_is_to_do_while_its_mark_stands_right_above() -> None:
    seen, signing_out = asked("/sign-out")
    near = seen.program.places(lines.changes(seen, signing_out))
    far = lines.ends(seen, signing_out)

    assert lines.still_to_do(seen, near)
    assert not lines.still_to_do(seen, far)


def test_placeholder_of_some_words_fits_those_alone() -> None:
    rule = "/books/<int:number>/<any(borrow, 'return'):what>"
    text = f'@app.post("{rule}")\ndef move(number, what):\n    pass\n'
    program = Program({"app.py": text})

    found = [
        word
        for word in ("borrow", "return", "rename")
        if program.views("POST", f"/books/1/{word}")
    ]
    assert found == ["borrow", "return"]


def test_prefix_is_of_a_files_own_blueprints_or_of_their_registration() -> None:
    route = '@bp.post("/books")\ndef {}():\n    pass\n'
    made = "from flask import Blueprint\nbp = Blueprint('a', __name__{})\n"
    prefix = ", url_prefix='/api'"
    program = Program(
        {
            "app.py": "app.register_blueprint(bp, url_prefix='/v2')\n",
            "books.py": made.format("") + route.format("add"),
            "phone.py": made.format(prefix) + route.format("add_by_phone"),
            "more.py": "from phone import bp\n" + route.format("add_more"),
        }
    )

    def names(path: str) -> list[str]:
        return [f.name for f in program.views("POST", path)]

    assert names("/books") == ["add", "add_by_phone", "add_more"]
    assert names("/api/books") == ["add_by_phone", "add_more"]
    assert names("/v2/books") == ["add", "add_by_phone", "add_more"]
