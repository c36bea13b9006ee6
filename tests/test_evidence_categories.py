"""Which messages were left, shown and lost, and which lines of the app left them."""

from __future__ import annotations

from itsdangerous import URLSafeTimedSerializer

from checker.evidence import Evidence, Program, Templates
from checker.evidence.categories import (
    acting,
    actions,
    as_shown,
    counted_before,
    goes_on,
    lending,
    lost,
    telling,
    told,
    without_titles,
)
from checker.flask_cookie import Waiting
from checker.report import Outcome, Result
from checker.transcript import CookieNote, Step

SUCCESS = ("success", "“Momo” is yours.")
INFO = ("info", "The roof leaks.")
PAGE = """<main></main><div class="messages">
<p class="message success"><b>Done:</b> “Momo” is yours.</p></div>"""
APP = """\
from flask import Flask, abort, flash, redirect, session
from notices import careful, say

app = Flask(__name__)


@app.post("/books/<int:number>/borrow")
def borrow(number):
    book = find(number)
    had = count()
    if book.reader:
        flash("Gone.", "error")
    if had == 3:
        flash("No more.", category="error")
        return redirect("/")
    if had == 4:
        redirect("/")
    session["last"] = book.title
    book.reader = books[0] = name = "Ann"
    if had == 2:
        careful("The last one.")
    if count() == 3:
        say("warning", "The last one, really.")
    flash("Yours.")
    return redirect("/")


def find(number):
    return books[number]


def count():
    return 0
"""
NOTICES = """\
from flask import flash


def careful(text):
    flash(text, "warning")


def say(kind, text):
    flash(text, kind)
"""


def cookie(*messages: tuple[str, str]) -> str:
    """What Flask sends for a session with these messages."""
    tagged = [{" t": list(message)} for message in messages]
    return str(URLSafeTimedSerializer("key").dumps({"_flashes": tagged}))


def post(path: str, *left: tuple[str, str], title: str = "") -> Step:
    given = (CookieNote("session", "set", "", cookie(*left)),) if left else ()
    sent = (("title", title),) if title else ()
    return Step("Ann", "POST", f"http://a{path}", sent, "", 302, "/", given)


def get(*taken: tuple[str, str], shown: tuple[str, ...] = (), body: str = "") -> Step:
    return Step(
        "Ann",
        "GET",
        "http://a/",
        (),
        f"session={cookie(*taken)}",
        200,
        "",
        (CookieNote("session", "cleared"),),
        shown,
        body,
    )


def result(*steps: Step) -> Result:
    return Result("a", "A.", 1, 1, Outcome.FAILED, steps=steps)


def evidence(*results: Result) -> Evidence:
    texts = {"app.py": APP, "notices.py": NOTICES}
    program = Program(texts)
    found = Templates(texts, program)
    return Evidence({r.check: r for r in results}, texts, program, found, results)


def test_the_last_request_that_sent_something_is_the_action() -> None:
    first = result(post("/books", INFO), post("/books/5/borrow", SUCCESS), get(SUCCESS))
    found = actions([first, result(get()), result(Step("Ann", note="restarted"))])

    assert [(e.path, [m.text for m in e.added]) for e in found] == [
        ("/books/5/borrow", ["“Momo” is yours."])
    ]


def test_a_message_that_was_taken_and_shown_nowhere_is_lost() -> None:
    seen = evidence(result(get(SUCCESS, INFO, shown=("Done: “Momo” is yours.",))))

    assert [message.text for message in lost(seen)] == ["The roof leaks."]


def test_a_page_tells_how_what_waited_for_it_looks() -> None:
    seen = evidence(result(get(SUCCESS, INFO, body=PAGE)))

    assert {
        waiting.category: (message.besides(waiting.text), sorted(message.classes))
        for waiting, message in as_shown(seen).items()
    } == {"success": ("Done", ["message", "messages", "success"])}
    assert as_shown(evidence(result())) == {}


def test_what_two_books_were_told_can_be_compared_without_their_titles() -> None:
    seen = evidence(
        result(
            post("/books", title="Momo"),
            post("/books/5/borrow", SUCCESS),
            post("/books/6/borrow"),
        )
    )

    assert without_titles(seen, "/borrow") == ("“” is yours.", "")


def test_the_view_and_all_it_leads_to_is_what_acts() -> None:
    seen = evidence(result(post("/books/5/borrow")))

    assert [f.name for f in acting(seen)] == [
        "borrow",
        "find",
        "count",
        "careful",
        "say",
    ]


def test_a_word_may_be_given_by_the_call_or_by_the_function_that_it_calls() -> None:
    seen = evidence(result(post("/books/5/borrow")))
    view = seen.program.views("POST", "/books/5/borrow")

    assert [s.code for s in telling(seen.program, view, "warning")] == [
        'careful("The last one.")',
        'say("warning", "The last one, really.")',
    ]


def test_the_line_that_left_a_message_is_told_by_category_and_text() -> None:
    seen = evidence(result(post("/books/5/borrow")))

    def lines(text: str, category: str) -> list[int]:
        return [place.line for place in told(seen, [Waiting(text, category)])]

    assert lines("Gone.", "error") == [12]
    assert lines("Another.", "error") == [12, 14]
    assert lines("Yours.", "message") == [24]
    assert lines("Yours.", "danger") == [12, 14, 24, 5, 9]


def test_an_attribute_or_an_item_that_is_set_is_no_session() -> None:
    program = evidence().program

    assert {s.line for s in lending(program, program.functions)} == {19}


def test_a_call_in_an_if_that_leaves_nothing_goes_on() -> None:
    program = evidence().program
    view = program.views("POST", "/books/5/borrow")

    assert [s.line for s in goes_on(program, view, "flash")] == [12]
    assert [s.line for s in goes_on(program, view, "redirect")] == [17]


def test_a_count_may_be_older_than_what_it_counts() -> None:
    program = evidence().program
    view = program.views("POST", "/books/5/borrow")

    assert [p.line for p in counted_before(program, view, "warning")] == [21]
