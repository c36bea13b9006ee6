"""Whatever an app sends in whatever pieces is an answer within bounds, or an Ending."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from itertools import accumulate, cycle

from checker.endings import Ending
from checker.limits import Limits
from checker.visitor.wire import Answer, Request, exchange

WORDS = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 302 Found\r\n",
    b"HTTP/1.1 103 Early Hints\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/0.9",
    b"Content-Length: 2\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"hi"),
    b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(50_000)),
    b"Content-Encoding: deflate\r\n",
    b"Set-Cookie: a=b\r\n",
    b"Connection: close\r\n",
    b"\r\n",
    b"\n",
    b"1\r\nh\r\n",
    b"ffffffffffffffff\r\n",
    b"0\r\n\r\n",
    b"hi",
    b" folded\r\n",
    b":",
    b"\0",
    b"\xff",
    b"A: b\r\n" * 20,
    b"x" * 900,
]
ASKED = Request("GET", "/books", (("Host", "shelf"), ("Connection", "close")))
LIMITS = Limits(request=5, body=1000, head=1000, headers=10)


def one(data: bytes) -> None:
    """The first byte says how long the pieces are that the rest is sent in."""
    try:
        answer = asked(data[1:], data[0] + 1 if data else 1)
    except Ending as ending:
        assert str(ending).endswith("."), str(ending)
        assert len(str(ending)) < 400
    else:
        assert len(answer.body) <= LIMITS.body
        assert len(answer.headers) <= LIMITS.headers


def asked(data: bytes, size: int) -> Answer:
    """What a visitor gets from a peer who sends the data in pieces and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        sending = threading.Thread(target=_send, args=(door, data, size))
        sending.start()
        try:
            until = time.monotonic() + 5
            return exchange(ASKED, door.getsockname(), (), LIMITS, until)
        finally:
            sending.join()


def _send(door: socket.socket, data: bytes, size: int) -> None:
    connection, _ = door.accept()
    ends = accumulate(cycle([size, 1, 3]), initial=0)
    with connection, contextlib.suppress(OSError):  # who asked may have hung up
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.recv(64 * 1024)
        begin = next(ends)
        while begin < len(data):
            end = next(ends)
            connection.sendall(data[begin:end])
            begin = end
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)
