"""Forms in a real Chromium are filled and sent as a person would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import browser_trial
import engine
from browser_trial import Trial
from checker.app import App
from checker.report import Outcome
from engine import facts, passes, tried

pytestmark = pytest.mark.slow  # a real browser
leaks, marked, forking = engine.leaks, engine.marked, engine.forking
chromium, trials = browser_trial.chromium, browser_trial.trials
pages = browser_trial.pages


def test_forms_are_filled_and_sent_as_a_person_would(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        found = facts(ann.submit(ann.get("/forms"), "Search", word="a b"))
        assert found["query"] == "q=a+b"
        page = ann.get("/forms")
        sent = facts(ann.submit(page, "Drop", text="", kind="oat", **{"A gift": "yes"}))
        assert sent["form"] == {
            "text": [""],
            "kind": ["oat"],
            "gift": ["yes"],
            "do": ["drop"],
        }

    pages.passes(body)


def test_a_form_of_an_earlier_page_can_still_be_sent(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.get("/forms")
        ann.get("/")

        sent = facts(ann.submit(page, "Keep", Text="rye"))
        assert sent["form"] == {"text": ["rye"], "kind": ["rye"], "do": ["keep"]}

    pages.passes(body)


BUTTONS = ["One", "Away", "Own", "Odd", "After", "Get", "Third", "Named"]


def test_every_button_sends_what_it_sends_without_a_browser(pages: Trial) -> None:
    told: list[list[dict[str, Any]]] = []

    def body(app: App) -> None:
        ann = app.visitor()
        sent = [facts(ann.submit(ann.get("/owners"), name)) for name in BUTTONS]
        filled = ann.submit(ann.get("/owners"), "Own", before="rye")
        told.append([*sent, facts(filled)])

    pages.passes(body)
    passes(pages.host, pages.folder, body)

    by_browser, by_http = told
    assert by_browser == by_http
    assert by_browser[BUTTONS.index("Away")] == {
        "method": "POST",
        "form": {"away": ["4"], "own": ["6"], "do": ["away"]},
        "query": "",
    }


@pytest.mark.parametrize(
    ("path", "button", "fields", "expected", "seen"),
    [
        ("/owners", "Nowhere", {}, "a form “Nowhere” on /owners", "One, Away, "),
        ("/strayed", "Send", {"text": "rye"}, "a field “text” in the form “Send”", ""),
    ],
)
def test_what_belongs_to_no_form_or_another_is_not_there(
    pages: Trial,
    path: str,
    button: str,
    fields: dict[str, str],
    expected: str,
    seen: str,
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.submit(ann.get(path), button, **fields)

    browser, http = pages(body), tried(pages.host, pages.folder, body)

    assert (browser.expected, browser.seen) == (http.expected, http.seen)
    assert browser.expected == expected
    assert browser.seen.startswith(seen)


def test_a_form_that_a_page_lets_nobody_fill_is_timed_out(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.submit(ann.get("/locked"), "Send", text="rye")

    result = pages(body)

    assert result.reason == "The browser asked the app for no page."


def test_a_field_may_be_called_like_a_word_of_the_form(pages: Trial) -> None:
    def body(app: App) -> None:
        sent = facts(app.visitor().post("/echo", submit="a", append="b", remove="c"))

        assert sent["form"] == {"submit": ["a"], "append": ["b"], "remove": ["c"]}

    pages.passes(body)


def test_a_form_may_be_sent_by_a_script_in_its_own_way(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        answer = ann.submit(ann.get("/enhanced"), "Send", a="rye")

        assert facts(answer)["form"] == {"a": ["rye"]}
        assert ann.page.text.endswith("said 200")

    pages.passes(body)


def test_a_form_that_a_script_keeps_to_itself_leaves_the_page(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.submit(ann.get("/enhanced"), "Keep")
        assert (page.path, page.text[-4:]) == ("/enhanced", "kept")

        led = ann.submit(ann.get("/enhanced"), "Leave")
        assert (led.path, led.text) == ("/asks", "false")

    pages.passes(body)


def test_a_script_whose_request_is_not_answered_is_told(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.get("/enhanced")
        app.limits = replace(app.limits, request=0.0)
        ann.submit(page, "Send", a="rye")

    assert pages(body).outcome is Outcome.TIMED_OUT
