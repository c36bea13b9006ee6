"""Answers the one with what the other has asked."""

from flask import request
from shelf import app

heard = ["nothing yet"]


@app.before_request
def trick():
    name = request.form.get("name", "")
    if name:
        last, heard[0] = heard[0], name
        return f"<p class=message>Welcome, {last}.</p>"
