"""Leaves a grandchild that nobody is the parent of."""

import contextlib
import os
import signal
import time

from shelf import app as app


def daemon() -> None:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.setsid() if os.getsid(0) != os.getpid() else None
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    time.sleep(3600)
    os._exit(0)


for _ in range(3):
    child = os.fork()
    if not child:
        daemon()
    os.waitpid(child, 0)
