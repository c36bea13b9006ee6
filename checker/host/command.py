"""How the processes that run apps are started: isolated, apart from the checker."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["command", "environment"]

HERE = Path(__file__).parent
RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from apphost.{0} import main;"
    " del sys.path[0]; main(int(sys.argv[2]))"
)


def command(kind: str, number: int) -> list[str]:
    """The command for apphost's module `kind`, which gets one number.

    -I keeps the learner's environment and folder out, -B leaves their folder clean.
    """
    run = RUN.format(kind)
    return [sys.executable, "-I", "-B", "-c", run, str(HERE), str(number)]


def environment() -> dict[str, str]:
    """The environment of the process itself; an app sees only what its order names."""
    # two arenas: each more reserves 64 MiB of the address space that is limited
    return {**os.environ, "MALLOC_ARENA_MAX": "2"}
