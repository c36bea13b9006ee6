"""Reads the files of one app, on a disk or in an archive, within what may be taken.

What is no file, or has a name that could not be put back everywhere, is left out with a
sentence. Knows no lesson.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .nodes import Kind, Node, Notes, Refused, quoted
from .packing import FILES, LARGEST, File, unfit
from .streams import read
from .tree import PACKAGES, left_out

__all__ = ["Room", "gathered", "useful"]

LARGE = 8 * 1024 * 1024  # bytes of one file; nobody writes so many
UNREAD = 16
SPECIAL = {
    Kind.LINK: "it is a link, and links are not followed",
    Kind.OTHER: "it is no file",
}


class Unread(Exception):
    """One file cannot be read, for this reason; the others can."""


@dataclass
class Room:
    """How much more one hand-in may hold, and how many files that cannot be read."""

    files: int = FILES
    size: int = LARGEST
    unread: int = UNREAD

    def take(self, file: Node) -> bytes:
        """What the file holds; Unread, or Refused where there is no more room."""
        self.files -= 1
        if self.files < 0:
            raise Refused(f"it holds more than {FILES:,} files")
        try:
            with file.content() as content:
                held = read(content, LARGE)
        except Refused as no:
            self.unread -= 1  # reading them takes its time as well
            if self.unread < 0:
                what = f"more than {UNREAD} of its files cannot be read"
                raise Refused(f"{what}: of {quoted(file.name)}, {no}") from no
            raise Unread(str(no)) from no
        self.size -= len(held)
        if self.size < 0:
            raise Refused(f"it holds more than {LARGEST // 1024**2} MiB")
        return held


def useful(node: Node) -> tuple[Node, ...]:
    """What the folder holds, without what tools leave behind."""
    return tuple(each for each in node.inside() if not left_out(each.name))


def gathered(app: Node, room: Room, notes: Notes) -> dict[str, File]:
    """The files of the folder by their paths in it; Refused where there is no room."""
    files: dict[str, File] = {}
    alike: dict[str, str] = {}
    for path, node in _below(app, "", notes):
        other = _other(path, alike)
        reason = unfit(path) or SPECIAL.get(node.kind, "")
        if not reason and other:
            reason = f"only capitals tell its name from {quoted(other)}"
        if not reason:
            try:
                files[path] = File(room.take(node), node.executable)
            except Unread as no:
                reason = str(no)
        if reason:
            notes.add(f"{quoted(path)} was left out: {reason}.")
        else:
            notes.add(*node.notes)
    return files


def _other(path: str, alike: dict[str, str]) -> str:
    """A path before that some system takes for this one or for a folder around it."""
    for end in (i for i, letter in enumerate(f"{path}/") if letter == "/"):
        some = path[:end]
        if alike.setdefault(some.casefold(), some) != some:
            return alike[some.casefold()]
    return ""


def _below(folder: Node, before: str, notes: Notes) -> Iterator[tuple[str, Node]]:
    """All that is no folder, with its path; those of packages are passed by."""
    try:
        # Of two names that only capitals tell apart, the small one is the usual one.
        held = sorted(useful(folder), key=lambda each: each.name.swapcase())
    except Refused as no:
        notes.add(f"{quoted(before or folder.name)} was left out: {no}.")
        return
    if before and any(each.name == "pyvenv.cfg" for each in held):
        notes.add(f"{quoted(before)} was left out: it holds packages.")
        return
    for each in held:
        path = f"{before}/{each.name}" if before else each.name
        if each.kind is not Kind.FOLDER:
            yield path, each
        elif each.name in PACKAGES:
            notes.add(f"{quoted(path)} was left out: it holds packages.")
        elif unfit(path):
            notes.add(f"{quoted(path)} was left out: {unfit(path)}.")
        else:
            yield from _below(each, path, notes)
