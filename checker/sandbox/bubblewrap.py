"""Walls of bubblewrap, around one submission or many: how their command is made.

Inside there is no network, nothing but the submission, Python and libraries, and one
folder of limited size to write to. Run by root, bubblewrap is entered as a user that
nobody else is: what root may do on this machine, no app may.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..limits import Limits
from . import Wrapping, calls, copied
from .cgroup import group
from .readable import readable, unused_user
from .visible import CHECKER, apphost, links, places

__all__ = ["PROGRAM", "SHARED_MEMORY", "STEP_DOWN", "Bubblewrap", "Outer"]

PROGRAM = "bwrap"
STEP_DOWN = "setpriv"  # of util-linux
SHARED_MEMORY = 16 * 1024 * 1024  # bytes of /dev/shm
APART = """
    --unshare-user --unshare-pid --unshare-net --unshare-ipc --unshare-uts
    --unshare-cgroup-try --uid 1000 --gid 1000 --hostname sandbox
    --cap-drop ALL --new-session --die-with-parent --as-pid-1
    """.split()
ALONE = ["--disable-userns"]  # no namespace within is made any more
UNPRIVILEGED = """
    --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs --pdeathsig KILL
    """.split()
Mounts = dict[str, list[str]]  # by where they are seen


class _Walls(Wrapping):
    """How walls are built by an ordinary user, and by root as one."""

    apart: Sequence[str] = APART

    def __init__(self) -> None:
        self.private = Path(tempfile.gettempdir()).resolve()
        self.user = unused_user() if os.geteuid() == 0 else 0

    def wrapped(self, command: list[str]) -> list[str]:
        """The command within the walls."""
        seen = self._seen()
        if self.user:  # what is a copy outside stands in its place on the stage
            seen = {place: Path(place) for place in seen}
        inside = [PROGRAM, *self.apart, *self._mounts(seen), "--remount-ro", "/"]
        inside += [*self._settings(), "--chdir", "/", "--", *command]
        return self._stepped_down(inside) if self.user else inside

    def _settings(self) -> Iterator[str]:
        """What else the walls are given."""
        yield from ()

    def _seen(self) -> dict[str, Path]:
        """What is seen of the machine, by where it is seen."""
        return {str(path): path for path in (*places(), apphost())}

    @abstractmethod
    def _written(self) -> tuple[Path, ...]:
        """The places that are new and empty, and for apps to write to."""

    def _stepped_down(self, inside: list[str]) -> list[str]:
        """The same, entered as a user that may do nothing and sees no more."""
        programs = map(shutil.which, (PROGRAM, STEP_DOWN))
        seen = {str(path): Path(path) for path in programs if path}
        around = self._mounts({**self._seen(), **seen}, stage=True)
        number = str(self.user)
        down = [STEP_DOWN, "--reuid", number, "--regid", number, *UNPRIVILEGED]
        return [PROGRAM, "--die-with-parent", *around, "--", *down, *inside]

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
            shown |= {str(place) for place in self._written()}
        linked = (arg for to, path in links() for arg in ("--symlink", to, path))
        return [*linked, *_in_order({**_open_folders(shown), **mounts})]

    def _own(self) -> Mounts:
        """What is new within the walls, and of limited size where it can be written."""
        memory = ["--size", str(SHARED_MEMORY), "--tmpfs", "/dev/shm"]
        written = {str(place): self._writable(place) for place in self._written()}
        return {
            "/proc": ["--proc", "/proc"],
            "/dev": ["--dev", "/dev"],
            "/dev/shm": [*memory, "--remount-ro", "/dev"],
            **written,
        }

    @abstractmethod
    def _writable(self, place: Path) -> list[str]:
        """How such a place is made."""


class Bubblewrap(_Walls):
    """The walls around the submission in one folder; close() after the host's end."""

    apart = (*APART, *ALONE)

    def __init__(self, folder: Path, limits: Limits) -> None:
        super().__init__()
        self.folder = folder.resolve()
        self.disk = limits.disk
        self.shown = readable(self.folder, limits.disk) if self.user else self.folder
        self.fds = () if calls.missing() else (calls.program(),)
        self.copied = copied.fits(self.shown, limits.disk)
        self.group = group(limits)

    def wrapped(self, command: list[str]) -> list[str]:
        """The command within the walls."""
        for fd in self.fds:
            os.lseek(fd, 0, os.SEEK_SET)  # read once before, where a host is replaced
        walled = super().wrapped(command)
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

    def _settings(self) -> Iterator[str]:
        if self.copied:
            yield from ("--setenv", copied.NAME, copied.told(self.folder))
        for fd in self.fds:
            yield from ("--seccomp", str(fd))

    def _seen(self) -> dict[str, Path]:
        place = copied.ORIGINAL if self.copied else str(self.folder)
        return {**super()._seen(), place: self.shown}

    def _written(self) -> tuple[Path, ...]:
        return (self.private, self.folder) if self.copied else (self.private,)

    def _writable(self, place: Path) -> list[str]:
        return ["--perms", "0755", "--size", str(self.disk), "--tmpfs", str(place)]


class Outer(_Walls):
    """Walls around many submissions, each within walls of its own (warm.py).

    Nothing of any submission is seen here, and there is nothing to write to: those
    within put their own over what is here.
    """

    def _written(self) -> tuple[Path, ...]:
        return (self.private,)

    def _writable(self, place: Path) -> list[str]:
        return ["--perms", "0755", "--tmpfs", str(place), "--remount-ro", str(place)]

    def close(self) -> None:
        """Nothing to do."""


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
