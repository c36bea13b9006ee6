"""A visitor at a real Chromium has every visitor's words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import browser_trial
import engine
from apps import OUT
from browser_trial import Trial, Trials
from checker.app import App
from checker.flask_cookie import Waiting
from checker.report import Outcome
from checker.transcript import CookieNote
from engine import facts, summaries

pytestmark = pytest.mark.slow  # a real browser
leaks, marked, forking = engine.leaks, engine.marked, engine.forking
chromium, trials = browser_trial.chromium, browser_trial.trials
pages, friendly = browser_trial.pages, browser_trial.friendly


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


def test_no_header_tells_a_browser_from_a_visitor_over_http(friendly: Trial) -> None:
    told: list[list[object]] = []

    def body(app: App) -> None:
        ann = app.visitor()
        pages = ann.get("/headers"), ann.post("/headers", text="rye")
        told.append([page.json() for page in pages])

    friendly.passes(body)
    engine.passes(friendly.host, friendly.folder, body)

    assert told[0] == told[1]


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
        assert len(ann.follow(ann.get("/chain/18", follow=False)).redirects) == 19

    friendly.passes(body)


@pytest.mark.parametrize("stops", [False, True])
def test_more_redirects_than_a_browser_follows_are_over_limit(
    friendly: Trial, stops: bool
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.follow(ann.get("/chain/19", follow=not stops))

    result = friendly(body)

    assert result.outcome is Outcome.OVER_LIMIT
    assert result.reason == "/chain/18 redirects for ever: 20 times so far."


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


@pytest.mark.parametrize("stops", [False, True])
@pytest.mark.parametrize("where", OUT)
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
