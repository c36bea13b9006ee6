"""One control group for all processes of a submission: their memory and their number.

Version 2 alone, as Documentation/admin-guide/cgroup-v2.rst of the kernel describes it.
Changes nothing of the groups that are there, but for what its own hands down.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..limits import Limits

__all__ = ["Cgroup", "group", "missing"]

MOUNTS = Path("/proc/self/mountinfo")
OWN = Path("/proc/self/cgroup")
NEEDED = frozenset({"memory", "pids"})
OURS = 16  # processes of the walls and of the host, beside those of the apps
PATIENCE = 2.0  # seconds for the kernel to end what is in a group
STEP = 0.005
JOIN = (
    "import os, sys; open(sys.argv[1], 'w').write('0');"
    " os.execvp(sys.argv[2], sys.argv[2:])"
)


class Cgroup:
    """A new group below another, with these settings; close() ends what is in it."""

    def __init__(self, above: Path, settings: Mapping[str, str]) -> None:
        self.folder = above / f"flash-course-{os.getpid()}-{time.monotonic_ns()}"
        self.folder.mkdir()
        try:
            for name, value in settings.items():
                (self.folder / name).write_text(value)
            with contextlib.suppress(OSError):  # kernels without swap have no such file
                (self.folder / "memory.swap.max").write_text("0")
        except OSError:
            self.folder.rmdir()
            raise

    def wrapped(self, command: list[str]) -> list[str]:
        """The command, which joins the group before it begins."""
        processes = str(self.processes)
        return [sys.executable, "-I", "-S", "-c", JOIN, processes, *command]

    @property
    def processes(self) -> Path:
        """Whoever writes 0 here joins the group."""
        return self.folder / "cgroup.procs"

    def close(self) -> None:
        """Ends every process of the group, and takes the group away."""
        with contextlib.suppress(OSError):
            (self.folder / "cgroup.kill").write_text("1")
        deadline = time.monotonic() + PATIENCE
        while self.folder.exists() and time.monotonic() < deadline:
            with contextlib.suppress(OSError):  # busy as long as a process is in it
                self.folder.rmdir()
                return
            time.sleep(STEP)


def missing(mounts: Path = MOUNTS, own: Path = OWN) -> str:
    """Why no group can be had here; "" where one can."""
    found = _tried(Limits(), mounts, own)
    if isinstance(found, str):
        return found
    found.close()
    return ""


def group(limits: Limits, mounts: Path = MOUNTS, own: Path = OWN) -> Cgroup | None:
    """A group within the limits; None where none can be had."""
    found = _tried(limits, mounts, own)
    return found if isinstance(found, Cgroup) else None


def _tried(limits: Limits, mounts: Path, own: Path) -> Cgroup | str:
    """A group below ours, or below one above that lets us; or why there is none."""
    most = str(limits.processes + OURS)
    settings = {"memory.max": str(limits.memory), "pids.max": most}
    places = list(_places(mounts, own))
    if not places:
        return "this system has no control groups of version 2"
    if NEEDED - set(_words(places[-1] / "cgroup.controllers")):
        return "its control groups of version 2 hold neither memory nor processes"
    _hand_down(places[0])
    for above in places:
        with contextlib.suppress(OSError):  # not ours, or it hands nothing down
            if os.access(above / "cgroup.procs", os.W_OK):  # else nobody could join
                return Cgroup(above, settings)
    return "this user may make no control group"


def _places(mounts: Path, own: Path) -> Iterator[Path]:
    """Our own group and those above it, up to the highest that is mounted."""
    try:
        mounted = [line.split() for line in mounts.read_text().splitlines()]
        groups = own.read_text().splitlines()
    except OSError:
        return
    tops = [Path(line[4]) for line in mounted if line[line.index("-") + 1] == "cgroup2"]
    ours = [line.removeprefix("0::/") for line in groups if line.startswith("0::/")]
    if tops and ours:
        place = tops[0] / ours[0]
        yield from (place, *(p for p in place.parents if p.is_relative_to(tops[0])))


def _hand_down(group: Path) -> None:
    """Has the groups below count memory and processes, where they do not yet.

    The kernel refuses that for a group that holds processes itself, but for the root.
    """
    with contextlib.suppress(OSError):
        lacking = NEEDED - set(_words(group / "cgroup.subtree_control"))
        if lacking:
            wanted = " ".join(f"+{name}" for name in sorted(lacking))
            (group / "cgroup.subtree_control").write_text(wanted)


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []
