"""Walls of podman and docker for real, where they run containers.

An engine that is not here is no failure in CI either: it is one sandbox of several.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from checker.app import App
from checker.course import checks, lessons
from checker.host import Host
from checker.limits import MIB, Limits
from checker.report import Outcome
from checker.runner import run
from checker.sandbox.container import Container, missing

leaks = engine.leaks

ROOT = Path(__file__).parents[1]
LIMITS = Limits(memory=512 * MIB, processes=20, open_files=99, disk=5 * MIB)
RUNC = '[engine]\nruntime = "runc"\n'

pytestmark = [
    pytest.mark.xdist_group("engines"),  # which list the containers of everybody
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="containers share Linux's kernel"
    ),
]


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    missing.cache_clear()
    yield
    missing.cache_clear()


@pytest.fixture(params=["podman", "docker"])
def real(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """An engine that runs containers; crun knows no mixed control groups, runc does."""
    name: str = request.param
    if name == "podman" and missing(name) and shutil.which("runc"):
        (tmp_path / "containers.conf").write_text(RUNC)
        monkeypatch.setenv("CONTAINERS_CONF", str(tmp_path / "containers.conf"))
        missing.cache_clear()
    if reason := missing(name):
        pytest.skip(f"{name}: {reason}")
    return name


@pytest.fixture(params=[0o022, 0o077], ids=["usual", "closed"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """A mask that lets others read new files, and one that lets nobody."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_whole_lesson_runs_in_a_real_container(real: str) -> None:
    lesson = lessons(ROOT)[0]
    folder = ROOT / "solutions" / lesson.name
    sandbox = Container(real, folder, Limits())
    with Host(sandbox=sandbox) as host:
        found = run(folder, lesson, checks(lesson), host=host)

    assert {r.outcome for r in found.results} == {Outcome.PASSED}, found
    listed = [real, "ps", "--all", "--quiet", "--filter", "name=flash-course"]
    assert subprocess.run(listed, capture_output=True).stdout == b""


SEEN = """
import os, socket
from pathlib import Path
import flask

app = flask.Flask(__name__)

def reached(address):
    try:
        with socket.create_connection(address, 1):
            return "reached"
    except OSError as error:
        return type(error).__name__

def written(path):
    try:
        Path(path).write_text("x")
    except OSError as error:
        return error.strerror
    return "written"

@app.get("/")
def page():
    status = Path("/proc/self/status").read_text()
    facts = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {
        "root": os.getuid() == 0,
        "rights": facts["CapBnd"].strip(),
        "no new": facts["NoNewPrivs"].strip(),
        "filter": facts["Seccomp"].strip(),
        "network": reached(("192.0.2.1", 80)),
        "course": Path(COURSE).exists(),
        "own": written("new.txt"),
        "system": written("/usr/lib/new"),
        "elsewhere": [p for p in ELSEWHERE if written(p + "/new") == "written"],
        "private": written(os.environ["HOME"] + "/new.txt"),
    }
"""


def test_what_an_app_sees_in_a_real_container(tmp_path: Path, real: str) -> None:
    course = str(ROOT / "lessons")
    names = "/ /door /dev /etc /home /proc /root /run /sys /usr /var /var/tmp".split()
    source = SEEN.replace("COURSE", repr(course)).replace("ELSEWHERE", repr(names))
    folder = engine.written(tmp_path / "app", source)
    seen = {}

    def look(app: App) -> None:
        app.visitor().get("/")
        seen.update(json.loads(app.steps[-1].body))

    with Host(engine.QUICK, sandbox=Container(real, folder, LIMITS)) as host:
        engine.passes(host, folder, look)

    assert seen == {
        "root": False,
        "rights": "0000000000000000",
        "no new": "1",
        "filter": "2",
        "network": "OSError",
        "course": False,
        "own": "written",  # to a copy
        "system": "Read-only file system",
        "elsewhere": [],
        "private": "written",
    }
