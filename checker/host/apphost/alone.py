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

from .serve import become, serve_on

__all__ = ["main"]


def main(port: int) -> None:
    """Takes the order from the checker's port and becomes the app."""
    control = socket.create_connection(("127.0.0.1", port))
    lines = control.makefile("rb")
    order: dict[str, Any] = json.loads(lines.readline())
    threading.Thread(target=end_with, args=(lines,), daemon=True).start()

    def say(facts: dict[str, Any]) -> None:
        control.sendall(json.dumps(facts).encode() + b"\n")

    become(order, say, lambda app: serve_on(app, None, order["port"]))


def end_with(lines: Any) -> None:
    """Ends this process when the checker has gone."""
    lines.read()
    os._exit(0)
