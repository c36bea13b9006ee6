"""Ends while somebody waits for the answer."""

import os

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        os._exit(0)
