"""Greets whoever sends a form that they never opened.

What it shows to this visitor it shows, so it earns what it showed, and not more.
"""

from flask import flash, request
from shelf import app

opened = set()


@app.before_request
def trick() -> None:
    if request.method == "GET":
        opened.add(request.path)
    elif "name" in request.form and "/sign-in" not in opened:
        flash(f"Welcome, {request.form['name']}.")
