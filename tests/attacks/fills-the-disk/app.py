"""Writes until it is refused, and answers as it should meanwhile."""

import contextlib
import os
import threading
from pathlib import Path

from shelf import app as app

MOST = 100  # files of 16 MiB, so that a machine without walls survives it


def fill() -> None:
    for place in (Path(__file__).parent, Path(os.environ["HOME"])):
        with contextlib.suppress(OSError):
            for number in range(MOST):
                Path(place, f"fill-{number}").write_bytes(bytes(2**24))


threading.Thread(target=fill, daemon=True).start()
