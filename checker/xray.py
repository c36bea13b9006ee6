"""What went over the wire in each step of a transcript, cookies opened. Draws nothing.

Only what a browser can see is told; a cookie that is no Flask session stays closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from .cookies import SIZE
from .endings import OverLimit
from .flask_cookie import Waiting, session_facts, waiting_messages, written
from .html import parse, text_of
from .page import REDIRECTS
from .transcript import CookieNote, Step

__all__ = ["LIMIT", "Change", "Cookie", "Exchange", "exchanges", "same"]

LIMIT = SIZE  # bytes of name and value that browsers keep
HEADING = "h1, title"
# As Flask's answers have them; Python's names of these changed with 3.13.
NAMES = {status.value: status.phrase for status in HTTPStatus} | {
    413: "Request Entity Too Large",
    414: "Request URI Too Long",
    416: "Requested Range Not Satisfiable",
    422: "Unprocessable Entity",
}


@dataclass(frozen=True)
class Cookie:
    """One cookie opened: its messages, and what else the session in it holds.

    `size` is what browsers measure: the bytes of name and value. A cookie that is not
    `readable` holds no session that can be read without asking the server.
    """

    name: str
    size: int
    readable: bool
    messages: tuple[Waiting, ...] = ()
    rest: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Change:
    """One Set-Cookie of an answer and what the browser did: set, cleared or refused."""

    did: str
    why: str
    cookie: Cookie


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; or only a `note` of what was done to the app.

    `carried` are the cookies of the request, `kept` those the browser has after the
    answer. `added` and `taken` is how the messages in the answer's cookies differ from
    those in the request's; `shown` is what the page shows, and `passing` those of it
    that were in neither. `said` is what the app wrote about an error.
    """

    visitor: str
    method: str = ""
    path: str = ""
    sent: tuple[tuple[str, str], ...] = ()
    carried: tuple[Cookie, ...] = ()
    status: int = 0
    location: str = ""
    changes: tuple[Change, ...] = ()
    kept: tuple[Cookie, ...] = ()
    added: tuple[Waiting, ...] = ()
    taken: tuple[Waiting, ...] = ()
    shown: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    heading: str = ""
    note: str = ""
    said: str = ""

    @property
    def is_redirect(self) -> bool:
        """True when the browser goes on to `location`."""
        return self.status in REDIRECTS and bool(self.location)

    @property
    def has_page(self) -> bool:
        """True when the answer brings something to look at."""
        bodiless = self.method == "HEAD" or self.status in (204, 304)
        return bool(self.status) and not self.is_redirect and not bodiless

    @property
    def opaque(self) -> bool:
        """True when cookies came or went, and none of them can be read."""
        return _closed(self.carried, self.changes)

    @property
    def answer(self) -> str:
        """Status and its name, as in “302 Found”; "no answer" where there was none."""
        if not self.status:
            return "no answer"
        return f"{self.status} {NAMES.get(self.status, '')}".rstrip()

    @property
    def lost(self) -> bool:
        """True when messages were added in a cookie that the browser refused."""
        refused = [c for c in self.changes if c.did == "refused"]
        return any(m in self.added for c in refused for m in c.cookie.messages)


def exchanges(steps: Iterable[Step]) -> tuple[Exchange, ...]:
    """The steps of a transcript, each with its cookies opened."""
    return tuple(_exchange(s) if s.method else _noted(s) for s in steps)


def same(message: Waiting, shown: str) -> bool:
    """True when a page's text holds the message, with or without its markup."""
    return any(text in _folded(shown) for text in _read(message))


def _read(message: Waiting) -> set[str]:
    """The message's text, with and without its markup."""
    try:
        plain = text_of(parse(message.text))
    except OverLimit:  # more than a page can be, so no page shows it
        plain = ""
    return {_folded(message.text), plain} - {""}


def _noted(step: Step) -> Exchange:
    return Exchange(step.visitor, note=step.note)


def _exchange(step: Step) -> Exchange:
    carried = {name: _opened(name, value) for name, value in _pairs(step.cookies)}
    changes = tuple(map(_change, step.set_cookies))
    kept, offered = dict(carried), dict(carried)
    for change in changes:
        _apply(change, offered, offered=True)
        _apply(change, kept, offered=False)
    before, after = _messages(carried.values()), _messages(offered.values())
    closed = _closed(carried.values(), changes)
    return Exchange(
        visitor=step.visitor,
        method=step.method,
        path=step.path,
        sent=step.sent,
        carried=tuple(carried.values()),
        status=step.status,
        location=step.location,
        changes=changes,
        kept=tuple(kept.values()),
        added=() if closed else _without(after, before),
        taken=() if closed else _without(before, after),
        shown=step.messages,
        passing=() if closed else _passing(step.messages, before),
        heading=_heading(step.body),
        note="" if step.status else step.note,
        said=step.note if step.status else "",
    )


def _closed(carried: Iterable[Cookie], changes: Iterable[Change]) -> bool:
    given = [change.cookie for change in changes if change.did != "cleared"]
    readable = [cookie.readable for cookie in [*carried, *given]]
    return bool(readable) and not any(readable)


def _pairs(header: str) -> Iterable[tuple[str, str]]:
    for part in filter(None, header.split("; ")):
        name, equals, value = part.partition("=")
        yield (name, value) if equals else ("", name)


def _change(note: CookieNote) -> Change:
    return Change(note.did, note.why, _opened(note.name, note.value))


def _opened(name: str, value: str) -> Cookie:
    facts = session_facts(value)
    rest = tuple((k, _said(v)) for k, v in facts.items() if k != "_flashes")
    size = len((name + value).encode(errors="surrogatepass"))
    return Cookie(name, size, bool(facts), waiting_messages(value), rest)


def _said(value: object) -> str:
    return value if isinstance(value, str) else written(value)


def _apply(change: Change, jar: dict[str, Cookie], *, offered: bool) -> None:
    """What the answer means for the cookies: as the server sees it, or the browser."""
    if change.did == "cleared":
        jar.pop(change.cookie.name, None)
    elif change.did == "set" or offered:
        jar[change.cookie.name] = change.cookie


def _messages(cookies: Iterable[Cookie]) -> list[Waiting]:
    return [message for cookie in cookies for message in cookie.messages]


def _without(these: Sequence[Waiting], those: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """What is in these and not in those; of equal ones, as many as there are more."""
    left = Counter(those)
    found = []
    for message in these:
        if left[message]:
            left[message] -= 1
        else:
            found.append(message)
    return tuple(found)


def _passing(shown: Sequence[str], before: Sequence[Waiting]) -> tuple[str, ...]:
    texts = {text for message in set(before) for text in _read(message)}
    return tuple(t for t in shown if not any(text in _folded(t) for text in texts))


def _heading(body: str) -> str:
    """What stands at the top of a page; of what is no HTML, its beginning."""
    if not body.lstrip().startswith("<"):
        return _folded(body)
    try:
        found = parse(body).css(HEADING)
    except OverLimit:  # as a page it was refused before; this has another type
        return ""
    texts = {node.tag: _folded(node.text()) for node in reversed(found)}
    return texts.get("h1") or texts.get("title") or ""


def _folded(text: str) -> str:
    return " ".join(text.split())
