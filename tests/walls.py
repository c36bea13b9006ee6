"""Walls for the attack corpus: bubblewrap around a host, by the seam of the engine.

For tests alone, and no model for grading: it knows one machine's Python, and sees to it
that an attack hurts nobody here. Where root runs it, an unused user's number is taken,
because the kernel counts no processes of root's.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["Walls", "missing"]

ROOT = Path(__file__).parents[1]
NOBODY = 64_999
TMPFS = 32 * 1024 * 1024  # bytes
APART = """
    --unshare-pid --unshare-net --unshare-ipc --unshare-uts --unshare-cgroup-try
    --die-with-parent --new-session
    """.split()
# Root writes to folders that are root's; the number alone makes the kernel count.
WRITES = "dac_override"
DROPPED = f"""
    setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --no-new-privs
    --bounding-set -all,+{WRITES} --inh-caps -all,+{WRITES} --ambient-caps +{WRITES}
    """.split()


class Walls:
    """Shows a submission read-only, one folder to write to, and the Python."""

    fds: Sequence[int] = ()
    reaches = False

    def __init__(self, folder: Path, writable: Path) -> None:
        self.folder = folder
        self.writable = writable

    def wrapped(self, command: list[str]) -> list[str]:
        """The command within the walls, as an ordinary user."""
        system = ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
        system += ["--size", str(TMPFS), "--tmpfs", "/tmp"]
        system += ["--size", str(TMPFS), "--tmpfs", "/dev/shm"]
        for name in ("lib", "lib64", "bin"):
            system += ["--symlink", f"usr/{name}", f"/{name}"]
        seen = [Path("/etc/ld.so.cache"), ROOT / "checker" / "host", self.folder]
        for place in (*seen, Path(sys.prefix), Path(sys.base_prefix)):
            system += ["--ro-bind", str(place), str(place)]
        system += ["--bind", str(self.writable), str(self.writable)]
        if os.geteuid() == 0:
            return ["bwrap", *APART, *system, "--", *DROPPED, *command]
        user = ["--unshare-user", "--cap-drop", "ALL"]
        return ["bwrap", *APART, *user, *system, "--", *command]

    def close(self) -> None:
        """Nothing to do: what is within ends with bwrap."""


def missing() -> str:
    """Why there are no walls on this machine; "" where there are."""
    if not sys.platform.startswith("linux"):
        return "bubblewrap is for Linux"
    return "" if shutil.which("bwrap") else "bubblewrap is not installed"
