"""Runs each app in a fresh process that binds its own port: where nothing can fork."""

from __future__ import annotations

import itertools
import json
import os
import socket
import subprocess
import threading
from dataclasses import asdict

from ..errors import HostError
from .command import command, environment
from .process import Listener, Process, Start

__all__ = ["Fresh"]

READY = 30.0  # seconds for a fresh process to import Flask, on a slow disk


class Fresh:
    """One new process for every app; slower, since each imports Flask itself."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.taken: set[int] = set()  # ports that an app answers at
        self.running: dict[int, tuple[subprocess.Popen[bytes], socket.socket]] = {}

    def launch(self, start: Start, listener: Listener) -> Process:
        """Starts an app at the listener's port if that is free, else at one of its own."""
        process = Process(next(self.numbers), listener.address, start.limits.output)
        listener.close()
        with socket.create_server(("127.0.0.1", 0)) as door:
            popen = _begun(door.getsockname()[1], process)
            control = _met(door, process)
        self.running[process.number] = popen, control
        order = {
            "folder": str(start.folder),
            "env": dict(start.env),
            "cache": str(start.cache),
            "limits": asdict(start.limits),
            "port": self._port(listener),
        }
        control.sendall(json.dumps(order).encode() + b"\n")
        facts = process.listen(control, start.limits.start)
        if process.loaded:
            process.address = ("127.0.0.1", int(facts["port"]))
        return process

    def stop(self, process: Process) -> None:
        """Ends an app, and returns when it has ended."""
        popen, control = self.running.pop(process.number)
        self.taken.discard(process.address[1])
        control.close()
        try:
            popen.wait(0.2)
        except subprocess.TimeoutExpired:
            popen.kill()
        process.wait(5)

    def pause(self, process: Process) -> None:
        """Nothing to do: each process has its own address, and visitors choose it."""

    def resume(self, process: Process) -> None:
        """Nothing to do, as for pause."""

    def close(self) -> None:
        """Ends every app."""
        for popen, control in self.running.values():
            control.close()
            popen.kill()
            popen.wait()
        self.running.clear()

    def _port(self, listener: Listener) -> int:
        """The listener's port for the first process there, a new one for a second."""
        port = listener.address[1]
        if port in self.taken:
            return 0
        self.taken.add(port)
        return port


def _begun(port: int, process: Process) -> subprocess.Popen[bytes]:
    """A new process that will call at that port; its output is read, its end is told."""
    popen = subprocess.Popen(
        command("alone", port),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(),
    )
    assert popen.stdout is not None  # noqa: S101  asked for with PIPE
    process.output.drain(os.dup(popen.stdout.fileno()))
    popen.stdout.close()
    threading.Thread(target=_watch, args=(popen, process), daemon=True).start()
    return popen


def _watch(popen: subprocess.Popen[bytes], process: Process) -> None:
    process.end(popen.wait())


def _met(door: socket.socket, process: Process) -> socket.socket:
    """The connection of the new process; importing Flask comes before it calls."""
    door.settimeout(READY)
    try:
        control, _ = door.accept()
    except TimeoutError:
        said = process.printed().strip().splitlines() or ["it said nothing"]
        raise HostError(
            f"A process for an app did not start: {said[-1]}. Run doctor."
        ) from None
    return control
