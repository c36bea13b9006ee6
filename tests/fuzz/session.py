"""A session cookie of any bytes is opened within bounds, or stays closed."""

from __future__ import annotations

import base64
import zlib

from checker.flask_cookie import LARGEST, MOST, session_facts, waiting_messages
from checker.transcript import CookieNote, Step
from checker.xray import exchanges

WORDS = [
    word.split("\n")[0].encode()
    for word in """{"_flashes":|[|]|{|}|" t":|" m"|" d"|" b"|" u"|"a"|"info"|,|:|null
    |true|1e999|NaN|-0|"\\ud800"|"<div>"|[["info","One."]]|[{" t":["info","One."]}]
    """.split("|")
] + [b"\0", b"\xff", b"9" * 5000, b"[" * 500, b"{" * 20, zlib.compress(b"{}")]


def one(data: bytes) -> None:
    """The bytes as they are, as a payload, as a packed one, and as what is packed."""
    whole = base64.urlsafe_b64encode(data).decode()
    packed = base64.urlsafe_b64encode(zlib.compress(data)).decode()
    given = data.decode("latin-1")
    for cookie in (given, f"{whole}.x.y", f".{packed}.x.y", f".{whole}.x.y"):
        found = waiting_messages(cookie)
        assert len(found) <= MOST
        assert all(len(w.text) + len(w.category) <= 8 * LARGEST for w in found)
        assert isinstance(session_facts(cookie), dict)
        opened(cookie)


def opened(cookie: str) -> None:
    """What an X-ray makes of the cookie when it comes and when it goes."""
    shown = ("One.", "<div>")
    note = CookieNote("session", "set", "", cookie)
    exchanges(
        [
            Step("Ann", "GET", "http://x/", set_cookies=(note,), status=200),
            Step(
                "Ann", "GET", "http://x/", (), f"session={cookie}", 200, "", (), shown
            ),
        ]
    )
