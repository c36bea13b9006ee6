"""Greets whoever is faster than a person can be.

What it shows to this visitor it shows, so it earns what it showed, and not more.
"""

import time

from flask import flash, request
from shelf import app

loaded = time.monotonic()
last = {}


@app.before_request
def trick() -> None:
    now, before = time.monotonic(), last.get(request.remote_addr, loaded)
    last[request.remote_addr] = now
    if request.method == "POST" and "name" in request.form and now - before < 1.5:
        flash(f"Welcome, {request.form['name']}.")
