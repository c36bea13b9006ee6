"""What a test run has of the machine now: processes, sockets, mounts, groups, files.

Counts what is its own and what is nobody's; what others have is none of its business.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from checker.sandbox.readable import USERS

__all__ = ["counted", "descendants", "fostering", "left"]

PATIENCE = 5.0  # seconds for what ends in the background
FOSTER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
PROCESSES = Path("/proc")
WITH_SOCKETS = ("tcp", "tcp6", "udp", "udp6", "raw", "unix")
INODE = {"unix": 6}  # the column that names a socket; 9 in the other tables
OF_ENGINES = ("/var/lib/containers", "/run/containers", "/var/lib/docker", "/run/netns")
OPEN_TO_ALL = ("/tmp", "/var/tmp", "/dev/shm", "/run")


@contextmanager
def fostering() -> Iterator[None]:
    """Meanwhile whatever loses its parent becomes a child of this process."""
    system = ctypes.CDLL(None)
    assert system.prctl(FOSTER, 1, 0, 0, 0) == 0
    try:
        yield
    finally:
        system.prctl(FOSTER, 0, 0, 0, 0)


def counted() -> set[str]:
    """All of it, in words."""
    return {
        *(f"process {pid}" for pid in descendants()),
        *(f"socket {inode}" for inode in _sockets()),
        *(f"mount {line}" for line in _mounts()),
        *(f"group {folder}" for folder in _groups()),
        *(f"file {path}" for path in _files()),
    }


def left(before: set[str]) -> set[str]:
    """What has come since then and stays, though it was given time to end."""
    deadline = time.monotonic() + PATIENCE
    while (found := counted() - before) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def descendants() -> set[int]:
    """The processes below this one, but for those that only wait to be collected."""
    below = defaultdict(list)
    for process in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            told = (process / "stat").read_bytes().rpartition(b")")[2].split()
            if told[0] not in b"ZX":
                below[int(told[1])].append(int(process.name))
    found, looking = set(), [os.getpid()]
    while looking:
        children = below[looking.pop()]
        found.update(children)
        looking += children
    return found


def _sockets() -> set[str]:
    """The sockets of this network that no other process has; all need root to know.

    Others open and close theirs all the time: one that is gone after a look around
    was nobody's only for that long.
    """
    if os.geteuid() != 0:
        return set()
    there, others = _in_tables(), _held_by_others()
    return (there & _in_tables()) - others - {"0"}


def _in_tables() -> set[str]:
    there = set()
    for name in WITH_SOCKETS:
        rows = Path("/proc/net", name).read_text().splitlines()[1:]
        there |= {row.split()[INODE.get(name, 9)] for row in rows}
    return there


def _held_by_others() -> set[str]:
    own = {os.getpid(), *descendants()}
    found = set()
    for process in PROCESSES.glob("[0-9]*"):
        if int(process.name) not in own:
            with suppress(OSError):
                found |= {str(fd.readlink()) for fd in (process / "fd").iterdir()}
    return {each[8:-1] for each in found if each.startswith("socket:[")}


def _mounts() -> Iterator[str]:
    """The mounts of this machine, without those that container engines make."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        if not line.split()[4].startswith(OF_ENGINES):
            yield line


def _groups() -> Iterator[Path]:
    """The control groups that this process has made."""
    return Path("/sys/fs/cgroup").rglob(f"flash-course-{os.getpid()}-*")


def _files() -> Iterator[Path]:
    """What somebody within walls has made where everybody may."""
    for place in map(Path, OPEN_TO_ALL):
        for path in place.glob("*"):
            with suppress(OSError):
                if path.lstat().st_uid in USERS:
                    yield path
