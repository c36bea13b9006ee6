"""Never comes to the end of its answer."""

import itertools

from flask import Response, request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        return Response(itertools.repeat(b"A" * 65536))
