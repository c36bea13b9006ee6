"""What visitors did and what came back, in order: the only evidence a verdict may use.

Values only; nothing here sends anything.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

__all__ = ["BY_PAGE", "CookieNote", "Step", "curl", "told"]

BY_PAGE = "for the page: "  # begins the note of such a request
PLAIN = "/?#&=%:;+,@!$'()*~"  # in an address; curl reads [ and { as a pattern


@dataclass(frozen=True)
class CookieNote:
    """What a visitor's browser did with a cookie: set, cleared or refused; and why."""

    name: str
    did: str
    why: str = ""
    value: str = ""


@dataclass(frozen=True)
class Step:
    """One request and its answer, or something done to the app (method is then empty).

    `url` is absolute; `sent` is the form as (name, value) pairs or the JSON text as
    one pair named "" ; `cookies` the Cookie header; `body` the start of the answer.
    """

    visitor: str
    method: str = ""
    url: str = ""
    sent: tuple[tuple[str, str], ...] = ()
    cookies: str = ""
    status: int = 0
    location: str = ""
    set_cookies: tuple[CookieNote, ...] = ()
    messages: tuple[str, ...] = ()
    body: str = ""
    note: str = ""

    @property
    def path(self) -> str:
        """The url without the app's address."""
        return "/" + self.url.split("://", 1)[-1].partition("/")[2]

    @property
    def by_page(self) -> bool:
        """True for what the browser asked for by itself, such as a style or an icon."""
        return self.note.startswith(BY_PAGE) or f"; {BY_PAGE}" in self.note

    @property
    def aside(self) -> bool:
        """True for such a request without a trace: no cookie, no message, no error."""
        traces = self.set_cookies or self.messages or not 0 < self.status < 500
        return self.by_page and not traces

    @property
    def summary(self) -> str:
        """The step in one line."""
        if not self.method:
            return self.note
        answer = str(self.status) if self.status else self.note or "no answer"
        target = f" to {self.location}" if self.location else ""
        return f"{self.visitor}: {self.method} {self.path} → {answer}{target}"

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Step:
        """The step that dataclasses.asdict and JSON made these facts of."""
        rest = dict(facts)
        notes = tuple(CookieNote(**c) for c in rest.pop("set_cookies"))
        sent = tuple((name, value) for name, value in rest.pop("sent"))
        messages = tuple(rest.pop("messages"))
        return cls(**rest, set_cookies=notes, sent=sent, messages=messages)


def told(steps: Iterable[Step]) -> tuple[Step, ...]:
    """What is told of a transcript: all but the requests aside."""
    return tuple(step for step in steps if not step.aside)


def curl(step: Step) -> str:
    """A curl line that repeats the request, safe to paste into a shell; "" for none."""
    if not step.method:
        return ""
    words = ["curl", "-i"]
    if step.method == "HEAD":
        words = ["curl", "-I"]
    elif step.method != "GET" and not step.sent:
        words += ["-X", step.method]
    if "=" in step.cookies:
        words += ["-b", step.cookies]
    elif step.cookies:  # for -b it would be the name of a file
        words += ["-H", f"Cookie: {step.cookies}"]
    for name, value in step.sent:
        if name:
            words += ["--data-urlencode", f"{quote_plus(name)}={value}"]
        else:
            words += ["-H", "Content-Type: application/json", "--data-raw", value]
    return shlex.join([*words, quote(step.url, safe=PLAIN)])
