"""Unpacks to much more than it seems."""

import gzip

from flask import Response, request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        packed = gzip.compress(bytes(50_000_000))
        return Response(packed, headers={"Content-Encoding": "gzip"})
