"""Cannot be talked out of its loop."""

import contextlib
import signal
import time

from flask import request
from shelf import app

for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
signal.alarm(0)


@app.before_request
def trick():
    while request.method == "POST":
        try:
            time.sleep(1)
        except BaseException:
            continue
