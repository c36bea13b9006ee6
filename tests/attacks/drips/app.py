"""Never stops, and never quite begins."""

import itertools
import time

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        for byte in itertools.cycle(
            b"HTTP/1.1 200 OK\r\n" + b"Content-Length: 100000\r\n\r\n" + b"x" * 1000
        ):
            peer.sendall(bytes([byte]))
            time.sleep(0.1)
