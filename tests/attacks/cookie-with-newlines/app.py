"""Hopes that its cookie becomes a header of the visitor's."""

from flask import request
from shelf import app

CRUMBS = (b"a=b\x00c", b"d=e\rX-Forged: 1", b"f=g\n X-Forged: 2", b"=", b";;;")


@app.before_request
def trick():
    if request.method == "POST":
        peer = request.environ["werkzeug.socket"]
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n")
        peer.sendall(b"".join(b"Set-Cookie: %b\r\n" % crumb for crumb in CRUMBS))
        peer.sendall(b"\r\n")
        peer.shutdown(2)
