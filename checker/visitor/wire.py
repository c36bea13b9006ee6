"""One HTTP request over a socket: strict, bounded in time and size. Knows no cookie."""

from __future__ import annotations

import socket
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from select import select

import h11

from ..endings import Failure, OverLimit, Stopped, TimedOut
from ..limits import Limits
from . import plain

__all__ = ["Answer", "Request", "exchange"]

CHUNK = 64 * 1024
LAST = 0.02  # seconds for the last bytes of a process that has ended
SHOWN = 200  # characters of what is not HTTP
HINTS = 100  # answers of status 100 to 199 that come before the answer
AROUND = 8  # bytes read for a byte of a body; a chunk of one byte takes six
NEWS = 0.5  # seconds that the news of an end may come after the end


@dataclass(frozen=True)
class Request:
    """What goes over the wire; `name` is how a sentence calls it, as in GET /books."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method} {self.target}"


@dataclass(frozen=True)
class Answer:
    """What came back, body unpacked; headers keep their order, names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def exchange(
    request: Request,
    address: tuple[str, int],
    ended: Sequence[socket.socket],
    limits: Limits,
    deadline: float,
) -> Answer:
    """Sends a request and gives the whole answer.

    `ended` are sockets that become readable when a process of the app has ended;
    when all have, nobody is left to answer. `deadline` is time.monotonic seconds.
    Raises TimedOut, OverLimit, Stopped, or Failure for what is not HTTP.
    """
    wire = _Wire(request, ended, limits, deadline)
    left = max(deadline - time.monotonic(), 0.001)
    try:
        with socket.create_connection(address, timeout=left) as connection:
            connection.setblocking(False)
            return wire.run(connection)
    except TimeoutError:  # of connecting, when many wait to be answered
        raise wire.late() from None
    except OSError:
        raise wire.cut_off() from None


class _Wire:
    """The state of one exchange."""

    def __init__(
        self,
        request: Request,
        ended: Sequence[socket.socket],
        limits: Limits,
        deadline: float,
    ) -> None:
        self.request = request
        self.ended = list(ended)
        self.limits = limits
        self.deadline = deadline
        self.gone = False  # True once every process has ended
        self.heard = False  # True once the app has sent its first byte
        self.at_end = False  # True once it has sent its last
        self.read = 0  # bytes, hints and the marks of chunks included
        self.hints = 0

    def run(self, connection: socket.socket) -> Answer:
        """The whole answer, or an Ending."""
        self._send(connection)
        try:
            return self._receive(connection)
        except h11.RemoteProtocolError as error:
            if self.at_end:
                raise self.cut_off() from None
            if error.error_status_hint == 431:
                most = f"{self.limits.head // 1024} KiB"
                raise OverLimit(
                    f"The headers of {self.request.name} are longer than {most}."
                ) from None
            seen = str(error)[:SHOWN]
            raise Failure(
                f"an HTTP answer to {self.request.name}", f"something else: {seen}"
            ) from None

    def late(self) -> TimedOut:
        """What is said when time is up."""
        most = f"{self.limits.request:g} seconds"
        return TimedOut(f"{self.request.name} had no whole answer within {most}.")

    def cut_off(self) -> Failure | Stopped:
        """What a connection that broke means: the app ended, or it hung up."""
        if self.gone or (self.ended and self._all_ended()):
            when = "while" if self.heard else "before"
            return Stopped(f"The app ended {when} it answered {self.request.name}.")
        return Failure(
            f"a whole answer to {self.request.name}", "the connection closed before"
        )

    def _all_ended(self) -> bool:
        return len(select(self.ended, [], [], NEWS)[0]) == len(self.ended)

    def _send(self, connection: socket.socket) -> None:
        asked = self.request
        data = plain.written(asked.method, asked.target, asked.headers, asked.body)
        if data is None:
            data = self._asked()[1]
        while data:
            self._wait([], [connection])
            data = data[connection.send(data) :]

    def _asked(self) -> tuple[h11.Connection, bytes]:
        """A connection of h11 that has sent the request, and the bytes of that."""
        http = h11.Connection(h11.CLIENT, max_incomplete_event_size=self.limits.head)
        headers = [(n.encode(), v.encode("latin-1")) for n, v in self.request.headers]
        start = h11.Request(
            method=self.request.method, target=self.request.target, headers=headers
        )
        data = http.send(start) or b""
        if self.request.body:
            data += http.send(h11.Data(data=self.request.body)) or b""
        return http, data + (http.send(h11.EndOfMessage()) or b"")

    def _receive(self, connection: socket.socket) -> Answer:
        data = self._read(connection)
        while plain.goes_on(data) and not self.at_end:
            data += self._read(connection)
        found = plain.head(data, self.request.method)
        if found is not None and self._is_small(found):
            while len(data) < found.end and not self.at_end:
                data += self._read(connection)
            if len(data) >= found.end:
                body = data[found.start : found.end]
                return self._answer(found.status, found.headers, body)
        return self._received(connection, data)

    def _is_small(self, found: plain.Head) -> bool:
        return found.size <= self.limits.body and found.start <= self.limits.head

    def _received(self, connection: socket.socket, data: bytes) -> Answer:
        """The same of an answer that is not plain, whose first bytes are there."""
        response: h11.Response
        body = bytearray()
        http, _ = self._asked()
        http.receive_data(data)
        if data and self.at_end:
            http.receive_data(b"")
        while True:
            event = http.next_event()
            if event is h11.NEED_DATA:
                http.receive_data(self._read(connection))
            elif isinstance(event, h11.InformationalResponse):
                self._hinted()
            elif isinstance(event, h11.Response):
                response = event
            elif isinstance(event, h11.EndOfMessage):
                headers = tuple(
                    (name.decode("latin-1").lower(), value.decode("latin-1"))
                    for name, value in response.headers
                )
                return self._answer(response.status_code, headers, bytes(body))
            else:
                assert isinstance(event, h11.Data)  # nothing else comes before the end
                body += event.data
                self._bounded(len(body))

    def _read(self, connection: socket.socket) -> bytes:
        self._bounded((self.read - self.limits.head) // AROUND)
        self._wait([connection], [])
        data = connection.recv(CHUNK)
        self.read += len(data)
        self.heard = self.heard or bool(data)
        self.at_end = not data
        return data

    def _wait(self, read: list[socket.socket], write: list[socket.socket]) -> None:
        """Until the connection is ready; what came before the end still counts."""
        while True:
            left = self.deadline - time.monotonic()
            if left <= 0:  # checked first, as an app may never stop sending
                raise self.late()
            most = LAST if self.gone else left
            ready, writable, _ = select([*read, *self.ended], write, [], most)
            if writable or any(r in ready for r in read):
                return
            if self.gone:
                raise ConnectionResetError
            self.ended = [s for s in self.ended if s not in ready]
            self.gone = bool(ready) and not self.ended

    def _hinted(self) -> None:
        self.hints += 1
        if self.hints > HINTS:
            name = self.request.name
            raise OverLimit(
                f"More than {HINTS} hints came before the answer to {name}."
            )

    def _bounded(self, size: int) -> None:
        if size > self.limits.body:
            most = f"{self.limits.body // 1024} KiB"
            raise OverLimit(f"The answer to {self.request.name} is longer than {most}.")

    def _answer(
        self, status: int, headers: tuple[tuple[str, str], ...], body: bytes
    ) -> Answer:
        if len(headers) > self.limits.headers:
            raise OverLimit(
                f"The answer to {self.request.name} has more headers than"
                f" {self.limits.headers}."
            )
        coding = dict(headers).get("content-encoding", "").lower()
        if coding in ("gzip", "deflate") and body:
            body = self._unpacked(body, 47 if coding == "gzip" else 15)
        return Answer(status, headers, body)

    def _unpacked(self, body: bytes, window: int) -> bytes:
        try:
            plain = zlib.decompressobj(window).decompress(body, self.limits.body + 1)
        except zlib.error as error:
            raise Failure(
                f"an answer to {self.request.name} that unpacks", str(error)
            ) from None
        self._bounded(len(plain))
        return plain
