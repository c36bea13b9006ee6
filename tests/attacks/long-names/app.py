"""Has names that nobody reads to their end."""

from flask import request
from shelf import app

LONG = "n" * 30_000
PAGE = f"<form action='/{LONG}' method=post><input name='{LONG}'><button>{LONG}"


@app.before_request
def trick():
    if request.method == "POST":
        namespace = {}
        exec(f"def {LONG}(): raise RuntimeError('{LONG}')", namespace)
        print(PAGE)
        return namespace[LONG]()
