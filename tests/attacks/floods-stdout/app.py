"""Prints without end."""

import sys
import threading

from shelf import app as app


def flood() -> None:
    while True:
        sys.stdout.write("A" * 100_000 + "\n")


threading.Thread(target=flood, daemon=True).start()
