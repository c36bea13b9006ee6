"""The folder of marks: its gradebook, its content, and one grading at a time in it."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import WrongUse
from .gradebook import FILE, Gradebook

__all__ = ["CONTENT", "alone", "opened", "place"]

CONTENT = "content"  # below it: what was handed in, packed
LOCK = ".lock"
PLACE = "marks-"  # begins the name of a folder for what passes


@contextmanager
def opened(out: Path, *, new: bool = False) -> Iterator[Gradebook]:
    """The gradebook in a folder of marks. Raises WrongUse where there is none."""
    if not new and not (out / FILE).exists():
        raise WrongUse(f"{out} holds no gradebook. Say --out FOLDER, or grade first.")
    book = Gradebook(out / FILE)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Nobody else grades into the folder meanwhile."""
    lock = FileLock(out / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise WrongUse(
            f"Another grading is writing to {out}. Wait for it, or say another --out."
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def place(book: Gradebook) -> Iterator[Path]:
    """Where this process and its crew write what passes, as Python's own tempfile does.

    That of an earlier run that was killed is taken away: nobody else grades into this
    gradebook now. Short, since sockets have short addresses.
    """
    above = Path(tempfile.gettempdir())
    left = Path(book.fact(PLACE))
    if left.name.startswith(PLACE) and left.parent == above:
        shutil.rmtree(left, ignore_errors=True)
    own = above / f"{PLACE}{secrets.token_hex(4)}"
    book.fact(PLACE, str(own))  # first, so that nothing is left that nobody knows of
    own.mkdir(mode=0o700)
    before, tempfile.tempdir = tempfile.tempdir, str(own)
    try:
        yield own
    finally:
        tempfile.tempdir = before
        shutil.rmtree(own, ignore_errors=True)
