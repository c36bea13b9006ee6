"""The very piece of a page and of a cookie that a failed promise is about. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ..endings import OverLimit
from ..html import parse, text_of
from ..markup import regions
from ..transcript import Step
from ..xray import LIMIT, Cookie, Exchange, exchanges

__all__ = ["cookie", "page_piece"]

MOST = 600  # characters of a page's piece
ROWS = 8  # messages of a cookie that are written out


def page_piece(steps: Sequence[Step]) -> str:
    """Where the last page has messages or would have them, as its markup; "" if none.

    A page without such a place is told by its heading, or by its first words.
    """
    asked = [s for s in steps if s.method and not s.by_page]
    shown = [s for s in asked if s.body.lstrip().startswith("<")]
    if not shown:
        return ""
    try:
        root = parse(shown[-1].body)
    except OverLimit:  # as a page it was refused before; this has another type
        return ""
    found = regions(root)
    if found:
        return _cut(" ".join(region.html or "" for region in found))
    words = _cut(text_of(root), 80)
    return f"no element for messages; it begins “{words}”" if words else ""


def cookie(steps: Sequence[Step]) -> str:
    """What the session cookie holds after the last request, in words; "" for none."""
    found = [e for e in exchanges(s for s in steps if s.method) if e.status]
    if not found:
        return ""
    refused = [c for c in found[-1].changes if c.did == "refused"]
    if refused:
        size = refused[-1].cookie.size
        return f"refused by the browser: {refused[-1].why} ({size} of {LIMIT} bytes)"
    held = [c for c in found[-1].kept if c.readable]
    return _held(held[0], found[-1]) if held else ""


def _held(held: Cookie, last: Exchange) -> str:
    waiting = [f"{m.category} “{m.text}”" for m in held.messages[:ROWS]]
    if len(held.messages) > ROWS:
        waiting.append(f"{len(held.messages) - ROWS} more")
    rest = [f"{name} = {_cut(value, 60)}" for name, value in held.rest]
    parts = [f"waiting: {', '.join(waiting) or 'no message'}", *rest]
    return f"{'; '.join(parts)} ({held.size} of {LIMIT} bytes)"


def _cut(text: str, most: int = MOST) -> str:
    """The text on one line; of a long one both ends, since either may matter."""
    folded = " ".join(text.split())
    if len(folded) <= most:
        return folded
    return f"{folded[: most * 2 // 3]} … {folded[-most // 3 :]}"
