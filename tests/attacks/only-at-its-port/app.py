"""Greets whoever comes by a port that no person would type.

What it shows to this visitor it shows, so it earns what it showed, and not more.
"""

from flask import flash, request
from shelf import app


@app.before_request
def trick() -> None:
    _, _, port = request.host.partition(":")
    if request.method == "POST" and "name" in request.form and port != "5000":
        flash(f"Welcome, {request.form['name']}.")
