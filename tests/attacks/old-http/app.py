"""Answers in a language of 1991."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(b"<p class=message>Welcome</p>\r\n\r\n")
        peer.shutdown(2)
