"""Has the reader compare every attribute with every other."""

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        return "<p " + " ".join(f"a{n}=b" for n in range(40_000)) + ">"
