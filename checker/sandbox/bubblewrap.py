"""Walls of bubblewrap around one submission: how its command is made, and no more.

Inside there is no network, nothing but the submission, Python and libraries, and one
folder of limited size to write to. Run by root, bubblewrap is entered as a user that
nobody else is: what root may do on this machine, no app may.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..limits import Limits
from . import calls, copied
from .cgroup import group
from .readable import readable, unused_user
from .visible import CHECKER, apphost, links, places

__all__ = ["Bubblewrap"]

PROGRAM = "bwrap"
STEP_DOWN = "setpriv"  # of util-linux
SHARED_MEMORY = 16 * 1024 * 1024  # bytes of /dev/shm
APART = """
    --unshare-user --unshare-pid --unshare-net --unshare-ipc --unshare-uts
    --unshare-cgroup-try --disable-userns --uid 1000 --gid 1000 --hostname sandbox
    --cap-drop ALL --new-session --die-with-parent --as-pid-1
    """.split()
UNPRIVILEGED = """
    --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs --pdeathsig KILL
    """.split()
Mounts = dict[str, list[str]]  # by where they are seen


class Bubblewrap:
    """The walls around the submission in one folder; close() after the host's end."""

    reaches = False

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder.resolve()
        self.private = Path(tempfile.gettempdir()).resolve()
        self.disk = limits.disk
        self.user = unused_user() if os.geteuid() == 0 else 0
        self.shown = readable(self.folder, limits.disk) if self.user else self.folder
        self.fds: Sequence[int] = () if calls.missing() else (calls.program(),)
        self.copied = copied.fits(self.shown, limits.disk)
        self.group = group(limits)

    def wrapped(self, command: list[str]) -> list[str]:
        """The command within the walls."""
        for fd in self.fds:
            os.lseek(fd, 0, os.SEEK_SET)  # read once before, where a host is replaced
        seen = self._seen()
        if self.user:  # what is a copy outside stands in its place on the stage
            seen = {place: Path(place) for place in seen}
        inside = [PROGRAM, *APART, *self._mounts(seen), "--remount-ro", "/"]
        if self.copied:
            inside += ["--setenv", copied.NAME, copied.told(self.folder)]
        for fd in self.fds:
            inside += ["--seccomp", str(fd)]
        inside += ["--chdir", "/", "--", *command]
        walled = self._stepped_down(inside) if self.user else inside
        return self.group.wrapped(walled) if self.group else walled

    def close(self) -> None:
        """Gives the filter back, and takes away what was copied to be readable."""
        for fd in self.fds:
            os.close(fd)
        self.fds = ()
        if self.group:
            self.group.close()
        if self.shown != self.folder:
            shutil.rmtree(self.shown.parent, ignore_errors=True)

    def _stepped_down(self, inside: list[str]) -> list[str]:
        """The same, entered as a user that may do nothing and sees no more."""
        programs = map(shutil.which, (PROGRAM, STEP_DOWN))
        seen = {str(path): Path(path) for path in programs if path}
        around = self._mounts({**self._seen(), **seen}, stage=True)
        number = str(self.user)
        down = [STEP_DOWN, "--reuid", number, "--regid", number, *UNPRIVILEGED]
        return [PROGRAM, "--die-with-parent", *around, "--", *down, *inside]

    def _seen(self) -> dict[str, Path]:
        """What an app sees of the machine, by where it sees it."""
        found = {str(path): path for path in places()}
        place = copied.ORIGINAL if self.copied else str(self.folder)
        return {**found, str(apphost()): apphost(), place: self.shown}

    def _mounts(self, seen: dict[str, Path], *, stage: bool = False) -> list[str]:
        """The arguments that show it: what holds others comes before them.

        A `stage` is for bubblewrap itself, which needs the system's own /proc and /dev.
        """
        mounts: Mounts = {p: ["--ro-bind", str(real), p] for p, real in seen.items()}
        if _holds(seen, CHECKER):
            mounts[str(CHECKER)] = ["--perms", "0555", "--tmpfs", str(CHECKER)]
        shown = set(seen)
        if stage:
            mounts |= {p: ["--dev-bind", p, p] for p in ("/proc", "/dev")}
            mounts["/tmp"] = ["--dir", "/tmp"]
        else:
            mounts |= self._own()
            shown |= {str(self.folder)}
        linked = (arg for to, path in links() for arg in ("--symlink", to, path))
        return [*linked, *_in_order({**_open_folders(shown), **mounts})]

    def _own(self) -> Mounts:
        """What is new within the walls, and of limited size where it can be written."""
        private = str(self.private)
        memory = ["--size", str(SHARED_MEMORY), "--tmpfs", "/dev/shm"]
        copy = {str(self.folder): self._writable(self.folder)} if self.copied else {}
        return {
            "/proc": ["--proc", "/proc"],
            "/dev": ["--dev", "/dev"],
            "/dev/shm": [*memory, "--remount-ro", "/dev"],
            private: self._writable(self.private),
            **copy,
        }

    def _writable(self, place: Path) -> list[str]:
        return ["--perms", "0755", "--size", str(self.disk), "--tmpfs", str(place)]


def _holds(seen: Iterable[str], path: Path) -> bool:
    return any(path.is_relative_to(place) for place in seen)


def _open_folders(seen: Iterable[str]) -> Mounts:
    """The folders above, for everybody to pass; bubblewrap alone lets its user pass."""
    shown = {Path(place) for place in seen}
    found: Mounts = {}
    for place in shown:
        if not shown.intersection(place.parents):
            above = map(str, place.parents[:-1])
            found |= {path: ["--dir", path] for path in above}
    return found


def _in_order(mounts: Mounts) -> Iterator[str]:
    for path in sorted(mounts, key=lambda path: Path(path).parts):
        yield from mounts[path]
