"""Aborts."""

import os

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        os.abort()
