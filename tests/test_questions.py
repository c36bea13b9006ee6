"""Where nothing is recognised, two questions start from what did happen."""

from __future__ import annotations

from dataclasses import replace

from checker.evidence import Evidence, Program, Templates
from checker.questions import questions
from checker.report import Frame, Outcome, Result
from checker.transcript import CookieNote, Step

APP = "from flask import Flask\n\n\n@app.post('/sign-in')\ndef sign_in():\n    pass\n"
# {"_flashes":[{" t":["message","Hi."]}]} and {"name":"Ann"}
WAITING = "eyJfZmxhc2hlcyI6W3siIHQiOlsibWVzc2FnZSIsIkhpLiJdfV19.aa.bb"
NAMED = "eyJuYW1lIjoiQW5uIn0.aa.bb"
POST = Step("Ann", "POST", "http://a/sign-in", (("name", "Ann"),), status=302)
GET = Step("Ann", "GET", "http://a/", status=200, body="<h1>Shelf</h1>")


def asked(*steps: Step, app: str = APP, **given: object) -> tuple[str, ...]:
    result = Result("greets", "Greets.", 1, 1, Outcome.FAILED, steps=steps)
    result = replace(result, **given)  # type: ignore[arg-type]  # fields of a result
    program = Program({"app.py": app})
    texts = {"app.py": app}
    whole = Evidence({}, texts, program, Templates(texts, program), (result,))
    return questions(whole)


def cookie(value: str, did: str = "set") -> tuple[CookieNote, ...]:
    return (CookieNote("session", did, value=value),)


def test_nothing_was_left() -> None:
    assert asked(POST, GET) == (
        "Does sign_in() in app.py, line 5, come to a flash() in this case, and on "
        "which way?",
        "Which lines of sign_in() in app.py, line 5, run in this case, one after the "
        "other?",
    )


def test_a_message_waits_and_the_page_does_not_ask() -> None:
    shown = replace(GET, cookies=f"session={WAITING}")

    assert asked(replace(POST, set_cookies=cookie(WAITING)), shown)[0] == (
        "“Hi.” still waits after /: which template makes up that page, and where does "
        "it ask for messages?"
    )


def test_the_page_takes_more_than_it_shows() -> None:
    shown = replace(GET, cookies=f"session={WAITING}", set_cookies=cookie(NAMED))

    assert asked(POST, shown)[0] == (
        "The page / took 1 out of the session and shows 0: what became of the rest of "
        "the list?"
    )


def test_what_is_shown_was_left_or_comes_from_elsewhere() -> None:
    elsewhere = replace(GET, messages=("Hi.",))
    waited = replace(elsewhere, cookies=f"session={WAITING}", set_cookies=cookie(NAMED))

    assert asked(POST, elsewhere)[0] == (
        "Where does “Hi.” come from, if it was not waiting?"
    )
    assert asked(POST, waited)[0] == (
        "Which request left “Hi.”, and what had happened by then?"
    )


def test_a_cookie_was_refused() -> None:
    lost = replace(POST, set_cookies=cookie(WAITING, "refused"))

    assert asked(lost)[0] == (
        "How large does the session cookie become, and what does a browser keep?"
    )


def test_the_status_tells_something() -> None:
    def first(status: int, **given: object) -> str:
        return asked(replace(POST, status=status, **given))[0]  # type: ignore[arg-type]  # fields of a step

    assert first(404) == "Which route of yours answers the address /sign-in?"
    assert first(405) == "Does the route of /sign-in answer POST, or other methods?"
    assert first(400) == "/sign-in was sent name: which names does its view read?"
    assert first(400, sent=()) == (
        "/sign-in was sent no field: which names does its view read?"
    )


def test_an_error_names_a_line() -> None:
    frame = Frame("app.py", 6, "sign_in", "pass")
    error = "KeyError: 'name'"

    assert asked(POST, error=error, frames=(frame,)) == (
        "What does each name in line 6 of app.py stand for when the line runs?",
        "What does the last line of the error say about what it was given?",
    )
    assert asked(POST, error=error)[0] == (
        "What does the last line of the error say about what it was given?"
    )


def test_what_is_still_to_be_done_comes_first() -> None:
    assert asked(POST, app=f"{APP}    # TODO 1: Greet\n    # TODO 2: Rest\n")[0] == (
        "TODO 1 still stands in app.py, line 7: what belongs there?"
    )


def test_without_a_request_the_questions_are_general() -> None:
    assert asked() == (
        "What is the first request after which something is not as you expect it?",
        "Which of your lines did that, and what would print() show there?",
    )
    assert "the view of GET /" in asked(GET)[1]


def test_an_app_that_ended_has_questions_of_its_own() -> None:
    for outcome in (
        Outcome.NOT_STARTABLE, Outcome.TIMED_OUT, Outcome.OVER_LIMIT, Outcome.STOPPED,
    ):  # fmt: skip
        assert len(asked(outcome=outcome)) == 2
        assert asked(outcome=outcome)[0].endswith("?")
