"""The copy of a submission that its app may write to: whether, where from, how said."""

from __future__ import annotations

import json
import os
import stat
from itertools import islice
from pathlib import Path

from .readable import ENTRIES, below

__all__ = ["NAME", "ORIGINAL", "fits", "told"]

ORIGINAL = "/submission"  # where it is seen as it was handed in, read-only
NAME = "SUBMISSION_COPIED"  # also in host/apphost/copy.py, which runs elsewhere


def fits(folder: Path, most: int) -> bool:
    """True where a copy leaves an app half of the bytes that it may write.

    What is larger, or has no end, is seen as it is: read-only, in its own place.
    """
    entries = list(islice(below(folder), ENTRIES + 1))
    try:
        facts = [os.lstat(path) for path in entries]
    except OSError:  # a path longer than the system takes
        return False
    size = sum(each.st_size for each in facts if stat.S_ISREG(each.st_mode))
    return len(entries) <= ENTRIES and size <= most // 2


def told(folder: Path) -> str:
    """What the process within has to find under NAME."""
    return json.dumps([ORIGINAL, str(folder)])
