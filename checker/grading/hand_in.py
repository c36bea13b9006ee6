"""What every layout of a folder of submissions comes to, as frozen facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from .gathering import useful
from .lesson_names import LessonNames
from .nodes import Kind, Node, Notes, Refused, quoted
from .submission import Person

__all__ = ["HandIn", "Layout", "entries", "folders", "held", "stray"]


@dataclass(frozen=True)
class HandIn:
    """What people handed in at once: a folder or an archive, whole.

    `node` is None where it is not there, and then `trouble` says why. `source` is where
    it is below the folder that its layout is of. `lesson` is what that place says of
    it. `order` tells the later of two that have no moment; `earlier` counts those that
    came before it and are gone.
    """

    people: tuple[Person, ...]
    node: Node | None
    source: str
    lesson: str = ""
    at: datetime | None = None
    late: bool = False
    order: tuple[int, ...] = ()
    earlier: int = 0
    trouble: str = ""
    older: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """One way to lay submissions out: its name, what it is, how it is told and read.

    `read` says in the notes what belongs to nobody.
    """

    name: str
    said: str
    fits: Callable[[Node, LessonNames], bool]
    read: Callable[[Node, LessonNames, Notes], Iterator[HandIn]]


def held(node: Node) -> tuple[Node, ...]:
    """What a folder holds that is of interest; nothing if it cannot be read."""
    try:
        return useful(node)
    except Refused:
        return ()


def folders(node: Node) -> tuple[Node, ...]:
    """The folders in it."""
    return tuple(each for each in held(node) if each.kind is Kind.FOLDER)


def entries(top: Node, strays: Notes) -> Iterator[Node]:
    """What it holds, but for links and the like, which are strays."""
    for each in useful(top):
        if each.kind in (Kind.FILE, Kind.FOLDER):
            yield each
        else:
            strays.add(stray(each, "links and what is no file are not followed"))


def stray(node: Node, why: str) -> str:
    """The sentence about what belongs to nobody."""
    return f"{quoted(node.name)} was left aside: {why}."
