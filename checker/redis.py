"""Starts a real Redis server for one check: in memory, on a free port, then gone."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from .endings import Unavailable

__all__ = ["serving"]

READY = 5.0  # seconds


def serving(folder: Path) -> tuple[str, Callable[[], None]]:
    """The address of a new server that writes only to `folder`, and how to end it.

    Raises Unavailable where redis-server is not there or does not answer.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise Unavailable("This needs redis-server, which is not on this machine.")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(
        [*command, "--appendonly", "no", "--dir", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def end() -> None:
        server.kill()  # what it holds is to be lost
        server.wait()

    if not _answers(port, server):
        end()
        raise Unavailable(f"redis-server did not answer on port {port}. Try again.")
    return f"redis://127.0.0.1:{port}/0", end


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + READY
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            time.sleep(0.02)
    return False
