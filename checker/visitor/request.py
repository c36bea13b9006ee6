"""Writes requests and reads answers as Chromium does. Sends nothing."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urljoin, urlsplit

from .wire import Answer, Request

__all__ = ["Sent", "address", "text", "written"]

Sent = tuple[tuple[str, str], ...]  # a form, or JSON as the only pair, named ""

FORM = "application/x-www-form-urlencoded"
BROWSER = (  # what Chromium says of itself when a person opens a page
    (
        "User-Agent",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
        " Chrome/140.0.0.0 Safari/537.36",
    ),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en-GB,en;q=0.9"),
    ("Accept-Encoding", "gzip, deflate"),
    ("Upgrade-Insecure-Requests", "1"),
)


def address(origin: str, path: str) -> str:
    """The address of a path as it is sent: no fragment, odd characters in percent."""
    url = urlsplit(urljoin(origin, path))
    query = f"?{url.query}" if url.query else ""
    return origin + quote((url.path or "/") + query, safe="/?&=%:;+,@!$'()*~")


def written(
    method: str, url: str, sent: Sent = (), *, referer: str = "", cookies: str = ""
) -> Request:
    """The request for an address, with the headers that a browser adds."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    headers = [("Host", parts.netloc), *BROWSER]
    headers += [(n, v) for n, v in (("Referer", referer), ("Cookie", cookies)) if v]
    headers.append(("Connection", "close"))
    target = url.removeprefix(origin)
    if method != "POST":
        return Request(method, target, tuple(headers))
    body, kind = _body(sent)
    headers += [
        ("Origin", origin),
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
    ]
    return Request(method, target, tuple(headers), body)


def text(answer: Answer) -> str:
    """The body as text, in the charset it names if that is one."""
    kind = dict(answer.headers).get("content-type", "").lower()
    charset = kind.partition("charset=")[2].partition(";")[0].strip(" \"'") or "utf-8"
    try:
        return answer.body.decode(charset, "replace")
    except (LookupError, ValueError):  # no charset, or one for other things
        return answer.body.decode("utf-8", "replace")


def _body(sent: Sent) -> tuple[bytes, str]:
    if len(sent) == 1 and not sent[0][0]:
        return sent[0][1].encode(), "application/json"
    return urlencode(sent).encode(), FORM
