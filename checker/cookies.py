"""A browser's rules for cookies, as Chromium keeps them. Text in, values out.

Sources: RFC 6265bis sections 5.5 to 5.7, and Chromium 156 measured for the size limit
(4096 bytes of name and value), for Secure on a loopback address (kept) and for
SameSite=None without Secure (refused). Headers are text as HTTP gives it: one
character a byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime

from .transcript import CookieNote

__all__ = ["Cookie", "Jar"]

SIZE = 4096  # bytes of name and value together; Chromium refuses more
ATTRIBUTE_SIZE = 1024  # bytes; a longer attribute is ignored
PER_HOST = 180  # cookies; beyond, Chromium keeps the LEFT that were set last
LEFT = 150
LONGEST = 400 * 24 * 60 * 60  # seconds; no cookie lives longer
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True)
class Cookie:
    """One cookie as the browser holds it; `expires` is seconds since 1970 or None."""

    name: str
    value: str
    path: str
    expires: float | None
    made: int


class Jar:
    """The cookies of one visitor for one host, which must be a loopback address.

    A loopback address counts as trustworthy, so Secure cookies are kept and sent.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self._held: dict[tuple[str, str], Cookie] = {}
        self._made = 0

    def take(self, header: str, path: str, now: float) -> CookieNote:
        """Applies one Set-Cookie header of an answer to `path`; says what it did."""
        pair, _, rest = header.partition(";")
        name, equals, value = pair.partition("=")
        if not equals:
            name, value = "", pair
        name, value = name.strip(" \t"), value.strip(" \t")
        attributes = _attributes(rest)
        why = self._objection(header, name, value, attributes)
        if why:
            return CookieNote(name, "refused", why, value)
        cookie = self._cookie(name, value, attributes, path, now)
        return self._keep(cookie, now)

    def plant(self, name: str, value: str) -> None:
        """Puts a cookie into the jar as a person with browser tools could."""
        self._keep(Cookie(name, value, "/", None, 0), 0.0)

    def header(self, path: str, now: float) -> str:
        """The Cookie header for a request to `path`; "" when there is none to send."""
        fitting = [c for c in self._live(now) if _path_matches(path, c.path)]
        fitting.sort(key=lambda c: (-len(c.path), c.made))
        return "; ".join(f"{c.name}={c.value}" if c.name else c.value for c in fitting)

    def held(self, now: float) -> dict[str, str]:
        """Name to value of every cookie the browser holds now."""
        return {c.name: c.value for c in self._live(now)}

    def _live(self, now: float) -> list[Cookie]:
        return [c for c in self._held.values() if c.expires is None or c.expires > now]

    def _objection(
        self, header: str, name: str, value: str, attributes: dict[str, str]
    ) -> str:
        """Why a browser refuses the cookie; "" when it does not."""
        if CONTROL.search(header):
            return "it holds a control character"
        if not name and not value:
            return "it has neither name nor value"
        if not name and value.lower().startswith(("__secure-", "__host-")):
            return "it has no name, and its value looks like a name that needs Secure"
        size = len(name) + len(value)
        if size > SIZE:
            return f"name and value are {size} bytes, and browsers keep {SIZE}"
        domain = attributes.get("domain", "").lower().removeprefix(".")
        if domain and domain != self.host:
            return f"its Domain {domain} is not {self.host}"
        return _needs_secure(name, attributes)

    def _cookie(
        self,
        name: str,
        value: str,
        attributes: dict[str, str],
        path: str,
        now: float,
    ) -> Cookie:
        scope = attributes.get("path", "")
        if not scope.startswith("/"):
            scope = path[: path.rfind("/")] or "/"
        self._made += 1
        return Cookie(name, value, scope, _expiry(attributes, now), self._made)

    def _keep(self, cookie: Cookie, now: float) -> CookieNote:
        key = (cookie.name, cookie.path)
        if cookie.expires is not None and cookie.expires <= now:
            there = self._held.pop(key, None)
            why = "" if there else "there was none to clear"
            return CookieNote(cookie.name, "cleared", why)
        earlier = self._held.pop(key, None)  # set anew, it stands last
        made = earlier.made if earlier else cookie.made
        self._held[key] = replace(cookie, made=made)
        if len(self._held) > PER_HOST:
            self._held = dict(list(self._held.items())[-LEFT:])
        return CookieNote(cookie.name, "set", "", cookie.value)


def _attributes(text: str) -> dict[str, str]:
    """Attribute names in lower case to values; the last of a name counts."""
    found = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        value = value.strip(" \t")
        if len(value) <= ATTRIBUTE_SIZE:
            found[name.strip(" \t").lower()] = value
    return found


def _needs_secure(name: str, attributes: dict[str, str]) -> str:
    secure = "secure" in attributes
    folded = name.lower()
    if attributes.get("samesite", "").lower() == "none" and not secure:
        return "SameSite=None needs Secure"
    if "partitioned" in attributes and not secure:
        return "Partitioned needs Secure"
    if folded.startswith(("__secure-", "__host-")) and not secure:
        return f"a name like {name} needs Secure"
    if folded.startswith("__host-") and (
        attributes.get("path") != "/" or attributes.get("domain")
    ):
        return f"a name like {name} needs Path=/ and no Domain"
    return ""


def _expiry(attributes: dict[str, str], now: float) -> float | None:
    """When the cookie ends; Max-Age wins over Expires, the unreadable counts not."""
    age = attributes.get("max-age", "")
    if re.fullmatch(r"-?\d+", age, re.ASCII):
        return now + max(min(int(age), LONGEST), 0)
    try:
        moment = parsedate_to_datetime(attributes.get("expires", ""))
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _path_matches(path: str, scope: str) -> bool:
    if not path.startswith(scope):
        return False
    return path == scope or scope.endswith("/") or path[len(scope)] == "/"
