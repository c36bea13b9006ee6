"""Starts a thread, and another."""

import contextlib
import threading
import time

from shelf import app as app

with contextlib.suppress(RuntimeError):
    while True:
        threading.Thread(target=time.sleep, args=[3600], daemon=True).start()
