"""What an exchange of a browser is to a check: a page, and a step of the transcript.

Values in, values out; asks no browser.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from ...cookies import Jar
from ...page import Headers, Page
from ...transcript import BY_PAGE, CookieNote, Step
from ..request import Sent, text
from ..visitor import KEPT, Came
from ..wire import Answer, Request
from .gate import Exchange

__all__ = ["hop", "noted", "page_of", "sent", "step_of"]

NONE = Answer(0, (), b"")
KEPT_OUT = "the browser did not keep it"


def page_of(exchange: Exchange, origin: str, came: Came, shown: str | None) -> Page:
    """The page of an answer; `shown` is what the tab made of it, if it stands there."""
    answer = exchange.answer or NONE
    headers = Headers(answer.headers)
    is_html = "html" in headers.get("content-type").lower() and exchange.is_shown
    return Page(
        origin + exchange.request.target,
        exchange.request.method,
        answer.status,
        headers,
        text(answer) if shown is None or not is_html else shown,
        came,
        sent(exchange.request),
    )


def step_of(
    exchange: Exchange, name: str, page: Page, cookies: tuple[CookieNote, ...]
) -> Step:
    """The request and its answer in the transcript of the visitor with this name."""
    request = exchange.request
    notes = [] if exchange.answer else ["no answer"]
    if exchange.kind not in ("document", "empty"):
        notes.append(f"{BY_PAGE}{exchange.kind or 'a file'}")
    return Step(
        name,
        request.method,
        page.url,
        page.sent,
        dict(request.headers).get("Cookie", ""),
        page.status,
        page.location,
        cookies,
        tuple(message.text for message in page.messages) if exchange.answer else (),
        page.html[:KEPT],
        "; ".join(notes),
    )


def hop(exchange: Exchange) -> tuple[int, str]:
    """Status and location of a redirect."""
    answer = exchange.answer or NONE
    return answer.status, dict(answer.headers).get("location", "")


def sent(request: Request) -> Sent:
    """The form or the JSON of a request, as the transcript has it."""
    if not request.body:
        return ()
    body = request.body.decode("utf-8", "replace")
    if "json" in dict(request.headers).get("Content-Type", ""):
        return (("", body),)
    return tuple(parse_qsl(body, keep_blank_values=True))


def noted(
    exchange: Exchange, jar: Jar, held: Mapping[str, str]
) -> tuple[CookieNote, ...]:
    """What became of the answer's cookies: the browser decides, the rules say why."""
    path = exchange.request.target.partition("?")[0]
    answer = exchange.answer or NONE
    values = [value for name, value in answer.headers if name == "set-cookie"]
    notes = [jar.take(value, path, time.time()) for value in values]
    return tuple(_true(note, held) for note in notes)


def _true(note: CookieNote, held: Mapping[str, str]) -> CookieNote:
    if note.did == "set" and note.name not in held:
        return replace(note, did="refused", why=KEPT_OUT)
    return note
