"""A visitor who meets any status, headers and body sees a page or has an Ending."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from checker.endings import Ending
from checker.limits import Limits
from checker.transcript import Step, curl
from checker.visitor.http import HttpVisitor
from checker.visitor.wire import Answer, Request

WORDS = [
    word.split("\n")[0].encode()
    for word in """/|//|http://|http://[|http://127.0.0.1:5000/|?a=b|#x|..|\\
    |javascript:|%
    |%00|Location|Set-Cookie|Content-Type|text/html|session=x|; Path=/|;|<form action=
    |method=post>|<input name=a>|<button>Add|<a href=|>x</a>|:99999|@|;charset=utf-16
    """.split("|")
] + [b"\n", b"\0", b"\xff", b"\t", b" ", b"\xc3\xa9"]
STATUSES = [200, 302, 303, 307, 308, 404, 500, 301]


class Recorded:
    """A street at whose end the same answers come, one after the other."""

    origin = "http://127.0.0.1:5000"
    limits = Limits(redirects=5)

    def __init__(self, answers: Iterator[Answer]) -> None:
        self.answers = answers
        self.steps: list[Step] = []

    def carry(self, request: Request) -> Answer:
        """The next answer; what is asked has to be fit for the wire."""
        assert request.target.startswith("/")
        assert request.target.isascii()
        assert not set(" \r\n\0") & set(request.target)
        for _, value in request.headers:
            assert not set("\r\n\0") & set(value)
            value.encode("latin-1")
        return next(self.answers)

    def record(self, step: Step) -> None:
        """Adds a step to the transcript."""
        self.steps.append(step)

    def require_time(self) -> None:
        """There is always time."""


def _answers(lines: list[bytes]) -> Iterator[Answer]:
    for number in range(100):
        each = [lines[(3 * number + i) % len(lines)] for i in range(3)]
        place, cookie, body = each
        headers = (
            ("location", place.decode("latin-1")),
            ("set-cookie", cookie.decode("latin-1")),
            ("content-type", "text/html"),
        )
        yield Answer(STATUSES[len(place) % len(STATUSES)], headers, body)


def one(data: bytes) -> None:
    """Lines are places, cookies and bodies in turn."""
    street = Recorded(_answers(data.split(b"\n")))
    ann = HttpVisitor(street, "Ann")
    for _ in range(3):
        with contextlib.suppress(Ending):
            page = ann.get("/")
            assert page.path.startswith("/")
            ann.follow_link(page, "x")
        with contextlib.suppress(Ending):
            ann.submit(ann.post("/a", name="Ann"), "Add", a="x")
        with contextlib.suppress(Ending):
            ann.follow(ann.get("/b", follow=False))
            ann.reload()
    assert all(curl(step).startswith("curl ") for step in street.steps)
