"""Turns this process into one app: output, environment, limits, load, serve."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import Any

import flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .limit import limit
from .load import load, refusal, said

__all__ = ["become", "serve_on"]


class Quiet(WSGIRequestHandler):
    """Answers as `flask run` does, without a line printed for every request."""

    def log_request(self, *args: object) -> None:
        """Prints nothing."""


def become(
    order: dict[str, Any],
    say: Callable[[dict[str, Any]], None],
    server: Callable[[flask.Flask], BaseWSGIServer],
) -> None:
    """Loads the app that `order` names, says one word about it, and serves it for ever.

    Returns only when the app did not load.
    """
    os.environ.clear()
    os.environ.update(order["env"])
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a TextIO
    limit(order["limits"])
    try:
        app = load(order["folder"], order["cache"])
    except BaseException as error:  # noqa: BLE001  sys.exit() in an app is an answer too
        print(said(error), file=sys.stderr, flush=True)
        say({"refused": refusal(error)})
        return
    serving = server(app)
    say({"loaded": True, "port": serving.port})
    serving.serve_forever()


def serve_on(app: flask.Flask, listener: int | None, port: int) -> BaseWSGIServer:
    """A server on a listening socket that is there, or on a port of this machine."""
    if listener is not None:
        with socket.socket(fileno=os.dup(listener)) as known:
            port = known.getsockname()[1]
    return make_server(
        "127.0.0.1", port, app, threaded=True, fd=listener, request_handler=Quiet
    )
