"""The person at this terminal: what they can see and what they type."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from ..learner import Learner
    from ..render.look import Look

__all__ = ["at_work", "command", "counted", "fault", "look", "say", "say_error"]

T = TypeVar("T")
WIDEST = 80


def command() -> str:
    """What the person types to start this: `course` says how it was called."""
    return os.environ.get("COURSE_COMMAND") or "checker"


def look(stream: TextIO) -> Look:
    """How text is to look on the stream."""
    from ..render.inline import protocol
    from ..render.look import Look

    terminal = stream.isatty()
    width = shutil.get_terminal_size().columns if terminal else WIDEST
    colour = terminal and not os.environ.get("NO_COLOR")
    colour = colour and os.environ.get("TERM") != "dumb"
    pictures = protocol(os.environ) if terminal else None
    return Look(min(width, WIDEST), colour, _shows_signs(stream), pictures)


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
    click.echo(text, file=stream, nl=False, color=True)  # we decide about colour


@contextmanager
def at_work() -> Iterator[Learner]:
    """The learner in this course; afterwards says what could not be kept of it."""
    from .. import course
    from ..learner import Learner

    package = Path(__file__).parent.parent
    learner = Learner(course.find_root(Path.cwd(), package))
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
        click.echo(f"\r{count} checked", nl=False, err=True)

    try:
        for item in begin(heard):
            _erase()
            count = 0
            yield item
    finally:
        _erase()


def _erase() -> None:
    click.echo("\r\x1b[K", nl=False, err=True, color=True)


def fault(error: Exception) -> str:
    """The sentence for an error nobody foresaw; the traceback goes into a file."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="checker-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    return (
        f"The checker itself failed: {type(error).__name__}: {error}. "
        f"The details are in {file.name}; send them with what you typed."
    )
