"""A process of ours that takes orders over a socket and tells news. Knows no order."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import tempfile
import threading
from abc import ABC, abstractmethod

from ..errors import HostError
from ..sandbox import Beginning, Sandbox
from .command import command, environment

__all__ = ["Controlled"]

CLOSE = 5.0  # seconds for it to end all that it started, and itself
LONGEST = 10_000  # bytes of one piece of news
# What is not of its making: an app may have got hold of its end.
NO_NEWS = ValueError, KeyError, TypeError, AttributeError, RecursionError


class Controlled(ABC):
    """One life of such a process, apphost's module `kind`, begun within the sandbox.

    `ready` is set by its first news; `gone` when it has ended. Raises HostError where
    it cannot be begun.
    """

    def __init__(self, kind: str, sandbox: Sandbox) -> None:
        self.control, its = socket.socketpair()
        self.words = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        self.ready = threading.Event()
        self.settled = threading.Event()  # it is ready, or gone
        self.closing = False
        self.gone = threading.Event()
        self.sending = threading.Lock()
        self.unable = ""  # why the process could not even be begun
        self.begun = threading.Event()
        self.reader = threading.Thread(target=self._live, args=(kind, sandbox, its))
        self.reader.daemon = True
        self.reader.start()
        self.begun.wait()
        if self.unable:
            self.control.close()
            self.words.close()
            raise HostError(
                f"The process that runs apps could not be started: {self.unable}."
                " Run doctor."
            )

    @abstractmethod
    def hear(self, news: dict[str, int]) -> None:
        """Takes news; raises one of NO_NEWS for what is none."""

    @abstractmethod
    def bereave(self) -> None:
        """Called once the process has ended, whatever it was to do."""

    @property
    def failed(self) -> bool:
        """True when the process ended before it was ready."""
        return self.gone.is_set() and not self.ready.is_set()

    def came_up(self, seconds: float) -> bool:
        """Whether it is ready, or was; waits so long at most to know."""
        self.settled.wait(seconds)
        return self.ready.is_set()

    def send(self, order: dict[str, object], fds: list[int]) -> None:
        """Sends an order and descriptors, together; raises OSError to one gone."""
        with self.sending:
            socket.send_fds(self.control, [json.dumps(order).encode() + b"\n"], fds)

    def why(self) -> str:
        """What the process said before it ended, in a sentence."""
        if self.words.closed:
            return "The process that runs apps has been ended. Start a new Host."
        self.words.seek(0)
        lines = self.words.read().decode(errors="replace").strip().splitlines()
        last = lines[-1] if lines else f"exit code {self.process.wait(5)}"
        return f"The process that runs apps did not start: {last}. Run doctor."

    def close(self) -> None:
        """Ends the process and waits for it."""
        self.closing = True
        if not self.ready.is_set():  # it holds nothing yet, and would go on importing
            self.process.kill()
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)
        try:
            self.process.wait(CLOSE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join(5)
        self.control.close()
        self.words.close()

    def _live(self, kind: str, sandbox: Sandbox, its: socket.socket) -> None:
        """Begins the process and reads its news, in the one thread that outlives it.

        Walls end with the thread that built them (PR_SET_PDEATHSIG in prctl(2)).
        """
        try:
            with its:
                fd = its.fileno()
                asked = Beginning(command(kind, fd), environment(), fd, self.words)
                self.process = sandbox.begin(asked)
        except OSError as error:
            where = f"“{error.filename}”: " if error.filename else ""
            self.unable = f"{where}{error.strerror}"
            return
        finally:
            self.begun.set()
        self._read()

    def _read(self) -> None:
        """News, until the process is gone or an app speaks in its place."""
        with (
            self.control.makefile("rb") as lines,
            contextlib.suppress(OSError, *NO_NEWS),
        ):
            while line := lines.readline(LONGEST):
                news = _news(line)
                if "ready" in news:
                    self.ready.set()
                    self.settled.set()
                else:
                    self.hear(news)
        if not self.closing:  # else it is about to end, and close() waits for it
            self.process.kill()
        self.gone.set()
        self.settled.set()
        self.bereave()


def _news(line: bytes) -> dict[str, int]:
    """The news in a line; raises one of NO_NEWS for anything else."""
    found = json.loads(line)
    if not all(type(number) is int for number in found.values()):
        raise ValueError(line)
    return dict(found)
