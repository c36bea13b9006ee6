"""A visitor who speaks HTTP and keeps a browser's rules. Judges nothing.

What a check may say to a visitor is defined here once; a visitor who travels in another
way offers the same words.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from ..cookies import Jar
from ..endings import Failure, OverLimit
from ..flask_cookie import Waiting, waiting_messages
from ..page import REDIRECTS, Headers, Page
from ..transcript import Step
from .request import Sent, address, text, written
from .wire import Answer, Request

__all__ = ["Field", "Street", "Visitor"]

Field = str | Sequence[str]

KEPT = 20_000  # characters of an answer in the transcript of a check


class Street(Protocol):
    """Where visitors find the app, and where what they did is written down."""

    @property
    def origin(self) -> str:
        """The app's address, as in http://127.0.0.1:4711."""

    @property
    def most_redirects(self) -> int:
        """How many redirects in a row a browser follows."""

    def carry(self, request: Request) -> Answer:
        """Takes one request to the app and brings the answer."""

    def record(self, step: Step) -> None:
        """Adds a step to the transcript."""


class Visitor:
    """One person at one browser; `name` is how the transcript calls them."""

    def __init__(self, street: Street, name: str) -> None:
        self.name = name
        self._street = street
        self._jar = Jar()
        self._page: Page | None = None

    def get(self, path: str, *, follow: bool = True) -> Page:
        """Opens an address; the page at the end of its redirects, or the first."""
        page = self._open("GET", path)
        return self.follow(page) if follow else page

    def head(self, path: str) -> Page:
        """Asks only for the headers, as link checkers do."""
        return self._open("HEAD", path)

    def post(self, path: str, **fields: Field) -> Page:
        """Sends a form; gives the raw answer, a redirect is not followed."""
        return self._send("POST", path, tuple(_pairs(fields)))

    def post_json(self, path: str, value: object) -> Page:
        """Sends JSON as a script would; gives the raw answer."""
        return self._send("POST", path, (("", json.dumps(value)),))

    def follow(self, page: Page) -> Page:
        """The page at the end of the redirects of an answer.

        Raises OverLimit for more redirects than browsers follow, and Failure for one
        that leads out of the app.
        """
        came: list[tuple[int, str]] = list(page.redirects)
        while page.is_redirect:
            came.append((page.status, page.location))
            if len(came) > self._street.most_redirects:
                raise OverLimit(
                    f"{came[0][1]} redirects for ever: {len(came)} times so far."
                )
            page = self._hop(page, tuple(came))
        return page

    def reload(self) -> Page:
        """The last page again, as F5 does; a POST without redirect is sent again."""
        last = self._page
        if last is None:
            raise ValueError("This visitor has no page to reload. Get one first.")
        if last.method == "POST" and not last.is_redirect:
            return self.follow(self._send("POST", last.url, last.sent))
        return self.follow(self._open("GET", last.url))

    def submit(self, page: Page, target: str, **fields: str) -> Page:
        """Fills the form with that button or action, by field or label; raw answer."""
        form = page.form(target)
        pairs = page.filled(target, fields)
        address = self._within(page, form.action, f"the form “{target}”")
        if form.method == "POST":
            return self._send("POST", address, pairs)
        return self._open("GET", f"{address.partition('?')[0]}?{urlencode(pairs)}")

    def follow_link(self, page: Page, text: str) -> Page:
        """The page that the link with that text leads to."""
        return self.get(self._within(page, page.link(text), f"the link “{text}”"))

    def post_at_once(
        self, path: str, many: Iterable[Mapping[str, str]]
    ) -> tuple[Page, ...]:
        """Sends forms at the same moment from several tabs of this browser."""
        forms = [tuple(fields.items()) for fields in many]
        requests = [self._request("POST", path, sent) for sent in forms]
        with ThreadPoolExecutor(max(len(requests), 1)) as tabs:
            answers = list(tabs.map(self._carried, requests, forms))
        return tuple(
            self._arrive(request, sent, answer)
            for request, sent, answer in zip(requests, forms, answers, strict=True)
        )

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies this browser holds now."""
        return self._jar.held(time.time())

    @property
    def session_cookie(self) -> str:
        """The cookie called session; "" when there is none."""
        return self.cookies.get("session", "")

    def set_cookie(self, name: str, value: str) -> None:
        """Plants a cookie, as a person with browser tools can."""
        self._jar.plant(name, value)
        self._street.record(
            Step(self.name, note=f"{self.name} plants the cookie {name}={value}")
        )

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Messages in Flask's stock session cookie; () when another store is used."""
        return waiting_messages(self.session_cookie)

    def _hop(self, page: Page, came: tuple[tuple[int, str], ...]) -> Page:
        """One redirect further; 307 and 308 repeat a POST, the others become GET."""
        target = self._within(page, page.location, "a redirect")
        if page.status in (307, 308) and page.method == "POST":
            return self._send("POST", target, page.sent, came)
        return self._open("GET", target, came)

    def _within(self, page: Page, reference: str, what: str) -> str:
        """Where a reference on a page leads; ends the check when out of the app."""
        with contextlib.suppress(ValueError):  # of an address that is none
            target = urljoin(page.url, reference)
            parts = urlsplit(target)
            if f"{parts.scheme}://{parts.netloc}" == self._street.origin:
                return target
        raise Failure(f"{what} to a page of the app", f"one to {reference}")

    def _open(
        self, method: str, path: str, came: tuple[tuple[int, str], ...] = ()
    ) -> Page:
        request = self._request(method, path, ())
        return self._arrive(request, (), self._carried(request, ()), came)

    def _send(
        self, method: str, path: str, sent: Sent, came: tuple[tuple[int, str], ...] = ()
    ) -> Page:
        request = self._request(method, path, sent)
        return self._arrive(request, sent, self._carried(request, sent), came)

    def _carried(self, request: Request, sent: Sent) -> Answer:
        """The answer; a request without one is in the transcript all the same."""
        try:
            return self._street.carry(request)
        except Exception:
            self._street.record(self._step(request, sent, note="no answer"))
            raise

    def _request(self, method: str, path: str, sent: Sent) -> Request:
        url = address(self._street.origin, path)
        cookies = self._jar.header(urlsplit(url).path, time.time())
        referer = self._page.url if self._page else ""
        return written(method, url, sent, referer=referer, cookies=cookies)

    def _arrive(
        self,
        request: Request,
        sent: Sent,
        answer: Answer,
        came: tuple[tuple[int, str], ...] = (),
    ) -> Page:
        """Cookies into the jar, the step into the transcript, the page for a check."""
        notes = tuple(
            self._jar.take(value, request.target.partition("?")[0], time.time())
            for name, value in answer.headers
            if name == "set-cookie"
        )
        page = Page(
            self._street.origin + request.target,
            request.method,
            answer.status,
            Headers(answer.headers),
            text(answer),
            came,
            sent,
        )
        step = replace(
            self._step(request, sent),
            status=page.status,
            location=page.location,
            set_cookies=notes,
            messages=tuple(m.text for m in page.messages),
            body=page.html[:KEPT],
        )
        self._street.record(step)
        if request.method != "HEAD" and page.status not in REDIRECTS:
            self._page = page
        return page

    def _step(self, request: Request, sent: Sent, note: str = "") -> Step:
        cookies = dict(request.headers).get("Cookie", "")
        url = self._street.origin + request.target
        return Step(self.name, request.method, url, sent, cookies, note=note)


def _pairs(fields: Mapping[str, Field]) -> Iterable[tuple[str, str]]:
    for name, value in fields.items():
        for each in [value] if isinstance(value, str) else value:
            yield name, each
