"""Sends people to a very long address."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: http://example.org/"
            + b"A" * 60_000
            + b"\r\n\r\n"
        )
        peer.shutdown(2)
