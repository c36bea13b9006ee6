"""A visitor at a real Chromium gets through, whatever a page tries."""

from __future__ import annotations

import pytest

import browser_trial
import engine
from browser_trial import Trial
from checker.app import App
from checker.checks import expect
from checker.report import Outcome
from checker.visitor.browser.gate import ONE_WINDOW, as_sent
from engine import summaries, visit

pytestmark = pytest.mark.slow  # a real browser
leaks, marked, forking = engine.leaks, engine.marked, engine.forking
chromium, trials = browser_trial.chromium, browser_trial.trials
pages, hostile = browser_trial.pages, browser_trial.hostile


ICON = "/favicon.ico"  # asked for by Chromium, and not by its headless shell


# what only a browser does -------------------------------------------------------------


def test_what_the_browser_had_kept_is_noted(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        first, again = ann.get("/kept"), ann.get("/kept")

        assert (first.text, again.text) == ("kept 1", "kept 1")
        assert set(again.headers) >= set(first.headers) - {"connection"}
        assert again.status == 200

    assert summaries(pages.passes(body)) == [
        "Ann: GET /kept → 200",
        "Ann: GET /kept was not asked for: the browser had kept it",
    ]


def test_a_page_is_seen_after_its_scripts_and_with_its_files(pages: Trial) -> None:
    def body(app: App) -> None:
        assert app.visitor("Ann").get("/drawn").text == "by a script"

    steps = pages.passes(body).steps

    assert sorted((s.path, s.note) for s in steps if s.path != ICON) == [
        ("/drawing.svg", "for the page: image"),
        ("/drawn", ""),
        ("/look.css", "for the page: style"),
    ]


def test_a_question_of_a_page_is_answered_with_no_and_noted(pages: Trial) -> None:
    def body(app: App) -> None:
        assert app.visitor("Ann").get("/asks").text == "false"

    assert summaries(pages.passes(body)) == [
        "Ann: GET /asks → 200",
        "Ann: the page asked: Sure?",
    ]


def test_a_page_that_wants_nobody_to_leave_is_left(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/stay")
        ann.head("/")  # a page that nobody has touched may not ask

        assert ann.get("/").text == "Home"

    assert [step.note for step in pages.passes(body).steps if not step.method] == []


def test_a_download_is_refused_and_noted(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        ann.get("/")

        assert ann.get("/download").text == "in a file"
        assert ann.reload().text == "Home"

    first, second, third = summaries(pages.passes(body))[:3]

    assert [first, second] == ["Ann: GET / → 200", "Ann: GET /download → 200"]
    assert third.startswith("Ann: refused: a download, http://127.0.0.1:")


@pytest.mark.parametrize("path", ["/popup", "/popup-form"])
def test_no_page_opens_another_window(pages: Trial, path: str) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")

        assert ann.get(path).text == "here"
        assert ann.get("/opened").json() == []

    pages.passes(body)


def test_nothing_is_loaded_from_elsewhere(pages: Trial) -> None:
    def body(app: App) -> None:
        assert app.visitor("Ann").get("/cdn").text == "here"

    why = "Ann: not loaded, since it lies outside of the app:"
    assert sorted(summaries(pages.passes(body))) == [
        "Ann: GET /cdn → 200",
        f"{why} http://cdn.example/y.js",
        f"{why} https://cdn.example:443",
    ]


def test_a_script_leads_nobody_out_of_the_app(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")

        assert ann.get("/away").text == "here"
        assert ann.get("/").text == "Home"
        assert ann.post("/echo").status == 200

    why = "Ann: not loaded, since it lies outside of the app:"
    assert f"{why} http://example.org/" in summaries(pages.passes(body))


def test_a_file_that_does_not_arrive_spoils_no_page(pages: Trial) -> None:
    def body(app: App) -> None:
        assert app.visitor("Ann").get("/broken-picture").text == "here"

    steps = pages.passes(body).steps
    notes = [step.note for step in steps if step.path == "/half.png"]
    assert notes == ["no answer; for the page: image"]


def test_a_cookie_that_is_gone_after_a_redirect_had_been_kept(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")

        assert [m.text for m in ann.get("/greets").messages] == ["Good morning"]
        assert ann.cookies == {}

    steps = [step for step in pages.passes(body).steps if not step.by_page]

    assert [(s.path, [c.did for c in s.set_cookies]) for s in steps] == [
        ("/greets", ["set"]),
        ("/shows", ["cleared"]),
    ]


@pytest.mark.parametrize(
    ("path", "asked", "what"),
    [
        ("/polls", "/opened", "for the page: a script"),
        ("/moves-on", "/shows", "for the page: the next page"),
    ],
)
def test_what_a_page_asks_for_between_two_acts_is_told(
    pages: Trial, path: str, asked: str, what: str
) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        while not any(step.note == what for step in app.steps):
            ann.get(path)
            app.wait(0.2)
            ann.get("/")

    steps = pages.passes(body).steps

    assert {step.path for step in steps if step.note == what} == {asked}


def test_the_last_pages_are_kept_whole_whatever_they_ask_for(pages: Trial) -> None:
    def body(app: App) -> None:
        app.visitor("Ann").get("/long")
        expect(False, "x", "y")

    [page] = [step for step in pages(body).steps if step.path == "/long"]

    assert page.body.count("a shelf") == 500


def test_an_icon_that_no_page_names_is_the_browsers_own_request(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        ann.get("/")
        app.wait(0.2)
        ann.get("/forms")

    result = pages.passes(body)
    icons = [step.note for step in result.steps if step.path == ICON]

    assert set(icons) <= {"for the page: image"}
    assert summaries(result) == [
        "Ann: GET / → 200",
        "0.2 seconds pass",
        "Ann: GET /forms → 200",
    ]


@pytest.mark.parametrize("own", [{}, {"content-security-policy": "img-src 'self'"}])
def test_what_is_added_to_a_page_on_its_way_is_taken_off_again(
    own: dict[str, str],
) -> None:
    pages = {"age": "1", **own}
    seen = ", ".join([*own.values(), ONE_WINDOW])

    assert as_sent({**pages, "content-security-policy": seen}) == tuple(pages.items())


# pages and apps that do harm ----------------------------------------------------------


@pytest.mark.parametrize("path", ["/endless-script", "/later-endless"])
def test_a_script_without_end_is_timed_out(pages: Trial, path: str) -> None:
    result = pages(visit(path), request=0.5)

    assert result.outcome is Outcome.TIMED_OUT
    assert result.reason == "The page was not at rest within 2 seconds."
    assert summaries(result) == [f"Ann: GET {path} → 200"]


def test_a_form_that_sends_nothing_is_timed_out(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.submit(ann.get("/no-submit"), "Send")

    result = pages(body, request=0.5)

    assert result.reason == "The page was not at rest within 2 seconds."


def test_a_page_that_wants_all_memory_is_over_limit(pages: Trial) -> None:
    result = pages(visit("/greedy"))

    assert result.outcome is Outcome.OVER_LIMIT
    assert result.reason == "The tab crashed: the page asks more than a browser has."


HARM = {
    "/exit": (Outcome.STOPPED, "The app ended before it answered GET /exit"),
    "/nothing": (Outcome.FAILED, ""),
    "/garbage": (Outcome.FAILED, ""),
    "/endless": (Outcome.OVER_LIMIT, "The answer to GET /endless is longer than"),
    "/hang": (Outcome.TIMED_OUT, "GET /hang had no whole answer within 1 seconds."),
}


@pytest.mark.parametrize("path", HARM)
def test_whatever_the_app_answers_the_check_ends_with_a_sentence(
    hostile: Trial, path: str
) -> None:
    outcome, reason = HARM[path]
    result = hostile(visit(path), request=1.0)

    assert result.outcome is outcome
    assert result.reason.startswith(reason)
    assert summaries(result) == [f"Ann: GET {path} → no answer"]


def test_a_page_that_leads_on_by_itself_is_a_page(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        assert ann.get("/leads-on").path in ("/leads-on", "/")
        assert ann.get("/forms").path == "/forms"

    pages.passes(body)


def test_no_page_closes_its_tab(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        assert ann.get("/closes").text == "here"
        assert ann.get("/").text == "Home"

    pages.passes(body)


def test_a_page_that_lets_nobody_ask_is_timed_out(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/strict")
        ann.head("/")

    result = pages(body)

    assert result.reason == "The browser did not ask the app for /."


@pytest.mark.parametrize("path", ["/exit", "/hang"])
def test_what_ends_one_of_many_forms_ends_the_check(hostile: Trial, path: str) -> None:
    def body(app: App) -> None:
        app.visitor("Ann").head(path)

    result = hostile(body, request=1.0)

    assert result.outcome is HARM[path][0]
    assert summaries(result) == [f"Ann: HEAD {path} → no answer"]


def test_a_page_asked_for_in_advance_is_not_the_one_in_the_tab(pages: Trial) -> None:
    def body(app: App) -> None:
        page = app.visitor("Ann").get("/in-advance")

        assert page.path == "/in-advance"

    steps = pages.passes(body).steps
    assert ("/forms", "for the page: prefetch") in [(s.path, s.note) for s in steps]
