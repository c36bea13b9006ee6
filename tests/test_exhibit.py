"""The piece of page and of cookie that a failure is about, and no more than that."""

from __future__ import annotations

import pytest

from checker.render.exhibit import cookie, page_piece
from checker.transcript import CookieNote, Step

URL = "http://127.0.0.1:4711/"
# {"_flashes":[{" t":["info","Hi."]}],"name":"Ann"} and {"name":"Ann"}
WAITING = "eyJfZmxhc2hlcyI6W3siIHQiOlsiaW5mbyIsIkhpLiJdfV0sIm5hbWUiOiJBbm4ifQ.aa.bb"
NAMED = "eyJuYW1lIjoiQW5uIn0.aa.bb"


def seen(body: str) -> Step:
    return Step("Ann", "GET", URL, status=200, body=body)


def after(note: CookieNote | None, cookies: str = "") -> Step:
    notes = () if note is None else (note,)
    return Step("Ann", "GET", URL, status=200, cookies=cookies, set_cookies=notes)


@pytest.mark.parametrize(
    ("body", "piece"),
    [
        ("<div id=flash>\n <p>Hi.</p></div><p>x", '<div id="flash"> <p>Hi.</p></div>'),
        ("<ul class=flashes></ul>", '<ul class="flashes"></ul>'),
        ("<h1>Shelf</h1><p>Hi", "no element for messages; it begins “Shelf Hi”"),
        ("<p></p>", ""),
        ('{"a": 1}', ""),
    ],
)  # fmt: skip
def test_the_piece_of_a_page(body: str, piece: str) -> None:
    assert page_piece([seen("<p class=alert>Old.</p>"), seen(body)]) == (
        piece or ('<p class="alert">Old.</p>' if body.startswith("{") else "")
    )


def test_without_a_page_there_is_no_piece() -> None:
    assert page_piece([Step("", note="the app is restarted")]) == ""


def test_a_long_piece_keeps_both_ends() -> None:
    piece = page_piece([seen(f"<p class=alert>{'a' * 900}{'z' * 900}</p>")])

    assert piece.startswith('<p class="alert">aaa')
    assert piece.endswith("zzz</p>")
    assert " … " in piece


def test_a_cookie_is_told_with_its_messages_and_its_size() -> None:
    assert cookie([after(CookieNote("session", "set", value=WAITING))]) == (
        "waiting: info “Hi.”; name = Ann (79 of 4096 bytes)"
    )
    assert cookie([after(None, f"session={NAMED}")]) == (
        "waiting: no message; name = Ann (32 of 4096 bytes)"
    )


def test_of_many_messages_the_first_are_written_out() -> None:
    import base64
    import json

    facts = {"_flashes": [{" t": ["info", str(n)]} for n in range(10)]}
    value = base64.urlsafe_b64encode(json.dumps(facts).encode()).decode().rstrip("=")
    told = cookie([after(CookieNote("session", "set", value=f"{value}.aa.bb"))])

    assert told.startswith("waiting: info “0”, info “1”,")
    assert "info “7”, 2 more (" in told


def test_a_refused_cookie_is_told_with_the_reason() -> None:
    note = CookieNote("session", "refused", "larger than browsers keep", "x" * 4100)

    assert cookie([after(note)]) == (
        "refused by the browser: larger than browsers keep (4107 of 4096 bytes)"
    )


def test_without_a_readable_cookie_nothing_is_told() -> None:
    assert cookie([after(None, "theme=dark")]) == ""
    assert cookie([]) == ""
