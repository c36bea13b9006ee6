"""What a visitor sees: one answer of the app, read as people do. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from .endings import Failure
from .forms import Form, forms
from .html import Element, Node, elements, parse, text_of
from .messages import Message, messages

__all__ = ["Headers", "Page"]

NAMED = 20  # messages in a sentence; the others are counted
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Headers(dict[str, str]):
    """Header names in lower case to values; looks up any case."""

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]  # narrower on purpose: a header that is not there reads as ""
        """The header's value, or default."""
        return super().get(name.lower(), default)


@dataclass(frozen=True)
class Page:
    """One answer; `url` is its address, `redirects` the (status, location) before."""

    url: str
    method: str
    status: int
    headers: Headers
    html: str
    redirects: tuple[tuple[int, str], ...] = ()
    sent: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def path(self) -> str:
        """The address without host and port, with its query."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    @property
    def is_redirect(self) -> bool:
        """True when a browser would go on to `location`."""
        return self.status in REDIRECTS and bool(self.location)

    @property
    def location(self) -> str:
        """The Location header as the app sent it; "" when there is none."""
        return self.headers.get("location")

    @cached_property
    def root(self) -> Node:
        """The parsed page."""
        return parse(self.html)

    @cached_property
    def text(self) -> str:
        """The text a person sees, white space folded."""
        return text_of(self.root)

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The flash messages on the page, in order."""
        return messages(self.root) if self._is_html else ()

    @property
    def messages_in_words(self) -> str:
        """The messages for a sentence: "no message", or each in quotes."""
        texts = ", ".join(f"“{_short(m.text)}”" for m in self.messages[:NAMED])
        if len(self.messages) > NAMED:
            texts += f" and {len(self.messages) - NAMED} more"
        if not texts and self.status >= 400:
            return f"no message on a page with status {self.status}"
        return texts or "no message"

    def shows(self, word: str) -> bool:
        """True when a message holds the word."""
        return self.count(word) > 0

    def count(self, word: str) -> int:
        """How many messages hold the word."""
        return sum(word in m.text for m in self.messages)

    def message(self, word: str) -> Message:
        """The one message that holds the word; ends the check where it is not one."""
        found = [m for m in self.messages if word in m.text]
        if len(found) != 1:
            raise Failure(f"one message with “{word}”", self.messages_in_words)
        return found[0]

    def select(self, css: str) -> tuple[Element, ...]:
        """What a CSS selector finds, in order."""
        return tuple(elements(self.root, css))

    def json(self) -> object:
        """The answer as JSON; ends the check where it is none."""
        try:
            return json.loads(self.html)
        except (ValueError, RecursionError):
            kind = self.headers.get("content-type") or "no content type"
            raise Failure("an answer in JSON", f"{kind}: {_short(self.html)}") from None

    def form(self, target: str) -> Form:
        """The form with that button or action path; ends the check without one."""
        found = [form for form in self.forms if form.answers_to(target)]
        if not found:
            there = ", ".join(self._form_names()) or "no form"
            raise Failure(f"a form “{target}” on {self.path}", there)
        return found[0]

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every form on the page."""
        return forms(self.root, self.path)

    def filled(
        self, target: str, values: Mapping[str, str]
    ) -> tuple[tuple[str, str], ...]:
        """What a browser sends for the form once a person filled it in."""
        try:
            return self.form(target).filled(target, dict(values))
        except KeyError as error:
            there = ", ".join(sorted(self.form(target).names)) or "none"
            raise Failure(
                f"a field “{error.args[0]}” in the form “{target}”", f"fields: {there}"
            ) from None

    def link(self, text: str) -> str:
        """Where the link with that text leads; ends the check where there is none."""
        for node in self.root.css("a[href]"):
            if text_of(node) == text:
                return node.attributes.get("href") or ""
        raise Failure(f"a link “{text}” on {self.path}", _short(self.text))

    def _form_names(self) -> list[str]:
        return [f.buttons[0].label if f.buttons else f.action for f in self.forms]

    @property
    def _is_html(self) -> bool:
        kind = self.headers.get("content-type").lower()
        return "html" in kind or not kind


def _short(text: str, most: int = 120) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= most else folded[: most - 1] + "…"
