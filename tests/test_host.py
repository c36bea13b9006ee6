"""The processes that run apps: as `flask run` does, apart from everything else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import engine
from apps import FRIENDLY
from checker.app import App
from checker.checks import Check
from checker.errors import HostError
from checker.host import Host, fresh
from checker.host import forking as forking_module
from checker.host.apphost import limit, orphans
from checker.host.forking import Forking
from checker.host.process import Listener, Process, Start
from checker.report import Outcome
from checker.sandbox import Bare
from engine import passes, quick, tried, written

leaks, marked = engine.leaks, engine.marked
host, forking = engine.host, engine.forking


@pytest.fixture(scope="module", autouse=True)
def secret() -> Any:
    """What the learner keeps in the environment, set before any host starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEARNERS_SECRET", "hush")
        patch.setenv("FLASK_DEBUG", "1")
        patch.setenv("FLASK_APP", "elsewhere")
        yield


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("friendly"), FRIENDLY)


def system(app: App) -> dict[str, Any]:
    found = app.visitor().get("/system").json()
    assert isinstance(found, dict)
    return found


SYSTEM = {"PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT"} & set(os.environ)
OWN = {"HOME", "TMPDIR", "TEMP", "TMP", "SECRET_KEY", "SHELF_DB", "FLASK_RUN_FROM_CLI"}


def test_an_app_gets_the_promised_environment_and_no_more(
    host: Host, shelf: Path
) -> None:
    def body(app: App) -> None:
        found = system(app)["environ"]

        assert set(found) == SYSTEM | OWN
        assert found["HOME"] == str(app.store)
        assert found["SHELF_DB"] == str(app.store / "shelf.db")
        assert len(found["SECRET_KEY"]) > 20

    passes(host, shelf, body)


READS = """
from pathlib import Path
from flask import Flask
app = Flask(__name__)

@app.get("/")
def home():
    return Path("/proc/self/environ").read_text()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_process_is_not_even_started_with_more(host: Host, tmp_path: Path) -> None:
    def body(app: App) -> None:
        assert "hush" not in app.visitor().get("/").html

    passes(host, written(tmp_path / "app", READS), body)


def test_an_app_runs_in_production_as_flask_run_does(host: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        found = system(app)

        assert (found["debug"], found["testing"]) == (False, False)
        assert (found["argv"], found["stdin"]) == (["flask", "run"], "")
        assert found["files_at_first"] < 12
        assert app.visitor().get("/raise").status == 500
        assert "Ignoring a call to 'app.run()'" in app.printed()

    passes(host, shelf, body)


@pytest.mark.parametrize(
    ("file", "last"),
    [
        ("app.py", "app = made()"),
        ("app.py", "application = made()"),
        ("app.py", "shelf = made()"),
        ("app.py", "def create_app(): return made()"),
        ("app.py", "def make_app(): return made()"),
        ("wsgi.py", "app = made()"),
    ],
)
def test_an_app_is_found_wherever_flask_finds_it(
    forking: Host, tmp_path: Path, file: str, last: str
) -> None:
    source = f"import flask\ndef made(): return flask.Flask('x')\n{last}\n"

    def body(app: App) -> None:
        assert app.visitor().get("/").status == 404

    passes(forking, written(tmp_path / "app", source, file), body)


def test_a_folder_stays_as_it_is(host: Host, tmp_path: Path) -> None:
    folder = written(tmp_path / "mein Regal é", "from shelf.made import app")
    written(folder / "shelf", "", "__init__.py")
    written(folder / "shelf", FRIENDLY, "made.py")
    written(folder / "templates", "{{ 1 }}", "x.html")

    def body(app: App) -> None:
        assert app.visitor().get("/").status == 200

    passes(host, folder, body)

    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))
    assert names == [
        "app.py",
        "shelf",
        "shelf/__init__.py",
        "shelf/made.py",
        "templates",
        "templates/x.html",
    ]


def test_text_in_any_language_can_be_printed(host: Host, shelf: Path) -> None:
    def body(app: App) -> None:
        app.visitor().get("/print/日本 é \N{BOOKS}")
        app.wait(0.05)

        assert "日本 é \N{BOOKS}\n" in app.printed()

    passes(host, shelf, body)


def test_apps_side_by_side_know_nothing_of_each_other(
    forking: Host, shelf: Path
) -> None:
    files = []

    def body(app: App) -> None:
        app.visitor().get("/")
        files.append(system(app)["files_at_first"])

    checks = [Check(f"check{n}", "It runs.", body, after=()) for n in range(6)]
    engine.report(forking, shelf, *checks)

    assert len(files) == 6
    assert len(set(files)) == 1


class Instead(Bare):
    """A wall that starts something else."""

    def __init__(self, *command: str, adds: bool = False) -> None:
        self.command = list(command)
        self.adds = adds

    def wrapped(self, command: list[str]) -> list[str]:
        return self.command + command if self.adds else self.command

    def close(self) -> None:
        """Nothing to do."""


def launched(kind: Any, folder: Path) -> str:
    """What a launch that must not work says."""
    listener = Listener()
    start = Start(folder, {}, quick(), folder)
    try:
        with pytest.raises(HostError) as caught:
            kind.launch(start, listener)
        with pytest.raises(HostError):
            kind.launch(start, listener)
    finally:
        listener.close()
        kind.close()
        kind.close()
    return str(caught.value)


CANNOT = {
    "import sys; sys.exit('no flask here')": "no flask here",
    "raise SystemExit(3)": "exit code 3",
}


@pytest.mark.parametrize("code", CANNOT)
def test_a_host_that_does_not_come_up_says_why(tmp_path: Path, code: str) -> None:
    kind = Forking(Instead(sys.executable, "-c", code))
    kind.host.gone.wait(5)

    assert launched(kind, tmp_path) == (
        f"The process that runs apps did not start: {CANNOT[code]}. Run doctor."
    )


SPEAKS = """
import socket, sys, time
control = socket.socket(fileno=int(sys.argv[-1]))
control.sendall({0!r}.encode() + b"\\n")
time.sleep(60)
"""
FORGED = ("noise", "[]", "5", '{"ended": 7}', '{"did": "x"}', "[" * 9000, "x" * 90_000)


@pytest.mark.parametrize("news", FORGED, ids=lambda news: news[:12])
def test_a_host_in_whose_name_somebody_else_speaks_is_ended(
    tmp_path: Path, news: str
) -> None:
    code = SPEAKS.format(news)
    kind = Forking(Instead(sys.executable, "-c", code, adds=True))
    kind.host.gone.wait(5)

    assert launched(kind, tmp_path) == (
        "The process that runs apps did not start: exit code -9. Run doctor."
    )


def test_a_host_that_never_gets_ready_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking_module, "READY", 0.2)
    kind = Forking(Instead("sleep", "60"))

    assert launched(kind, tmp_path) == (
        "The process that runs apps did not start: exit code -9. Run doctor."
    )


def test_a_host_deaf_to_everything_is_ended_at_the_close(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking_module, "CLOSE", 0.2)
    Forking(Instead("sleep", "60")).close()


def test_a_closed_host_runs_nothing(host: Host, tmp_path: Path) -> None:
    closed = Host(forks=type(host._kind) is Forking)
    closed.close()

    assert "has been ended. Start a new Host." in launched(closed._kind, tmp_path)


def test_a_fresh_process_that_does_not_come_up_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    assert launched(fresh.Fresh(), tmp_path) == (
        "A process for an app did not start: it said nothing. Run doctor."
    )


def test_a_host_that_does_not_come_up_is_never_the_learners_fault(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with Host(forks=True) as host:
        result = tried(host, shelf, lambda app: app.start())

    assert result.outcome is Outcome.BROKEN
    assert "did not start: exit code 1. Run doctor." in result.reason


def run_on(kind: Any, folder: Path, **limits: float) -> Process:
    """An app that is launched and left to run."""
    listener = Listener()
    try:
        found: Process = kind.launch(
            Start(folder, {}, quick(**limits), folder / "compiled"), listener
        )
        return found
    finally:
        listener.close()


@pytest.mark.parametrize("forks", [True, False])
def test_the_end_of_a_host_is_the_end_of_its_apps(tmp_path: Path, forks: bool) -> None:
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    with Host(forks=forks) as host:
        processes = [
            run_on(host._kind, written(tmp_path / name, source))
            for name, source in (("friendly", FRIENDLY), ("deaf", deaf + FRIENDLY))
        ]

    assert all(process.wait(1) for process in processes)
    for process in processes:
        process.close()


def test_an_order_for_what_has_ended_is_left(tmp_path: Path) -> None:
    kind = Forking()
    kind.host.control.sendall(b'{"do": "pause", "id": 99}\n')
    process = run_on(kind, written(tmp_path / "app", FRIENDLY))
    pid, leader = kind.host.pids[process.number], kind.host.process.pid
    os.kill(leader, signal.SIGSTOP)
    os.kill(pid, signal.SIGKILL)
    threading.Timer(0.1, os.kill, (leader, signal.SIGCONT)).start()
    kind.pause(process)

    assert process.has_ended
    assert process.status == -signal.SIGKILL
    process.close()
    kind.close()


def test_behind_walls_the_walls_end_what_is_within(tmp_path: Path) -> None:
    behind = ["sh", "-c", 'setsid "$@" & wait', "sh"]
    kind = Forking(Instead(*behind, adds=True))
    process = run_on(kind, written(tmp_path / "app", FRIENDLY))
    pid = kind.host.pids[process.number]
    host = os.getsid(pid)
    os.kill(host, signal.SIGKILL)

    assert process.wait(2)
    assert os.getsid(pid) == host
    os.killpg(pid, signal.SIGKILL)
    process.close()
    kind.close()


QUITS = """
import os, socket, sys
control = socket.create_connection(("127.0.0.1", int(sys.argv[-1])))
control.recv(1, socket.MSG_PEEK)
os._exit(4)
"""


def test_a_fresh_process_that_quits_before_its_order_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!{sys.executable}{QUITS}")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    kind = fresh.Fresh()
    process = run_on(kind, tmp_path)

    assert (process.loaded, process.late, process.status) == (False, False, 4)
    process.close()
    kind.close()


CACHES = """
from flask import Flask, render_template_string
from jinja2 import DictLoader, FileSystemBytecodeCache
app = Flask(__name__)
app.jinja_env.bytecode_cache = own = FileSystemBytecodeCache({folder!r})

@app.get("/")
def home():
    return str(app.jinja_env.bytecode_cache is own)
"""


def test_a_template_cache_of_ones_own_stays(forking: Host, tmp_path: Path) -> None:
    def body(app: App) -> None:
        assert app.visitor().get("/").text == "True"

    source = CACHES.format(folder=str(tmp_path))
    passes(forking, written(tmp_path / "app", source), body)


AS_WINDOWS = """
import os, signal, socket, subprocess, sys

GONE = {"fcntl", "resource", "termios", "tty", "pwd", "grp", "pty", "syslog", "ctypes"}


class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name in GONE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


for name in GONE:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Blocked())
for module, names in (
    (os, "fork forkpty killpg setpgid getpgid setsid getsid waitid getuid geteuid"
         " WUNTRACED WIFSTOPPED mkfifo chown"),
    (signal, "SIGCHLD SIGSTOP SIGCONT SIGXCPU SIGUSR1 SIGHUP pthread_sigmask"),
    (socket, "send_fds recv_fds"),
):
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
"""
PROGRAM = """
import sys
import threading
from pathlib import Path
exec(Path(sys.argv[1]).read_text())
sys.executable = sys.argv[2]
from checker.checks import Check
from checker.host import Host
from checker.runner import run
sys.path.insert(0, sys.argv[3])
import engine

def body(app):
    ann = app.visitor()
    assert ann.follow(ann.post("/", text="rye")).shows("rye")
    app.workers(2)
    app.only(2)
    assert ann.get("/").status == 200
    app.restart()
    assert ann.get("/").status == 200

with Host() as host:
    print(type(host._kind).__name__)
    print(engine.tried(host, Path(sys.argv[4]), body, start=10, request=10, check=30))
"""


def test_no_posix_is_reached_where_there_is_none(shelf: Path, tmp_path: Path) -> None:
    prelude, program, python = (tmp_path / n for n in ("prelude.py", "run.py", "py"))
    prelude.write_text(AS_WINDOWS)
    program.write_text(
        f"{AS_WINDOWS}\ncode = sys.argv[4]\nsys.argv[:] = ['-c', *sys.argv[5:]]\n"
        "exec(code)\n"
    )
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -B "{program}" "$@"\n')
    python.chmod(0o755)
    words = [prelude, python, Path(__file__).parent, shelf]
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    kind, _, result = ran.stdout.partition("\n")
    assert (kind, ran.stderr) == ("Fresh", "")
    assert "Outcome.PASSED" in result


NARROW = """
import json, os, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))
resource.setrlimit(resource.RLIMIT_CPU, (100, 100))
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.path.insert(0, sys.argv[1])
import engine
from checker.host import Host

def body(app):
    ann = app.visitor()
    pages = ann.post_at_once("/", [{"text": str(n)} for n in range(20)])
    assert {page.status for page in pages} == {302}

with Host() as host:
    for folder in sys.argv[2:]:
        result = engine.tried(host, Path(folder), body, request=10)
        print(json.dumps([result.outcome.value, result.reason, result.error]))
"""


def root() -> bool:
    return os.geteuid() == 0


def for_all_to_read() -> bool:
    """True when an ordinary user can run this Python."""
    files = (Path(os.__file__), Path(pytest.__file__), Path(__file__))
    return all(p.stat().st_mode & 1 for file in files for p in file.resolve().parents)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
@pytest.mark.skipif(
    root() and not for_all_to_read(), reason="only root can run this Python"
)
def test_an_ordinary_user_with_narrow_limits_runs_an_app(
    shelf: Path, tmp_path: Path
) -> None:
    folder = Path("/tmp" if root() else tmp_path, f"shelf-of-{os.getpid()}")
    shutil.copytree(shelf, folder)
    shut = written(folder / "shut", "")
    folder.chmod(0o755)
    shut.chmod(0)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", NARROW, Path(__file__).parent, folder, shut],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd="/",
        )
    finally:
        shut.chmod(0o700)
        shutil.rmtree(folder)
    results = [json.loads(line) for line in ran.stdout.splitlines()]

    assert results == [
        ["passed", "", ""],
        [
            "not startable",
            "The app stopped with an error while it was loading.",
            f"PermissionError: [Errno 13] Permission denied: '{shut.resolve()}'",
        ],
    ], ran.stderr


def test_threads_are_counted_where_they_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 0 < limit.threads_now() <= 4096 * 64
    monkeypatch.setattr(limit, "LOAD", Path("/nowhere"))
    assert limit.threads_now() == 4096


def test_where_processes_cannot_be_listed_no_orphan_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(orphans, "PROCESSES", "/nowhere")
    assert orphans.orphans(0, ()) == []
    assert orphans.parent(2**30) == 0


def test_a_taken_port_is_left_to_its_owner(shelf: Path) -> None:
    kind = fresh.Fresh()
    listener = Listener()
    start = Start(shelf, {}, quick(), shelf)
    port = listener.address[1]
    listener.close()
    with socket.create_server(("127.0.0.1", port)):
        process = kind.launch(start, listener)
        kind.stop(process)
        kind.stop(process)
        process.close()

    assert process.loaded
    assert process.address[1] != port
