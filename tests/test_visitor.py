"""Visitors keep a browser's rules, whatever the app answers."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from apps import FRIENDLY, OUT
from checker.app import App
from checker.checks import expect
from checker.flask_cookie import Waiting
from checker.host import Host
from checker.page import Page
from checker.report import Outcome
from checker.transcript import Step
from checker.visitor.request import written as request
from checker.visitor.wire import Request
from engine import facts, passes, summaries, tried, visit, written

leaks, marked, forking = engine.leaks, engine.marked, engine.forking


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("friendly"), FRIENDLY)


def headers(page: Page) -> dict[str, str]:
    return dict(facts(page)["headers"])


def test_a_form_is_sent_as_a_browser_sends_it(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        ann.get("/forms#top")
        sent = facts(ann.post("/echo", text="a b&é", many=["1", "2"], none=[]))

        assert sent["form"] == {"text": ["a b&é"], "many": ["1", "2"]}
        told = sent["headers"]
        assert told["Content-Type"] == "application/x-www-form-urlencoded"
        assert told["Host"] == app.origin.removeprefix("http://")
        assert told["Origin"] == app.origin
        assert told["Referer"] == f"{app.origin}/forms"
        assert "Chrome/" in told["User-Agent"]

    passes(forking, shelf, body)


def names(sent: Request) -> list[str]:
    return [name for name, _ in sent.headers]


def test_headers_have_the_names_and_the_order_of_chromium() -> None:
    here = "http://127.0.0.1:5000/"
    typed, sent = request("GET", here), request("POST", here, (("a", "b"),))
    followed = request("GET", here, referer=here)
    by_script = request("POST", here, (("", "{}"),))

    assert names(typed) == [
        *"Host Connection sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform".split(),
        *"Upgrade-Insecure-Requests User-Agent Accept-Language Accept".split(),
        *"Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-User Sec-Fetch-Dest".split(),
        "Accept-Encoding",
    ]
    assert names(sent)[:4] == ["Host", "Connection", "Content-Length", "Cache-Control"]
    assert names(by_script)[3:6] == ["sec-ch-ua-platform", "User-Agent", "sec-ch-ua"]
    assert "Sec-Fetch-User" not in names(by_script)
    sites = [dict(r.headers)["Sec-Fetch-Site"] for r in (typed, sent, followed)]
    assert sites == ["none", "same-origin", "same-origin"]


def test_a_first_page_has_no_referer_and_a_get_no_origin(
    forking: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        told = headers(app.visitor().get("/echo"))

        assert not {"Referer", "Origin", "Content-Type"} & set(told)

    passes(forking, shelf, body)


def test_json_is_sent_as_json(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        assert facts(app.visitor().post_json("/echo", {"a": [1]}))["json"] == {"a": [1]}

    passes(forking, shelf, body)


def test_cookies_belong_to_one_visitor(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann, ben = app.visitor(), app.another_visitor()
        ann.get("/cookies")
        ann.set_cookie("mine", "1")

        assert (ann.name, ben.name) == ("Visitor 1", "Visitor 2")
        assert ann.cookies == {"kind": "oat", "mine": "1"}
        assert facts(ann.get("/echo"))["cookies"] == {"kind": "oat", "mine": "1"}
        assert facts(ben.get("/echo"))["cookies"] == {}
        assert [(c.name, c.did) for c in app.steps[0].set_cookies] == [
            ("kind", "set"),
            ("away", "refused"),
        ]
        assert app.steps[1].note == "Visitor 1 plants the cookie mine=1"

    passes(forking, shelf, body)


def test_messages_wait_in_the_cookie_until_they_are_shown(
    forking: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        word = app.word()
        answer = ann.post("/", text=word)

        assert answer.status == 302
        assert ann.waiting == (Waiting(text=word, category="message"),)
        assert ann.session_cookie
        assert [m.text for m in ann.follow(answer).messages] == [word]
        assert not ann.session_cookie
        assert not ann.reload().messages

    passes(forking, shelf, body)


@pytest.mark.parametrize(
    ("code", "method"),
    [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")],
)
def test_a_redirect_repeats_a_post_only_when_it_says_so(
    forking: Host, shelf: Path, code: int, method: str
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        raw = ann.post(f"/repeat/{code}", text="again")
        page = ann.follow(raw)

        assert (facts(page)["method"], facts(page)["form"]) == (
            method,
            {"text": ["again"]} if method == "POST" else {},
        )
        assert page.redirects == ((code, "/echo"),)
        assert ann.follow(page) is page

    passes(forking, shelf, body)


def test_get_can_stop_at_the_redirect(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        assert ann.get("/repeat/302", follow=False).location == "/echo"
        assert len(ann.get("/chain/18").redirects) == 19
        assert len(ann.follow(ann.get("/chain/18", follow=False)).redirects) == 19

    passes(forking, shelf, body)


@pytest.mark.parametrize("stops", [False, True])
def test_more_redirects_than_a_browser_follows_are_over_limit(
    forking: Host, shelf: Path, stops: bool
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.follow(ann.get("/chain/19", follow=not stops))

    result = tried(forking, shelf, body)

    assert result.outcome is Outcome.OVER_LIMIT
    assert result.reason == "/chain/18 redirects for ever: 20 times so far."


@pytest.mark.parametrize("where", OUT)
def test_a_redirect_out_of_the_app_fails(
    forking: Host, shelf: Path, where: str
) -> None:
    result = tried(forking, shelf, visit(f"/to?where={where}"))

    assert result.outcome is Outcome.FAILED
    assert (result.expected, result.seen) == (
        "a redirect to a page of the app",
        f"one to {where}",
    )


def test_reload_of_a_post_posts_again(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.post("/plain")

        assert ann.reload().text == "posted 2 times"
        assert ann.get("/echo?a=1").url == ann.reload().url

    passes(forking, shelf, body)


def test_reload_without_a_page_is_our_mistake(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.visitor().reload()

    result = tried(forking, shelf, body)

    assert result.outcome is Outcome.BROKEN
    assert "This visitor has no page to reload. Get one first." in result.reason


def test_head_brings_headers_and_leaves_the_page(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        ann.get("/forms")
        page = ann.head("/repeat/302")

        assert (page.status, page.html, page.location) == (302, "", "/echo")
        assert ann.reload().path == "/forms"

    passes(forking, shelf, body)


def test_forms_are_filled_and_sent_as_a_person_would(
    forking: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.get("/forms")

        found = facts(ann.submit(page, "Search", word="rye"))
        assert (found["method"], found["path"]) == ("GET", "/echo?q=rye")
        saved = facts(ann.submit(page, "Save", text="new"))
        assert saved["form"] == {"text": ["new"], "token": ["t"]}

    passes(forking, shelf, body)


def test_links_are_followed_by_their_text(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        assert ann.follow_link(ann.get("/forms"), "Here").path == "/echo"

    passes(forking, shelf, body)


LEADING_OUT = {
    "Leave": ("the form “Leave” to a page of the app", "one to https://example.org/"),
    "Nowhere": ("the form “Nowhere” to a page of the app", "one to http://["),
    "Write": ("the link “Write” to a page of the app", "one to mailto:ann@example.org"),
}


@pytest.mark.parametrize("what", LEADING_OUT)
def test_a_form_or_link_that_leads_out_of_the_app_fails(
    forking: Host, shelf: Path, what: str
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.get("/forms")
        ann.follow_link(page, what) if what == "Write" else ann.submit(page, what)

    result = tried(forking, shelf, body)

    assert (result.expected, result.seen) == LEADING_OUT[what]


def test_forms_posted_at_once_arrive_all(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        pages = ann.post_at_once("/echo", [{"n": str(n)} for n in range(20)])

        sent = [facts(page)["form"]["n"] for page in pages]
        assert sent == [[str(n)] for n in range(20)]
        assert ann.post_at_once("/echo", []) == ()
        assert len(app.steps) == 20

    passes(forking, shelf, body)


def test_forms_posted_at_once_are_there_at_once(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        pages = app.visitor().post_at_once("/meet", [{}] * 4)

        assert sorted(page.text for page in pages) == ["0", "1", "2", "3"]

    passes(forking, shelf, body, request=5.0)


def test_packed_answers_are_unpacked(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        assert ann.get("/zipped/gzip").text == "gezippt: é"
        assert ann.get("/zipped/deflate").text == "gezippt: é"

    passes(forking, shelf, body)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utf-8", "é"),
        ("latin-1", "é"),
        ("unknown", "é"),
        ("idna", "é"),
        ("hex", "é"),
        ("punycode", "é"),
        ("unicode_escape", "é"),
        ("ascii", "��"),
    ],
)
def test_text_is_read_in_the_charset_it_names(
    forking: Host, shelf: Path, name: str, text: str
) -> None:
    def body(app: App) -> None:
        assert app.visitor().get(f"/charset/{name}").html == text

    passes(forking, shelf, body)


def test_empty_and_early_answers_are_answers(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.get("/empty")

        assert (page.status, page.html, page.messages) == (204, "", ())
        assert ann.get("/early").html == "late"

    passes(forking, shelf, body)


def test_odd_addresses_reach_the_app(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor()

        assert ann.get("/é a?q=ü&n=1%202").status == 404
        page = ann.get("/echo?q=日 本&n=1%202#part")
        path = "/echo?q=%E6%97%A5%20%E6%9C%AC&n=1%202"
        assert facts(page)["path"] == path
        assert page.url == app.origin + path
        assert headers(ann.get("/echo"))["Referer"] == page.url
        assert ann.get("").path == "/"

    passes(forking, shelf, body)


def test_every_request_is_in_the_transcript(forking: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        ann.follow(ann.post("/", text="rye"))
        expect(False, "x", "y")

    steps = tried(forking, shelf, body).steps

    assert [s.summary for s in steps] == ["Ann: POST / → 302 to /", "Ann: GET / → 200"]
    first, second = steps
    assert first == Step(
        "Ann",
        "POST",
        first.url,
        sent=(("text", "rye"),),
        status=302,
        location="/",
        set_cookies=first.set_cookies,
        body=first.body,
    )
    assert first.url.startswith("http://127.0.0.1:")
    assert second.cookies.startswith("session=")
    assert second.messages == ("rye",)


def test_a_request_without_an_answer_is_in_the_transcript(
    forking: Host, tmp_path: Path
) -> None:
    folder = written(tmp_path / "app", "1 / 0")
    result = tried(forking, folder, visit("/"))

    assert summaries(result) == ["Ann: GET / → no answer"]
