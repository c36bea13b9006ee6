"""One request over a socket: whatever comes back, an answer or an outcome, in time."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

import engine
from checker.endings import Ending
from checker.limits import Limits
from checker.visitor.wire import Answer, Request, exchange

leaks = engine.leaks

ASKED = Request("GET", "/books", (("Host", "shelf"), ("Connection", "close")))
ODD_HEADERS = (("Content-Length", "2"), ("Cookie", "café=1"))
LIMITS = Limits(request=0.3, body=1000, head=1000, headers=9)
OK = b"HTTP/1.1 200 OK\r\n"


@contextmanager
def peer(*said: bytes) -> Iterator[tuple[str, int]]:
    """The address of one who reads a request, says these things and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            connection, _ = door.accept()
            with connection:
                connection.recv(64 * 1024)
                for data in said:
                    connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield door.getsockname()
        thread.join(5)


def asked(address: tuple[str, int], request: Request = ASKED) -> Answer:
    return exchange(request, address, (), LIMITS, time.monotonic() + 0.3)


def ending(*said: bytes) -> str:
    """The sentence that a peer who says these things ends a check with."""
    with peer(*said) as address, pytest.raises(Ending) as caught:
        asked(address)
    return f"{caught.value.outcome}: {caught.value}"


ANSWERS = {
    "length": OK + b"Content-Length: 2\r\n\r\nhi",
    "until the end": b"HTTP/1.0 200 OK\r\n\r\nhi",
    "chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
    "after a hint": b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + OK + b"\r\nhi",
    "gzip": OK + b"Content-Encoding: GZIP\r\n\r\n" + gzip.compress(b"hi"),
    "deflate": OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(b"hi"),
    "another coding": OK + b"Content-Encoding: br\r\n\r\nhi",
}


@pytest.mark.parametrize("said", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_read_whole(said: bytes) -> None:
    with peer(said) as address:
        assert asked(address).body == b"hi"


def test_headers_keep_their_order_and_repetitions() -> None:
    with peer(OK + b"Set-Cookie: b=1\r\nX: \xe9\r\nset-cookie: a=2\r\n\r\n") as address:
        answer = asked(address)

    assert answer.headers == (("set-cookie", "b=1"), ("x", "é"), ("set-cookie", "a=2"))


def test_an_answer_to_head_has_no_body() -> None:
    request = Request("HEAD", "/", ASKED.headers)
    with peer(OK + b"Content-Length: 50\r\nContent-Encoding: gzip\r\n\r\n") as address:
        assert asked(address, request).body == b""


def test_a_request_that_is_not_plain_arrives_as_well() -> None:
    odd = replace(
        ASKED, method="POST", body=b"hi", headers=(*ASKED.headers, *ODD_HEADERS)
    )
    with socket.create_server(("127.0.0.1", 0)) as door:
        came: list[bytes] = []

        def serve() -> None:
            connection, _ = door.accept()
            with connection:
                came.append(connection.recv(64 * 1024))
                connection.sendall(OK + b"Content-Length: 0\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        assert asked(door.getsockname(), odd).status == 200
        thread.join(5)

    assert came == [
        b"POST /books HTTP/1.1\r\nHost: shelf\r\nConnection: close\r\n"
        b"Content-Length: 2\r\nCookie: caf\xe9=1\r\n\r\nhi"
    ]


def test_a_long_form_arrives_whole() -> None:
    body = b"x" * 5_000_000
    heads = (*ASKED.headers, ("Content-Length", str(len(body))))
    got = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            connection, _ = door.accept()
            with connection:
                while not got.endswith(b"x" * 5_000_000):
                    got.extend(connection.recv(2**20))
                connection.sendall(OK + b"Content-Length: 0\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        request = Request("POST", "/", heads, body)
        exchange(request, door.getsockname(), (), Limits(), time.monotonic() + 5)
        thread.join(5)

    assert got.startswith(b"POST / HTTP/1.1\r\nHost: shelf\r\n")


CUT = "failed: Expected a whole answer to GET /books, saw the connection closed before."
NO_HTTP = "failed: Expected an HTTP answer to GET /books, saw something else: "
ENDINGS = {
    "nothing": (b"", CUT),
    "half a head": (OK + b"A: b\r\n", CUT),
    "half a body": (OK + b"Content-Length: 9\r\n\r\nhi", CUT),
    "half a chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nhi", CUT),
    "half a word": (b"hello", CUT),
    "another language": (b"hello\r\n\r\n", NO_HTTP + "illegal status line"),
    "a long word": (b"h" * 900 + b"\r\n\r\n", NO_HTTP + "illegal status line"),
    "two lengths": (
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nhi",
        NO_HTTP + "conflicting Content-Length headers.",
    ),
    "a long head": (
        OK + b"A: b\r\n" * 9000,
        "over limit: The headers of GET /books are longer than 0 KiB.",
    ),
    "many headers": (
        OK + b"a:\r\n" * 10 + b"\r\n",
        "over limit: The answer to GET /books has more headers than 9.",
    ),
    "a long body": (
        OK + b"\r\n" + b"x" * 1001,
        "over limit: The answer to GET /books is longer than 0 KiB.",
    ),
    "a bomb": (
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(100_000)),
        "over limit: The answer to GET /books is longer than 0 KiB.",
    ),
    "no archive": (
        OK + b"Content-Encoding: gzip\r\n\r\nhi",
        "failed: Expected an answer to GET /books that unpacks, saw Error -3",
    ),
}


@pytest.mark.parametrize(("said", "sentence"), ENDINGS.values(), ids=ENDINGS)
def test_what_is_no_answer_is_said_in_words(said: bytes, sentence: str) -> None:
    words = ending(said)

    assert words.startswith(sentence)
    assert len(words) < 350


def test_what_nobody_answers_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, pytest.raises(Ending) as late:
        asked(door.getsockname())

    assert str(late.value) == "GET /books had no whole answer within 0.3 seconds."


def test_a_queue_that_does_not_move_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as door:
        crowd = [socket.socket() for _ in range(3)]
        for each in crowd:
            each.setblocking(False)
            each.connect_ex(door.getsockname())
        with pytest.raises(Ending) as late:
            asked(door.getsockname())
        for each in crowd:
            each.close()

    assert str(late.value) == "GET /books had no whole answer within 0.3 seconds."


def test_the_end_of_one_of_two_processes_is_not_the_end() -> None:
    ended, bell = socket.socketpair()
    other, rope = socket.socketpair()
    bell.close()
    with ended, other, rope, peer(OK + b"\r\nhi") as address:
        answer = exchange(
            ASKED, address, (ended, other), LIMITS, time.monotonic() + 0.3
        )

    assert answer.body == b"hi"


def test_the_end_of_the_last_process_is_said_at_once() -> None:
    ended, bell = socket.socketpair()
    bell.close()
    began = time.monotonic()
    with (
        ended,
        socket.create_server(("127.0.0.1", 0)) as door,
        pytest.raises(Ending) as stopped,
    ):
        exchange(ASKED, door.getsockname(), (ended,), LIMITS, began + 5)

    assert str(stopped.value) == "The app ended before it answered GET /books."
    assert time.monotonic() - began < 1
