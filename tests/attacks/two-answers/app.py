"""Answers what nobody has asked yet."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        one = (
            b"HTTP/1.1 200 OK\r\n"
            + b"Content-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"
        )
        peer.sendall(one * 50)
        peer.shutdown(2)
