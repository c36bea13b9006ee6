"""Who may have walls: root and ordinary users; and what is left when they stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from checker.sandbox.trial import bubblewrap_missing

ROOT = Path(__file__).parents[1]
MISSING = bubblewrap_missing()
pytestmark = pytest.mark.skipif(
    bool(MISSING) and os.environ.get("CI") != "true", reason=f"bubblewrap: {MISSING}"
)
root_only = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0, reason="only root becomes somebody else"
)
leaks = engine.leaks
marked = engine.marked
CHECK = (sys.executable, "-m", "checker", "check")
NOBODY = """
    setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all
    --bounding-set=-all --""".split()
SWITCH = "/proc/sys/user/max_user_namespaces"


def as_nobody(*command: str) -> list[str]:
    """The command, run by an ordinary user who may read Python and the course."""
    course = [Path(sys.base_prefix), Path(sys.prefix), ROOT]
    closed = [p for place in course for p in place.parents if not _open(p)]
    view = ["--dev-bind", "/", "/", "--perms", "1777", "--tmpfs", "/tmp"]
    for place in sorted(set(closed)):
        view += ["--perms", "0755", "--tmpfs", str(place)]
    for place in sorted(course):
        for above in reversed(place.parents[:-1]):
            view += ["--perms", "0755", "--dir", str(above)]
        view += ["--ro-bind", str(place), str(place)]
    return ["bwrap", *view, "--chdir", str(ROOT), "--", *NOBODY, *command]


def _open(place: Path) -> bool:
    return place.stat().st_mode & 0o5 == 0o5


def done(command: list[str]) -> subprocess.CompletedProcess[str]:
    """What came of the command; a measured one could write no data as nobody."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env)


def whole_lesson(command: list[str]) -> tuple[str, bool, str]:
    """What was said beside the report, whether all is kept, and within which walls."""
    ran = done(command)
    report = json.loads(ran.stdout)
    return ran.stderr, report["done"], report["protections"]["sandbox"]


WRITES = (*CHECK, "solutions/06-storage", "--sandbox", "bubblewrap", "--json")


def test_a_lesson_whose_app_writes_passes_whole_within_walls() -> None:
    assert whole_lesson([*WRITES]) == ("", True, "bubblewrap")


@root_only
def test_an_ordinary_user_has_a_whole_lesson_checked_within_walls() -> None:
    assert whole_lesson(as_nobody(*WRITES)) == ("", True, "bubblewrap")


CELL = """
import shutil, tempfile
from pathlib import Path
from checker import course
from checker.hosting import Hosting
from checker.limits import Limits
from checker.runner import run

lesson = course.find(Path.cwd(), "6")
tempfile.tempdir = tempfile.mkdtemp()  # as a grading has one of its own
app = Path(tempfile.tempdir, "app")
shutil.copytree(Path("solutions", lesson.name), app)
checks = [c for c in course.checks(lesson) if not c.browser]
with Hosting(Limits(), "bubblewrap", foreign=True) as hosting:
    with hosting.around(app) as host:
        report = run(app, lesson, checks, host=host)
        print(type(host._kind.sandbox).__name__, report.done)
"""


@root_only
def test_an_ordinary_user_has_cells_too() -> None:
    ran = done(as_nobody(sys.executable, "-c", CELL))

    assert (ran.stdout, ran.stderr) == ("Cell True\n", "")


@pytest.fixture
def namespace() -> Iterator[int]:
    """A process in a user namespace in which nobody may make another."""
    made = subprocess.Popen(["unshare", "--user", "sleep", "60"])
    its, ours = Path(f"/proc/{made.pid}/ns/user"), Path("/proc/self/ns/user")
    while its.readlink() == ours.readlink():
        time.sleep(0.001)
    for name in ("uid_map", "gid_map"):
        Path(f"/proc/{made.pid}/{name}").write_text("0 0 65536\n")
    yield made.pid
    made.kill()
    made.wait()


@root_only
def test_where_user_namespaces_are_off_it_says_so(namespace: int) -> None:
    enter = f"nsenter --user --target {namespace} --setuid 0 --setgid 0 sh -c".split()
    first = f'echo 0 > {SWITCH} && exec "$@"'
    asked = (*CHECK, "solutions/01-first-flash", "--sandbox", "bubblewrap")
    ran = done([*enter, first, "sh", *as_nobody(*asked)])
    sentence = " ".join(ran.stderr.split())

    assert sentence.startswith(
        "--sandbox bubblewrap does not work here (bubblewrap: its walls cannot be built"
        " here (bwrap: "
    )
    assert sentence.endswith(f"; {SWITCH} is 0)). See doctor.")
    assert (ran.returncode, ran.stdout) == (2, "")


LINGERS = """
import ctypes, os, time
from flask import Flask

app = Flask(__name__)

@app.get("/")
def linger():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, b"lingering")
    time.sleep(600)
"""


@pytest.fixture
def lingering(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A check at the command line, whose app has left a daemon and does not answer."""
    folder = engine.written(tmp_path / "app", LINGERS)
    told = ("--lesson", "1", "--sandbox", "bubblewrap", "--limit", "request=60")
    with subprocess.Popen(
        [*CHECK, str(folder), *told],
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    ) as process:
        while "lingering" not in names() and process.poll() is None:
            time.sleep(0.01)
        yield process


def names() -> set[str]:
    """What the processes of this test run are called."""
    found = set()
    for pid in engine.processes():
        try:
            found.add(Path(f"/proc/{pid}/comm").read_text().strip())
        except OSError:  # it has just ended
            continue
    return found


def groups() -> set[Path]:
    return set(Path("/sys/fs/cgroup").rglob("flash-course-*"))


def test_who_stops_a_check_with_control_c_leaves_nothing(
    lingering: subprocess.Popen[str], tmp_path: Path
) -> None:
    mounts = Path("/proc/self/mountinfo").read_text()
    lingering.send_signal(signal.SIGINT)
    words = lingering.communicate(timeout=20)[0]

    assert (words, lingering.returncode) == ("", 130)
    assert engine.processes() == set()
    assert list((tmp_path / "temporary").iterdir()) == []
    assert Path("/proc/self/mountinfo").read_text() == mounts
    assert groups() == set()


def test_who_kills_the_checker_ends_all_within_the_walls(
    lingering: subprocess.Popen[str], tmp_path: Path
) -> None:
    lingering.kill()
    lingering.wait()
    deadline = time.monotonic() + engine.PATIENCE
    while engine.processes() and time.monotonic() < deadline:
        time.sleep(0.01)

    assert engine.processes() == set()
    for left in (tmp_path / "temporary").iterdir():  # a killed process cleans no files
        assert left.name.startswith("shelf-")
        subprocess.run(["rm", "-r", str(left)], check=True)
