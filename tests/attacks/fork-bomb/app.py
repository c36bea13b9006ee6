"""Has children, who have children, until the kernel lets nobody have any."""

import os
import signal
import time

from shelf import app as app

me = os.getpid()
asked = signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    try:
        os.fork()
    except OSError:
        break
while os.getpid() != me:
    time.sleep(1)
signal.signal(signal.SIGTERM, asked)
