"""Sends one chunk after the other."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(b"HTTP/1.1 200 OK\r\n" + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            peer.sendall(b"1\r\nx\r\n" * 10_000)
