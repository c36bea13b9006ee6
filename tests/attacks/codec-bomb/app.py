"""Has the reader decode what no browser would."""

from flask import Response, request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        return Response(
            b"a" * 100_000 + b"-" + b"kva" * 60_000,
            content_type="text/html; charset=punycode",
        )
