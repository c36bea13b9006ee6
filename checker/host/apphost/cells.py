"""The process that makes cells: Flask imported once, one forked for each submission.

Orders come over the control socket as one JSON line each: {"do": "begin", "id", "fds",
"cell": what cell.Cell holds} with so many descriptors (the control socket of the host
within, where it writes what it says, the submission's folder, the filter, and where
there is one the control group to join), or {"do": "kill", "id"}. News goes back the
same way: {"ended": id, "status"}. No app ever runs in this process, and none can reach
it: each cell has a host of its own (fork.py), which is process 1 there.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from typing import Any, NoReturn

from .cell import Cell, apart, sealed
from .fork import serve
from .orders import Loop, let_go
from .orphans import adopt, show_memory
from .serve import print_anything
from .warm import warm

__all__ = ["main"]

LONGEST = 4096 * 8  # bytes of a filter; the kernel takes 4096 rules of 8


class Cells(Loop):
    """The loop: orders for cells, news of those that have ended."""

    def __init__(self, control: socket.socket) -> None:
        super().__init__(control)
        self.ids: dict[int, int] = {}  # pid to id, of cells still there

    def obey(self, order: dict[str, Any]) -> None:
        """Begins a cell, or ends one with everything in it."""
        if order["do"] == "begin":
            self.begin(order, self.taken(order["fds"]))
            return
        for pid in [p for p, number in self.ids.items() if number == order["id"]]:
            os.kill(pid, signal.SIGKILL)

    def begin(self, order: dict[str, Any], fds: list[int]) -> None:
        """Forks a cell; this process keeps none of its descriptors.

        The child between becomes a part of the new namespaces, and its own child the
        first process there, which is left to us.
        """
        told, tell = os.pipe()
        between = os.fork()
        if between == 0:
            between_worlds(order["cell"], fds, tell)
        for fd in (*fds, tell):
            os.close(fd)
        with os.fdopen(told, "rb") as pid:  # nothing comes where it failed
            number = int(pid.read() or 0)
        os.waitpid(between, 0)
        if number:
            self.ids[number] = order["id"]
        else:
            self.tell({"ended": order["id"], "status": 1})

    def look(self) -> None:
        """Collects cells that have ended."""
        for pid, number in list(self.ids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self.ids[pid]
                code = os.waitstatus_to_exitcode(status)
                self.tell({"ended": number, "status": code})

    def close(self) -> None:
        """Ends the loop, and so this process; the kernel ends all cells with it."""
        self.control.close()


def between_worlds(cell: dict[str, Any], fds: list[int], tell: int) -> NoReturn:
    """Makes the namespaces, and forks the process that is to be the first in them."""
    try:
        let_go({*fds, tell})
        control, words, source, calls, *group = fds
        os.dup2(words, 2)  # where it is said, if something fails
        for fd in group:
            os.write(fd, b"0")  # joins the control group, before it has one of its own
        for fd in (words, *group):
            os.close(fd)
        show_memory(True)  # or it could not say who it is within
        apart()
        pid = os.fork()
        if pid == 0:
            os.close(tell)
            first(cell, control, source, calls)
        os.write(tell, b"%d" % pid)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def first(cell: dict[str, Any], control: int, source: int, calls: int) -> NoReturn:
    """Is the first process of a cell: its walls from within, then its host."""
    program = os.pread(calls, LONGEST, 0)
    os.close(calls)
    sealed(Cell(**cell, source=source, calls=program))
    serve(control)


def main(control: int) -> None:
    """Becomes the process that makes cells, with Flask imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the checker, which ends us
    print_anything()
    adopt()
    show_memory(False)
    warm()
    Cells(socket.socket(fileno=control)).run()
    os._exit(0)
