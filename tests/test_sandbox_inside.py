"""What an app finds when it looks around within the walls of bubblewrap."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

import pytest

import building
import engine
from checker.app import App
from checker.host import Host
from checker.limits import Limits
from checker.report import Outcome
from checker.runner import run
from checker.sandbox import calls
from checker.sandbox.bubblewrap import Bubblewrap
from checker.sandbox.trial import bubblewrap_missing
from engine import promise, quick, written

MISSING = bubblewrap_missing()
IN_CI = os.environ.get("CI") == "true"
pytestmark = pytest.mark.skipif(
    bool(MISSING) and not IN_CI, reason=f"bubblewrap: {MISSING}"
)
leaks = engine.leaks
marked = engine.marked
walls = building.walls
within = building.within

LOOKS = """
import ctypes, json, os, resource
from pathlib import Path
from flask import Flask

app = Flask(__name__)
LIBC = ctypes.CDLL(None, use_errno=True)

def error(number):
    return ctypes.get_errno() if LIBC.syscall(number, -1, -1, -1, -1) == -1 else 0

def new_user():
    pid = os.fork()  # a process of one thread alone may ask
    if pid == 0:
        LIBC.unshare(0x10000000)
        os._exit(ctypes.get_errno())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def terminal():
    try:
        return os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        return error.strerror

@app.get("/")
def look():
    return LOOK
"""
SPACES = "user pid net ipc uts cgroup mnt".split()
# What the issue names, and the other ways to what each gives.
REFUSED = """
    ptrace process_vm_readv keyctl add_key request_key bpf mount umount2 pivot_root
    move_mount fsopen open_tree kexec_load kexec_file_load userfaultfd perf_event_open
    io_uring_setup io_uring_enter init_module unshare setns
    """.split()


def looked(folder: Path, look: str) -> object:
    """What the Python expression gives inside, as JSON carries it."""
    written(folder, LOOKS.replace("LOOK\n", f"json.dumps({look})\n"))
    seen: list[str] = []

    def body(app: App) -> None:
        seen.append(app.visitor().get("/").text)

    most = quick(start=10.0, request=5.0, check=20.0)
    with Host(most, sandbox=building.around(folder, most)) as host:
        result = run(folder, engine.LESSON, [promise(body)], host=host).results[0]
    assert result.outcome is Outcome.PASSED, result
    return json.loads(seen[0])


def test_its_environment_holds_nothing_of_whoever_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, walls: building.Build
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("GRADER_TOKEN", "secret")
    for name in building.NOT_PASSED_ON:
        monkeypatch.delenv(name, raising=False)
    copied = ["SUBMISSION_COPIED"] if walls is Bubblewrap else []
    started = "Path('/proc/self/environ').read_text().split(chr(0))"
    look = f"[sorted(os.environ), [v.split('=')[0] for v in {started}]]"

    assert looked(tmp_path / "app", look) == [
        "FLASK_RUN_FROM_CLI HOME LANG PATH SECRET_KEY SHELF_DB TEMP TMP TMPDIR".split(),
        ["PATH", "LANG", "MALLOC_ARENA_MAX", "PWD", *copied, ""],
    ]


def test_its_home_is_empty_and_so_is_what_is_around_it(tmp_path: Path) -> None:
    look = "[os.listdir(os.environ['HOME']), os.path.exists('/home'), os.listdir('/')]"
    found = looked(tmp_path / "app", look)

    assert isinstance(found, list)
    assert found[:2] == [[], False]
    assert not {"var", "sys", "run", "boot", "bin", "sbin", "srv"} & set(found[2])


def test_every_namespace_is_its_own(tmp_path: Path) -> None:
    look = f"[os.readlink('/proc/self/ns/' + name) for name in {SPACES}]"
    inside = looked(tmp_path / "app", look)
    assert isinstance(inside, list)

    ours = [str(Path(f"/proc/self/ns/{name}").readlink()) for name in SPACES]
    assert set(inside).isdisjoint(ours)


def test_python_may_have_been_started_by_a_path_that_leads_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    up = f"{sys.prefix}/bin/.."
    monkeypatch.setattr(sys, "executable", f"{up}/bin/{Path(sys.executable).name}")
    monkeypatch.setattr(sys, "prefix", up.removesuffix("/bin/..") + "/lib/..")

    assert looked(tmp_path / "app", "1 + 1") == 2


def test_it_has_a_session_of_its_own_and_no_terminal(tmp_path: Path) -> None:
    look = "[os.getsid(0), terminal()]"

    assert looked(tmp_path / "app", look) == [1, "No such device or address"]


def test_it_makes_no_namespace_where_calls_are_not_filtered_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "missing", lambda: "not here")

    assert looked(tmp_path / "app", "new_user()") == errno.ENOSPC


def test_the_kernel_holds_it_to_the_limits_of_a_process(tmp_path: Path) -> None:
    names = "AS CPU NOFILE FSIZE CORE".split()
    look = f"[resource.getrlimit(getattr(resource, 'RLIMIT_' + n))[0] for n in {names}]"

    most = Limits()
    assert looked(tmp_path / "app", look) == [
        *(most.memory, most.cpu, most.open_files, most.file_size, 0)
    ]


@pytest.mark.skipif(bool(calls.missing()) and not IN_CI, reason=calls.missing())
def test_calls_that_administer_a_machine_are_refused(tmp_path: Path) -> None:
    import pyseccomp

    native = pyseccomp.Arch.NATIVE
    numbers = {name: pyseccomp.resolve_syscall(native, name) for name in REFUSED}
    known = {name: number for name, number in numbers.items() if number >= 0}
    look = f"{{name: error(number) for name, number in {known}.items()}}"

    assert looked(tmp_path / "app", look) == dict.fromkeys(known, errno.EPERM)
    assert len(known) > 15
