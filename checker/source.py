"""Reads the text files of an app's folder, within limits. Runs none of them.

A folder may hold anything: links that lead out, fifos that nobody writes to, devices
without end, a hundred thousand files. Only plain files within it are read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from .endings import OverLimit
from .refusals import FOREIGN

__all__ = ["oddities", "python", "texts"]

KINDS = frozenset(
    """
    .py .html .htm .css .js .mjs .xml .jinja .jinja2 .j2 .txt .toml .cfg .ini .env .sql
    """.split()
)
FILES = 300  # in one app; more is no app of a lesson
LARGEST = 200_000  # bytes of one file
ALL = 2_000_000  # bytes of all
ENTRIES = 10_000  # names that are looked at
DEEPEST = 20  # folders within folders
NAMED = 3  # files in a sentence; the others are counted
# Without following a link and without waiting; Windows has neither.
CAREFUL = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def texts(folder: Path) -> dict[str, str]:
    """File, by its name within the folder, to its text; links and oversize left out."""
    found: dict[str, str] = {}
    room = ALL
    for path in sorted(islice(_files(folder), ENTRIES)):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix not in KINDS or hidden or len(found) == FILES:
            continue
        content = _plain(path, min(LARGEST, room))
        if content is not None:
            room -= len(content)
            name = path.relative_to(folder).as_posix()
            found[name] = content.decode(errors="replace")
    return found


def python(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each Python file, by its path within the folder, with its text; none left out.

    Raises OverLimit where one cannot be read, since a promise about the source is none
    about a part of it.
    """
    found = list(islice(_files(folder), ENTRIES + 1))
    room = ALL
    for path in sorted(path for path in found if path.suffix == ".py"):
        content = _plain(path, room)
        name = path.relative_to(folder)
        if content is None or len(found) > ENTRIES:
            raise OverLimit(
                f"{name} is no plain file, or more than can be read of an app."
            )
        room -= len(content)
        yield name, content.decode(errors="replace")


def oddities(folder: Path) -> Iterator[str]:
    """A sentence about what the folder holds and no app needs; none where nothing."""
    found = list(islice(_files(folder), ENTRIES + 1))
    if len(found) > ENTRIES:
        yield f"The folder holds more than {ENTRIES} files, and not all were looked at."
        return
    odd = sorted(p.relative_to(folder).as_posix() for p in found if _is_odd(p))
    if odd:
        more = f" and {len(odd) - NAMED} more" if len(odd) > NAMED else ""
        names = ", ".join(odd[:NAMED]) + more
        yield f"The folder holds what is no plain file, and it was not read: {names}."


def _is_odd(path: Path) -> bool:
    """True for links, fifos, devices and sockets; not for what has gone meanwhile."""
    return path.is_symlink() or (path.exists() and not path.is_file())


def _plain(path: Path, most: int) -> bytes | None:
    """What a plain file of at most so many bytes holds; None for anything else.

    Opened first and then looked at: what somebody has put in its place meanwhile
    neither hangs nor leads out.
    """
    try:
        fd = os.open(path, CAREFUL)
    except OSError:
        return None
    with os.fdopen(fd, "rb") as file:
        facts = os.fstat(fd)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > most:
            return None
        return file.read(most)


def _files(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Whatever is no folder, in the folder and in those within it."""
    try:
        with os.scandir(folder) as listed:
            entries = list(islice(listed, ENTRIES))
    except OSError:  # closed, or gone
        return
    for entry in entries:
        if entry.name in FOREIGN:
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield Path(entry)
        elif depth < DEEPEST:
            yield from _files(Path(entry), depth + 1)
