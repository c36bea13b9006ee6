"""The checker's end of the process that forks a child for every app. POSIX only."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import threading
from dataclasses import asdict
from pathlib import Path

from ..errors import HostError
from ..sandbox import Bare, Sandbox
from .controlled import Controlled
from .kept import content
from .process import Listener, Process, Start

__all__ = ["Forking"]

READY = 30.0  # seconds for the host process to import Flask, on a slow disk

PATIENCE = 5.0  # seconds for a host that is ready to carry out an order
CLOSE = 5.0  # seconds for a host that was killed to be gone


class Forking:
    """Runs apps as children of one warm process, which is started anew if it dies."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        self.sandbox = sandbox or Bare()
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()
        self.closed = False
        try:
            self.host = _HostProcess(self.sandbox)
        except HostError:
            self.sandbox.close()
            raise

    def launch(self, start: Start, listener: Listener) -> Process:
        """Starts an app on the listener and waits for its first word.

        Once more where an app, this or another, has killed or halted the host.
        """
        host = self._living()
        process = self._launched(host, start, listener)
        spoke = process.loaded or process.refusal
        if host.gone.is_set() and not spoke:
            process.close()
            process = self._launched(self._living(), start, listener)
        return process

    def stop(self, process: Process) -> None:
        """Ends an app, and returns when it has ended."""
        self._ask("stop", process)

    def pause(self, process: Process) -> None:
        """Halts a process; it answers nothing until it goes on."""
        self._ask("pause", process)

    def resume(self, process: Process) -> None:
        """Lets a halted process go on."""
        self._ask("resume", process)

    def kept(self, path: Path, most: int) -> bytes | None:
        """What an app has written to the file; None for none, or no plain one.

        The host opens it, since the file may be within walls.
        """
        mine, its = socket.socketpair()
        with mine:
            with its, contextlib.suppress(OSError):
                self._living().send({"do": "open", "path": str(path)}, [its.fileno()])
            mine.settimeout(PATIENCE)
            try:
                fds = socket.recv_fds(mine, 1, 1)[1]
            except OSError:
                return None
        return content(fds[0], most) if fds else None

    def close(self) -> None:
        """Ends every app and the host process."""
        self.closed = True
        self.host.close()
        self.sandbox.close()

    def _launched(self, host: _HostProcess, start: Start, at: Listener) -> Process:
        process = Process(next(self.numbers), at.address, start.limits)
        process.word, its = socket.socketpair()
        read, write = os.pipe()
        process.output.drain(read)
        try:
            host.start(process, start, [at.socket.fileno(), write, its.fileno()])
        finally:
            os.close(write)
            its.close()
        process.listen(process.word)
        return process

    def _ask(self, what: str, process: Process) -> None:
        """Has something done with a process, if its host is still the one we have."""
        if not process.has_ended:
            self.host.ask({"do": what, "id": process.number}, process)

    def _living(self) -> _HostProcess:
        """The host; one that an app has killed is replaced.

        Raises HostError for one that never came up.
        """
        with self.lock:
            if self.closed or self.host.failed:
                raise HostError(self.host.why())
            if self.host.gone.is_set():
                self.host.close()
                self.host = _HostProcess(self.sandbox)
            return self.host


class _HostProcess(Controlled):
    """One life of the host process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.running: dict[int, Process] = {}
        self.pids: dict[int, int] = {}  # of running processes, as the host knows them
        super().__init__("fork", sandbox)

    def start(self, process: Process, start: Start, fds: list[int]) -> None:
        """Orders an app; its end is told to `process`. Returns once it is begun.

        The descriptors are the host's by then (macOS loses those closed on the way).
        """
        order = {
            "do": "start",
            "id": process.number,
            "folder": str(start.folder),
            "env": dict(start.env),
            "cache": str(start.cache),
            "limits": asdict(start.limits),
        }
        self.running[process.number] = process
        if self.gone.is_set():  # before the reader could know of this one
            process.end(-signal.SIGKILL)
        self.ask(order, process, fds)

    def ask(
        self,
        order: dict[str, object],
        process: Process,
        fds: list[int] | None = None,
    ) -> None:
        """Sends an order and waits until it is done; ends a host that does nothing."""
        process.done.clear()
        patience = PATIENCE if self.ready.is_set() else READY
        with contextlib.suppress(OSError):
            self.send(order, fds or [])
        if not process.has_ended and not process.done.wait(patience):
            self.process.kill()
            self.gone.wait(CLOSE)

    def hear(self, news: dict[str, int]) -> None:
        """A process has ended, or what was ordered last of one is done."""
        if "ended" in news:
            self.pids.pop(news["ended"], None)
            self.running.pop(news["ended"]).end(news["status"], news["left"])
        else:
            process = self.running[news["did"]]
            self.pids[process.number] = news["pid"]
            process.done.set()

    def bereave(self) -> None:
        """Ends what the host has left, and tells those that wait for it."""
        for process in list(self.running.values()):
            self._end_orphan(process.number)
            process.lost_host = not self.closing
            process.end(-signal.SIGKILL)

    def _end_orphan(self, number: int) -> None:
        """Ends a process that has outlived its host.

        Within walls the host counts processes differently, hence the look at the
        session; there the walls end what is within.
        """
        with contextlib.suppress(KeyError, ProcessLookupError, PermissionError):
            pid = self.pids[number]
            if os.getsid(pid) == self.process.pid:
                os.killpg(pid, signal.SIGKILL)
