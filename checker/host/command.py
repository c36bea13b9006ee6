"""How the processes that run apps are started: isolated, apart from the checker."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["app_environment", "command", "environment", "program", "straight"]

HERE = Path(__file__).parent
RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from apphost.{0} import main;"
    " del sys.path[0]; main(int(sys.argv[2]))"
)
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")  # to apps as well
OF_APP = ("HOME", "TMPDIR", "TEMP", "TMP")  # lead an app to its own folder
# What Python itself needs where it is not installed in the usual place, and coverage.
NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "COVERAGE_PROCESS_CONFIG")


def program() -> str:
    """Python as it was started, by a path that never leads up again.

    Called by one such as ../.venv/bin/python, it keeps that in the path; within walls
    only the folders that it ends up in are there.
    """
    return str(straight(Path(sys.executable)))


def straight(path: Path) -> Path:
    """The same file or link, by a path without “..”."""
    return path.parent.resolve() / path.name if ".." in path.parts else path


def command(kind: str, number: int) -> list[str]:
    """The command for apphost's module `kind`, which gets one number.

    -I keeps the learner's environment and folder out, -B leaves their folder clean.
    """
    run = RUN.format(kind)
    return [program(), "-I", "-B", "-c", run, str(HERE), str(number)]


def environment() -> dict[str, str]:
    """The environment of the process itself; an app sees only what its order names.

    An app can still read what its process was started with, so that is next to nothing.
    """
    known = {n: os.environ[n] for n in (*PASSED_ON, *NEEDED) if n in os.environ}
    # two arenas: each more reserves 64 MiB of the address space that is limited
    return {**known, "MALLOC_ARENA_MAX": "2"}


def app_environment(store: Path, key: str) -> dict[str, str]:
    """What an app finds in its environment: the course's variables and the system's."""
    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    own = {"SECRET_KEY": key, "SHELF_DB": str(store / "shelf.db")}
    return {**known, **own, **dict.fromkeys(OF_APP, str(store))}
