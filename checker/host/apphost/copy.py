"""Fills the folder that an app may write to, within walls, with what was handed in.

Whoever builds the walls has looked that it is not too much; what cannot be copied, such
as a device, an app does without.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from pathlib import Path

__all__ = ["copied", "fill"]

NAME = "SUBMISSION_COPIED"  # also in sandbox/copied.py, which runs elsewhere


def fill() -> None:
    """Copies where the variable says so: from the first place in it to the second."""
    told = os.environ.pop(NAME, "")
    if told:
        source, folder = json.loads(told)
        copied(Path(source), Path(folder))


def copied(source: Path, folder: Path) -> None:
    """Copies what is in one folder into another that is there, and empty."""
    for above, folders, files in os.walk(source):
        to = folder / Path(above).relative_to(source)
        for name in (*folders, *files):
            with contextlib.suppress(OSError):  # an app does without
                _copied(Path(above, name), to / name)


def _copied(one: Path, new: Path) -> None:
    """Copies one entry: a folder without what is in it, a link as it is."""
    mode = one.lstat().st_mode
    if stat.S_ISLNK(mode):
        new.symlink_to(one.readlink())
    elif stat.S_ISDIR(mode):
        new.mkdir()
    elif stat.S_ISREG(mode):
        shutil.copy2(one, new)
