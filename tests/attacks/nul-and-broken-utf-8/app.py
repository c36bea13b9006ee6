"""Speaks in bytes that are no text."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(b"HTTP/1.1 200 \xff\xfe\r\nX-\x00: \xff\r\n")
        peer.sendall(b"Content-Type: text/html; charset=\xff\r\n\r\n\x00\xff")
        peer.shutdown(2)
