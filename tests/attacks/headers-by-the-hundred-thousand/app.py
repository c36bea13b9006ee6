"""Sends headers and no end of them."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000 + b"\r\n")
