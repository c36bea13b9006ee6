"""Finds and ends what an app has left running: on Linux, all of it.

There a process can be made the parent of every orphan below it. The host is, and so is
each app, so that whatever becomes the host's child without being an app was left by one
that has ended. Elsewhere nothing is found, and ending the app's process group is all.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Collection
from pathlib import Path

__all__ = ["adopt", "end_orphans", "running", "show_memory"]

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
DUMPABLE = 4  # PR_SET_DUMPABLE
PATIENCE = 1.0  # seconds for what forks as fast as it is ended
PROCESSES = "/proc"
LIBC = ctypes.CDLL(None)


def adopt() -> None:
    """Makes this process, and no child of it, the parent of every orphan below it."""
    with contextlib.suppress(AttributeError):  # no Linux
        LIBC.prctl(SUBREAPER, ctypes.c_ulong(1))


def show_memory(open_to_others: bool) -> None:
    """Whether processes of the same user may look into this one, by /proc or else."""
    with contextlib.suppress(AttributeError):  # no Linux
        LIBC.prctl(DUMPABLE, ctypes.c_ulong(open_to_others))


def end_orphans(above: int, known: Collection[int]) -> None:
    """Ends the children of this process that are not known, and theirs.

    Looks at processes whose number is above the app's alone, since reading each costs.
    """
    deadline = time.monotonic() + PATIENCE
    while (found := orphans(above, known)) and time.monotonic() < deadline:
        for pid in found:
            with contextlib.suppress(PermissionError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, os.WNOHANG)  # or at the next look


def running(above: int, known: Collection[int]) -> int:
    """How many children of this process are not known, and have not ended."""
    return sum(state(pid) not in "ZX" for pid in orphans(above, known))


def orphans(above: int, known: Collection[int]) -> list[int]:
    """The children of this process that are not known, with a number above."""
    try:
        names = os.listdir(PROCESSES)  # noqa: PTH208  a third of the time
    except OSError:
        return []
    numbers = [int(name) for name in names if name.isdecimal()]
    me = os.getpid()
    return [n for n in numbers if n > above and n not in known and parent(n) == me]


def parent(pid: int) -> int:
    """The number of a process's parent; 0 for one that has ended meanwhile."""
    return int(facts(pid)[1])


def state(pid: int) -> str:
    """One letter: Z for a process that has ended, X for one that is not there."""
    return facts(pid)[0]


def facts(pid: int) -> list[str]:
    """State, parent and more of a process, as /proc tells them after its name."""
    try:
        told = Path(PROCESSES, str(pid), "stat").read_bytes()
    except OSError:
        return ["X", "0"]
    return told.rpartition(b")")[2].decode().split()  # the name is in parentheses
