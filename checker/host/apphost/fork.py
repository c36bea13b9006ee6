"""The host process: Flask imported once, a child forked for every app.

Orders come over the control socket as one JSON line each: {"do": "start", "id",
"folder", "env", "limits"} with three descriptors (listener, output, word), or {"do":
"stop" | "pause" | "resume", "id"}, or {"do": "open", "path"} with one, the socket to
which the opened file is sent. News goes back the same way: {"did": id, "pid"} once
a process is begun, halted or goes on, {"ended": id, "status": exit code, or minus a
signal, "left": how many processes it had left running} once nothing is left of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import time
import traceback
from typing import Any, NoReturn

from .copy import fill
from .orders import Loop, let_go
from .orphans import adopt, end_orphans, running, show_memory
from .serve import become, print_anything
from .warm import warm

__all__ = ["main", "serve"]

GRACE = 0.5  # seconds between asking a process to end and ending it


class Host(Loop):
    """The loop: orders for apps, news of those that have ended."""

    def __init__(self, control: socket.socket) -> None:
        super().__init__(control)
        self.pids: dict[int, int] = {}  # id to pid, of processes still there
        self.doomed: dict[int, float] = {}  # pid to the moment its grace is over
        self.halted: set[int] = set()  # pids

    def patience(self) -> float | None:
        """Seconds until the next grace is over; None when nobody is doomed."""
        if not self.doomed:
            return None
        return max(0.0, min(self.doomed.values()) - time.monotonic())

    def look(self) -> None:
        """Collects who has ended, and ends who was asked to and did not."""
        self.reap()
        self.end_the_doomed()

    def obey(self, order: dict[str, Any]) -> None:
        """Carries out one order; a process that has ended needs none any more."""
        if order["do"] == "start":
            self.start(order, *self.taken(3))
            return
        if order["do"] == "open":
            hand_out(order["path"], *self.taken(1))
            return
        pid = self.pids.get(order["id"])
        if pid is None:
            return
        if order["do"] == "stop":
            kill(pid, signal.SIGTERM)
            kill(pid, signal.SIGCONT)  # halted or not
            self.doomed[pid] = time.monotonic() + GRACE
        elif order["do"] == "pause":
            self.pause(order["id"], pid)
        else:
            kill(pid, signal.SIGCONT)
            self.halted.discard(pid)
            self.tell({"did": order["id"], "pid": pid})

    def start(
        self, order: dict[str, Any], listener: int, output: int, word: int
    ) -> None:
        """Forks a child for an app; the host keeps none of its descriptors.

        It begins once the checker can know of it, since it may end the host at once.
        """
        told, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(tell)
                [_] = os.read(told, 1)  # nothing comes from a host that has ended
                self.leave({listener, output, word})
                child(order, listener, output, word)
            except BaseException:
                traceback.print_exc()
            finally:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends by itself
                sys.stderr.flush()
                os._exit(1)
        with contextlib.suppress(OSError):  # whichever of the two comes first
            os.setpgid(pid, pid)
        self.pids[order["id"]] = pid
        self.tell({"did": order["id"], "pid": pid})
        os.write(tell, b"1")
        for fd in (listener, output, word, told, tell):
            os.close(fd)

    def leave(self, kept: set[int]) -> None:
        """What a new child does first: its own group, and nothing of the host's."""
        os.setpgid(0, 0)
        show_memory(True)
        adopt()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        let_go(kept)

    def pause(self, number: int, pid: int) -> None:
        """Halts a process, and says so once it is halted; the kernel tells it once."""
        if pid not in self.halted:
            kill(pid, signal.SIGSTOP)
            _, status = os.waitpid(pid, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                self.bury(number, pid, status)
                return
            self.halted.add(pid)
        self.tell({"did": number, "pid": pid})

    def end_the_doomed(self) -> None:
        """Ends whoever has outlived the grace."""
        now = time.monotonic()
        for pid in [p for p, moment in self.doomed.items() if moment <= now]:
            kill(pid, signal.SIGKILL)
            del self.doomed[pid]

    def reap(self) -> None:
        """Collects ended children."""
        for number, pid in list(self.pids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self.bury(number, pid, status)

    def bury(self, number: int, pid: int, status: int) -> None:
        """Ends whatever an ended child has left, then says that it has ended."""
        left = running(pid, self.pids.values())
        kill(pid, signal.SIGKILL)  # its group, whose number is taken while one is in it
        del self.pids[number]
        self.doomed.pop(pid, None)
        self.halted.discard(pid)
        end_orphans(pid, self.pids.values())
        code = os.waitstatus_to_exitcode(status)
        self.tell({"ended": number, "status": code, "left": left})

    def close(self) -> None:
        """Ends every process and the loop."""
        for pid in self.pids.values():
            kill(pid, signal.SIGTERM)
            kill(pid, signal.SIGCONT)
        deadline = time.monotonic() + GRACE
        while self.pids and time.monotonic() < deadline:
            self.reap()
            time.sleep(0.005)
        for number, pid in list(self.pids.items()):
            kill(pid, signal.SIGKILL)
            self.bury(number, *os.waitpid(pid, 0))
        end_orphans(0, ())
        self.control.close()


def child(order: dict[str, Any], listener: int, output: int, word: int) -> None:
    """Becomes the app."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)

    def say(facts: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # an app has spoken first, or closed it
            os.write(word, json.dumps(facts).encode() + b"\n")
            os.close(word)

    become(order, say, lambda: socket.socket(fileno=listener))


def hand_out(path: str, to: int) -> None:
    """Sends a file to the socket with that descriptor; nothing where there is none."""
    with socket.socket(fileno=to) as asking, contextlib.suppress(OSError):
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            socket.send_fds(asking, [b"1"], [fd])
        finally:
            os.close(fd)


def kill(pid: int, number: int) -> None:
    """Signals a process group; it may have ended already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def serve(control: int) -> NoReturn:
    """Is the host on the control socket with that descriptor, until it closes.

    Then the process ends at once: to take Python down in order has no use here.
    """
    adopt()
    show_memory(False)
    Host(socket.socket(fileno=control)).run()
    os._exit(0)


def main(control: int) -> None:
    """Becomes the host, with Flask imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the checker, which ends us
    print_anything()
    show_memory(False)
    fill()
    warm()
    serve(control)
