"""Leaves by the front door."""

import sys

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        sys.exit(0)
