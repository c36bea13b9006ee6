"""An X-ray in words: what its picture, its table and its plain text have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..flask_cookie import Waiting
from ..xray import LIMIT, Change, Cookie, Exchange, same
from .numbers import number

__all__ = [
    "ADDED",
    "CLOSED",
    "LOST",
    "MINUS",
    "NAME",
    "NOTHING",
    "OUTSIDE",
    "PASSING",
    "UNCHANGED",
    "after",
    "answered",
    "content",
    "fate",
    "form",
    "jar",
    "lines",
    "path",
    "quoted",
    "short",
    "size",
    "tag",
    "title",
]

MOST = 120  # characters of one text in the picture
NAME = 60  # characters of what stands where a name does
CLOSED = "Its content cannot be read from outside."
OUTSIDE = "What the server keeps cannot be read from outside."
MINUS = "\u2212"  # as wide as a plus, which a hyphen is not
ADDED = "added by flash()"
NOTHING = "changes no message in the cookie"
PASSING = "was in no cookie"
LOST = "The new message is lost."
UNCHANGED = "no Set-Cookie: the browser keeps what it has"


def short(text: str, most: int = MOST) -> str:
    """The text on one line; the end of a long one left out, and how long it is."""
    folded = " ".join(text.split())
    if len(folded) <= most:
        return folded
    return f"{folded[:most].rstrip()}… ({len(folded)} characters)"


def quoted(message: Waiting) -> str:
    """A message with its category, as in “Welcome, Ann.” (message)."""
    return f"“{short(message.text)}” ({short(message.category, NAME)})"


def title(found: Sequence[Exchange]) -> str:
    """What the picture is."""
    return f"X-ray: {number(sum(bool(e.method) for e in found), 'step')}"


def path(exchange: Exchange) -> str:
    """What was asked for."""
    return short(exchange.path, NAME)


def form(exchange: Exchange) -> list[str]:
    """What was sent with the request, a line for each field."""
    return [f"{name} = {short(v)}" if name else short(v) for name, v in exchange.sent]


def answered(exchange: Exchange) -> str:
    """Status and where it redirects, as in “302 Found, to /”."""
    to = f", to {short(exchange.location)}" if exchange.location else ""
    return f"{exchange.answer}{to}"


def size(cookie: Cookie) -> str:
    """How big the cookie is beside what browsers keep."""
    return f"{cookie.size} of {LIMIT} bytes"


def tag(change: Change) -> str:
    """What the browser did with the cookie, and why."""
    return f"{change.did}: {change.why}" if change.why else change.did


def content(cookie: Cookie) -> list[str]:
    """What is in the cookie: its messages, then what else it holds."""
    if not cookie.readable:
        return [CLOSED]
    rest = [f"{name} = {short(value)}" for name, value in cookie.rest]
    return [*(list(map(quoted, cookie.messages)) or ["no message"]), *rest]


def jar(cookies: Sequence[Cookie]) -> str:
    """The browser's cookies in a line."""
    return "; ".join(map(_kept, cookies)) or "empty"


def _kept(cookie: Cookie) -> str:
    held = number(len(cookie.messages), "message") if cookie.messages else "no message"
    return f"{cookie.name}, {held if cookie.readable else 'not readable'}"


def fate(message: Waiting, exchange: Exchange) -> str:
    """What became of a message that is in the answer's cookie no more."""
    if any(same(message, text) for text in exchange.shown):
        return "shown, and taken by get_flashed_messages()"
    return "gone from the cookie, and shown nowhere"


def after(exchange: Exchange) -> str:
    """What the browser shows, where that is no page."""
    if not exchange.status:
        return exchange.note or "no answer"
    if exchange.is_redirect:
        return f"nothing to look at: it goes on to {short(exchange.location)}"
    return "nothing to look at"


def lines(found: Sequence[Exchange]) -> list[str]:
    """The steps as plain text."""
    said = [f"{title(found)}."]
    numbers = iter(range(1, len(found) + 1))
    for exchange in found:
        if exchange.method:
            said.append(f"{next(numbers)}. {_summary(exchange)}")
            said += [f"   {line}" for line in _details(exchange)]
        else:
            said.append(f"·  {exchange.note}")
    return said


def _summary(exchange: Exchange) -> str:
    sent = ", ".join(form(exchange))
    asked = f"{exchange.method} {exchange.path}{f' with {sent}' if sent else ''}"
    return f"{exchange.visitor}: {asked} → {answered(exchange)}"


def _details(exchange: Exchange) -> Iterator[str]:
    if exchange.said:
        yield f"the app says: {short(exchange.said, 400)}"
    for message in exchange.added:
        yield f"+ {quoted(message)} {ADDED}"
    for message in exchange.taken:
        yield f"{MINUS} {quoted(message)} {fate(message, exchange)}"
    if exchange.opaque:
        yield OUTSIDE
    for change in exchange.changes:
        big = f", {size(change.cookie)}" if change.did == "set" else ""
        yield f"cookie {change.cookie.name} {tag(change)}{big}"
    yield f"jar: {jar(exchange.kept)}"
    for text in exchange.shown:
        unseen = f", which {PASSING}" if text in exchange.passing else ""
        yield f"the page shows “{short(text)}”{unseen}"
