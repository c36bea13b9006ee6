"""What is read or written with less work is what the usual library makes of it."""

from __future__ import annotations

from collections.abc import Iterable

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as some

from checker.visitor import plain
from checker.visitor.request import written

NAMES = some.sampled_from(
    "Host host Content-Length content-length Transfer-Encoding Expect Cookie Set-Cookie"
    " X_Y X-Y Content-Type Connection Upgrade x".split()
)
SPECIAL = (
    "|0|2|02|2, 2|-1|close|keep-alive|chunked|100-continue|a=b; c| a|a |a\tb|é|a\x00"
)
VALUES = some.one_of(
    some.sampled_from(SPECIAL.split("|")),
    some.text(some.characters(max_codepoint=255), max_size=8),
)
PAIRS = some.lists(some.tuples(NAMES, VALUES), max_size=5)
ENDS = some.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r\n ", "\r"])
BODIES = some.sampled_from([b"", b"hi", b"hi, and more"])
STARTS = some.sampled_from(
    """HTTP/1.1 200 OK|HTTP/1.1 200 |HTTP/1.1 200|HTTP/1.0 200 OK|HTTP/1.1 302 FOUND
    HTTP/1.1 100 Continue|HTTP/1.1 204 NONE|HTTP/1.1 304 OLD|HTTP/1.1 999 ?
    http/1.1 200 OK| HTTP/1.1 200 OK|HTTP/1.1 2000 OK|HTTP/2 200 OK|HTTP/1.1 404 é
    GET / HTTP/1.1""".replace("\n    ", "|").split("|")
)
PATHS = "/|/a|/a?b=c|/a%20b?c%20d|//a|/a//b|/#|/a#b?c|*|http://h/a|/é|/a\x7f|a|"
TARGETS = some.one_of(
    some.sampled_from(PATHS.split("|")),
    some.text(some.characters(max_codepoint=255), max_size=6).map("/".__add__),
)
METHODS = some.sampled_from("GET POST HEAD PUT get G-T".split())
URL = "http://127.0.0.1:1/a?b=c"
Seen = tuple[int, list[tuple[bytes, bytes]], bytes]


def head(first: str, pairs: Iterable[tuple[str, str]], end: str = "\r\n") -> bytes:
    """A head as it goes over the wire, with that end of each line."""
    lines = [first, *(f"{name}: {value}" for name, value in pairs)]
    return "".join(line + end for line in lines).encode("latin-1") + b"\r\n"


def by_h11(data: bytes, method: str) -> Seen | None:
    """What h11 makes of an answer that is there as a whole; None for anything else."""
    http = h11.Connection(h11.CLIENT)
    http.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
    http.send(h11.EndOfMessage())
    http.receive_data(data)
    body = b""
    try:
        while not isinstance(event := http.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                return None
            if isinstance(event, h11.Response):
                response = event
            if isinstance(event, h11.Data):
                body += event.data
    except h11.RemoteProtocolError:
        return None
    return response.status_code, list(response.headers), body


@given(STARTS, PAIRS, ENDS, BODIES, some.sampled_from(["GET", "HEAD"]))
def test_an_answer_is_what_h11_reads(
    first: str, pairs: list[tuple[str, str]], end: str, body: bytes, method: str
) -> None:
    data = head(first, pairs, end) + body

    found = plain.head(data, method)

    if found is not None and found.end <= len(data):
        headers = [(n.encode(), v.encode()) for n, v in found.headers]
        read = (found.status, headers, data[found.start : found.end])
        assert read == by_h11(data, method)


def test_what_an_app_answers_usually_is_plain() -> None:
    pairs = (("Server", "Werkzeug/3"), ("Set-Cookie", "a=b; Path=/"))
    data = head("HTTP/1.1 200 OK", (*pairs, *pairs, ("Content-Length", "2"))) + b"hi"

    found = plain.head(data, "GET")

    assert found is not None
    assert (found.status, data[found.start : found.end]) == (200, b"hi")
    assert found.headers[2:] == (
        ("server", "Werkzeug/3"),
        ("set-cookie", "a=b; Path=/"),
        ("content-length", "2"),
    )


@pytest.mark.parametrize("length", ["2x", "0x2", "+2", "2" * 16, "2_0"])
def test_a_length_that_is_no_plain_number_is_for_h11(length: str) -> None:
    data = head("HTTP/1.1 200 OK", [("Content-Length", length)]) + b"hi"

    assert plain.head(data, "GET") is None


@given(METHODS, TARGETS, PAIRS, BODIES)
def test_a_request_is_what_h11_writes(
    method: str, target: str, pairs: list[tuple[str, str]], body: bytes
) -> None:
    sent = plain.written(method, target, tuple(pairs), body)

    if sent is not None:
        http = h11.Connection(h11.CLIENT)
        start = http.send(h11.Request(method=method, target=target, headers=pairs))
        end = (http.send(h11.Data(data=body)) if body else b"") or b""
        http.send(h11.EndOfMessage())
        assert sent == (start or b"") + end


@pytest.mark.parametrize("form", [(), (("name", "Ann"),), (("", '{"a": 1}'),)])
def test_what_visitors_send_is_plain(form: tuple[tuple[str, str], ...]) -> None:
    for method in ("GET", "POST"):
        asked = written(method, URL, form, cookies="a=b")

        assert plain.written(asked.method, asked.target, asked.headers, asked.body)
