"""A loop that takes orders from a control socket and looks after children. Knows none.

An order is one JSON line, and may come with descriptors; news goes back as such lines.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import selectors
import signal
import socket
from abc import ABC, abstractmethod
from typing import Any

__all__ = ["Loop", "let_go"]

MOST = 256  # above every descriptor that such a process can have


class Loop(ABC):
    """Orders in, news out, until the control socket closes."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.rest = b""
        self.fds: list[int] = []  # that came and belong to no order yet

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
            ready.register(signals, selectors.EVENT_READ, lambda: _drain(signals))
            while self.control.fileno() != -1:
                for key, _ in ready.select(self.patience()):
                    key.data()
                self.look()

    def take_orders(self) -> None:
        """What has arrived: whole lines are orders, descriptors belong to them.

        The end of a checker that had news left to read comes as an error (ECONNRESET).
        """
        data, fds = b"", list[int]()
        with contextlib.suppress(OSError):
            data, fds, _, _ = socket.recv_fds(self.control, 64 * 1024, 16)
        self.fds += fds
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.obey(json.loads(line))
        if not data:
            self.close()

    def taken(self, count: int) -> list[int]:
        """The descriptors of an order, which come with it or before it."""
        found, self.fds = self.fds[:count], self.fds[count:]
        return found

    def tell(self, news: dict[str, int]) -> None:
        """Sends news; nobody listens any more when the checker has ended."""
        with contextlib.suppress(OSError):
            self.control.sendall(json.dumps(news).encode() + b"\n")

    def patience(self) -> float | None:
        """Seconds until the next look at the latest; None where nothing is due."""
        return None

    @abstractmethod
    def obey(self, order: dict[str, Any]) -> None:
        """Carries out one order."""

    @abstractmethod
    def look(self) -> None:
        """Looks after the children, whenever something may have happened to one."""

    @abstractmethod
    def close(self) -> None:
        """Ends every process, and the loop by closing the control socket."""


def let_go(kept: set[int]) -> None:
    """In a child of such a process: closes all else, and minds signals as others do."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for low, high in itertools.pairwise([2, *sorted(kept), MOST]):
        os.closerange(low + 1, high)


def _drain(end: socket.socket) -> None:
    """Empties the socket that signals write to."""
    with contextlib.suppress(BlockingIOError):
        end.recv(4096)
