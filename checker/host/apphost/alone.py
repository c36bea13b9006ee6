"""One app in a fresh process, for systems without fork; it binds its own port.

The order comes as one JSON line over a connection to the checker, and the word goes
back the same way; the connection's end is the end of the app.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from typing import Any

from .serve import HERE, become, print_anything

__all__ = ["main"]


def main(port: int) -> None:
    """Takes the order from the checker's port and becomes the app."""
    print_anything()
    control = socket.create_connection((HERE, port))
    lines = control.makefile("rb")
    order: dict[str, Any] = json.loads(lines.readline())
    threading.Thread(target=end_with, args=(lines,), daemon=True).start()

    def say(facts: dict[str, Any]) -> None:
        control.sendall(json.dumps(facts).encode() + b"\n")

    become(order, say, lambda: listening(order["port"]))


def listening(port: int) -> socket.socket:
    """A socket that listens at the port, or at another when that has been taken."""
    try:
        return socket.create_server((HERE, port), backlog=128)
    except OSError:
        return socket.create_server((HERE, 0), backlog=128)


def end_with(lines: Any) -> None:
    """Ends this process when the checker has gone."""
    lines.read()
    os._exit(0)
