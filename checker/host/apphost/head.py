"""Reads the head of a plain request with less work than the standard library does.

http.server reads every head with the parser of e-mail, which costs more than all else
about a request. What a browser sends needs none of it. Whatever is not that plain is
left unread, for the standard library to read or refuse.
"""

from __future__ import annotations

import re
from collections.abc import ItemsView
from io import BufferedReader

__all__ = ["Headers", "plain"]

MOST = 100  # lines; http.client refuses more (_MAXHEADERS)
LONGEST = 8 * 1024  # bytes of a head that is looked at as a whole
# Nothing that e-mail or HTTP gives a meaning of its own: continued lines, encodings,
# white space at an end, absolute addresses, two slashes at the start.
REQUEST = re.compile(rb"([A-Z]+) (/(?:[!-.0-~][!-~]*)?) HTTP/1\.1\r\n")
LINE = re.compile(rb"([A-Za-z][A-Za-z0-9-]*): ([!-~](?:[ -~]*[!-~])?)\r\n")
# Words that change how a request is read on.
FOR_OTHERS = frozenset({"expect", "transfer-encoding"})


class Headers:
    """Names as they were sent and their values, each name once; looks up any case."""

    def __init__(self, sent: dict[str, str]) -> None:
        self.sent = sent
        self.folded = {name.lower(): value for name, value in sent.items()}

    def get(self, name: str, default: str = "") -> str:
        """The value, or default."""
        return self.folded.get(name.lower(), default)

    def items(self) -> ItemsView[str, str]:
        """Names and values, in the order in which they were sent."""
        return self.sent.items()


def plain(request: bytes, file: BufferedReader) -> tuple[str, str, Headers] | None:
    """Method, target and headers, once the file is read up to the body.

    `request` is the first line. None where anything is not plain, or has not arrived
    yet; then nothing is read of the file, which has to be able to peek.
    """
    first = REQUEST.fullmatch(request)
    peeked = file.peek(LONGEST)
    end = peeked.find(b"\r\n\r\n") + 2
    if first is None or end < 2:
        return None
    sent, at = {}, 0
    while at < end and (line := LINE.match(peeked, at, end)):
        sent[line[1].decode()] = line[2].decode()
        at = line.end()
    headers = Headers(sent)
    lines = peeked.count(b"\n", 0, end)
    if at < end or len(headers.folded) < lines or lines > MOST:  # a name came twice
        return None
    if FOR_OTHERS & headers.folded.keys():
        return None
    file.read(end + 2)
    return first[1].decode(), first[2].decode(), headers
