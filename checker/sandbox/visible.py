"""Which places of this machine an app needs to see. Shows and hides nothing itself.

Libraries and the Python that runs the course, without its programs beside: no shell, no
compiler, no program that changes users. Nothing of /home, /root, /etc or /var.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ..host.command import straight

__all__ = ["CHECKER", "apphost", "links", "places"]

CHECKER = Path(__file__).parents[1]
LIBRARIES = (
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/nix/store",  # where all of NixOS is, and of Guix
    "/gnu/store",
)
BESIDE_USR = ("/lib", "/lib32", "/lib64")  # links into /usr, or as old systems have it
# The loader's list, the time zone, and which type of content a file's name stands for.
FACTS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/usr/share/zoneinfo")


def places() -> tuple[Path, ...]:
    """The files and folders that are there, by the path they are known by; none that
    lies within another.
    """
    own = [Path(name) for name in (*LIBRARIES, *FACTS)]
    own += [path for name in BESIDE_USR if not (path := Path(name)).is_symlink()]
    found = [*own, *_python(), *_loaded_from()]
    there = dict.fromkeys(path for path in found if path.exists())
    return tuple(p for p in there if not any(above in there for above in p.parents))


def links() -> Iterator[tuple[str, str]]:
    """Links into what is shown, as (where it leads, its path)."""
    for name in BESIDE_USR:
        path = Path(name)
        if path.is_symlink():
            yield str(path.readlink()), name


def apphost() -> Path:
    """What of the checker runs beside an app."""
    return CHECKER / "host" / "apphost"


def _python() -> Iterator[Path]:
    """The environment, the installation it was made from, and the program."""
    base = Path(sys.base_prefix)
    if sys.prefix != sys.base_prefix:
        yield straight(Path(sys.prefix))
    yield base / "lib"
    yield base / "lib64"
    program = straight(Path(sys.executable))
    while program.is_symlink():
        yield program
        program = program.parent / program.readlink()
    yield program


def _loaded_from() -> Iterator[Path]:
    """Where the loader looks besides, for a Python in no usual place."""
    for name in os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep):
        if Path(name).is_absolute():
            yield Path(name)
