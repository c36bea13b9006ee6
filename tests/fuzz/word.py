"""Whatever an app says in the loader's place is a port, a refusal, or nothing."""

from __future__ import annotations

import socket

from checker.host.process import Process
from checker.limits import Limits

WORDS = [
    word.split("\n")[0].encode()
    for word in """{"port":|{"refused":|{"kind":|"text":|"rows":|[|]|{|}|["a",1,"b","c"]
    |1e999|NaN|-1|8000|true|null|"x"|,|:|99999999999|{"port": 5000}|["a","1","b","c"]
    |{"refused":{"kind":"SyntaxError","text":"x","rows":[["a",1,"b","c"]]}}
    """.split("|")
] + [b"\n", b"\0", b"\xff", b"9" * 5000, b"[" * 1000]


def one(data: bytes) -> None:
    """The bytes come over the socket of the first word, of a process that has ended."""
    process = Process(1, ("127.0.0.1", 1), Limits())
    process.end(1)
    ours, its = socket.socketpair()
    with ours, its:
        its.sendall(data[:50_000])
        its.shutdown(socket.SHUT_WR)
        port = process.listen(ours)
    process.close()
    assert 0 <= port < 65536
    assert process.loaded == (port > 0)
    assert all(sentence.endswith(".") for sentence in process.noticed())
    if process.refusal is not None:
        assert all(type(line) is int for _, line, _, _ in process.refusal.rows)
