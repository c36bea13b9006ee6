"""Reads Flask's stock session cookie without its key. Foreign text in, values out.

The format is itsdangerous' URLSafeTimedSerializer (payload.time.signature, the payload
base64, with a leading dot when compressed by zlib) around flask.json.tag's tagged JSON.
"""

from __future__ import annotations

import base64
import binascii
import json
import reprlib
import zlib
from dataclasses import dataclass

__all__ = ["Waiting", "session_facts", "waiting_messages", "written"]

LARGEST = 1024 * 1024  # bytes unpacked; a cookie of 4096 bytes could hold 4 MB of zeros
MOST = 1000  # messages; uncompressed, a cookie holds a tenth

WRITTEN = reprlib.Repr()  # goes no deeper than its maxlevel, however deep the value is
WRITTEN.maxdict = WRITTEN.maxlist = WRITTEN.maxlong = WRITTEN.maxstring = LARGEST


@dataclass(frozen=True)
class Waiting:
    """One message in the cookie that no page has shown yet."""

    text: str
    category: str


def session_facts(cookie: str) -> dict[str, object]:
    """What the cookie's session holds; {} for anything that is no such cookie."""
    packed = cookie.startswith(".")
    payload = cookie.removeprefix(".").partition(".")[0]
    if cookie.count(".") < 2:
        return {}
    try:
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        if packed:
            raw = zlib.decompressobj().decompress(raw, LARGEST)
        facts = json.loads(raw)
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def waiting_messages(cookie: str) -> tuple[Waiting, ...]:
    """The cookie's messages, in order; () when it holds none or is no such cookie.

    Beyond MOST they are not read.
    """
    found = session_facts(cookie).get("_flashes")
    pairs = [_untag(i) for i in found[:MOST]] if isinstance(found, list) else []
    return tuple(
        Waiting(_as_text(pair[1]), _as_text(pair[0]))
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2
    )


def written(value: object) -> str:
    """The value as Python writes it, however deep; what is too deep is left out."""
    return WRITTEN.repr(value)


def _as_text(value: object) -> str:
    """What a template writes for the value, as far as that can be told."""
    plain = _untag(value)
    return plain if isinstance(plain, str) else written(plain)


def _untag(value: object) -> object:
    """The value in a tag such as {" t": [...]}; other values as they are."""
    if isinstance(value, dict) and len(value) == 1:
        [(tag, inner)] = value.items()
        return inner if tag.startswith(" ") else value
    return value
