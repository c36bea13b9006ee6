"""Walls of a container engine, podman or docker, where there is no bubblewrap.

Needs no image of a system: an empty one, into which this machine's own Python and
libraries are shown. Starting one costs some ten times as much as bubblewrap.
"""

from __future__ import annotations

import io
import json
import os
import secrets
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ..errors import WrongUse
from ..host.command import environment, program
from ..limits import Limits
from . import Wrapping, copied
from .door import ENTER
from .readable import readable, unused_user
from .visible import CHECKER, apphost, links, places

__all__ = ["Container", "missing", "uncounted"]

DOOR = Path(__file__).with_name("door.py")
IMAGE = "flash-course-empty"  # docker's; podman takes a folder
MADE_BY_ENGINES = "/dev /etc /proc /run /sys".split()
SHARED_MEMORY = "16m"
OURS = 16  # processes beside those of the apps
PATIENCE = 60.0  # seconds for an engine to answer, or to carry something out
GONE = 5.0  # seconds for a container to be gone once that was asked for
STEP = 0.05
# What an engine's own program has to know of whoever started this.
CLIENT = """
    CONTAINER_HOST CONTAINERS_CONF DBUS_SESSION_BUS_ADDRESS DOCKER_CONFIG
    DOCKER_CONTEXT DOCKER_HOST HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR
    """.split()
APART = """
    run --rm --pull never --network none --ipc private --read-only --cap-drop all
    --security-opt no-new-privileges --log-driver none --hostname sandbox --workdir /
    """.split()


class Container(Wrapping):
    """The walls around the submission in one folder; close() after the host's end."""

    def __init__(self, engine: str, folder: Path, limits: Limits) -> None:
        self.engine = engine
        self.folder = folder.resolve()
        self.limits = limits
        self.private = Path(tempfile.gettempdir()).resolve()
        self.name = ""
        root = os.geteuid() == 0
        self.user = unused_user() if root else os.getuid()
        self.shown = readable(self.folder, limits.disk) if root else self.folder
        self.copied = copied.fits(self.shown, limits.disk)
        self.place = Path(tempfile.mkdtemp(prefix="shelf-box-"))
        (self.place / "door").mkdir()
        (self.place / "door").chmod(0o755)  # whatever the umask, here and below

    def wrapped(self, command: list[str]) -> list[str]:
        """The command within the walls; its last word is a descriptor's number."""
        self._remove()  # one before, where a host is replaced
        self.name = f"flash-course-{secrets.token_hex(6)}"
        *own, number = command
        enter = [own[0], "-I", "-S", "-c", ENTER, "/door/socket", *own]
        run = [*APART, "--name", self.name, *self._limited(), *self._mounts()]
        address = str(self.place / "door" / "socket")
        outside = [sys.executable, "-I", str(DOOR), json.dumps(_client()), address]
        return [*outside, number, self.engine, *run, *self._empty(), *enter]

    def close(self) -> None:
        """Ends the container, and takes away what was made for it."""
        self._remove()
        shutil.rmtree(self.place, ignore_errors=True)
        if self.shown != self.folder:
            shutil.rmtree(self.shown.parent, ignore_errors=True)

    def _remove(self) -> None:
        if self.name:
            _asked(self.engine, "rm", "--force", "--volumes", self.name)
            if self.engine == "docker":  # which removes it by and by
                self._wait_until_gone()
            self.name = ""

    def _wait_until_gone(self) -> None:
        deadline = time.monotonic() + GONE
        while time.monotonic() < deadline:
            if _asked(self.engine, "container", "inspect", self.name):
                return
            time.sleep(STEP)

    def _limited(self) -> Iterator[str]:
        """Whose the processes are, what they may use, and what they know."""
        most = self.limits
        yield from ("--memory", str(most.memory), "--memory-swap", str(most.memory))
        processes = str(most.processes + OURS)
        yield from ("--pids-limit", processes)
        yield from ("--ulimit", f"nofile={most.open_files}:{most.open_files}")
        yield from ("--ulimit", "core=0:0", "--shm-size", SHARED_MEMORY)
        if self.engine == "podman":  # which else asks for more than a kernel may give
            yield from ("--ulimit", f"nproc={processes}:{processes}")
            # else it adds three places to write to, and this machine's /etc/hosts
            yield from ("--read-only-tmpfs=false", "--no-hosts")
        yield from ("--user", f"{self.user}:{self.user}")
        if self.engine == "podman" and os.geteuid() != 0:
            yield from ("--userns", "keep-id")  # so that it reads its own files
        known = {copied.NAME: copied.told(self.folder)} if self.copied else {}
        for name, value in {**environment(), **known}.items():
            yield from ("--env", f"{name}={value}")

    def _mounts(self) -> Iterator[str]:
        """What is seen of the machine, read-only, and where it may be written."""
        if any(CHECKER.is_relative_to(place) for place in places()):
            yield from ("--tmpfs", f"{CHECKER}:ro,size=4k")
        for path, real in self._seen().items():
            for each in (str(real), path, str(self.folder)):
                if ":" in each:
                    said = f"{each} holds a colon, which {self.engine} cannot show."
                    raise WrongUse(said)
            yield from ("--volume", f"{real}:{path}:ro")
        for place in self._writable():
            yield from ("--tmpfs", f"{place}:rw,mode=1777,size={self.limits.disk}")

    def _seen(self) -> dict[str, Path]:
        """What an app sees of the machine, by where it sees it."""
        seen = {str(path): path for path in (*places(), apphost())}
        own = copied.ORIGINAL if self.copied else str(self.folder)
        return {**seen, own: self.shown, "/door": self.place / "door"}

    def _writable(self) -> tuple[Path, ...]:
        """Where an app may write: its own folder comes after what may hold it."""
        return (self.private, self.folder) if self.copied else (self.private,)

    def _empty(self) -> list[str]:
        """The system within: nothing but folders, files and links to fill.

        Those that podman made would be another user's, where it is not root's.
        """
        if self.engine == "docker":
            return [IMAGE]
        root = self.place / "root"
        if not root.exists():
            self._fill(root)
        return ["--rootfs", str(root)]

    def _fill(self, root: Path) -> None:
        root.mkdir()
        for target, path in links():
            Path(f"{root}{path}").symlink_to(target)
        made = dict.fromkeys(MADE_BY_ENGINES, self.place)
        shown = {**made, **self._seen()}
        outside = [p for p in shown if not Path(p).is_relative_to(self.private)]
        for path in outside:  # what lies within the private folder is made there
            _make_alike(Path(f"{root}{path}"), shown[path])
        for place in self._writable():  # not itself: it would give its mode to a tmpfs
            Path(f"{root}{place}").parent.mkdir(parents=True, exist_ok=True)
        for made_here in (root, *root.rglob("*")):
            if not made_here.is_symlink():
                made_here.chmod(0o755)


def _make_alike(place: Path, real: Path) -> None:
    """An empty folder for a folder, an empty file for a file."""
    if real.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()


@cache
def missing(engine: str) -> str:
    """Why no container of that engine can be had, as a clause; "" where one can."""
    if shutil.which(engine) is None:
        return "it is not installed"
    if engine == "docker" and (said := _image()):
        return f"it does not answer ({said})"
    with tempfile.TemporaryDirectory(prefix="shelf-") as folder:
        walls = Container(engine, Path(folder), Limits())
        nothing = os.open(os.devnull, os.O_RDONLY)
        try:
            command = walls.wrapped([program(), "-I", "-c", "", str(nothing)])
            said = _said(command, pass_fds=(nothing,))
        finally:
            os.close(nothing)
            walls.close()
    return f"it starts no container ({said})" if said else ""


def uncounted(engine: str) -> str:
    """Why its limit of memory does not hold for all processes together; "" where so."""
    if engine == "docker" or os.geteuid() == 0:  # root has every control group
        return ""
    ask = [engine, "info", "--format", "{{.Host.CgroupControllers}}"]
    done = subprocess.run(ask, capture_output=True, timeout=PATIENCE)
    return "" if b"memory" in done.stdout else f"{engine} may not, for this user"


def _image() -> str:
    """Makes docker's empty image where it is not there; says what went wrong."""
    if not _asked("docker", "image", "inspect", IMAGE):
        return ""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as image:
        for target, path in links():
            link = tarfile.TarInfo(path.lstrip("/"))
            link.type, link.linkname = tarfile.SYMTYPE, target
            image.addfile(link)
    return _asked("docker", "import", "-", IMAGE, given=content.getvalue())


def _client() -> dict[str, str]:
    return {name: os.environ[name] for name in CLIENT if name in os.environ}


def _asked(*command: str, given: bytes = b"") -> str:
    """What an engine says when it does not do it; "" when it does."""
    return _said(list(command), given=given)


def _said(command: list[str], given: bytes = b"", pass_fds: Sequence[int] = ()) -> str:
    try:
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            timeout=PATIENCE,
            pass_fds=pass_fds,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {PATIENCE:g} seconds"
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    failed = f"exit code {done.returncode}" if done.returncode else ""
    return failed and (lines or [failed])[-1].strip().rstrip(".")
