"""Computes nothing, as fast as it can."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        while True:
            pass
