"""Submissions in cells of one warm process: nothing passes from one to another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import engine
from checker.app import App
from checker.errors import HostError
from checker.host import Host
from checker.host.forking import Forking
from checker.report import Outcome, Result
from checker.runner import run
from checker.sandbox import Bare, Sandbox, calls, warm
from checker.sandbox.bubblewrap import Bubblewrap, Outer
from checker.sandbox.cgroup import Cgroup
from checker.sandbox.trial import bubblewrap_missing
from checker.sandbox.warm import Cell, Warm
from engine import promise, quick, written

MISSING = bubblewrap_missing()
IN_CI = os.environ.get("CI") == "true"
pytestmark = pytest.mark.skipif(
    bool(MISSING) and not IN_CI, reason=f"bubblewrap: {MISSING}"
)
marked = engine.marked
leaks = engine.leaks

EVAL = """
import ctypes, flask, json, os, signal, socket, sys, threading, time
from pathlib import Path
from flask import Flask, request

app = Flask(__name__)
HOME = Path(os.environ["HOME"])

def tried(what):
    try:
        return eval(what)
    except Exception as error:
        return type(error).__name__ + ": " + str(error)

@app.post("/")
def see():
    return json.dumps(tried(request.form["what"]))
"""
MOST = quick(start=10.0, request=5.0, check=20.0)
SPACES = "user pid net ipc uts cgroup mnt".split()
# What a submission leaves wherever it can, for whoever comes after it.
LEAVES = """[
    [Path(place, "left").write_text("left") for place in
        (HOME, HOME.parent, Path(__file__).parent, "/dev/shm")],
    setattr(flask.Flask, "left", "left"), setattr(sys, "left", "left"),
    os.environ.update(LEFT="left"), os.umask(0o777),
    os.fork() or [os.setsid(), signal.signal(15, signal.SIG_IGN),
        socket.socket(socket.AF_UNIX).bind(chr(0) + "left"), time.sleep(600)],
    os.openpty()[0],
    signal.alarm(600), os.nice(19), None][-1]"""
# Where the next one would find it.
FINDS = """[
    sorted(os.listdir("/dev/shm")), sorted(os.listdir("/dev/pts")),
    sorted(p.name for p in Path(__file__).parent.iterdir()),
    sorted(n for n in os.listdir(HOME.parent) if n != HOME.name),
    hasattr(flask.Flask, "left"), hasattr(sys, "left"), "LEFT" in os.environ,
    oct(os.umask(0o22)), os.nice(0),
    len([n for n in os.listdir("/proc") if n.isdecimal()]),
    sorted(n for n in os.listdir("/proc/self/fd") if int(n) > 2)[:1],
    tried("socket.socket(socket.AF_UNIX).connect(chr(0) + 'left')")]"""
FRESH = [
    [], ["ptmx"], ["app.py"], ["compiled"], False, False, False, "0o22", 0, 2,
    ["3"], "ConnectionRefusedError: [Errno 111] Connection refused",
]  # fmt: skip


def asked(what: str, answers: list[Any]) -> Callable[[App], None]:
    """A check that keeps what the app says to an expression."""

    def body(app: App) -> None:
        answers.append(json.loads(app.visitor().post("/", what=what).text))

    return body


def answer(sandbox: Sandbox, folder: Path, what: str) -> Any:
    """What an app in the walls says to an expression."""
    answers: list[Any] = []
    with closing(sandbox), Host(MOST, sandbox=sandbox) as host:
        result = checked(host, folder, asked(what, answers))
    assert result.outcome is Outcome.PASSED, result
    return answers[0]


def checked(host: Host, folder: Path, body: Callable[[App], None]) -> Result:
    return run(folder, engine.LESSON, [promise(body)], host=host, seed=7).results[0]


class Nothing(Bare):
    """No walls around cells; so that what a cell itself keeps in is seen."""

    def __init__(self) -> None:
        self.private = Path(tempfile.gettempdir()).resolve()


around = pytest.mark.parametrize("outer", [Outer, Nothing], ids=lambda x: x.__name__)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary ones, with an app in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return written(tmp_path / "app", EVAL)


@pytest.fixture
def cells(place: Path) -> Iterator[Warm]:
    with closing(Warm()) as found:
        yield found


def test_nothing_that_a_submission_leaves_is_there_for_the_next(
    cells: Warm, place: Path
) -> None:
    untouched = answer(cells.around(place, MOST), place, FINDS)
    left = answer(cells.around(place, MOST), place, LEAVES)
    after = answer(cells.around(place, MOST), place, FINDS)

    assert left is None
    assert untouched == after == FRESH


def test_two_at_a_time_share_no_namespace_with_each_other_or_their_maker(
    cells: Warm, place: Path
) -> None:
    look = f"[os.readlink('/proc/self/ns/' + name) for name in {SPACES}]"
    both: list[list[str]] = []
    meet = threading.Barrier(2, timeout=20)

    def body(app: App) -> None:
        both.append(json.loads(app.visitor().post("/", what=look).text))
        meet.wait()  # a number is free again once its namespace is gone

    def one() -> None:
        sandbox = cells.around(place, MOST)
        with closing(sandbox), Host(MOST, sandbox=sandbox) as host:
            checked(host, place, body)

    threads = [threading.Thread(target=one) for _ in "12"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({*both[0], *both[1]}) == 2 * len(SPACES)
    assert cells.maker is not None
    ours = {str(link.readlink()) for link in _namespaces(cells.maker.process.pid)}
    assert ours.isdisjoint({*both[0], *both[1]})


def _namespaces(pid: int) -> list[Path]:
    """Those of a process and of all below it that are not in a cell by now."""
    return [Path(f"/proc/{pid}/ns/{name}") for name in SPACES]


def test_what_one_does_to_all_processes_it_sees_ends_no_other(
    cells: Warm, place: Path
) -> None:
    sandbox = cells.around(place, MOST)
    kills = "[tried('os.kill(-1, signal.SIGKILL)'), tried('os.kill(1, 9)')]"
    alive = "os.getpid()"

    def body(app: App) -> None:
        first = json.loads(app.visitor().post("/", what=alive).text)
        assert answer(cells.around(place, MOST), place, kills) == [
            "ProcessLookupError: [Errno 3] No such process",
            None,  # of which process 1 hears nothing
        ]
        assert json.loads(app.visitor().post("/", what=alive).text) == first

    with closing(sandbox), Host(MOST, sandbox=sandbox) as host:
        assert checked(host, place, body).outcome is Outcome.PASSED


def test_a_maker_that_is_gone_is_replaced(cells: Warm, place: Path) -> None:
    assert cells.works()
    gone = cells.maker
    assert gone is not None

    def body(app: App) -> None:
        app.start()
        gone.process.kill()
        assert gone.gone.wait(5)
        with pytest.raises(HostError):
            app.restart()

    sandbox = cells.around(place, MOST)
    with closing(sandbox), Host(MOST, sandbox=sandbox) as host:
        assert checked(host, place, body).outcome is Outcome.PASSED

    with pytest.raises(OSError):
        gone.begin({}, [])
    after = cells.around(place, MOST)
    assert isinstance(after, Cell)
    assert answer(after, place, "1 + 1") == 2
    assert cells.maker is not gone


def test_what_a_cell_cannot_hold_has_walls_of_its_own(
    cells: Warm, place: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = written(tmp_path_factory.mktemp("elsewhere") / "app", EVAL)
    (place / "large").write_bytes(bytes(5000))
    small = quick(disk=8192)

    for folder, most, mode in ((elsewhere, MOST, 0o644), (place, small, 0o600)):
        (place / "large").chmod(mode)
        sandbox = cells.around(folder, most)
        assert isinstance(sandbox, Bubblewrap)
        sandbox.close()
    (place / "large").chmod(0o644)
    cells.around(place, small).close()


@around
def test_where_no_cell_comes_up_each_has_walls_of_its_own(
    place: Path, monkeypatch: pytest.MonkeyPatch, outer: type[Outer | Nothing]
) -> None:
    monkeypatch.setattr(warm, "Outer", outer)
    monkeypatch.setattr(warm, "SHARED_MEMORY", "no size")

    with closing(Warm()) as found:
        sandbox = found.around(place, MOST)
        assert isinstance(sandbox, Bubblewrap)
        assert answer(sandbox, place, "1 + 1") == 2
        assert not found.works()


def test_where_the_maker_ends_before_it_was_tried_each_has_walls_of_its_own(
    cells: Warm,
) -> None:
    assert cells.maker is not None
    cells.maker.ready.wait(10)
    cells.maker.process.kill()
    cells.maker.gone.wait(5)

    assert not cells.works()


def test_where_the_maker_does_not_come_up_each_has_walls_of_its_own(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Outer):
        def wrapped(self, command: list[str]) -> list[str]:
            return ["false"]

    monkeypatch.setattr(warm, "Outer", Broken)

    with closing(Warm()) as found:
        sandbox = found.around(place, MOST)
        assert isinstance(sandbox, Bubblewrap)
        sandbox.close()


@around
def test_a_host_that_does_nothing_is_ended_with_its_cell(
    place: Path, monkeypatch: pytest.MonkeyPatch, outer: type[Outer | Nothing]
) -> None:
    monkeypatch.setattr(warm, "Outer", outer)
    with (
        closing(Warm()) as cells,
        closing(cells.around(place, MOST)) as sandbox,
        Host(MOST, sandbox=sandbox) as host,
    ):
        kind = host._kind
        assert isinstance(kind, Forking)
        assert kind.host.process.pid == -1
        kind.host.ready.wait(5)
        kind.host.process.kill()
        assert kind.host.process.wait(5) == -signal.SIGKILL
        with pytest.raises(subprocess.TimeoutExpired):
            warm._Running(cells.maker, 0).wait(0)  # type: ignore[arg-type]  # it is there


@around
def test_a_cell_joins_the_control_group_of_its_submission(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    outer: type[Outer | Nothing],
) -> None:
    monkeypatch.setattr(warm, "Outer", outer)

    def group(limits: object) -> Cgroup:
        (tmp_path / "above").mkdir(exist_ok=True)
        found = Cgroup(tmp_path / "above", {"memory.max": "1"})
        found.processes.write_text("")
        return found

    monkeypatch.setattr(warm, "group", group)
    monkeypatch.setattr("checker.sandbox.cgroup.PATIENCE", 0.05)
    with closing(Warm()) as cells:
        sandbox = cells.around(place, MOST)
        assert isinstance(sandbox, Cell)
        assert sandbox.group

        assert answer(sandbox, place, "1 + 1") == 2
        assert sandbox.group.processes.read_text() == "0"


def test_a_cell_is_apart_where_nothing_is_around_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "Outer", Nothing)
    look = """[
        os.readlink("/proc/self/ns/net"), sorted(os.listdir(HOME.parent)),
        [line.split()[1] for line in open("/proc/self/status") if line[:3] == "Cap"],
        tried("socket.create_connection(('1.1.1.1', 53), 1)"),
        open("/proc/sys/user/max_user_namespaces").read().strip()]"""

    with closing(Warm()) as found:
        seen = answer(found.around(place, MOST), place, look)

    assert seen[0] != str(Path("/proc/self/ns/net").readlink())
    assert seen[1:] == [
        ["body", "compiled"],
        ["0" * 16] * 5,
        "OSError: [Errno 101] Network is unreachable",
        "0",
    ]


@around
def test_a_cell_without_a_filter_comes_up(
    place: Path, monkeypatch: pytest.MonkeyPatch, outer: type[Outer | Nothing]
) -> None:
    monkeypatch.setattr(warm, "Outer", outer)
    monkeypatch.setattr(calls, "missing", lambda: "not here")
    look = "[l.split()[1] for l in open('/proc/self/status') if l[:8] == 'Seccomp:']"

    with closing(Warm()) as cells:
        assert answer(cells.around(place, MOST), place, look) == ["0"]


@around
def test_a_cell_that_cannot_join_its_control_group_does_not_come_up(
    place: Path, monkeypatch: pytest.MonkeyPatch, outer: type[Outer | Nothing]
) -> None:
    class Full:
        processes = Path("/dev/full")

        def close(self) -> None:
            """Nothing to do."""

    monkeypatch.setattr(warm, "Outer", outer)
    with closing(Warm()) as cells:
        assert cells.works()
        monkeypatch.setattr(warm, "group", lambda limits: Full())
        sandbox = cells.around(place, MOST)
        with closing(sandbox), Host(MOST, sandbox=sandbox) as host:
            result = checked(host, place, asked("1 + 1", []))

    assert result.outcome is Outcome.BROKEN
    assert "No space left on device" in result.reason
