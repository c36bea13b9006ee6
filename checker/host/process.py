"""One running app as the checker sees it: its first word, its output, its end."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import Any

from ..limits import Limits
from ..refusals import Refusal

__all__ = ["HERE", "Listener", "Process", "Start"]

HERE = "127.0.0.1"

TAIL = 0.3  # seconds to wait for the last output of a process that has ended
LONGEST_WORD = 1024 * 1024  # bytes
NO_WORD = (  # what becomes of JSON that is none, or holds something else
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Start:
    """What an app is started with; the environment is all it gets.

    `cache` is a folder for what is compiled, the same for all starts of one run.
    """

    folder: Path
    env: Mapping[str, str]
    limits: Limits
    cache: Path


class Listener:
    """A listening address on this machine, made before any app is there to answer."""

    def __init__(self) -> None:
        self.socket = socket.create_server((HERE, 0), backlog=128)
        self.address: tuple[str, int] = self.socket.getsockname()

    def close(self) -> None:
        """Gives the address back."""
        self.socket.close()


class Process:
    """A process that runs one app.

    `ended` is a socket that becomes readable when the process has ended. After a launch
    `loaded` is True, or `refusal` says why not, or `late` that there was no word in
    time, or the process ended without a word. `done` is set when what was ordered last
    is done, and when the process has ended.
    """

    def __init__(self, number: int, address: tuple[str, int], limits: Limits) -> None:
        self.number = number
        self.address = address
        self.limits = limits
        self.status: int | None = None
        self.loaded = False
        self.late = False
        self.refusal: Refusal | None = None
        self.word: socket.socket | None = None  # where it speaks, once it has forked
        self.forged = False  # True when somebody spoke in the loader's place
        self.lost_host = False  # True when the host ended or halted before it
        self.left = 0  # processes that it had left running at its end
        self.done = threading.Event()
        self.output = Output(limits.output)
        self.ended, self._bell = socket.socketpair()
        self._gone = threading.Event()

    def listen(self, word: socket.socket) -> int:
        """Waits for the first word, limits.start seconds at most; the app's port or 0.

        An app may speak in the loader's place. It is then loaded, or not, as it says,
        and what visitors see of it decides.
        """
        line = first_word(word, self.limits.start)
        first, _, rest = (line or b"").partition(b"\n")
        port = self._understood(first or b"{}")
        self.loaded = port > 0
        spoke = self.loaded or self.refusal
        self.forged = bool(rest or (first and not spoke))
        # the news of an end comes after the end
        self.late = line is None or not (spoke or self.wait(1))
        return port

    def _understood(self, line: bytes) -> int:
        """The port that a word names; 0 when it names none, or is no word."""
        try:
            facts = json.loads(line)
            self.refusal = _refusal(facts)
            port = facts.get("port")
        except NO_WORD:
            return 0
        return port if type(port) is int and 0 < port < 65536 else 0

    def end(self, status: int, left: int = 0) -> None:
        """Called when the process has ended: its exit code, or minus a signal.

        `left` is how many processes it had left running, which have been ended.
        """
        self.status = status
        self.left = left
        self._gone.set()
        self.done.set()
        self._bell.close()

    @property
    def has_ended(self) -> bool:
        """True once the process is no more."""
        return self._gone.is_set()

    def wait(self, seconds: float) -> bool:
        """True when the process has ended within so many seconds."""
        return self._gone.wait(seconds)

    def noticed(self) -> Iterator[str]:
        """Sentences about what an app of a lesson does not do; they decide nothing."""
        if self.forged:
            yield "The app spoke in the loader's place, which earns nothing."
        if self.lost_host:
            yield "The app ended or halted the process that starts it."
        if self.left:
            yield "The app left processes running, and they were ended."
        if self.output.dropped:
            most = f"{self.limits.output // 1024} KiB"
            yield f"The app printed more than {most}, and the middle was left out."

    def printed(self) -> str:
        """What the app has printed so far, the middle left out beyond the limit."""
        return self.output.text(TAIL if self.has_ended else 0)

    def close(self) -> None:
        """Gives the sockets back, once the process has ended."""
        if self.word is not None:
            self.forged |= not self.late and _says_more(self.word)
            self.word.close()
        self._bell.close()
        self.ended.close()


class Output:
    """The beginning and the end of what a process prints; the rest is dropped."""

    def __init__(self, most: int) -> None:
        self.half = most // 2
        self.head = bytearray()
        self.tail = bytearray()
        self.dropped = 0
        self.lock = threading.Lock()
        self.reader: threading.Thread | None = None

    def drain(self, fd: int) -> None:
        """Reads in a thread of its own, so that a full pipe never stops the app."""
        self.reader = threading.Thread(target=self._read, args=(fd,), daemon=True)
        self.reader.start()

    def _read(self, fd: int) -> None:
        with open(fd, "rb", buffering=0) as stream:
            while data := stream.read(64 * 1024):
                with self.lock:
                    self._keep(data)

    def _keep(self, data: bytes) -> None:
        room = self.half - len(self.head)
        self.head += data[:room]
        self.tail += data[max(room, 0) :]
        beyond = len(self.tail) - self.half
        if beyond > 0:
            del self.tail[:beyond]
            self.dropped += beyond

    def text(self, patience: float) -> str:
        """The text so far; waits up to so many seconds for the end of it."""
        if self.reader is not None and patience:
            self.reader.join(patience)
        with self.lock:
            gap = f"\n… {self.dropped} bytes left out …\n" if self.dropped else ""
            head, tail = bytes(self.head), bytes(self.tail)
        return head.decode(errors="replace") + gap + tail.decode(errors="replace")


def first_word(word: socket.socket, seconds: float) -> bytes | None:
    """The line a new process says about its app; None when time is up.

    b"" when the process ended without a word.
    """
    deadline = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n") and len(line) < LONGEST_WORD:
        if not select([word], [], [], max(deadline - time.monotonic(), 0))[0]:
            return None
        try:
            more = word.recv(64 * 1024)
        except ConnectionError:
            more = b""
        if not more:
            break
        line += more
    return line


def _says_more(word: socket.socket) -> bool:
    """True where there were two words, of which the loader says one."""
    return bool(select([word], [], [], 0)[0] and word.recv(1))


def _refusal(facts: Any) -> Refusal | None:
    said = facts.get("refused")
    if said is None:
        return None
    rows = tuple((str(f), int(n), str(w), str(c)) for f, n, w, c in said["rows"])
    return Refusal(str(said["kind"]), str(said["text"]), rows)
