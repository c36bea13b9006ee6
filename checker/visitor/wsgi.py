"""A street to an app in this very process, over WSGI. Keeps no cookie, judges nothing.

The visitor is the one of http.py, so its words and a browser's rules are the same. The
app runs as on a server: an error that it lets through becomes the server's own 500, and
what it would write on the console about errors is kept beside the step.
"""

from __future__ import annotations

import io
import logging
import threading
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from werkzeug.test import EnvironBuilder, run_wsgi_app

from ..limits import Limits
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
        self.limits = Limits()
        self.steps: list[Step] = []
        self._said: deque[str] = deque()
        self._door = threading.Lock()

    def carry(self, request: Request) -> Answer:
        """Takes one request to the app and brings the answer."""
        with self._door, _listening(self.app) as heard:
            answer = self._asked(request, heard)
        self._said.append(heard[0] if heard else "")
        return answer

    def record(self, step: Step) -> None:
        """Adds a step to the transcript, with what the app said about an error."""
        said = self._said.popleft() if step.status else ""
        self.steps.append(replace(step, note=said) if said else step)

    def require_time(self) -> None:
        """There is always time: nobody waits for a notebook's cell but its reader."""

    def _asked(self, request: Request, heard: list[str]) -> Answer:
        environ = _environ(request, self.origin)
        try:
            body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        except Exception as error:  # whatever it is, a server survives it
            heard.insert(0, _named(error))
            return Answer(500, (HTML,), FAULT)
        return Answer(int(status.split()[0]), _lower(headers), b"".join(body))


@contextmanager
def _listening(app: WSGIApplication) -> Iterator[list[str]]:
    """Hears what the app would write on a server's console: its log, and warnings."""
    ear = _Ear()
    logger = getattr(app, "logger", logging.getLogger("no logger of an app"))
    logger.addHandler(ear)
    aloud, logger.propagate = logger.propagate, False
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            yield ear.heard
        ear.heard += [str(warning.message) for warning in warned]
    finally:
        logger.propagate = aloud
        logger.removeHandler(ear)


class _Ear(logging.Handler):
    """Keeps what is logged as a warning or an error, in a line."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.heard.append(_named(error) if error else record.getMessage())


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _environ(request: Request, origin: str) -> dict[str, object]:
    path, _, query = request.target.partition("?")
    return EnvironBuilder(
        path=path,
        query_string=query,
        base_url=origin,
        method=request.method,
        headers=[(n, v) for n, v in request.headers if n.lower() not in UNWANTED],
        data=request.body or None,
        errors_stream=io.StringIO(),
    ).get_environ()


def _lower(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in headers)
