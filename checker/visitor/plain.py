"""Writes plain requests and reads plain answers, with less work than h11 takes.

Nearly all are plain. Of one that is not, nothing is decided here: it is h11's, which
gets every byte from the first on. Sends nothing, and knows no limit but its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Head", "goes_on", "head", "written"]

LONGEST = 16 * 1024  # bytes of a head that is looked at
# Field names and values as RFC 9110 (5.1, 5.5) has them, without what h11 would have
# to judge: white space at an end, control characters, bytes beyond ASCII.
NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
VALUE = r"[!-~](?:[\t -~]*[!-~])?"
LINE = re.compile(rf"({NAME}): ?({VALUE})\r\n".encode())
STATUS = re.compile(rb"HTTP/1\.1 ([2-5][0-9][0-9]) [\t -~]*\r\n")
SENT = re.compile(rf"{NAME}: {VALUE}")
TARGET = re.compile("[!-~]+")
LENGTH = re.compile("[0-9]{1,15}")
NO_BODY = frozenset({204, 304})
# Headers by which a request's or an answer's body is told where it ends.
FRAMING = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True)
class Head:
    """Status and headers of an answer, names in lower case.

    Its body begins at byte `start` and has `size` bytes.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    start: int
    size: int

    @property
    def end(self) -> int:
        """The byte after the body."""
        return self.start + self.size


def written(
    method: str, target: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> bytes | None:
    """The bytes of a request; None for one that h11 has to look at."""
    lines = [f"{name}: {value}" for name, value in headers]
    framing = [v for n, v in headers if n.lower() in FRAMING]
    names = {name.lower() for name, _ in headers}
    right = framing == ([str(len(body))] if body or framing else [])
    plain = TARGET.fullmatch(target) and all(map(SENT.fullmatch, lines))
    if not (plain and right and "host" in names and len(names) == len(lines)):
        return None
    start = "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "\r\n"])
    return start.encode("ascii") + body


def goes_on(data: bytes) -> bool:
    """True where these are the first bytes of a plain head, and more are to come."""
    begun = STATUS.match(data) is not None and len(data) < LONGEST
    return begun and b"\r\n\r\n" not in data


def head(data: bytes, method: str) -> Head | None:
    """The head of an answer that says how long it is; None where anything is odd.

    `data` are the first bytes of the answer.
    """
    first = STATUS.match(data)
    end = data.find(b"\r\n\r\n", 0, LONGEST) + 2
    if first is None or method == "HEAD" or int(first[1]) in NO_BODY:
        return None
    found, at = [], first.end()
    while at < end and (line := LINE.match(data, at, end)):
        found.append((line[1].decode().lower(), line[2].decode()))
        at = line.end()
    framing = [pair for pair in found if pair[0] in FRAMING]
    if at != end or len(framing) != 1 or framing[0][0] != "content-length":
        return None
    if not LENGTH.fullmatch(framing[0][1]):
        return None
    return Head(int(first[1]), tuple(found), end + 2, int(framing[0][1]))
