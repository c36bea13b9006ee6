"""The parts an X-ray's picture is drawn of: cookie, arrow, page, server. Pure.

Every text that comes from an app or a visitor is escaped, and stands in <bdi>, so that
none turns its neighbours around.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..flask_cookie import Waiting
from ..xray import LIMIT, Change, Cookie, Exchange, same
from . import xray_words as words
from .html import text

__all__ = ["answer", "arrow", "browser", "carried", "end", "said", "server"]

KINDS = ("success", "error", "warning", "info")
CHIPS = ((9, 8), (15, 10), (10, 15), (16, 16), (12, 12))  # chips' places in a cookie
BROWSER = (
    '<rect x="1" y="3" width="22" height="18" rx="3"/><path d="M1 9h22"/>'
    '<path d="M4.5 6h.1M7.5 6h.1M10.5 6h.1"/>'
)
SERVER = (
    '<rect x="3" y="3" width="18" height="8" rx="2"/>'
    '<rect x="3" y="13" width="18" height="8" rx="2"/>'
    '<path d="M7 7h.1M7 17h.1M11 7h6M11 17h6"/>'
)
JAR = (
    '<path d="M7 3h18M8.5 3v4c-4 1-5 3-5 6v13c0 3 1 4 4 4h17c3 0 4-1 4-4V13'
    'c0-3-1-5-5-6V3"/>'
)


def end(name: str, shape: str) -> str:
    """One of the two ends of the wire."""
    return f'<span class="fc-end">{_sign(shape)} {name}</span>'


def _sign(shape: str, kind: str = "", box: int = 24) -> str:
    return (
        f'<svg class="fc-sign {kind}" viewBox="0 0 {box} {box}" width="{box}" '
        f'height="{box}" aria-hidden="true">{shape}</svg>'
    )


def arrow(to: str) -> str:
    """A line from one end to the other; its head is never out of shape."""
    place, head = (
        ("100%", "M-9 -5L0 0L-9 5") if to == "right" else ("0", "M9 -5L0 0L9 5")
    )
    return (
        '<svg class="fc-arrow" height="12" aria-hidden="true">'
        '<line x1="0" y1="6" x2="100%" y2="6"/>'
        f'<svg x="{place}" y="6" overflow="visible"><path d="{head}z"/></svg></svg>'
    )


def said(words: str) -> str:
    """A text of the app's or the visitor's."""
    return f"<bdi>{text(words)}</bdi>"


def carried(cookie: Cookie) -> str:
    """A cookie on its way to the app."""
    return _card(cookie, "", "", _list(cookie, [_message(m) for m in cookie.messages]))


def answer(exchange: Exchange) -> str:
    """The cookies that came with the answer, and what the browser did with each."""
    if not exchange.status:
        return ""
    cards = [_given(change, exchange) for change in exchange.changes]
    return "".join(cards) or f'<p class="fc-none">{words.UNCHANGED}</p>'


def _given(change: Change, exchange: Exchange) -> str:
    """A cookie on its way to the browser; what is gone from it is struck out."""
    cookie = change.cookie
    tag = f'<span class="fc-tag">{text(words.tag(change))}</span>'
    gone = [_message(message, gone=True) for message in exchange.taken]
    if change.did == "cleared":
        empty = replace(cookie, readable=True)  # nothing in it, so nothing to hide
        return _card(empty, "fc-cleared", tag, f"<ul>{''.join(gone)}</ul>")
    inside = _list(cookie, gone + _marked(cookie.messages, exchange.added))
    return _card(cookie, f"fc-{change.did}", tag, inside + _bar(cookie))


def _marked(messages: Sequence[Waiting], new: Sequence[Waiting]) -> list[str]:
    """The messages in order, the new with a plus; of equal ones the last is new."""
    left, items = list(new), []
    for message in reversed(messages):
        items.append(_message(message, "+" if message in left else ""))
        if message in left:
            left.remove(message)
    return items[::-1]


def _card(cookie: Cookie, kind: str, tag: str, inside: str) -> str:
    head = f"<p>{_biscuit(cookie)} <b>{said(cookie.name)}</b> {tag}</p>"
    return f'<div class="fc-card {kind}">{head}{inside}</div>'


def _biscuit(cookie: Cookie) -> str:
    return _sign(_shape(cookie), "fc-biscuit")


def _shape(cookie: Cookie) -> str:
    """A biscuit with a chip for each message in it; a question mark if it is closed."""
    chips = "".join(
        f'<circle class="fc-chip" cx="{x}" cy="{y}" r="2.2"/>'
        for (x, y), _ in zip(CHIPS, cookie.messages, strict=False)
    )
    closed = (
        ""
        if cookie.readable
        else '<path d="M9 9.5a3 3 0 1 1 4.2 2.6q-1.2.6-1.2 1.7M12 17.3h.1"/>'
    )
    return f'<circle cx="12" cy="12" r="10"/>{chips}{closed}'


def _list(cookie: Cookie, items: list[str]) -> str:
    """What is in a cookie: messages, then the rest of its session."""
    if not cookie.readable:
        return f'<p class="fc-none">{words.CLOSED}</p>'
    if not cookie.messages:
        items = [*items, '<li class="fc-none">no message</li>']
    facts = [f"{name} = {words.short(value)}" for name, value in cookie.rest]
    rest = "".join(f'<li class="fc-fact">{said(fact)}</li>' for fact in facts)
    return f"<ul>{''.join(items)}{rest}</ul>"


def _message(
    message: Waiting, sign: str = "", fate: str = "", *, gone: bool = False
) -> str:
    mark = f'<b class="fc-mark">{sign}</b> ' if sign else ""
    tail = f' <span class="fc-fate">{fate}</span>' if fate else ""
    category = said(words.short(message.category, words.NAME))
    told = said(words.short(message.text))
    if gone:
        return f'<li class="fc-gone"><del>{told}</del></li>'
    return (
        f'<li class="fc-message fc-{_kind(message)}">{mark}'
        f'<span class="fc-kind">{category}</span> {told}{tail}</li>'
    )


def _kind(message: Waiting) -> str:
    return message.category if message.category in KINDS else "other"


def _bar(cookie: Cookie) -> str:
    """How full the cookie is; one that is too big fills all of the bar."""
    full = min(cookie.size, LIMIT)
    return (
        f'<svg class="fc-bar" viewBox="0 0 {LIMIT} 6" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect class="fc-room" width="{LIMIT}" height="6"/>'
        f'<rect class="fc-full" width="{full}" height="6"/></svg>'
        f'<p class="fc-size">{words.size(cookie)}</p>'
    )


def server(exchange: Exchange) -> str:
    """What the app did with messages, as far as the cookies tell."""
    items = [_message(m, "+", words.ADDED) for m in exchange.added]
    items += [_message(m, words.MINUS, words.fate(m, exchange)) for m in exchange.taken]
    if exchange.opaque:
        items.append(f'<li class="fc-none">{words.OUTSIDE}</li>')
    elif not items:
        items.append(f'<li class="fc-none">{words.NOTHING}</li>')
    if exchange.said:
        told = said(words.short(exchange.said, 400))
        items.insert(0, f'<li class="fc-told">{told}</li>')
    return f"<ul>{''.join(items)}</ul>"


def browser(exchange: Exchange) -> str:
    """What the visitor sees now, and what their browser holds."""
    seen = _page(exchange) if exchange.has_page else _nothing(exchange)
    lost = f'<p class="fc-lost">{words.LOST}</p>' if exchange.lost else ""
    return f"{seen}{lost}{_jar(exchange.kept)}"


def _nothing(exchange: Exchange) -> str:
    return f'<p class="fc-none">{said(words.after(exchange))}</p>'


def _jar(cookies: Sequence[Cookie]) -> str:
    """The browser's cookie jar with the cookies in it."""
    inside = "".join(
        f'<svg class="fc-biscuit" x="{place}" y="10" width="17" height="17" '
        f'viewBox="0 0 24 24">{_shape(cookie)}</svg>'
        for place, cookie in zip((8, 3, 13), cookies, strict=False)
    )
    held = said(words.jar(cookies))
    return f'<p class="fc-jar">{_sign(JAR + inside, "fc-pot", 32)} {held}</p>'


def _page(exchange: Exchange) -> str:
    """A little page; what it shows are speech bubbles."""
    heading = words.short(exchange.heading, words.NAME)
    top = f'<p class="fc-heading">{said(heading)}</p>' if heading else ""
    bubbles = [_bubble(shown, exchange) for shown in exchange.shown]
    inside = "".join(bubbles) or '<li class="fc-none">no message</li>'
    return (
        f'<div class="fc-page"><p class="fc-address">{said(words.path(exchange))}</p>'
        f"{top}<ul>{inside}</ul></div>"
    )


def _bubble(shown: str, exchange: Exchange) -> str:
    """A message on a page, in the colour that it had in the cookie."""
    before = [m for cookie in exchange.carried for m in cookie.messages]
    kind = next((_kind(m) for m in before if same(m, shown)), "other")
    tail = ""
    if shown in exchange.passing:
        tail = f' <span class="fc-fate">{words.PASSING}</span>'
    return f'<li class="fc-bubble fc-{kind}">{said(words.short(shown))}{tail}</li>'
