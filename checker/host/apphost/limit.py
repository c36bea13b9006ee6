"""Kernel limits on the process it is called in. Knows no numbers of its own."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

__all__ = ["limit"]

PROCESS = Path("/proc")
LOAD = PROCESS / "loadavg"
EVERYBODY = "4294967295"  # users in the namespace that a system starts with
COUNTS = 5, 14  # the first Linux that counts by user namespace


def limit(limits: dict[str, int]) -> None:
    """Kernel limits on this process; those a system does not know are left out."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "CPU": limits["cpu"],
        "NOFILE": limits["open_files"],
        "FSIZE": limits["file_size"],
        "CORE": 0,
        "AS": limits["memory"],
        # counts all threads of the user, so it is added to those that are there
        "NPROC": limits["processes"] + (threads_here() or threads_now()),
    }
    for name, most in wanted.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            what: int = getattr(resource, f"RLIMIT_{name}")
            # a second more, since at the hard limit no SIGXCPU says what it was
            soft, hard = most, most + (name == "CPU")
            most_here = resource.getrlimit(what)[1]
            if most_here != resource.RLIM_INFINITY:
                soft, hard = min(soft, most_here), min(hard, most_here)
            resource.setrlimit(what, (soft, hard))


def threads_here() -> int:
    """How many threads there are in a user namespace of our own; 0 outside of one.

    Since Linux 5.14 those are all that count there.
    """
    try:
        mapped = (PROCESS / "self/uid_map").read_text().split()
        major, minor = os.uname().release.split(".")[:2]
        if (
            mapped[2] == EVERYBODY
            or (int(major), int(minor.partition("-")[0])) < COUNTS
        ):
            return 0
        return sum(1 for _ in PROCESS.glob("[0-9]*/task/*"))
    except (OSError, ValueError, IndexError):
        return 0


def threads_now() -> int:
    """How many threads the whole system runs (field 4 of /proc/loadavg).

    More than any system runs where that is not told.
    """
    try:
        load = LOAD.read_text()
        return int(load.split()[3].partition("/")[2])
    except (OSError, ValueError, IndexError):
        return 4096
