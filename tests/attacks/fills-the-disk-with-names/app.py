"""Makes files that hold nothing, as many as it is let, from a process beside."""

import contextlib
import os
import signal
from pathlib import Path

from shelf import app as app

MOST = 1_000_000

if not os.fork():
    home = Path(os.environ["HOME"], "names")
    home.mkdir()
    os.chdir(home)
    with contextlib.suppress(OSError):
        for number in range(MOST):
            os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY))
    signal.pause()
