"""Runs each app in a fresh process that binds its own port: where nothing can fork."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import socket
import subprocess
import threading
from dataclasses import asdict
from pathlib import Path
from select import select

from ..errors import HostError
from .command import command, environment
from .kept import CAREFUL, content
from .process import HERE, Listener, Process, Start

__all__ = ["Fresh"]

READY = 30.0  # seconds for a fresh process to import Flask, on a slow disk
GRACE = 0.5  # seconds between asking a process to end and ending it
KILL = 9  # the signal module has no name for it where there are no signals


class Fresh:
    """One new process for every app; slower, since each imports Flask itself."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.closed = False
        self.taken: set[int] = set()  # ports that an app answers at
        self.running: dict[int, tuple[subprocess.Popen[bytes], socket.socket]] = {}

    def launch(self, start: Start, listener: Listener) -> Process:
        """Starts an app at the listener's port if that is free, else at its own."""
        if self.closed:
            raise HostError("The host of apps has been ended. Start a new Host.")
        process = Process(next(self.numbers), listener.address, start.limits)
        listener.close()
        with socket.create_server((HERE, 0)) as door:
            popen = _begun(door.getsockname()[1], process)
            try:
                control = _met(door, process)
            except BaseException:
                popen.kill()
                process.wait(5)
                process.close()
                raise
        self.running[process.number] = popen, control
        order = {
            "folder": str(start.folder),
            "env": dict(start.env),
            "cache": str(start.cache),
            "limits": asdict(start.limits),
            "port": self._port(listener),
        }
        with contextlib.suppress(ConnectionError):  # ended already, so without a word
            control.sendall(json.dumps(order).encode() + b"\n")
        port = process.listen(control)
        if process.loaded:
            process.address = HERE, port
        return process

    def stop(self, process: Process) -> None:
        """Ends an app, and returns when it has ended."""
        self.taken.discard(process.address[1])
        if process.number in self.running:
            popen, control = self.running.pop(process.number)
            control.close()  # which asks it to end
            if not process.wait(GRACE):
                popen.kill()
        process.wait(5)

    def pause(self, process: Process) -> None:
        """Nothing to do: each process has its own address, and visitors choose it."""

    def resume(self, process: Process) -> None:
        """Nothing to do, as for pause."""

    def kept(self, path: Path, most: int) -> bytes | None:
        """What an app has written to the file; None for none, or no plain one."""
        try:
            return content(os.open(path, CAREFUL), most)
        except OSError:
            return None

    def close(self) -> None:
        """Ends every app."""
        self.closed = True
        while self.running:
            _, (popen, control) = self.running.popitem()
            control.close()
            popen.kill()
            popen.wait()

    def _port(self, listener: Listener) -> int:
        """The listener's port for the first process there, a new one for a second."""
        port = listener.address[1]
        if port in self.taken:
            return 0
        self.taken.add(port)
        return port


def _begun(port: int, process: Process) -> subprocess.Popen[bytes]:
    """A new process that will call at that port; output is read, its end is told."""
    popen = subprocess.Popen(
        command("alone", port),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # no terminal, and a group of its own
        env=environment(),
    )
    assert popen.stdout is not None
    process.output.drain(os.dup(popen.stdout.fileno()))
    popen.stdout.close()
    threading.Thread(target=_watch, args=(popen, process), daemon=True).start()
    return popen


def _watch(popen: subprocess.Popen[bytes], process: Process) -> None:
    """Tells a process's end, once what is left of its group has ended as well."""
    status = popen.wait()
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(popen.pid, KILL)
    process.end(status)


def _met(door: socket.socket, process: Process) -> socket.socket:
    """The connection of the new process; importing Flask comes before it calls."""
    if door in select([door, process.ended], [], [], READY)[0]:
        return door.accept()[0]
    said = process.printed().strip().splitlines() or ["it said nothing"]
    raise HostError(f"A process for an app did not start: {said[-1]}. Run doctor.")
