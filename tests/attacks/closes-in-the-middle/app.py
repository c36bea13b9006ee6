"""Leaves in the middle of a sentence."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(
            b"HTTP/1.1 200 OK\r\n"
            + b"Content-Length: 100000\r\n\r\n<p class=message>Welcome"
        )
        peer.shutdown(2)
