"""The host process: Flask imported once, a child forked for every app.

Orders come over the control socket as one JSON line each: {"do": "start", "id",
"folder", "env", "limits"} with three descriptors (listener, output, word), or {"do":
"stop" | "pause" | "resume", "id"}. News goes back the same way: {"ended": id, "status":
exit code, or minus a signal}, and {"did": id} once a process is halted or goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import sys
import time
import traceback
from typing import Any

from .serve import become, serve_on
from .warm import warm

__all__ = ["main"]

GRACE = 0.2  # seconds between asking a process to end and ending it


class Host:
    """The loop: orders from the control socket, news of ended children to it."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.rest = b""
        self.fds: list[int] = []
        self.pids: dict[int, int] = {}  # id to pid, of processes still there
        self.doomed: dict[int, float] = {}  # pid to the moment its grace is over

    def run(self) -> None:
        """Until the control socket closes; then nothing that was started is left."""
        signals, wake = socket.socketpair()
        for end in (signals, wake):
            end.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.tell({"ready": 1})
        with selectors.DefaultSelector() as ready:
            ready.register(self.control, selectors.EVENT_READ, self.take_orders)
            ready.register(signals, selectors.EVENT_READ, lambda: drained(signals))
            while self.control.fileno() != -1:
                for key, _ in ready.select(self.patience()):
                    key.data()
                self.reap()
                self.end_the_doomed()

    def patience(self) -> float | None:
        """Seconds until the next grace is over; None when nobody is doomed."""
        if not self.doomed:
            return None
        return max(0.0, min(self.doomed.values()) - time.monotonic())

    def take_orders(self) -> None:
        """What has arrived: whole lines are orders, descriptors belong to starts."""
        data, fds, _, _ = socket.recv_fds(self.control, 64 * 1024, 16)
        self.fds += fds
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.obey(json.loads(line))
        if not data:
            self.close()

    def obey(self, order: dict[str, Any]) -> None:
        """Carries out one order; a process that has ended needs none any more."""
        if order["do"] == "start":
            listener, output, word = self.fds[:3]
            del self.fds[:3]
            self.start(order, listener, output, word)
            return
        pid = self.pids.get(order["id"])
        if pid is not None:
            {"stop": stop, "pause": pause, "resume": resume}[order["do"]](pid)
        if pid is not None and order["do"] == "stop":
            self.doomed[pid] = time.monotonic() + GRACE
        if order["do"] != "stop":
            self.tell({"did": order["id"]})

    def start(self, order: dict[str, Any], listener: int, output: int, word: int) -> None:
        """Forks a child for an app; the host keeps none of its descriptors."""
        pid = os.fork()
        if pid == 0:
            try:
                self.leave()
                child(order, listener, output, word)
            except BaseException:  # noqa: BLE001  a child must never return into the loop
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        with contextlib.suppress(OSError):  # whichever of the two comes first
            os.setpgid(pid, pid)
        self.pids[order["id"]] = pid
        for fd in (listener, output, word):
            os.close(fd)

    def leave(self) -> None:
        """What a new child does first: a group of its own, and nothing of the host's."""
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.control.close()

    def end_the_doomed(self) -> None:
        """Ends whoever has outlived the grace."""
        now = time.monotonic()
        for pid in [p for p, moment in self.doomed.items() if moment <= now]:
            kill(pid, signal.SIGKILL)
            del self.doomed[pid]

    def reap(self) -> None:
        """Collects ended children and whatever is left of their process groups."""
        for number, pid in list(self.pids.items()):
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None:
                continue
            kill(pid, signal.SIGKILL)  # the group, while its number cannot be reused
            _, status = os.waitpid(pid, 0)
            self.pids.pop(number)
            self.doomed.pop(pid, None)
            self.tell({"ended": number, "status": os.waitstatus_to_exitcode(status)})

    def tell(self, news: dict[str, int]) -> None:
        """Sends news; nobody listens any more when the checker has ended."""
        with contextlib.suppress(OSError):
            self.control.sendall(json.dumps(news).encode() + b"\n")

    def close(self) -> None:
        """Ends every process and the loop."""
        for pid in self.pids.values():
            stop(pid)
        deadline = time.monotonic() + GRACE
        while self.pids and time.monotonic() < deadline:
            self.reap()
            time.sleep(0.005)
        for pid in self.pids.values():
            kill(pid, signal.SIGKILL)
        self.control.close()


def child(order: dict[str, Any], listener: int, output: int, word: int) -> None:
    """Becomes the app."""
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)

    def say(facts: dict[str, Any]) -> None:
        os.write(word, json.dumps(facts).encode() + b"\n")
        os.close(word)

    become(order, say, lambda app: serve_on(app, listener, 0))


def drained(end: socket.socket) -> None:
    """Empties the socket that signals write to."""
    with contextlib.suppress(BlockingIOError):
        end.recv(4096)


def stop(pid: int) -> None:
    """Asks a process to end, halted or not."""
    kill(pid, signal.SIGTERM)
    kill(pid, signal.SIGCONT)


def pause(pid: int) -> None:
    """Halts a process, and returns once it is halted."""
    kill(pid, signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)


def resume(pid: int) -> None:
    """Lets a halted process go on."""
    kill(pid, signal.SIGCONT)


def kill(pid: int, number: int) -> None:
    """Signals a process group; it may have ended already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def main(control: int) -> None:
    """Runs the host on the control socket with that descriptor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the checker, which ends us
    warm()
    Host(socket.socket(fileno=control)).run()
