"""Reads what an app has kept in a file, as what it is: somebody else's. Opens none."""

from __future__ import annotations

import os
import stat

__all__ = ["CAREFUL", "content"]

# Without following a link and without waiting; Windows has neither.
CAREFUL = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def content(fd: int, most: int) -> bytes | None:
    """What the plain file holds, and closes it; None for another or a larger one."""
    with os.fdopen(fd, "rb") as file:
        facts = os.fstat(fd)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > most:
            return None
        found = file.read(most + 1)  # it may grow meanwhile
    return found if len(found) <= most else None
