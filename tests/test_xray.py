"""An X-ray tells what went over the wire, and its picture says it to everybody."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from checker.flask_cookie import Waiting
from checker.render import xray as drawing
from checker.render.xray_words import lines
from checker.transcript import CookieNote, Step
from checker.xray import Exchange, exchanges

ADDRESS = "http://127.0.0.1:5000"
HELLO = ("message", "Welcome, Ann.")
SAVED = ("success", "Saved.")
NASTY = '<script>alert("x")</script> \x1b[31m\u202eשלמ <b>'


def cookie(*messages: tuple[str, str], **rest: object) -> str:
    """What Flask sends for a session with these messages."""
    app = Flask("shelf")
    app.secret_key = "a key for this test alone"
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    flashes = {"_flashes": list(messages)} if messages else {}
    return str(serializer.dumps({**rest, **flashes}))


def step(
    path: str = "/",
    *,
    carried: str = "",
    given: Sequence[CookieNote] = (),
    shown: Sequence[str] = (),
    method: str = "GET",
    status: int = 200,
    location: str = "",
    body: str = "",
    note: str = "",
    visitor: str = "Ann",
) -> Step:
    return Step(
        visitor,
        method,
        ADDRESS + path,
        cookies=f"session={carried}" if carried else "",
        status=status,
        location=location,
        set_cookies=tuple(given),
        messages=tuple(shown),
        body=body,
        note=note,
    )


def put(value: str) -> CookieNote:
    return CookieNote("session", "set", "", value)


def seen(found: Step) -> Exchange:
    (exchange,) = exchanges([found])
    return exchange


def test_what_is_new_in_the_cookie_was_added() -> None:
    exchange = seen(step(carried=cookie(HELLO), given=[put(cookie(HELLO, SAVED))]))

    assert exchange.added == (Waiting("Saved.", "success"),)
    assert exchange.taken == ()
    assert [len(c.messages) for c in (*exchange.carried, *exchange.kept)] == [1, 2]


def test_of_equal_messages_only_those_are_new_that_are_more() -> None:
    exchange = seen(step(carried=cookie(SAVED), given=[put(cookie(SAVED, SAVED))]))

    assert exchange.added == (Waiting("Saved.", "success"),)


def test_what_is_no_more_in_the_cookie_was_taken() -> None:
    exchange = seen(
        step(carried=cookie(HELLO), given=[put(cookie(name="Ann"))], shown=[HELLO[1]])
    )

    assert exchange.taken == (Waiting("Welcome, Ann.", "message"),)
    assert exchange.passing == ()
    assert [c.rest for c in exchange.kept] == [(("name", "Ann"),)]


def test_an_answer_without_a_cookie_changes_none() -> None:
    exchange = seen(step(carried=cookie(HELLO)))

    assert (exchange.added, exchange.taken) == ((), ())
    assert exchange.kept == exchange.carried


def test_a_cleared_cookie_is_kept_no_longer() -> None:
    exchange = seen(
        step(carried=cookie(HELLO), given=[CookieNote("session", "cleared")])
    )

    assert (exchange.taken, exchange.kept) == ((Waiting(HELLO[1], HELLO[0]),), ())


def test_a_refused_cookie_leaves_the_old_one_and_loses_what_is_new() -> None:
    refused = CookieNote("session", "refused", "too big", cookie(HELLO, SAVED))

    exchange = seen(step(carried=cookie(HELLO), given=[refused]))

    assert exchange.lost
    assert exchange.added == (Waiting("Saved.", "success"),)
    assert [c.messages for c in exchange.kept] == [(Waiting(HELLO[1], HELLO[0]),)]


def test_a_message_that_was_in_no_cookie_is_passing() -> None:
    given = put(cookie(name="Ann"))
    found = step(carried=cookie(HELLO), given=[given], shown=[HELLO[1], "No."])

    assert seen(found).passing == ("No.",)


def test_a_message_with_markup_is_recognised_on_the_page() -> None:
    linked = ("success", Markup('“<a href="/books/5">Momo</a>” is here.'))
    found = step(carried=cookie(linked), shown=["Done: “Momo” is here."])

    assert seen(found).passing == ()


def test_a_cookie_of_another_kind_is_never_guessed_at() -> None:
    found = step(carried="4f2a", given=[put("9c11")], shown=["Saved."])

    exchange = seen(found)

    assert exchange.opaque
    assert (exchange.added, exchange.taken, exchange.passing) == ((), (), ())
    assert [(c.size, c.readable) for c in exchange.carried] == [(11, False)]


def test_another_cookie_beside_the_session_hides_nothing() -> None:
    dark = CookieNote("theme", "set", "", "dark")
    exchange = seen(step(carried=cookie(HELLO), given=[dark, put(cookie(SAVED))]))

    assert not exchange.opaque
    assert [exchange.added, exchange.taken] == [
        (Waiting("Saved.", "success"),),
        (Waiting("Welcome, Ann.", "message"),),
    ]


def test_a_cookie_without_a_name_is_a_cookie_too() -> None:
    (found,) = seen(Step("Ann", "GET", ADDRESS, cookies="dark", status=200)).carried

    assert (found.name, found.size) == ("", 4)


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("<title>Shelf</title><h1>On  the\nshelf</h1><h1>More</h1>", "On the shelf"),
        ("<title>The shelf</title><p>Books</p>", "The shelf"),
        ("<p>Books</p>", ""),
        ('{"title": "Momo"}', '{"title": "Momo"}'),
        ("", ""),
    ],
)
def test_a_page_is_known_by_what_stands_at_its_top(body: str, heading: str) -> None:
    assert seen(step(body=body)).heading == heading


@pytest.mark.parametrize(
    ("found", "after"),
    [
        (
            step(status=302, location="/shelf"),
            "nothing to look at: it goes on to /shelf",
        ),
        (step(status=204), "nothing to look at"),
        (step(method="HEAD"), "nothing to look at"),
        (step(status=0, note="no answer"), "no answer"),
    ],
)
def test_what_is_no_page_says_why(found: Step, after: str) -> None:
    assert not seen(found).has_page
    assert f"<bdi>{after}</bdi>" in drawing.fragment(exchanges([found]), "x")


STEPS = [
    step(
        "/sign-in",
        method="POST",
        status=302,
        location="/",
        given=[put(cookie(HELLO, name="Ann"))],
    ),
    Step("", note="the app is restarted"),
    step(
        carried=cookie(HELLO, name="Ann"),
        given=[put(cookie(name="Ann"))],
        shown=[HELLO[1]],
        body="<h1>The shelf</h1>",
    ),
    step(
        carried=cookie(name="Ann"), status=299, note="KeyError: 'name'", visitor="Ben"
    ),
]


@pytest.mark.parametrize("status", [200, 302, 404, 413, 414, 416, 422, 500])
def test_an_answer_is_called_as_flask_calls_it_on_every_python(status: int) -> None:
    called = Flask("shelf").response_class(status=status).status

    assert Exchange("Ann", status=status).answer.upper() == called


def test_the_text_tells_every_step() -> None:
    assert lines(exchanges(STEPS)) == [
        "X-ray: 3 steps.",
        "1. Ann: POST /sign-in → 302 Found, to /",
        "   + “Welcome, Ann.” (message) added by flash()",
        f"   cookie session set, {size(cookie(HELLO, name='Ann'))} of 4096 bytes",
        "   jar: session, 1 message",
        "·  the app is restarted",
        "2. Ann: GET / → 200 OK",
        "   \u2212 “Welcome, Ann.” (message) shown, and taken by"
        " get_flashed_messages()",
        f"   cookie session set, {size(cookie(name='Ann'))} of 4096 bytes",
        "   jar: session, no message",
        "   the page shows “Welcome, Ann.”",
        "3. Ben: GET / → 299",
        "   the app says: KeyError: 'name'",
        "   jar: session, no message",
    ]


def size(value: str) -> int:
    return len("session") + len(value)


def test_the_table_holds_every_value_of_a_step() -> None:
    page = LexborHTMLParser(drawing.fragment(exchanges(STEPS), "x"))
    bodies = page.css("tbody")
    rows = [[cell.text() for cell in row.css("th, td")] for row in bodies[2].css("tr")]

    assert [body.text().split("\n")[0] for body in bodies] == [
        "Step 1 of 3: Ann",
        "the app is restarted",
        "Step 2 of 3: Ann",
        "Step 3 of 3: Ben",
    ]
    assert rows == [
        ["Step 2 of 3: Ann"],
        ["Request", "GET /"],
        ["Form", "none"],
        [
            "Cookie sent",
            f"session, {size(cookie(HELLO, name='Ann'))} of 4096 bytes"
            "“Welcome, Ann.” (message)name = Ann",
        ],
        ["Answer", "200 OK"],
        [
            "Set-Cookie",
            f"session set, {size(cookie(name='Ann'))} of 4096 bytes"
            "no messagename = Ann",
        ],
        ["Added by flash()", "none"],
        [
            "Taken out",
            "“Welcome, Ann.” (message): shown, and taken by get_flashed_messages()",
        ],
        ["Cookie jar after it", "session, no message"],
        ["The page shows", "The shelfmessage: Welcome, Ann."],
    ]


def test_a_message_goes_from_the_app_through_the_cookie_to_the_page() -> None:
    page = LexborHTMLParser(drawing.fragment(exchanges(STEPS), "x"))
    first, second, _ = page.css(".fc-step")

    assert texts(first, ".fc-server li") == ["+ message Welcome, Ann. added by flash()"]
    assert texts(first, ".fc-in .fc-message") == ["+ message Welcome, Ann."]
    assert texts(second, ".fc-out .fc-message") == ["message Welcome, Ann."]
    assert texts(second, ".fc-in li") == ["Welcome, Ann.", "no message", "name = Ann"]
    assert len(second.css(".fc-in del")) == 1
    assert texts(second, ".fc-page") == ["/The shelfWelcome, Ann."]
    assert [len(s.css(".fc-in .fc-card .fc-chip")) for s in (first, second)] == [1, 0]


def texts(node: object, css: str) -> list[str]:
    assert hasattr(node, "css")
    return [found.text() for found in node.css(css)]


def test_a_message_that_goes_without_being_shown_says_so() -> None:
    found = step(carried=cookie(HELLO), given=[CookieNote("session", "cleared")])

    assert lines(exchanges([found]))[2] == (
        "   \u2212 “Welcome, Ann.” (message) gone from the cookie, and shown nowhere"
    )


def test_a_message_of_the_same_answer_was_in_no_cookie() -> None:
    found = exchanges([step(shown=["Nothing found."])])
    page = LexborHTMLParser(drawing.fragment(found, "x"))

    assert lines(found)[-1] == (
        "   the page shows “Nothing found.”, which was in no cookie"
    )
    assert texts(page, ".fc-bubble") == ["Nothing found. was in no cookie"]


def test_the_bar_is_as_full_as_the_cookie_and_no_fuller() -> None:
    big = CookieNote("session", "refused", "too big", "x" * 5000)
    small = put("x" * 93)

    html = drawing.fragment(exchanges([step(given=[small]), step(given=[big])]), "x")

    assert re.findall(r'fc-full" width="(\d+)"', html) == ["100", "4096"]
    assert '<span class="fc-tag">refused: too big</span>' in html
    assert "5007 of 4096 bytes" in html


def test_of_equal_messages_the_last_has_the_plus() -> None:
    found = step(carried=cookie(SAVED), given=[put(cookie(SAVED, SAVED))])
    page = LexborHTMLParser(drawing.fragment(exchanges([found]), "x"))

    assert texts(page, ".fc-in .fc-message") == ["success Saved.", "+ success Saved."]


def test_long_texts_are_cut_and_say_how_long_they_are() -> None:
    found = step(carried=cookie(("info", "long " * 100)))

    assert "long long… (499 characters)</bdi>" in drawing.fragment(
        exchanges([found]), "x"
    )


def test_nothing_that_an_app_says_can_do_anything() -> None:
    notes = [
        CookieNote(NASTY, "set", "", cookie((NASTY, NASTY), **{NASTY: NASTY})),
        CookieNote(NASTY, "refused", NASTY, NASTY),
    ]
    found = Step(
        NASTY,
        NASTY,
        ADDRESS + NASTY,
        sent=((NASTY, NASTY),),
        cookies=f"{NASTY}={cookie((NASTY, NASTY))}",
        status=200,
        location=NASTY,
        set_cookies=tuple(notes),
        messages=(NASTY,),
        body=f"<h1>{NASTY}</h1><title>{NASTY}",
        note=NASTY,
    )
    html = drawing.page(exchanges([found, Step("", note=NASTY)]), NASTY, NASTY)

    inert = LexborHTMLParser(html)
    assert inert.css("script, img") == []
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_several_visitors_are_named_and_one_is_not() -> None:
    alone = drawing.fragment(exchanges(STEPS[:1]), "x")
    both = drawing.fragment(exchanges(STEPS), "x")

    assert ("fc-who" in without_style(alone), " Browser<" in alone) == (False, True)
    assert ("· <bdi>Ben</bdi>" in both, " Browsers<" in both) == (True, True)


def without_style(html: str) -> str:
    return html.partition("</style>")[2]


def test_one_step_needs_no_way_to_the_next() -> None:
    alone = without_style(drawing.fragment(exchanges(STEPS[:1]), "x"))

    assert "fc-how" not in alone
    assert "fc-turn" not in alone


def test_the_labels_for_the_mouse_lead_one_step_back_and_one_on() -> None:
    page = LexborHTMLParser(drawing.fragment(exchanges(STEPS), "p"))

    leads = [
        [a.attributes["for"] for a in t.css("label")] for t in page.css(".fc-turn")
    ]

    assert leads == [["p-2"], ["p-1", "p-3"], ["p-2"]]
    assert all(t.attributes["aria-hidden"] == "true" for t in page.css(".fc-turn"))


def test_a_page_of_its_own_has_a_title_and_says_whose_app_it_is() -> None:
    page = LexborHTMLParser(drawing.page(exchanges(STEPS), "Lesson 1", "work/01"))

    assert [texts(page, css) for css in ("title", "h1", "main > p")] == [
        ["Lesson 1"],
        ["Lesson 1"],
        ["work/01"],
    ]
    assert page.css("script, link") == []
