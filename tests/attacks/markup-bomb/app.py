"""Has the reader go down and down."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        return "<div class=message>" * 40_000
