"""Sends people elsewhere."""

from flask import redirect, request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        return redirect("file:///etc/passwd")
