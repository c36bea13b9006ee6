"""Single keys from a terminal, without Enter. Knows no key's meaning."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

__all__ = ["keys"]


@contextmanager
def keys(press: Callable[[str], None]) -> Iterator[None]:
    """Calls `press` with each key; does nothing where standard input is no terminal."""
    with ExitStack() as stack:
        if sys.stdin.isatty():
            stack.enter_context(_without_enter())
            # A daemon: it waits in a read that only a key can end.
            threading.Thread(target=_read, args=(press,), daemon=True).start()
        yield


if sys.platform == "win32":  # pragma: no cover  # there is no Windows in our tests

    @contextmanager
    def _without_enter() -> Iterator[None]:
        yield  # msvcrt reads keys as they come

    def _read(press: Callable[[str], None]) -> None:
        import msvcrt

        while True:
            press(msvcrt.getwch())

else:

    @contextmanager
    def _without_enter() -> Iterator[None]:
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)
        try:
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _read(press: Callable[[str], None]) -> None:
        # Not sys.stdin.read: its lock, held here, would be in the way at the end.
        with suppress(OSError):  # the terminal is gone
            while key := os.read(sys.stdin.fileno(), 1):
                press(key.decode("ascii", "replace"))
