"""The checker's end of the host process that forks a child for every app. POSIX only."""

from __future__ import annotations

import itertools
import json
import os
import socket
import subprocess
import tempfile
import threading
from dataclasses import asdict

from ..errors import HostError
from ..sandbox import Bare, Sandbox
from .command import command, environment
from .process import Listener, Process, Start

__all__ = ["Forking"]


class Forking:
    """Runs apps as children of one warm process, which is started anew if it dies."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        self.sandbox = sandbox or Bare()
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()
        self.host = _HostProcess(self.sandbox)

    def launch(self, start: Start, listener: Listener) -> Process:
        """Starts an app on the listener and waits for its first word."""
        self._revive()
        process = Process(next(self.numbers), listener.address, start.limits.output)
        mine, its = socket.socketpair()
        read, write = os.pipe()
        process.output.drain(read)
        try:
            self.host.start(process, start, [listener.socket.fileno(), write, its.fileno()])
        finally:
            os.close(write)
            its.close()
        with mine:
            process.listen(mine, start.limits.start)
        if not process.loaded and self.host.failed:
            raise HostError(self.host.why())
        return process

    def stop(self, process: Process) -> None:
        """Ends an app, and returns when it has ended."""
        if not process.has_ended:
            self.host.order({"do": "stop", "id": process.number})
            process.wait(5)

    def pause(self, process: Process) -> None:
        """Halts a process; it answers nothing until it goes on."""
        self.host.ask({"do": "pause", "id": process.number})

    def resume(self, process: Process) -> None:
        """Lets a halted process go on."""
        self.host.ask({"do": "resume", "id": process.number})

    def close(self) -> None:
        """Ends every app and the host process."""
        self.host.close()

    def _revive(self) -> None:
        """A host that an app has killed is replaced; one that never came up is not."""
        with self.lock:
            if self.host.gone.is_set() and not self.host.failed:
                self.host.close()
                self.host = _HostProcess(self.sandbox)


class _HostProcess:
    """One life of the host process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.control, its = socket.socketpair()
        self.words = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        self.popen = subprocess.Popen(
            sandbox.wrapped(command("fork", its.fileno())),
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.words,
            start_new_session=True,
            env=environment(),
        )
        its.close()
        self.ready = False
        self.gone = threading.Event()
        self.running: dict[int, Process] = {}
        self.sending = threading.Lock()
        self.did = threading.Semaphore(0)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    @property
    def failed(self) -> bool:
        """True when the process ended before it was ready."""
        return self.gone.is_set() and not self.ready

    def start(self, process: Process, start: Start, fds: list[int]) -> None:
        """Orders an app; its end is told to `process`."""
        order = {
            "do": "start",
            "id": process.number,
            "folder": str(start.folder),
            "env": dict(start.env),
            "cache": str(start.cache),
            "limits": asdict(start.limits),
        }
        self.running[process.number] = process
        self.order(order, fds)
        if self.gone.is_set():  # before the reader could know of this one
            process.end(-9)

    def order(self, order: dict[str, object], fds: list[int] | None = None) -> None:
        """Sends one order; a host that has gone takes none."""
        data = json.dumps(order).encode()
        with self.sending:
            try:
                socket.send_fds(self.control, [data + b"\n"], fds or [])
            except OSError:
                self.gone.wait(1)

    def ask(self, order: dict[str, object]) -> None:
        """Sends an order and waits until it is done."""
        self.order(order)
        self.did.acquire(timeout=5)

    def why(self) -> str:
        """What the process said before it ended, in a sentence."""
        self.words.seek(0)
        lines = self.words.read().decode(errors="replace").strip().splitlines()
        last = lines[-1] if lines else f"exit code {self.popen.wait(5)}"
        return f"The process that runs apps did not start: {last}. Run doctor."

    def close(self) -> None:
        """Ends the process and waits for it."""
        self.control.shutdown(socket.SHUT_WR)
        try:
            self.popen.wait(5)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        self.reader.join(5)
        self.control.close()
        self.words.close()

    def _read(self) -> None:
        """News from the host, until it is gone."""
        with self.control.makefile("rb") as lines:
            for line in lines:
                self._hear(json.loads(line))
        self.gone.set()
        for process in list(self.running.values()):
            process.end(-9)

    def _hear(self, news: dict[str, int]) -> None:
        if "ready" in news:
            self.ready = True
        elif "did" in news:
            self.did.release()
        else:
            self.running.pop(news["ended"]).end(news["status"])
