"""A visitor at a real Chromium has every visitor's words, whatever a page tries."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Error

import engine
from apps import FRIENDLY, HOSTILE
from browser import MISSING
from browser_pages import PAGES
from checker.app import App
from checker.doctor import this_machine
from checker.errors import NotInstalled
from checker.flask_cookie import Waiting
from checker.host import Host
from checker.machine import Machine
from checker.page import Page
from checker.report import Outcome, Result
from checker.runner import run
from checker.transcript import CookieNote
from checker.visitor.browser.chromium import Chromium
from checker.visitor.browser.tab import Tab
from checker.visitor.browser.visitor import BrowserVisitor
from checker.visitor.visitor import Street, Visitor
from engine import LESSON, Body, promise, written

leaks, marked, forking = engine.leaks, engine.marked, engine.forking

# Machines may be busy, and a browser is slow then: these end only what would not end.
PATIENT = replace(engine.QUICK, start=30.0, request=20.0, check=90.0)


@dataclass(frozen=True)
class Trial:
    """Checks on one app, whose visitors sit at the browser of this module."""

    host: Host
    folder: Path
    chromium: Chromium

    def visitor(self, street: Street, name: str) -> Visitor:
        return BrowserVisitor(street, name, self.chromium)

    def __call__(self, body: Body, **limits: float) -> Result:
        """The result of a check with that body, within those limits."""
        within = replace(PATIENT, **limits)  # type: ignore[arg-type]  # some are whole
        checks = [promise(body)]
        done = run(
            self.folder,
            LESSON,
            checks,
            host=self.host,
            seed=7,
            limits=within,
            visitors=self.visitor,
        )
        return done.results[0]

    def passes(self, body: Body, **limits: float) -> Result:
        """The same, which must have passed; `body` may use assert."""
        result = self(body, **limits)
        assert result.outcome is Outcome.PASSED, result
        return result


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """The browser of this module; without one a test is skipped, and in CI fails."""
    path = os.environ["PATH"].removesuffix(f"{os.pathsep}{engine.MARK}")
    with Chromium() as browser:
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PATH", path)  # its tabs come and go as it likes
                browser.start()
        except NotInstalled as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{MISSING} {error}")
            pytest.skip(f"{MISSING} {error}")
        yield browser


Trials = Callable[[str], Trial]


@pytest.fixture(scope="module")
def trials(
    forking: Host, chromium: Chromium, tmp_path_factory: pytest.TempPathFactory
) -> Trials:
    def on(source: str) -> Trial:
        return Trial(forking, written(tmp_path_factory.mktemp("app"), source), chromium)

    return on


@pytest.fixture(scope="module")
def pages(trials: Trials) -> Trial:
    return trials(PAGES)


@pytest.fixture(scope="module")
def friendly(trials: Trials) -> Trial:
    return trials(FRIENDLY)


@pytest.fixture(scope="module")
def hostile(trials: Trials) -> Trial:
    return trials(HOSTILE)


def facts(page: Page) -> dict[str, Any]:
    found = page.json()
    assert isinstance(found, dict)
    return found


def summaries(result: Result) -> list[str]:
    return [step.summary for step in result.steps]


def visit(path: str) -> Body:
    """A body that opens one address."""

    def visits(app: App) -> None:
        app.visitor("Ann").get(path)

    return visits


# the words of every visitor -----------------------------------------------------------


def test_a_form_arrives_as_a_browser_sends_it(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        ann.get("/forms")
        sent = facts(ann.post("/echo", text="a b&é\nc", many=["1", "2"], none=[]))

        assert sent["form"] == {"text": ["a b&é\r\nc"], "many": ["1", "2"]}
        told = sent["headers"]
        assert told["Origin"] == app.origin
        assert told["Referer"] == f"{app.origin}/forms"
        assert "Chrome/" in told["User-Agent"]

    friendly.passes(body)


def test_a_first_page_may_be_a_form_sent_from_nowhere(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")

        assert facts(ann.post("/echo", text="rye"))["form"] == {"text": ["rye"]}
        assert ann.cookies == {}

    assert summaries(friendly.passes(body)) == ["Ann: POST /echo → 200"]


def test_json_arrives_as_json(friendly: Trial) -> None:
    def body(app: App) -> None:
        page = app.visitor().post_json("/echo", {"a": [1]})

        assert facts(page)["json"] == {"a": [1]}
        assert page.sent == (("", '{"a": [1]}'),)

    friendly.passes(body)


def test_head_brings_headers_and_leaves_the_page(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/forms")
        page = ann.head("/repeat/302")

        assert (page.status, page.html, page.location) == (302, "", "/echo")
        assert ann.reload().path == "/forms"

    friendly.passes(body)


def test_messages_wait_in_the_cookie_until_they_are_shown(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        word = app.word()
        answer = ann.post("/", text=word)

        assert (answer.status, answer.location) == (302, "/")
        assert ann.waiting == (Waiting(text=word, category="message"),)
        assert [m.text for m in ann.follow(answer).messages] == [word]
        assert not ann.session_cookie
        assert not ann.reload().messages

    assert summaries(friendly.passes(body)) == [
        "Ann: POST / → 302 to /",
        "Ann: GET / → 200",
        "Ann: GET / → 200",
    ]


@pytest.mark.parametrize(("code", "method"), [(302, "GET"), (307, "POST")])
def test_a_redirect_repeats_a_post_only_when_it_says_so(
    friendly: Trial, code: int, method: str
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.follow(ann.post(f"/repeat/{code}", text="again"))

        assert facts(page)["method"] == method
        assert facts(page)["form"] == ({"text": ["again"]} if method == "POST" else {})
        assert page.redirects == ((code, "/echo"),)
        assert ann.follow(page) is page

    friendly.passes(body)


def test_get_can_stop_at_the_redirect(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        assert ann.get("/repeat/302", follow=False).location == "/echo"
        assert len(ann.get("/chain/18").redirects) == 19
        assert len(ann.follow(ann.get("/chain/19", follow=False)).redirects) == 20

    friendly.passes(body)


@pytest.mark.parametrize(("stops", "times"), [(False, 20), (True, 21)])
def test_more_redirects_than_a_browser_follows_are_over_limit(
    friendly: Trial, stops: bool, times: int
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.follow(ann.get("/chain/20", follow=not stops))

    result = friendly(body)

    assert result.outcome is Outcome.OVER_LIMIT
    assert result.reason == f"/chain/19 redirects for ever: {times} times so far."


@pytest.mark.parametrize("stops", [False, True])
def test_fewer_redirects_can_be_allowed(friendly: Trial, stops: bool) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.follow(ann.get("/chain/3", follow=not stops))

    result = friendly(body, redirects=2)

    assert result.reason == "/chain/2 redirects for ever: 3 times so far."


def test_a_post_that_is_repeated_for_ever_is_over_limit(trials: Trials) -> None:
    source = """
from flask import Flask, redirect
app = Flask(__name__)
app.post("/round")(lambda: redirect("/round", 307))
"""

    def body(app: App) -> None:
        ann = app.visitor()
        ann.follow(ann.post("/round"))

    result = trials(source)(body, redirects=3)

    assert result.reason == "/round redirects for ever: 4 times so far."


OUT = ["https://example.org/x", "//example.org/", "http://127.0.0.1:1/"]


@pytest.mark.parametrize(
    ("where", "stops"), [*((where, False) for where in OUT), (OUT[0], True)]
)
def test_a_redirect_out_of_the_app_fails(
    friendly: Trial, where: str, stops: bool
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.follow(ann.get(f"/to?where={where}", follow=not stops))

    result = friendly(body)

    assert (result.expected, result.seen, result.reason) == (
        "a redirect to a page of the app",
        f"one to {where}",
        "",
    )


def test_reload_of_a_post_posts_again(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.post("/plain")

        assert ann.reload().text == "posted 2 times"
        assert ann.get("/echo?a=1").url == ann.reload().url

    friendly.passes(body)


def test_cookies_belong_to_one_visitor(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann, ben = app.visitor(), app.another_visitor()
        ann.get("/cookies")
        ann.set_cookie("mine", "1")

        assert ann.cookies == {"kind": "oat", "mine": "1"}
        assert facts(ann.get("/echo"))["cookies"] == {"kind": "oat", "mine": "1"}
        assert facts(ben.get("/echo"))["cookies"] == {}
        assert [(c.name, c.did) for c in app.steps[0].set_cookies] == [
            ("kind", "set"),
            ("away", "refused"),
        ]

    friendly.passes(body)


def test_a_cookie_that_a_browser_refuses_is_noted_with_the_reason(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/large-cookie")

        assert ann.cookies == {"small": "1"}
        why = "name and value are 5005 bytes, and browsers keep 4096"
        assert app.steps[0].set_cookies == (
            CookieNote("large", "refused", why, "x" * 5000),
            CookieNote("small", "set", "", "1"),
        )

    pages.passes(body)


def test_a_cookie_that_nobody_can_plant_is_our_mistake(pages: Trial) -> None:
    def body(app: App) -> None:
        app.visitor().set_cookie("a;b", "x")

    result = pages(body)

    assert result.outcome is Outcome.BROKEN
    assert "This is our bug." in result.reason


def test_a_cookie_for_a_part_of_the_app_is_kept(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/shelf")

        assert ann.cookies == {"corner": "left"}
        assert app.steps[0].set_cookies == (CookieNote("corner", "set", "", "left"),)

    pages.passes(body)


def test_a_cookie_that_a_script_takes_away_was_not_kept(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/taken-away")

        assert ann.cookies == {}
        why = "the browser did not keep it"
        note = CookieNote("kind", "refused", why, "oat")
        assert app.steps[0].set_cookies == (note,)

    pages.passes(body)


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


def test_forms_posted_at_once_are_there_at_once(friendly: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        pages = ann.post_at_once("/meet", [{}] * 4)

        assert sorted(page.text for page in pages) == ["0", "1", "2", "3"]
        sent = ann.post_at_once("/echo", [{"n": str(n)} for n in range(8)])
        assert [facts(page)["form"]["n"] for page in sent] == [
            [str(n)] for n in range(8)
        ]
        assert ann.post_at_once("/echo", []) == ()

    friendly.passes(body)


def test_what_a_page_asks_by_itself_is_no_answer_to_a_person(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/polls")
        answers = ann.post_at_once("/echo", [{"n": "1"}, {"n": "2"}])

        assert [facts(page)["form"] for page in answers] == [{"n": ["1"]}, {"n": ["2"]}]
        assert ann.head("/forms").path == "/forms"

    pages.passes(body)


def test_two_visitors_can_be_on_their_way_at_once(pages: Trial) -> None:
    def body(app: App) -> None:
        visitors = [app.visitor(), app.visitor()]
        with ThreadPoolExecutor(2) as crew:
            seen = list(crew.map(lambda v: v.get("/forms").path, visitors))

        assert seen == ["/forms"] * 2

    pages.passes(body)


@pytest.mark.parametrize("status", [200, 204, 400, 500])
def test_an_empty_answer_is_an_answer(pages: Trial, status: int) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/forms")
        page = ann.post(f"/empty/{status}")

        assert (page.status, page.text, page.messages) == (status, "", ())
        assert ann.get(f"/empty/{status}").status == status
        assert ann.get("/").text == "Home"

    pages.passes(body)


# what only a browser does -------------------------------------------------------------


def test_what_the_browser_had_kept_is_noted(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        first, again = ann.get("/kept"), ann.get("/kept")

        assert (first.text, again.text) == ("kept 1", "kept 1")
        assert again.status == 200

    assert summaries(pages.passes(body)) == [
        "Ann: GET /kept → 200",
        "Ann: GET /kept was not asked for: the browser had kept it",
    ]


def test_a_page_is_seen_after_its_scripts_and_with_its_files(pages: Trial) -> None:
    def body(app: App) -> None:
        assert app.visitor("Ann").get("/drawn").text == "by a script"

    steps = pages.passes(body).steps

    assert sorted((step.path, step.note) for step in steps) == [
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

    steps = pages.passes(body).steps

    assert [s.summary.replace(s.url, "") for s in steps][:2] == [
        "Ann: GET / → 200",
        "Ann: GET /download → 200",
    ]
    assert steps[2].note.startswith("Ann: refused: a download, http://127.0.0.1:")


def test_no_page_opens_another_window(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")

        assert ann.get("/popup").text == "here"
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

    note = pages.passes(body).steps[1].note
    assert note == "no answer; for the page: image"


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


def test_a_field_that_belongs_to_another_form_is_timed_out(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.submit(ann.get("/strayed"), "Send", text="rye")

    result = pages(body)

    assert result.reason == "The browser asked the app for no page."


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


# the browser itself -------------------------------------------------------------------


async def asked(tab: Tab, method: str) -> Any:
    """What the browser of a tab says to a command of the DevTools protocol."""
    browser = tab.context.browser
    assert browser is not None
    session = await browser.new_browser_cdp_session()
    return await session.send(method)


def end(chromium: Chromium, tab: Tab) -> None:
    """Kills the browser of a tab, and waits until that is known."""
    found = chromium.do(asked(tab, "SystemInfo.getProcessInfo"), 20)
    main = [p["id"] for p in found["processInfo"] if p["type"] == "browser"]
    os.kill(main[0], signal.SIGKILL)
    chromium.do(ended(tab), 20)


async def ended(tab: Tab) -> None:
    browser = tab.context.browser
    while not tab.has_ended or (browser and browser.is_connected()):
        await asyncio.sleep(0.01)


def test_a_browser_that_has_ended_is_replaced(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        tab = pages.chromium.tab(app)
        end(pages.chromium, tab)
        pages.chromium.do(tab.close(), 20)
        app.visitor("Ben").get("/")
        ann.get("/")

    result = pages(body)

    assert summaries(result) == ["Ben: GET / → 200"]
    assert result.outcome is Outcome.TIMED_OUT
    assert result.reason == "The browser did not answer any more."


def test_a_tab_that_cannot_be_opened_leaves_nothing(pages: Trial) -> None:
    def body(app: App) -> None:
        tab = pages.chromium.tab(app)
        browser = tab.context.browser
        assert browser is not None
        end(pages.chromium, tab)
        pages.chromium.do(tab.close(), 20)

        with pytest.raises(Error):
            pages.chromium.do(Tab.opened(browser, app), 20)

    pages.passes(body)


def test_without_scripts_a_page_is_as_it_was_sent(pages: Trial) -> None:
    def body(app: App) -> None:
        plain = BrowserVisitor(app, "Ann", pages.chromium, scripts=False)
        with closing(plain):
            assert plain.get("/drawn").text == ""
            assert facts(plain.post("/echo", a="1"))["form"] == {"a": ["1"]}
            assert plain.head("/").status == 200

    pages.passes(body)


def test_a_remembering_browser_keeps_a_page_as_it_was_left(pages: Trial) -> None:
    def body(app: App) -> None:
        for remembering in (False, True):
            tab = pages.chromium.tab(app, remembering=remembering)
            left = pages.chromium.do(gone_back(tab, app.origin), 20)
            pages.chromium.do(tab.close(), 20)

            assert left is remembering

    pages.passes(body)


async def gone_back(tab: Tab, origin: str) -> object:
    """Whether a page is the very one that was left, when a person comes back to it."""
    await tab.go(f"{origin}/forms")
    await tab.leaf.evaluate("() => { window.left = true }")
    await tab.go(f"{origin}/echo")
    await tab.leaf.go_back(wait_until="commit")
    return await tab.leaf.evaluate("() => window.left === true")


def test_without_playwright_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)

    with Chromium() as chromium, pytest.raises(NotInstalled) as caught:
        chromium.start()

    assert str(caught.value) == (
        "To check with a browser, the package playwright is needed, and it is not "
        "there. Start the checker with ./course, which installs it."
    )


def nowhere(which: Callable[[str], str | None]) -> Machine:
    """This machine, if it had no programs but those."""
    return replace(this_machine(), which=which, exists=lambda _: False)


def test_without_a_browser_it_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    machine = nowhere({"apt-get": "/usr/bin/apt-get"}.get)

    with Chromium(machine) as chromium, pytest.raises(NotInstalled) as caught:
        chromium.start()

    assert str(caught.value) == (
        "No browser here can be started. To get it: sudo apt-get install chromium"
    )


def test_a_browser_that_does_not_start_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    machine = replace(nowhere({"chromium": "/bin/false"}.get), administrator=False)

    with Chromium(machine) as chromium, pytest.raises(NotInstalled) as caught:
        chromium.start()

    start = "No browser here can be started. /bin/false: BrowserType.launch: "
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith("has it, or its own site.")


def test_a_browser_can_be_closed_twice() -> None:
    chromium = Chromium()
    chromium.close()

    chromium.close()
