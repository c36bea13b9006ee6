"""The person at this terminal: what they can see and what they type."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from ..learner import Learner
    from ..render.look import Look

__all__ = ["at_work", "command", "counted", "fault", "look", "root", "say", "say_error"]

T = TypeVar("T")
WIDEST = 80
ERASE = "\r\x1b[K"  # the line


def command() -> str:
    """What the person types to start this: `course` says how it was called."""
    return os.environ.get("COURSE_COMMAND") or "checker"


def look(stream: TextIO) -> Look:
    """How text is to look on the stream."""
    from ..render.look import Look

    signs = _shows_signs(stream)
    if not stream.isatty():
        return Look(WIDEST, signs=signs)
    import shutil

    from ..render.inline import protocol

    width = min(shutil.get_terminal_size().columns, WIDEST)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(width, colour, signs, protocol(os.environ))


def _shows_signs(stream: TextIO) -> bool:
    try:
        "✓✗·→“”…".encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def say(text: str | Iterable[str]) -> None:
    """Writes a text, or lines, to standard output."""
    _write(sys.stdout, text if isinstance(text, str) else "\n".join(text) + "\n")


def say_error(sentence: str) -> None:
    """Writes a sentence to standard error, our command named as it is typed here."""
    from ..render.look import wrap

    own = sentence.replace("“checker ", f"“{command()} ")
    _write(sys.stderr, "\n".join(wrap(own, look(sys.stderr).width)) + "\n")


def _write(stream: TextIO, text: str) -> None:
    from ..render.look import plain

    encoding = stream.encoding or "ascii"
    if not _shows_signs(stream):
        text = plain(text)
    # Other people's letters may not be in the stream's alphabet either.
    text = text.encode(encoding, "replace").decode(encoding)
    stream.write(text)
    stream.flush()


def root() -> Path:
    """The course's folder: the one we are in, else that of this program."""
    from pathlib import Path

    from .. import course

    return course.find_root(Path.cwd(), Path(__file__).parent.parent)


@contextmanager
def at_work() -> Iterator[Learner]:
    """The learner in this course; afterwards says what could not be kept of it."""
    from ..learner import Learner

    learner = Learner(root())
    try:
        yield learner
    finally:
        for notice in learner.store.notices:
            say_error(notice)


def counted(begin: Callable[[Callable[[object], None]], Iterator[T]]) -> Iterator[T]:
    """What `begin` yields; at a terminal, with a count of what it heard meanwhile."""
    if not sys.stderr.isatty():
        yield from begin(lambda _: None)
        return
    count = 0

    def heard(_: object) -> None:
        nonlocal count
        count += 1
        _note(f"\r{count} checked")

    try:
        for item in begin(heard):
            _note(ERASE)
            count = 0
            yield item
    finally:
        _note(ERASE)


def _note(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def fault(error: Exception) -> str:
    """The sentence for an error nobody foresaw; the traceback goes into a file."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="checker-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    return (
        f"The checker itself failed: {type(error).__name__}: {error}. "
        f"The details are in {file.name}; send them with what you typed."
    )
