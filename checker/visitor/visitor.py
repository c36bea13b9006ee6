"""A visitor's words: what a check may say to a person at a browser. Travels nowhere.

A visitor who travels in one way or another (http.py, browser/) offers these words.
"""

from __future__ import annotations

import contextlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from ..endings import Failure, OverLimit
from ..flask_cookie import Waiting, waiting_messages
from ..limits import Limits
from ..page import REDIRECTS, Page
from ..transcript import Step
from .request import Sent
from .wire import Answer, Request

__all__ = ["KEPT", "Came", "Field", "Kept", "Newcomers", "Street", "Visitor"]

Field = str | Sequence[str]
Came = tuple[tuple[int, str], ...]  # redirects on the way to a page: status, location

KEPT = 20_000  # characters of an answer in the transcript of a check


class Street(Protocol):
    """Where visitors find the app, and where what they did is written down."""

    @property
    def origin(self) -> str:
        """The app's address, as in http://127.0.0.1:4711."""

    @property
    def limits(self) -> Limits:
        """How long a request may take, and how much an answer may hold."""

    def carry(self, request: Request) -> Answer:
        """Takes one request to the app and brings the answer; from any thread."""

    def record(self, step: Step) -> None:
        """Adds a step to the transcript."""

    def require_time(self) -> None:
        """Raises TimedOut when there is no time left for another act."""


@dataclass(frozen=True)
class Kept:
    """Files that show what somebody had before them; "" for what was not kept.

    `pictured` says what is on the picture.
    """

    picture: str = ""
    pictured: str = ""
    trace: str = ""


class Visitor(ABC):
    """One person at one browser; `name` is how the transcript calls them."""

    def __init__(self, street: Street, name: str) -> None:
        self.name = name
        self._street = street
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
        return self._send(path, tuple(_pairs(fields)))

    def post_json(self, path: str, value: object) -> Page:
        """Sends JSON as a script would; gives the raw answer."""
        return self._send(path, (("", json.dumps(value)),))

    def follow(self, page: Page) -> Page:
        """The page at the end of the redirects of an answer.

        Raises OverLimit for more redirects than browsers follow, and Failure for one
        that leads out of the app.
        """
        came: list[tuple[int, str]] = list(page.redirects)
        while page.is_redirect:
            came.append((page.status, page.location))
            if len(came) > self._street.limits.redirects:
                raise too_many(came)
            page = self._hop(page, tuple(came))
        return page

    def reload(self) -> Page:
        """The last page again, as F5 does; a POST without redirect is sent again."""
        last = self._page
        if last is None:
            raise ValueError("This visitor has no page to reload. Get one first.")
        return self._reloaded(last)

    def submit(self, page: Page, target: str, **fields: str) -> Page:
        """Fills the form with that button or action, by field or label; raw answer."""
        form = page.form(target)
        pairs = page.filled(target, fields)
        way = form.way(target)
        address = self._within(page, way.action, f"the form “{target}”")
        if way.method == "POST":
            return self._send(address, pairs)
        return self._open("GET", f"{address.partition('?')[0]}?{urlencode(pairs)}")

    def follow_link(self, page: Page, text: str) -> Page:
        """The page that the link with that text leads to."""
        return self.get(self._within(page, page.link(text), f"the link “{text}”"))

    @abstractmethod
    def post_at_once(
        self, path: str, many: Iterable[Mapping[str, str]]
    ) -> tuple[Page, ...]:
        """Sends forms at the same moment from several tabs of this browser."""

    @property
    @abstractmethod
    def cookies(self) -> dict[str, str]:
        """The cookies this browser holds now."""

    @property
    def session_cookie(self) -> str:
        """The cookie called session; "" when there is none."""
        return self.cookies.get("session", "")

    def set_cookie(self, name: str, value: str) -> None:
        """Plants a cookie, as a person with browser tools can."""
        self._plant(name, value)
        self._street.record(
            Step(self.name, note=f"{self.name} plants the cookie {name}={value}")
        )

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """Messages in Flask's stock session cookie; () when another store is used."""
        return waiting_messages(self.session_cookie)

    def keep(self, place: Path, at: tuple[int, ...]) -> Kept:
        """What this person has before them, in files called like place; if anything.

        `at` are elements of the page to be outlined.
        """
        return Kept()

    def close(self) -> None:
        """Closes this person's browser; what they did stays in the transcript."""
        return

    @abstractmethod
    def _open(self, method: str, path: str, came: Came = ()) -> Page:
        """The raw answer to a GET or HEAD."""

    @abstractmethod
    def _send(self, path: str, sent: Sent, came: Came = ()) -> Page:
        """The raw answer to a form, or to JSON."""

    @abstractmethod
    def _plant(self, name: str, value: str) -> None:
        """Puts a cookie into the browser."""

    def _reloaded(self, last: Page) -> Page:
        if last.method == "POST" and not last.is_redirect:
            return self.follow(self._send(last.url, last.sent))
        return self.follow(self._open("GET", last.url))

    def _hop(self, page: Page, came: Came) -> Page:
        """One redirect further; 307 and 308 repeat a POST, the others become GET."""
        target = self._within(page, page.location, "a redirect")
        if page.status in (307, 308) and page.method == "POST":
            return self._send(target, page.sent, came)
        return self._open("GET", target, came)

    def _within(self, page: Page, reference: str, what: str) -> str:
        """Where a reference on a page leads; ends the check when out of the app."""
        with contextlib.suppress(ValueError):  # of an address that is none
            target = urljoin(page.url, reference)
            parts = urlsplit(target)
            if f"{parts.scheme}://{parts.netloc}" == self._street.origin:
                return target
        raise out_of_the_app(what, reference)

    def _seen(self, page: Page) -> Page:
        """Remembers the page as the one in front of this person."""
        if page.method != "HEAD" and page.status not in REDIRECTS:
            self._page = page
        return page


class Newcomers(Protocol):
    """Makes visitors, one that has never been here at each call."""

    def __call__(self, street: Street, name: str, /) -> Visitor:
        """A visitor who goes by that name."""


def too_many(came: Sequence[tuple[int, str]]) -> OverLimit:
    """What is said of redirects that do not end."""
    return OverLimit(f"{came[0][1]} redirects for ever: {len(came)} times so far.")


def out_of_the_app(what: str, reference: str) -> Failure:
    """What is said of a reference that leads elsewhere."""
    return Failure(f"{what} to a page of the app", f"one to {reference}")


def _pairs(fields: Mapping[str, Field]) -> Iterable[tuple[str, str]]:
    for name, value in fields.items():
        for each in [value] if isinstance(value, str) else value:
            yield name, each
