"""Writes a cookie that no terminal can print."""

import base64
import json

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        texts = [
            "\ud800 half",
            "\x1b[2J\x1b[H cleared",
            "\u202e turned \u2066",
            "\0",
            "\u2028 ✓ passed",
        ]
        flashes = [{" t": ["message", text]} for text in texts]
        payload = base64.urlsafe_b64encode(json.dumps({"_flashes": flashes}).encode())
        peer.sendall(
            b"HTTP/1.1 200 OK\r\n"
            + b"Set-Cookie: session="
            + payload
            + b".x.y; Path=/\r\nContent-Length: 0\r\n\r\n"
        )
        peer.shutdown(2)
