"""Announces an answer again and again, and sends none."""

from flask import request
from shelf import app


@app.before_request
def trick():
    while request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
