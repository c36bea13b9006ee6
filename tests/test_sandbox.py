"""An app within bubblewrap sees next to nothing, may nothing, and leaves nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import building
import engine
from checker.app import App
from checker.host import Host
from checker.report import Outcome, Result
from checker.runner import run
from checker.sandbox import calls
from checker.sandbox.trial import bubblewrap_missing
from engine import promise, quick, written

ROOT = Path(__file__).parents[1]
MISSING = bubblewrap_missing()
IN_CI = os.environ.get("CI") == "true"
pytestmark = pytest.mark.skipif(
    bool(MISSING) and not IN_CI, reason=f"bubblewrap: {MISSING}"
)
leaks = engine.leaks
marked = engine.marked
walls = building.walls
within = building.within

SEEING = """
import ctypes, json, os, socket, threading
from pathlib import Path
from flask import Flask

app = Flask(__name__)

def tried(what):
    try:
        return str(what())
    except Exception as error:
        return type(error).__name__ + ": " + str(error)

@app.post("/")
def see():
    from flask import request
    return json.dumps(tried(lambda: eval(request.form["what"])))
"""
SYSTEM = "ctypes.CDLL(None, use_errno=True)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "app", SEEING)


def walled(folder: Path, body: engine.Body, **limits: float) -> Result:
    """The result of a check on the app within walls."""
    most = quick(start=10.0, request=5.0, check=20.0, **limits)
    with Host(most, sandbox=building.around(folder, most)) as host:
        return run(folder, engine.LESSON, [promise(body)], host=host).results[0]


def sees(folder: Path, what: str, **limits: float) -> str:
    """What a Python expression gives within the walls, or the error it ends in."""
    seen: list[str] = []

    def body(app: App) -> None:
        seen.append(json.loads(app.visitor().post("/", what=what).text))

    result = walled(folder, body, **limits)
    assert result.outcome is Outcome.PASSED, result
    return seen[0]


def test_it_sees_the_submission_and_nothing_of_the_machine(folder: Path) -> None:
    written(folder.parent / "another", "SECRET = 1")
    hidden = [
        *("/root/.bashrc", "/home", "/etc/passwd", "/var", "/bin/sh", "/usr/bin/env"),
        str(ROOT / "lessons"),
        str(ROOT / "solutions"),
        str(ROOT / "checker" / "app.py"),
        str(folder.parent / "another"),
    ]

    what = f"[os.path.exists(p) for p in {[*hidden, str(folder / 'app.py')]!r}]"

    assert sees(folder, what) == str([*([False] * len(hidden)), True])


def test_it_is_nobody_with_no_rights(folder: Path) -> None:
    what = "[l for l in open('/proc/self/status') if l[:3] in ('Cap', 'NoN', 'Sec')]"
    rights = {line.split()[0]: line.split()[1] for line in eval(sees(folder, what))}

    assert {k: v for k, v in rights.items() if k.startswith("Cap")} == {
        f"Cap{kind}:": "0" * 16 for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")
    }
    assert rights["NoNewPrivs:"] == "1"
    assert sees(folder, "os.getuid(), os.getgid(), os.getgroups()[:1]")[:10] == (
        "(1000, 100"
    )


def test_it_is_alone(folder: Path) -> None:
    numbers = "sorted(int(n) for n in os.listdir('/proc') if n.isdecimal())"

    assert len(eval(sees(folder, numbers))) == 2  # the host and the app
    assert sees(folder, "open('/proc/1/environ').read()").startswith("Permission")
    assert sees(folder, "os.kill(1, 9)") == "None"  # of which pid 1 hears nothing
    assert sees(folder, "socket.gethostname()") == "sandbox"


def test_it_has_no_network(folder: Path) -> None:
    for address in (("127.0.0.1", 22), ("1.1.1.1", 53), ("169.254.169.254", 80)):
        said = sees(folder, f"socket.create_connection({address!r}, 2)")

        assert said.startswith(("OSError", "ConnectionRefusedError")), said
    family = "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"
    assert sees(folder, family).endswith("Address family not supported by protocol")


def test_it_writes_only_to_its_own_folder(folder: Path) -> None:
    private = "Path(os.environ['HOME'], 'x').write_text('x')"
    (folder / "notes").mkdir()
    beside = f"Path({str(folder)!r}, 'notes', 'x').write_text('x')"
    for place in ("/submission", "/", "/dev", "/usr/lib", sys.prefix, ROOT / "checker"):
        assert sees(folder, f"Path({str(place)!r}, 'x').write_text('x')").startswith(
            ("OSError: [Errno 30]", "PermissionError", "FileNotFoundError")
        )

    assert sees(folder, private) == "1"
    assert sees(folder, beside) == "1"
    assert sorted(path.name for path in folder.rglob("*")) == ["app.py", "notes"]


def test_what_it_was_handed_in_with_is_there_as_it_was(folder: Path) -> None:
    (folder / "static").mkdir()
    (folder / "static" / "run.sh").write_text("echo")
    (folder / "static" / "run.sh").chmod(0o755)
    (folder / "link").symlink_to("app.py")
    os.mkfifo(folder / "fifo")

    listed = f"sorted(str(p) for p in Path({str(folder)!r}).rglob('*'))"
    names = ["app.py", "link", "static", "static/run.sh"]  # a fifo is nobody's need
    assert sees(folder, listed) == str([str(folder / name) for name in names])
    assert sees(folder, f"Path({str(folder)!r}, 'link').readlink()") == "app.py"
    mode = f"oct(Path({str(folder)!r}, 'static/run.sh').stat().st_mode)"
    assert sees(folder, mode) == "0o100755"


def test_what_it_writes_is_limited(folder: Path) -> None:
    write = (
        "[Path(os.environ['HOME'], str(n)).write_bytes(bytes(2**20)) for n in range(9)]"
    )

    assert sees(folder, write, disk=4 * 2**20).startswith("OSError: [Errno 28]")


@pytest.mark.skipif(bool(calls.missing()) and not IN_CI, reason=calls.missing())
@pytest.mark.parametrize(
    "call",
    ["unshare(0x10000000)", "mount(0, 0, 0, 0, 0)", "ptrace(0, 0, 0, 0)",
     "syscall(425, 8, 0)", "personality(0x40000)", "memfd_create(b'x', 0)"],
)  # fmt: skip
def test_calls_that_no_app_makes_are_refused(folder: Path, call: str) -> None:
    assert sees(folder, f"[{SYSTEM}.{call}, ctypes.get_errno()]") == "[-1, 1]"


def test_memory_is_limited(folder: Path) -> None:
    assert sees(folder, "len(bytes(2**31))") == "MemoryError: "


def test_processes_are_limited_for_root_as_well(folder: Path) -> None:
    source = SEEING.replace(
        "@app.post",
        "def bomb():\n    import time\n    for n in range(200):\n"
        "        if os.fork() == 0:\n            time.sleep(3)\n"
        "            os._exit(0)\n\n@app.post",
    )
    written(folder, source)

    assert sees(folder, "bomb()", processes=16).startswith(
        "BlockingIOError: [Errno 11]"
    )


def test_a_daemon_of_its_own_ends_with_it(folder: Path) -> None:
    source = SEEING.replace(
        "@app.post",
        "def daemon():\n    import signal, time\n    if os.fork():\n"
        "        return\n    os.setsid()\n    if os.fork():\n        os._exit(0)\n"
        "    for number in range(1, 32):\n        if number not in (9, 19):\n"
        "            signal.signal(number, signal.SIG_IGN)\n"
        "    time.sleep(600)\n\n@app.post",
    )
    written(folder, source)
    mounts = Path("/proc/self/mountinfo").read_text()

    assert sees(folder, "daemon()") == "None"  # and the leaks fixture counts the rest

    assert Path("/proc/self/mountinfo").read_text() == mounts


def test_files_that_only_root_can_read_are_shown_to_it_alone(folder: Path) -> None:
    (folder / "app.py").chmod(0o600)
    (folder / "link").symlink_to("/etc/hostname")
    (folder / "templates").mkdir(mode=0o700)
    folder.chmod(0o700)

    assert sees(folder, "sorted(os.listdir(os.path.dirname(__file__)))") == (
        "['app.py', 'link', 'templates']"
    )


def test_a_host_that_was_killed_is_replaced_within_walls(folder: Path) -> None:
    def body(app: App) -> None:
        host: Any = app._host._kind
        app.start()
        host.host.process.kill()
        assert host.host.gone.wait(5)
        app.restart()
        assert json.loads(app.visitor().post("/", what="os.getuid()").text) == "1000"

    assert walled(folder, body).outcome is Outcome.PASSED


def test_the_checker_reads_what_it_kept(folder: Path) -> None:
    def body(app: App) -> None:
        assert app.stored("shelf.db") == b""
        sql = "sqlite3.connect(os.environ['SHELF_DB']).executescript"
        made = "\"CREATE TABLE a (b); INSERT INTO a VALUES ('kept')\""
        app.visitor().post(
            "/",
            what=f"__import__('sqlite3') and {sql}({made})".replace(
                "and sqlite3", "and __import__('sqlite3')"
            ),
        )
        assert app.stored("shelf.db") == b"kept"

    assert walled(folder, body).outcome is Outcome.PASSED


def test_there_is_no_redis_to_reach(folder: Path) -> None:
    def body(app: App) -> None:
        app.redis()

    result = walled(folder, body)

    assert result.reason == (
        "This needs a Redis server, and the sandbox lets an app reach none."
    )


PROBE = """
import os, sys
sys.path.insert(0, sys.argv[1])
import subprocess
from pathlib import Path
from checker.limits import Limits
from checker.sandbox.bubblewrap import Bubblewrap
walls = Bubblewrap(Path(sys.argv[2]), Limits())
look = "import os; print(os.getuid(), sorted(os.listdir('/')), os.listdir('/proc')[0])"
command = walls.wrapped([sys.executable, "-I", "-c", look])
print(subprocess.run(command, pass_fds=walls.fds, capture_output=True, text=True))
"""


@pytest.fixture
def open_place() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
@pytest.mark.skipif(
    not Path("/usr/bin/python3").exists(), reason="there is no Python for everybody"
)
def test_an_ordinary_user_has_the_same_walls(open_place: Path) -> None:
    shutil.copytree(
        ROOT / "checker", open_place / "checker",
        ignore=shutil.ignore_patterns("__pycache__"),
    )  # fmt: skip
    (open_place / "app").mkdir()
    places = str(open_place), str(open_place / "app")
    done = subprocess.run(
        ["runuser", "-u", "nobody", "--", "/usr/bin/python3", "-c", PROBE, *places],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"]},
    )

    assert "returncode=0" in done.stdout, done
    assert "1000 ['dev', 'etc', 'lib'" in done.stdout
    assert "root" not in done.stdout.partition("stdout=")[2]
