"""One process within walls that has Flask imported, and a cell of it for a submission.

To build walls anew for each submission costs little, to import Flask within them a lot.
So it is imported once, by a process that no submission ever runs in or reaches; for
each, that process forks the first process of new namespaces (host/apphost/cell.py).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from ..errors import HostError
from ..host.controlled import Controlled
from ..limits import Limits
from . import Beginning, Running, Sandbox, calls, copied
from .bubblewrap import SHARED_MEMORY, Bubblewrap, Outer
from .cgroup import group
from .readable import readable

__all__ = ["Cell", "Warm"]

READY = 30.0  # seconds to import Flask, on a slow disk
PATIENCE = 10.0  # seconds for a cell that holds nothing to be there


class Warm:
    """Builds walls around submissions, quickly; close() when none is left.

    Where cells cannot be had, and for a submission that a cell cannot hold, they are
    those of bubblewrap alone, which keep out the same.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.maker: _Maker | None = _Maker()  # gets ready in the background
        self.tried = False  # True once a cell of it came up

    def around(self, folder: Path, limits: Limits) -> Sandbox:
        """The walls around the submission in the folder."""
        maker, held = self._ready(), folder.resolve()
        if maker is None or not held.is_relative_to(maker.private):
            return Bubblewrap(folder, limits)
        shown = readable(held, limits.disk) if os.geteuid() == 0 else held
        if copied.fits(shown, limits.disk):
            return Cell(maker, held, shown, limits)
        if shown != held:
            shutil.rmtree(shown.parent)
        return Bubblewrap(folder, limits)

    def works(self) -> bool:
        """True where cells can be had; waits until that is known."""
        return self._ready() is not None

    def close(self) -> None:
        """Ends the process, and every cell with it."""
        with self.lock:
            self._end()

    def _ready(self) -> _Maker | None:
        """The process that makes cells, a new one where it has ended; None for none."""
        with self.lock:
            if self.maker is not None and self.maker.gone.is_set() and self.tried:
                self._end()
                self.maker, self.tried = _Maker(), False
            if self.maker is not None and not self.tried:
                self.tried = self.maker.works()
                if not self.tried:
                    self._end()
            return self.maker

    def _end(self) -> None:
        if self.maker is not None:
            self.maker.close()
        self.maker = None


class _Maker(Controlled):
    """One life of the process that makes cells."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.cells: dict[int, _Running] = {}
        outer = Outer()
        self.private = outer.private
        super().__init__("cells", outer)

    def hear(self, news: dict[str, int]) -> None:
        """A cell has ended."""
        self.cells.pop(news["ended"]).end(news["status"])

    def bereave(self) -> None:
        """All cells have ended with the process."""
        for cell in list(self.cells.values()):
            cell.end(-signal.SIGKILL)

    def begin(self, cell: dict[str, object], fds: list[int]) -> _Running:
        """Begins a cell; raises OSError where the process is gone."""
        running = _Running(self, next(self.numbers))
        self.cells[running.number] = running
        order = {"do": "begin", "id": running.number, "fds": len(fds), "cell": cell}
        self.send(order, fds)
        return running

    def works(self) -> bool:
        """True where a cell that holds nothing comes up."""
        if not self.came_up(READY):
            return False
        with tempfile.TemporaryDirectory(prefix="shelf-") as folder:
            Path(folder).chmod(0o755)
            cell = Cell(self, Path(folder), Path(folder), Limits())
            with contextlib.closing(cell), contextlib.suppress(HostError):
                process = _Tried(cell)
                works = process.came_up(PATIENCE)
                process.close()
                return works
        return False


class _Tried(Controlled):
    """A cell's host that is given nothing to do."""

    def __init__(self, cell: Cell) -> None:
        super().__init__("fork", cell)

    def hear(self, news: dict[str, int]) -> None:
        """There is no news."""

    def bereave(self) -> None:
        """Nobody waits for it."""


class _Running:
    """A cell as the checker sees it; see Running."""

    pid = -1  # it counts processes differently, and 0 is somebody's session

    def __init__(self, maker: _Maker, number: int) -> None:
        self.maker = maker
        self.number = number
        self.status = 0
        self.gone = threading.Event()

    def end(self, status: int) -> None:
        """Called when it has ended."""
        self.status = status
        self.gone.set()

    def kill(self) -> None:
        """See Running."""
        with contextlib.suppress(OSError):  # the kernel has ended it with its maker
            self.maker.send({"do": "kill", "id": self.number}, [])

    def wait(self, timeout: float | None = None) -> int:
        """See Running."""
        if not self.gone.wait(timeout):
            raise subprocess.TimeoutExpired("cell", timeout or 0)
        return self.status


class Cell:
    """The walls around the submission in one folder; close() after the host's end.

    What `shown` holds is copied in; they differ where root alone may read the folder.
    """

    reaches = False

    def __init__(
        self, maker: _Maker, folder: Path, shown: Path, limits: Limits
    ) -> None:
        self.maker = maker
        self.folder = folder
        self.shown = shown
        self.disk = limits.disk
        self.group = group(limits)

    def begin(self, asked: Beginning) -> Running:
        """See Sandbox; the command is not needed, since the process is there."""
        cell = {
            "folder": str(self.folder),
            "private": str(self.maker.private),
            "disk": self.disk,
            "memory": SHARED_MEMORY,
        }
        with contextlib.ExitStack() as opened:
            source = os.open(self.shown, os.O_RDONLY | os.O_DIRECTORY)
            opened.callback(os.close, source)
            fds = [asked.control, asked.words.fileno(), source, _filter(opened)]
            if self.group:
                fds.append(os.open(self.group.processes, os.O_WRONLY))
                opened.callback(os.close, fds[-1])
            return self.maker.begin(cell, fds)

    def close(self) -> None:
        """Takes away what was copied to be readable, and the control group."""
        if self.group:
            self.group.close()
        if self.shown != self.folder:
            shutil.rmtree(self.shown.parent, ignore_errors=True)


def _filter(opened: contextlib.ExitStack) -> int:
    """A descriptor of the filter of system calls; of nothing where there is none."""
    fd = os.open(os.devnull, os.O_RDONLY) if calls.missing() else calls.program()
    opened.callback(os.close, fd)
    return fd
