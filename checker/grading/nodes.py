"""Files and folders as submissions hold them, on a disk or in an archive. Judges none.

Names are somebody else's: they are read as text whatever their bytes, and a sentence
never shows more of one than can be seen.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from ..host.kept import CAREFUL

__all__ = ["Kind", "Node", "Notes", "Refused", "folder", "on_disk", "plain", "quoted"]

MOST = 100_000  # entries of one folder
SHOWN = 60  # characters of a name in a sentence
SENTENCES = 12  # about one hand-in


class Refused(Exception):
    """What cannot be taken in; the text ends the sentence “It was left out: …”."""


class Kind(StrEnum):
    """What a name stands for."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"  # a pipe, a socket, a device: nothing that holds text


def _nothing() -> BinaryIO:
    raise Refused("it is no file")


@dataclass(frozen=True, slots=True)  # as many as learners at once
class Node:
    """One name: what it stands for, and how to look into it when that is wanted.

    `inside` is for folders, `content` opens a file; both raise Refused, and so does
    reading. `notes` are sentences about what was left out of it.
    """

    name: str
    kind: Kind
    executable: bool = False
    inside: Callable[[], tuple[Node, ...]] = tuple
    content: Callable[[], BinaryIO] = _nothing
    notes: tuple[str, ...] = ()


def folder(name: str, inside: Iterable[Node], notes: tuple[str, ...] = ()) -> Node:
    """A folder that holds these and stands nowhere."""
    held = tuple(sorted(inside, key=lambda node: node.name))
    return Node(name, Kind.FOLDER, inside=lambda: held, notes=notes)


def on_disk(path: Path) -> Node:
    """What stands at the path, links not followed."""
    return _node(path.name, str(path))


def _node(name: str, place: str) -> Node:
    """The same; a Path for each name of a large folder would hold much memory."""
    name, notes = plain(os.fsencode(name), "latin-1")
    try:
        mode = os.lstat(place).st_mode
    except OSError as error:
        raise Refused(_objection(error)) from error
    at, executable = _Place(place), bool(mode & stat.S_IXUSR)
    return Node(name, _kind(mode), executable, at.inside, at.content, notes)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands on the disk."""

    path: str

    def inside(self) -> tuple[Node, ...]:
        """See Node."""
        return _entries(self.path)

    def content(self) -> BinaryIO:
        """See Node."""
        return _opened(self.path)


def _kind(mode: int) -> Kind:
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if stat.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(mode) else Kind.OTHER


def _entries(place: str) -> tuple[Node, ...]:
    try:
        with os.scandir(place) as found:
            names = [entry.name for entry in islice(found, MOST + 1)]
    except OSError as error:
        raise Refused(_objection(error)) from error
    if len(names) > MOST:
        raise Refused(f"it holds more than {MOST:,} names")
    return tuple(_node(each, f"{place}{os.sep}{each}") for each in sorted(names))


def _opened(place: str) -> BinaryIO:
    try:
        file = os.fdopen(os.open(place, CAREFUL), "rb")
    except OSError as error:
        raise Refused(_objection(error)) from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise Refused("it is no file any more")
    return file


def _objection(error: OSError) -> str:
    return f"it could not be read ({error.strerror or error})"


def plain(raw: bytes, otherwise: str) -> tuple[str, tuple[str, ...]]:
    """The name as text, composed as most keyboards type it, and a note if guessed."""
    try:
        return unicodedata.normalize("NFC", raw.decode()), ()
    except UnicodeDecodeError:
        name = unicodedata.normalize("NFC", raw.decode(otherwise))
        return name, (f"{quoted(name)} is not named in UTF-8: read as {otherwise}.",)


def quoted(name: str) -> str:
    """The name as it stands in a sentence: short, in quotes, all of it to be seen."""
    if len(name) > SHOWN:
        name = f"{name[: SHOWN - 20]}…{name[-19:]}"
    seen = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in name
    )
    return f"“{seen}”"


@dataclass
class Notes:
    """Sentences as they are found: the first few as they are, then their number."""

    most: int = SENTENCES
    said: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, *sentences: str) -> None:
        """Keeps them, but for those that would be too many."""
        for sentence in sentences:
            if sentence in self.said:
                continue
            if len(self.said) < self.most:
                self.said.append(sentence)
            else:
                self.more += 1

    @property
    def all(self) -> tuple[str, ...]:
        """What was kept, and how much was not."""
        rest = (f"And {self.more:,} more of that kind.",) if self.more else ()
        return (*self.said, *rest)
