"""Turns this process into one app: output, environment, limits, load, serve."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .limit import limit
from .load import load, refusal, said

__all__ = ["HERE", "become", "prepared", "print_anything"]

HERE = "127.0.0.1"


class Quiet(WSGIRequestHandler):
    """Answers as `flask run` does, without a line printed for every request."""

    def log_request(self, *args: object) -> None:
        """Prints nothing."""


def become(
    order: dict[str, Any],
    say: Callable[[dict[str, Any]], None],
    listener: Callable[[], socket.socket],
) -> None:
    """Loads the app that `order` names, says one word about it, and serves it for ever.

    Returns only when the app did not load.
    """
    os.environ.clear()
    os.environ.update(order["env"])
    for place in (order["cache"], os.environ.get("HOME", "")):
        with contextlib.suppress(OSError):  # within walls nobody else can make it
            os.makedirs(place, exist_ok=True)  # noqa: PTH103  as in the order
    limit(order["limits"])
    try:
        app = load(order["folder"], order["cache"])
    except BaseException as error:
        print(said(error), file=sys.stderr, flush=True)
        say({"refused": refusal(error)})
        return
    serving = prepared()
    at(serving, app, listener())
    say({"port": serving.port})
    serving.serve_forever()


def print_anything() -> None:
    """Makes every text printable, and seen at once, whatever the system's encoding."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(  # type: ignore[union-attr]  # a TextIO
            encoding="utf-8", errors="backslashreplace", line_buffering=True
        )


@cache
def prepared() -> BaseWSGIServer:
    """A server at no address and without an app; to make one takes a while."""
    with socket.create_server((HERE, 0)) as nowhere:
        fd = nowhere.fileno()
        made = make_server(
            HERE, 0, nothing, threaded=True, fd=fd, request_handler=Quiet
        )
    made.server_close()
    return made


def at(serving: BaseWSGIServer, app: flask.Flask, listener: socket.socket) -> None:
    """Has the server answer for an app at a listening socket.

    It gets a descriptor of its own, as from Werkzeug: an app that has used up all of
    them is not served.
    """
    serving.socket = listener.dup()
    serving.server_address = listener.getsockname()
    serving.port = serving.server_address[1]
    serving.app = app


def nothing(*_: object) -> Any:
    """Stands where the app will be."""
