"""What stands between one person's browser and the app: a proxy that lets nothing else.

Every request of a page passes here, so the same limits hold as for any visitor, and
what was said is known to the byte. Decides nothing about what a page means.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from ...page import REDIRECTS
from ..visitor import Street
from ..wire import Answer, Request

__all__ = ["BLANK", "Exchange", "Gate", "as_sent"]

# A page of the app's address that the app never hears of: where a form is sent from by
# somebody who has not opened a page yet. No path of an app begins with a dot.
BLANK = "/.blank"
# It names an icon that needs no request: else a browser would ask the app for one.
EMPTY = b"<!doctype html><link rel=icon href=data:,>"
NOTHING = Answer(200, (("content-type", "text/html"),), EMPTY)
# What a browser says to a proxy alone, what our end of the wire unpacks, and what those
# of people say whose language it is: the app is told the same as by any other visitor.
TOLD_APP = {
    "proxy-connection": ("Connection", "keep-alive"),
    "accept-encoding": ("Accept-Encoding", "gzip, deflate"),
    "accept-language": ("Accept-Language", "en-GB,en;q=0.9"),
}
# A headless browser names itself so, which a person's never does.
HEADLESS = (
    (re.compile(r"\bHeadless(Chrome/\d+)[\d.]+"), r"\1.0.0.0"),
    (re.compile(r', "HeadlessChrome";v="\d+"'), ""),
)
# With each page the browser is told that it may do all that pages do, but open a window
# (HTML Standard, sandboxing). There is a switch for that, and the headless shell alone
# obeys it (measured, Chromium 156).
POLICY = "content-security-policy"
ONE_WINDOW = (
    "sandbox allow-downloads allow-forms allow-modals allow-orientation-lock"
    " allow-pointer-lock allow-presentation allow-same-origin allow-scripts"
    " allow-top-navigation"
)
BETWEEN = frozenset(
    "connection content-encoding content-length keep-alive transfer-encoding".split()
)
REFUSED = 403
FAILED = 502


@dataclass(frozen=True)
class Exchange:
    """One request of the browser, and the answer or how it ended without one.

    `kind` is what the browser wants it for: document, image, style … as in the header
    Sec-Fetch-Dest (Fetch Metadata, W3C), or prefetch; "" when it does not say.
    """

    request: Request
    kind: str
    answer: Answer | None = None
    ending: BaseException | None = None
    held: bool = False

    @property
    def is_document(self) -> bool:
        """True for what comes to stand in the tab itself."""
        return self.kind == "document"

    @property
    def is_for_page(self) -> bool:
        """True for what no person asks for, such as a style; for fetch, one may."""
        return self.kind not in ("document", "empty")

    @property
    def is_shown(self) -> bool:
        """True when the answer takes the place of the page in the tab."""
        answer = self.answer
        if answer is None or self.held or answer.status in (204, 205):
            return False
        how = dict(answer.headers).get("content-disposition", "")
        return not how.lower().startswith("attachment")

    @property
    def is_last(self) -> bool:
        """True when the browser does not go on to another address by itself."""
        answer = self.answer
        return (
            self.held
            or answer is None
            or answer.status not in REDIRECTS
            or "location" not in dict(answer.headers)
        )


class Gate:
    """A proxy on an address of its own; `heard` is told each exchange, in its thread.

    While `hold` is True a redirect of a document is not passed on: the browser gets its
    cookies and stays where it is, until the person goes on.
    """

    def __init__(self, street: Street, heard: Callable[[Exchange], None]) -> None:
        self.hold = False
        self.shut = False  # True: what a page still asks for reaches the app no more
        self.left: list[str] = []  # addresses out of the app that a page asked for
        self.busy = 0  # requests that are under way
        self._counting = threading.Lock()
        self.street = street
        self.heard = heard
        self.origin = street.origin
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.daemon = True
        self._thread.start()

    @property
    def address(self) -> str:
        """What the browser is told as its proxy."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def pass_on(self, request: Request, url: str, kind: str) -> Answer:
        """The answer that the browser gets."""
        if self.shut:
            return Answer(REFUSED, (), b"")
        if not url.startswith(self.origin + "/"):
            self.left.append(url)
            return Answer(REFUSED, (), b"")
        if request.target == BLANK:
            return NOTHING
        try:
            with self._under_way():
                answer = self.street.carry(request)
        except Exception as ending:  # told to whoever waits for the page
            self.heard(Exchange(request, kind, ending=ending))
            return Answer(FAILED, (), b"")
        exchange = Exchange(request, kind, answer)
        held = self.hold and exchange.is_document and not exchange.is_last
        self.heard(Exchange(request, kind, answer, held=held))
        if held:
            return Answer(204, _kept(answer), b"")
        return _told(answer) if exchange.is_document else answer

    @contextlib.contextmanager
    def _under_way(self) -> Iterator[None]:
        with self._counting:
            self.busy += 1
        try:
            yield
        finally:
            with self._counting:
                self.busy -= 1

    def close(self) -> None:
        """Ends the proxy; what is under way ends with its own limits."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser keeps connections open that it may need again

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        super().__init__(("127.0.0.1", 0), _Passing)

    def handle_error(self, *_: object) -> None:
        """A browser may hang up when it pleases."""


class _Passing(BaseHTTPRequestHandler):
    """One connection of the browser."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is sent in one piece: its second would wait for a receipt
    server: _Server

    def do_GET(self) -> None:
        """Takes a request to the gate, and writes what it gives."""
        url = urlsplit(self.path)
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        headers = tuple(_from_a_person(n, v) for n, v in self.headers.items())
        request = Request(self.command, target, headers, body)
        origin = f"{url.scheme}://{url.netloc}"
        answer = self.server.gate.pass_on(request, origin + target, self._kind())
        with contextlib.suppress(OSError):
            self._write(answer)

    # http.server asks for these names.
    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815

    def do_CONNECT(self) -> None:
        """A browser that wants to speak TLS, or a web socket, with somebody else."""
        self.server.gate.left.append(f"https://{self.path}")
        self.send_response_only(REFUSED)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _kind(self) -> str:
        if "prefetch" in self.headers.get("Sec-Purpose", ""):
            return "prefetch"
        return self.headers.get("Sec-Fetch-Dest", "")

    def _write(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name not in BETWEEN:
                self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in (204, 304):
            self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Nothing: the exchanges are told."""


def as_sent(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers that a browser has of a page, without what was added on the way."""
    own = headers.get(POLICY, "").removesuffix(ONE_WINDOW).rstrip(", ")
    rest = {name: value for name, value in headers.items() if name != POLICY}
    return tuple({**rest, **({POLICY: own} if own else {})}.items())


def _from_a_person(name: str, value: str) -> tuple[str, str]:
    """A header as the browser of a person sends it to an app, by which none is told."""
    name, value = TOLD_APP.get(name.lower(), (name, value))
    for headless, chrome in HEADLESS:
        value = headless.sub(chrome, value)
    return name, value


def _told(answer: Answer) -> Answer:
    """The page as the browser gets it, which may open no window."""
    return replace(answer, headers=(*answer.headers, (POLICY, ONE_WINDOW)))


def _kept(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Of the headers of a redirect, those that change the browser itself."""
    return tuple((n, v) for n, v in answer.headers if n == "set-cookie")
