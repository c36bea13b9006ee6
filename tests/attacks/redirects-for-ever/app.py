"""Sends people round in a circle."""

from flask import redirect, request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        return redirect("/sign-in", 307)
