"""What an exchange of a browser is to a check: a page, and a step of the transcript.

Values in, values out; asks no browser.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import parse_qsl

from ...cookies import Jar
from ...page import Headers, Page
from ...transcript import BY_PAGE, CookieNote, Step
from ..request import Sent, text
from ..visitor import KEPT, Came
from ..wire import Answer, Request
from .gate import Exchange
from .visit import Visit

__all__ = ["hop", "noted", "page_of", "sent", "step_of"]

NONE = Answer(0, (), b"")
WORDS = {"": "a file", "document": "the next page", "empty": "a script"}
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
    exchange: Exchange,
    name: str,
    page: Page,
    cookies: tuple[CookieNote, ...],
    *,
    by_page: bool,
) -> Step:
    """The request and its answer in the transcript of the visitor with this name.

    With `by_page` no person asked for it: a page did, or the browser for it.
    """
    request = exchange.request
    notes = [] if exchange.answer else ["no answer"]
    if by_page:
        notes.append(BY_PAGE + WORDS.get(exchange.kind, exchange.kind))
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


def noted(exchange: Exchange, jar: Jar, visit: Visit) -> tuple[CookieNote, ...]:
    """What became of the answer's cookies: the browser decides, the rules say why."""
    path = exchange.request.target.partition("?")[0]
    notes = [jar.take(value, path, time.time()) for value in _cookies(exchange)]
    lost = {note.name for note in notes} - set(visit.cookies) - _later(exchange, visit)
    return tuple(_true(note, lost) for note in notes)


def _later(exchange: Exchange, visit: Visit) -> set[str]:
    """Names of the cookies that later answers changed, so that nothing is known."""
    every = [*visit.between, *visit.exchanges]
    place = next(n for n, each in enumerate(every) if each is exchange)
    values = [value for each in every[place + 1 :] for value in _cookies(each)]
    return {value.partition("=")[0].strip() for value in values}


def _cookies(exchange: Exchange) -> list[str]:
    answer = exchange.answer or NONE
    return [value for name, value in answer.headers if name == "set-cookie"]


def _true(note: CookieNote, lost: Collection[str]) -> CookieNote:
    if note.did == "set" and note.name in lost:
        return replace(note, did="refused", why=KEPT_OUT)
    return note
