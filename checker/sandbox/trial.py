"""Tries once whether this machine builds walls, and says in words why it does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from ..host.command import program
from ..limits import Limits
from .bubblewrap import PROGRAM, STEP_DOWN, Bubblewrap

__all__ = ["bubblewrap_missing"]

PATIENCE = 20.0  # seconds for walls around a Python that does nothing
# Switches of a kernel that keep ordinary users from making namespaces, and when.
SWITCHES = {
    "/proc/sys/kernel/unprivileged_userns_clone": "0",  # Debian
    "/proc/sys/user/max_user_namespaces": "0",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1",  # Ubuntu
}


@cache
def bubblewrap_missing() -> str:
    """Why there can be no bubblewrap around an app, as a clause; "" where there can."""
    if not sys.platform.startswith("linux"):
        return "it exists for Linux only"
    if shutil.which(PROGRAM) is None:
        return "it is not installed"
    if os.geteuid() == 0 and shutil.which(STEP_DOWN) is None:
        return f"run by root it needs {STEP_DOWN}, which is not installed"
    said = _tried()
    return f"its walls cannot be built here ({said}{_switched_off()})" if said else ""


def _tried() -> str:
    """What bubblewrap says when it fails around a Python that does nothing."""
    with tempfile.TemporaryDirectory(prefix="shelf-") as folder:
        Path(folder).chmod(0o755)
        walls = Bubblewrap(Path(folder), Limits())
        try:
            done = subprocess.run(
                walls.wrapped([program(), "-I", "-c", ""]),
                pass_fds=walls.fds,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return f"no answer within {PATIENCE:g} seconds"
        finally:
            walls.close()
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    failed = f"exit code {done.returncode}" if done.returncode else ""
    return failed and (lines or [failed])[-1].rstrip(".")


def _switched_off() -> str:
    for name, off in SWITCHES.items():
        path = Path(name)
        if path.exists() and path.read_text().strip() == off:
            return f"; {name} is {off}"
    return ""
