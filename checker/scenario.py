"""A lesson's scenario: what visitors do for an X-ray of it. Reads it, does nothing.

One line is one thing to do: `POST /sign-in name=Ann`, `GET /`, `HEAD /`, `follow`,
`reload`, `restart SECRET_KEY=new`; `JSON /api/books title=Momo` sends JSON. A name and
a colon before it say who does it: `Ben: GET /`. Values with blanks stand in quotes. A
POST is not followed until `follow`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Move", "parse"]

WHO = re.compile(r"(\w+): *(.+)", re.DOTALL)
ASKING = ("GET", "HEAD", "POST", "JSON")  # verbs that take a path
GIVING = ("POST", "JSON", "restart")  # verbs that take name=value
VERBS = (*ASKING, "follow", "reload", "restart")
SOMEBODY = "Visitor"


@dataclass(frozen=True)
class Move:
    """One thing that a visitor does, or that is done to the app."""

    visitor: str
    verb: str
    path: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def parse(line: str) -> Move:
    """The move that a line means; ValueError says what is odd about it."""
    import shlex

    named = WHO.fullmatch(line)
    visitor, rest = (named[1], named[2]) if named else (SOMEBODY, line)
    verb, *given = shlex.split(rest) or [""]
    if not verb:
        raise ValueError("a line says nothing")
    if verb not in VERBS:
        raise ValueError(f"{verb} is none of {', '.join(VERBS)}")
    path = given.pop(0) if verb in ASKING and given else ""
    if verb in ASKING and not path.startswith("/"):
        raise ValueError(f"after {verb} comes a path that begins with /")
    odd = [word for word in given if verb not in GIVING or "=" not in word]
    if odd:
        raise ValueError(f"{verb} cannot take “{odd[0]}”")
    return Move(visitor, verb, path, tuple(map(_pair, given)))


def _pair(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value
