"""`xray(app)` in a notebook: real traffic of an app, step by step, as a picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, flash, get_flashed_messages, redirect, request, session
from IPython.core.formatters import DisplayFormatter
from selectolax.lexbor import LexborHTMLParser
from werkzeug import Response

from checker.lab import xray
from checker.lab.picture import XRay

ROOT = Path(__file__).parent.parent


def shelf(key: str = "a key for this test alone") -> Flask:
    app = Flask("shelf")
    app.secret_key = key

    @app.get("/")
    def home() -> str:
        texts = get_flashed_messages()
        shown = "".join(f"<p class=message>{text}</p>" for text in texts)
        return f"<h1>The shelf</h1>{shown}"

    @app.post("/sign-in")
    def sign_in() -> Response:
        session["name"] = request.form["name"]
        flash(f"Welcome, {session['name']}.", request.form.get("kind", "message"))
        return redirect("/")

    @app.post("/sign-out")
    def sign_out() -> str:
        session.clear()
        return "Goodbye."

    @app.get("/away")
    def away() -> Response:
        return redirect("https://elsewhere.example/")

    @app.get("/round")
    def around() -> Response:
        return redirect("/round")

    @app.post("/api")
    def api() -> dict[str, object]:
        return {"got": request.get_json()}

    return app


def test_a_post_is_followed_and_every_hop_is_a_step() -> None:
    assert (
        repr(xray(shelf()).post("/sign-in", name="Ann").reload())
        == """\
X-ray: 3 steps.
1. Visitor 1: POST /sign-in with name = Ann → 302 Found, to /
   + “Welcome, Ann.” (message) added by flash()
   cookie session set, 125 of 4096 bytes
   jar: session, 1 message
2. Visitor 1: GET / → 200 OK
   \u2212 “Welcome, Ann.” (message) shown, and taken by get_flashed_messages()
   cookie session set, 61 of 4096 bytes
   jar: session, no message
   the page shows “Welcome, Ann.”
3. Visitor 1: GET / → 200 OK
   jar: session, no message"""
    )


def test_a_post_can_stop_at_the_redirect_and_be_followed_later() -> None:
    run = xray(shelf()).post("/sign-in", name="Ann", follow=False)

    assert steps(run) == ["Visitor 1: POST /sign-in with name = Ann → 302 Found, to /"]
    assert steps(run.follow())[1:] == ["Visitor 1: GET / → 200 OK"]


def test_who_has_no_answer_yet_follows_nothing() -> None:
    with pytest.raises(ValueError, match="no answer to follow"):
        xray(shelf()).follow()


def test_each_visitor_has_a_browser_of_their_own() -> None:
    run = xray(shelf(), visitors=2).post("/sign-in", name="Ann", follow=False)

    run.visitor(2).get("/").visitor(1).get("/")

    assert steps(run) == [
        "Visitor 1: POST /sign-in with name = Ann → 302 Found, to /",
        "Visitor 2: GET / → 200 OK",
        "Visitor 1: GET / → 200 OK",
    ]
    assert repr(run).count("the page shows “Welcome, Ann.”") == 1


def test_headers_json_and_planted_cookies_are_steps_too() -> None:
    run = xray(shelf()).head("/").post_json("/api", [1]).set_cookie("theme", "dark")

    assert (
        repr(run.get("/", follow=False))
        == """\
X-ray: 3 steps.
1. Visitor 1: HEAD / → 200 OK
   jar: empty
2. Visitor 1: POST /api with [1] → 200 OK
   jar: empty
·  Visitor 1 plants the cookie theme=dark
3. Visitor 1: GET / → 200 OK
   What the server keeps cannot be read from outside.
   jar: theme, not readable"""
    )


def test_several_tabs_can_send_at_the_same_moment() -> None:
    run = xray(shelf()).post_at_once("/sign-in", [{"name": "Ann"}, {"name": "Ben"}])

    assert "“Welcome, Ben.”" in repr(run.get("/")).splitlines()[-1]


def test_another_app_at_the_same_address_is_a_restart() -> None:
    run = xray(shelf("old")).post("/sign-in", name="Ann", follow=False)

    run.restart(shelf("new")).get("/")

    assert repr(run).splitlines()[5:] == [
        "·  the app is restarted",
        "2. Visitor 1: GET / → 200 OK",
        "   jar: session, 1 message",
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "/away",
            "Expected a redirect to a page of the app,"
            " saw one to https://elsewhere.example/.",
        ),
        ("/round", "/round redirects for ever: 20 times so far."),
    ],
)
def test_a_redirect_without_an_end_in_the_app_is_a_line_in_the_picture(
    path: str, said: str
) -> None:
    assert repr(xray(shelf()).get(path)).splitlines()[-1] == f"·  {said}"


def test_a_notebook_is_offered_the_picture_and_the_text() -> None:
    run = xray(shelf()).get("/")

    shown: dict[str, str] = DisplayFormatter().format(run)[0]

    assert set(shown) == {"text/html", "text/plain"}
    assert shown["text/plain"] == repr(run)
    assert "fc-xray" in shown["text/html"]


def test_a_cleared_cookie_is_drawn_empty_and_not_closed() -> None:
    run = xray(shelf()).post("/sign-in", name="Ann").post("/sign-out")

    [card] = LexborHTMLParser(run._repr_html_()).css(".fc-cleared")
    assert card.text(strip=True).startswith("session")
    assert card.css("svg path") == []


def test_two_pictures_on_one_page_do_not_meet() -> None:
    run = xray(shelf()).post("/sign-in", name="Ann")
    pictures = [
        run._repr_html_(),
        run._repr_html_(),
        xray(shelf()).get("/")._repr_html_(),
    ]

    ids = re.findall(r'\bid="([^"]+)"', "".join(pictures))
    names = [set(re.findall(r'\bname="([^"]+)"', picture)) for picture in pictures]

    assert len(ids) == len(set(ids)) > 0
    assert len(set.union(*names)) == 3


def test_the_same_run_draws_the_same_picture() -> None:
    one, two = (xray(shelf()).post("/sign-in", name="Ann") for _ in range(2))
    unlike = re.compile(r"x[0-9a-f]{8}-\d+")

    assert unlike.sub("", one._repr_html_()) == unlike.sub("", two._repr_html_())


def steps(run: XRay) -> list[str]:
    """The numbered lines of the text, without their numbers."""
    lines = repr(run).splitlines()
    return [line.partition(". ")[2] for line in lines if re.match(r"\d+\. ", line)]


def test_the_picture_can_be_operated_by_keyboard_alone() -> None:
    page = LexborHTMLParser(xray(shelf()).post("/sign-in", name="Ann")._repr_html_())

    buttons = page.css("input")
    labels = [page.css_first(f"#{b.attributes['aria-labelledby']}") for b in buttons]

    assert {b.attributes["type"] for b in buttons} == {"radio"}
    assert ["checked" in b.attributes for b in buttons] == [True, False]
    assert [label.text() for label in labels if label] == [
        " Step 1 of 2 POST /sign-in",
        " Step 2 of 2 GET /",
    ]
    focusable = [*buttons, *page.css("summary")]
    assert all(f.attributes["data-lm-suppress-shortcuts"] == "true" for f in focusable)
