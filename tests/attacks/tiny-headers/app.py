"""Sends the smallest headers there are."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(
            b"HTTP/1.1 200 OK\r\n" + b"a:\r\n" * 15_000 + b"Content-Length: 0\r\n\r\n"
        )
