"""Writes requests and reads answers as Chromium does. Sends nothing."""

from __future__ import annotations

import codecs
from urllib.parse import quote, urlencode, urljoin, urlsplit

from .wire import Answer, Request

__all__ = ["Sent", "address", "text", "written"]

Sent = tuple[tuple[str, str], ...]  # a form, or JSON as the only pair, named ""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
# Chromium 156 on Linux: names, values and order as measured over plain sockets. Two
# things differ: from a loopback address it also takes br and zstd, which need
# libraries; and it asks for the styles and pictures of a page.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
AGENT += " Chrome/156.0.0.0 Safari/537.36"
BRANDS = '"Not:A-Brand";v="8", "Chromium";v="156"'
PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,image/jxl,image/avif,"
PAGES += "image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
NAVIGATION = """
    Host Connection Content-Length Cache-Control sec-ch-ua sec-ch-ua-mobile
    sec-ch-ua-platform Upgrade-Insecure-Requests Content-Type User-Agent Origin
    Accept-Language Accept Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-User Sec-Fetch-Dest
    Referer Accept-Encoding Cookie
    """.split()
SCRIPT = """
    Host Connection Content-Length sec-ch-ua-platform User-Agent sec-ch-ua Content-Type
    sec-ch-ua-mobile Accept-Language Accept Origin Sec-Fetch-Site Sec-Fetch-Mode
    Sec-Fetch-Dest Referer Accept-Encoding Cookie
    """.split()
ALWAYS = {
    "Connection": "keep-alive",
    "sec-ch-ua": BRANDS,
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": AGENT,
    "Accept-Language": "en-GB,en;q=0.9",
    "Accept": PAGES,
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-User": "?1",
    "Sec-Fetch-Dest": "document",
    "Accept-Encoding": "gzip, deflate",
}
BY_SCRIPT = {"Accept": "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
# The encodings that browsers know (encoding.spec.whatwg.org); Python knows others, and
# one of them, punycode, takes minutes for an answer of the size allowed.
CHARSETS = frozenset(
    """
    utf-8 utf-16-le utf-16-be utf-16 ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4
    iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15
    iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp866 cp874 cp1250 cp1251 cp1252
    cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gbk gb2312 gb18030 big5 euc_jp iso2022_jp
    shift_jis euc_kr
    """.split()
)


def address(origin: str, path: str) -> str:
    """The address of a path as it is sent: no fragment, odd characters in percent."""
    url = urlsplit(urljoin(origin, path))
    query = f"?{url.query}" if url.query else ""
    return origin + quote((url.path or "/") + query, safe="/?&=%:;+,@!$'()*~")


def written(
    method: str, url: str, sent: Sent = (), *, referer: str = "", cookies: str = ""
) -> Request:
    """The request for an address, with the headers that a browser adds, in its order.

    An address that a person types has no referer, and a link followed has one.
    """
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    body, kind = _body(sent) if method == "POST" else (b"", "")
    found = {**ALWAYS, "Host": parts.netloc, "Referer": referer, "Cookie": cookies}
    found["Sec-Fetch-Site"] = "same-origin" if referer else "none"
    if method == "POST":
        found |= {"Content-Length": str(len(body)), "Cache-Control": "max-age=0"}
        found |= {"Content-Type": kind, "Origin": origin}
        found["Sec-Fetch-Site"] = "same-origin"
    by_script = kind == JSON
    found |= BY_SCRIPT if by_script else {}
    order = SCRIPT if by_script else NAVIGATION
    headers = tuple((name, found[name]) for name in order if found.get(name))
    return Request(method, url.removeprefix(origin), headers, body)


def text(answer: Answer) -> str:
    """The body as text, in the charset it names if browsers know that one."""
    kind = dict(answer.headers).get("content-type", "").lower()
    charset = kind.partition("charset=")[2].partition(";")[0].strip(" \"'") or "utf-8"
    return answer.body.decode(charset if _known(charset) else "utf-8", "replace")


def _known(charset: str) -> bool:
    """True for a charset that browsers know."""
    try:
        return codecs.lookup(charset).name in CHARSETS
    except (LookupError, ValueError):
        return False


def _body(sent: Sent) -> tuple[bytes, str]:
    if len(sent) == 1 and not sent[0][0]:
        return sent[0][1].encode(), JSON
    return urlencode(sent).encode(), FORM
