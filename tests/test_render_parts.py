"""The parts that what a person reads is made of: signs, steps, widths, advice."""

from dataclasses import replace

import rich.cells

from checker.render import advice, outcomes, steps
from checker.render.look import NARROW, Look, cells, columns, hang, paint, visible, wrap
from checker.report import Outcome, Result
from checker.transcript import CookieNote, Step
from small_report import (
    ADDRESS,
    DIAGNOSED,
    FAILED,
    NOT_STARTED,
    PASSED,
    REPORT,
    SHELF,
    SIGN_IN,
    WAITING,
)

LOOK = Look()


def test_every_outcome_has_a_sign_and_a_colour() -> None:
    assert [outcomes.sign(outcome) for outcome in Outcome] == list("✓✗·✗✗✗✗!")
    assert {outcomes.colour(outcome) for outcome in Outcome} == {
        "green",
        "red",
        "dim",
        "yellow",
    }


def test_a_step_says_which_cookie_the_browser_refused_and_why() -> None:
    notes = (
        CookieNote("session", "refused", "name and value are 5000 bytes", "x"),
        CookieNote("old", "cleared", "there was none to clear"),
    )
    step = replace(SIGN_IN, set_cookies=notes)

    assert steps.line(step) == (
        "Ann: POST /sign-in → 302 to /; "
        "the browser refused the cookie session: name and value are 5000 bytes"
    )


def test_what_no_person_asked_for_says_so() -> None:
    icon = replace(SHELF, url=f"{ADDRESS}/favicon.ico", note="for the page: image")

    assert steps.line(icon) == (
        "Ann: GET /favicon.ico → 200; for the page: image; shows “Welcome, 日本語.”"
    )


def test_a_step_that_says_too_much_is_cut_short() -> None:
    notes = tuple(CookieNote("n" * 400, "refused", "no") for _ in range(30))
    step = replace(SIGN_IN, location="/" + "a" * 400, messages=("m" * 400,) * 30)
    line = steps.line(replace(step, set_cookies=notes))

    assert "a" * 301 not in line
    assert "m" * 301 not in line
    assert line.count("…”") == 20
    assert "and 10 more" in line
    assert line.count("refused the cookie") == 20
    assert steps.by_hand([replace(SHELF, url=SHELF.url + "a" * 10_000)]) == [""]


def test_cookies_the_app_gave_come_from_curls_own_jar() -> None:
    planted = replace(SHELF, cookies="session=made-up")
    restart = Step("", note="the app starts anew")

    assert steps.by_hand([SIGN_IN, SHELF, restart, planted]) == [
        "curl -b ann.cookies -c ann.cookies -i "
        "--data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in",
        "curl -b ann.cookies -c ann.cookies -i http://127.0.0.1:5000/",
        "",
        "curl -i -b session=made-up http://127.0.0.1:5000/",
    ]


def test_what_was_done_to_the_app_and_json_are_shown() -> None:
    done = (
        Step("", note="the app starts anew"),
        replace(SIGN_IN, sent=(("", '{"title": "Emma"}'),)),
    )

    assert steps.transcript(done, LOOK)[:3] == [
        "1  the app starts anew",
        "2  Ann: POST /sign-in → 302 to /",
        '   JSON = {"title": "Emma"}',
    ]


def test_text_of_an_app_controls_nothing() -> None:
    assert visible("a\x1b[2Jb\u202ec d\x9b") == "a\\x1b[2Jb\\u202ec d\\x9b"
    assert visible("a\ud800b\u061c\U000e0041") == "a\\ud800b\\u061c\\ue0041"


def test_wide_characters_are_wrapped_by_their_width() -> None:
    assert wrap("日本語" * 5 + " ok", 20) == ["日本語日本語日本語日", "本語日本語 ok"]
    assert wrap("", 20) == []
    assert hang("- ", "", LOOK) == ["-"]


def test_what_is_known_to_be_narrow_is_so_to_rich() -> None:
    widths = {letter: rich.cells.cell_len(letter) for letter in NARROW}

    assert widths == dict.fromkeys(NARROW, 1)
    assert [cells("Ann “✓”"), cells("日本"), cells("\u200b")] == [7, 4, 0]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrap("a" * 45, 20) == ["a" * 20, "a" * 20, "a" * 5]


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert columns([("1", "日本"), ("10", "a")]) == [" 1  日本", "10  a"]


def test_no_colour_where_there_is_none() -> None:
    assert paint("text", "red", LOOK) == paint("text", "", Look(colour=True)) == "text"


def test_advice_names_the_line_that_a_diagnosis_names() -> None:
    found = advice.after(DIAGNOSED, "checker check 3", "")

    assert found == "task 1, in app.py, line 33. Then “checker check 3” again."


def test_advice_for_each_way_a_run_can_end() -> None:
    def after(*results: Result) -> str:
        report = replace(REPORT, results=results)
        return advice.after(report, "checker check 3", "the next.", "checker hint 3")

    bare = replace(FAILED, task=None, frames=())
    broken = replace(bare, outcome=Outcome.BROKEN)

    assert after(PASSED) == "the next."
    assert after(FAILED) == (
        "task 1, in app.py, line 31. "
        "“checker hint 3” gives a hint, then “checker check 3” again."
    )
    assert after(WAITING, bare) == (
        "what worked from the start. Then “checker check 3” again."
    )
    assert after(WAITING).startswith("task 1. “checker hint 3”")
    assert after(NOT_STARTED) == (
        "mend your app, in app.py, line 31, then “checker check 3” again."
    )
    assert after(broken) == (
        "this is the checker's fault and does not count. Try “checker check 3” once "
        "more."
    )
