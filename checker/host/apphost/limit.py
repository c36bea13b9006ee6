"""Kernel limits on the process it is called in. Knows no numbers of its own."""

from __future__ import annotations

import contextlib
import sys

__all__ = ["limit"]


def limit(limits: dict[str, int]) -> None:
    """Kernel limits on this process; those a system does not know are left out."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_CPU: limits["cpu"],
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_FSIZE: limits["file_size"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: limits["memory"],
    }
    if sys.platform == "linux":  # counts all of a user's threads, so add to what is there
        wanted[resource.RLIMIT_NPROC] = limits["processes"] + threads_now()
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def threads_now() -> int:
    """How many threads the whole system runs (field 4 of /proc/loadavg)."""
    try:
        with open("/proc/loadavg") as file:
            return int(file.read().split()[3].partition("/")[2])
    except (OSError, ValueError, IndexError):
        return 4096
