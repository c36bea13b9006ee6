"""Answers with anything but an answer."""

import os

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(os.urandom(4096) + b"\r\n\r\n")
        peer.shutdown(2)
