"""Another grader in an environment of its own, run within walls. Judges nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

__all__ = ["Hung", "Peer"]

NOBODY = 64_998
LIMITS = """
    prlimit --as=4294967296 --nproc=300 --fsize=67108864 --cpu=60 --nofile=1024
    --core=0 --""".split()
APART = """
    bwrap --unshare-pid --unshare-net --unshare-ipc --unshare-uts --die-with-parent
    --new-session --ro-bind /usr /usr --symlink usr/lib /lib --symlink usr/lib64 /lib64
    --symlink usr/bin /bin --ro-bind /etc /etc --proc /proc --dev /dev
    --perms 1777 --size 67108864 --tmpfs /tmp
    --perms 1777 --size 67108864 --tmpfs /dev/shm""".split()
DROPPED = f"""
    setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --no-new-privs
    --bounding-set -all --inh-caps -all""".split()
PATIENCE = 150  # seconds; four cells of nbgrader may take 30 each


def shown(how: str, place: Path) -> list[str]:
    """Options of bubblewrap that show a place, below folders that all may enter."""
    above = [str(folder) for folder in reversed(place.parents)][1:]
    enter = [x for name in above for x in ("--perms", "0755", "--dir", name)]
    return [*enter, how, str(place), str(place)]


class Hung(Exception):
    """The grader was still at it when patience was over."""


class Peer:
    """A grader in a virtual environment of its own below the folder `at`."""

    name = ""
    packages: Sequence[str] = ()
    # what an attack has to do differently to be the same attack against this one
    own_words: ClassVar[Mapping[str, str]] = {}

    def __init__(self, at: Path) -> None:
        self.venv = at / "venvs" / self.name
        self.work = at / "work" / self.name

    def install(self) -> str:
        """Makes the environment where there is none; the version."""
        if not self.venv.exists():
            subprocess.run([sys.executable, "-m", "venv", str(self.venv)], check=True)
            pip = [str(self.venv / "bin" / "pip"), "install", "-q", *self.packages]
            subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
        code = f"from importlib.metadata import version as v; print(v({self.name!r}))"
        ask = [str(self.venv / "bin" / "python"), "-c", code]
        return subprocess.check_output(ask, text=True).strip()

    def points(self, base: Path, app: str) -> int | None:
        """Points of 4 for that app, the base in place of its `from shelf import app`.

        One file, since graders load it anew for each check. None for no result. Raises
        Hung.
        """
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(base, self.work / "app")
        own = (base / "app.py").read_text("utf-8")
        whole = re.sub(r"^from shelf import .*$", lambda _: own, app, flags=re.M)
        whole = re.sub(r"^import shelf$|\bshelf\.(?=books|Book)", "", whole, flags=re.M)
        return self.graded(self.work / "app", whole)

    def graded(self, folder: Path, app: str) -> int | None:
        """The points, by this grader's own way to find them."""
        raise NotImplementedError

    def within(self, folder: Path, *command: str, trusted: bool = False) -> None:
        """Runs a command of the environment in the folder, within walls."""
        python = [Path(sys.base_prefix), self.venv]
        seen = [x for place in python for x in shown("--ro-bind", place)]
        own = [*shown("--bind", self.work), "--chdir", str(folder)]
        drop = []
        if os.geteuid() == 0:  # of root's processes the kernel counts none
            drop = DROPPED
            subprocess.run(["chown", "-R", f"{NOBODY}", str(self.work)], check=True)
        run = [str(self.venv / "bin" / "python"), "-B", "-m", *command]
        env = {"PATH": f"{self.venv}/bin:/usr/bin:/bin", "HOME": str(self.work)}
        env |= {"LANG": "C.UTF-8", "JUPYTER_PLATFORM_DIRS": "1"}
        try:
            done = subprocess.run(
                [*APART, *seen, *own, *drop, *LIMITS, *run],
                env=env,
                timeout=PATIENCE,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE if trusted else subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            raise Hung from None
        if trusted and done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
