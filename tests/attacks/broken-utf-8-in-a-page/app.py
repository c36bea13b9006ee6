"""Speaks in bytes that are no text."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        peer.sendall(b"<p class=message>\x00\xff\xfe\xc3\x28</p>")
        peer.shutdown(2)
