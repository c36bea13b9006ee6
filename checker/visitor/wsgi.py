"""A street to an app in this very process, over WSGI. Keeps no cookie, judges nothing.

The visitor is the one of http.py, so its words and a browser's rules are the same. The
app runs as on a server: an error that it lets through becomes the server's own 500, and
what it would write on the console about errors is kept beside the step.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from werkzeug.test import EnvironBuilder, run_wsgi_app

from ..limits import Limits
from ..tracebacks import last_traceback
from ..transcript import Step
from .wire import Answer, Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["InProcess"]

HTML = ("content-type", "text/html; charset=utf-8")
FAULT = b"<!doctype html>\n<title>500 Internal Server Error</title>\n"
# Answers come as they are: nothing on this street is worth packing.
UNWANTED = frozenset({"accept-encoding", "connection", "content-length"})


class InProcess:
    """Where visitors find an app of this process; `steps` is their transcript.

    The app can be exchanged for another at the same address, as after a restart.
    """

    origin = "http://127.0.0.1:5000"  # where `flask run` serves

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app
        self.most_redirects = Limits().redirects
        self.steps: list[Step] = []
        self._said: deque[str] = deque()
        self._door = threading.Lock()

    def carry(self, request: Request) -> Answer:
        """Takes one request to the app and brings the answer."""
        with self._door, warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            answer, said = self._asked(request)
            said = said or next((str(w.message) for w in warned), "")
        self._said.append(said)
        return answer

    def record(self, step: Step) -> None:
        """Adds a step to the transcript, with what the app said about an error in it."""
        said = self._said.popleft() if step.method else ""
        self.steps.append(replace(step, note=said) if said else step)

    def _asked(self, request: Request) -> tuple[Answer, str]:
        console = io.StringIO()
        environ = _environ(request, self.origin, console)
        try:
            body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        except Exception as error:  # noqa: BLE001  whatever it is, a server survives it
            return Answer(500, (HTML,), FAULT), f"{type(error).__name__}: {error}"
        answer = Answer(int(status.split()[0]), _lower(headers), b"".join(body))
        found = last_traceback(console.getvalue())
        return answer, found.error if found else ""


def _environ(
    request: Request, origin: str, console: io.StringIO
) -> dict[str, object]:
    path, _, query = request.target.partition("?")
    return EnvironBuilder(
        path=path,
        query_string=query,
        base_url=origin,
        method=request.method,
        headers=[(n, v) for n, v in request.headers if n.lower() not in UNWANTED],
        data=request.body or None,
        errors_stream=console,
    ).get_environ()


def _lower(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in headers)
