"""What walls are made of: what is missing here is said, what is too much refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from checker.errors import HostError, WrongUse
from checker.host import Host, controlled, forking
from checker.host.apphost import copy, limit
from checker.host.process import Process, Start
from checker.limits import Limits
from checker.sandbox import (
    Bare,
    bubblewrap,
    calls,
    cgroup,
    copied,
    readable,
    trial,
    visible,
)
from checker.sandbox.cgroup import Cgroup


@pytest.fixture(autouse=True)
def _afresh() -> None:
    trial.bubblewrap_missing.cache_clear()


def test_without_the_program_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert trial.bubblewrap_missing() == "it is not installed"


def test_root_needs_a_way_down(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"bwrap": "/usr/bin/bwrap", "setpriv": None}
    monkeypatch.setattr(shutil, "which", found.get)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert trial.bubblewrap_missing() == (
        "run by root it needs setpriv, which is not installed"
    )


def test_elsewhere_than_on_linux_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert trial.bubblewrap_missing() == "it exists for Linux only"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has walls")
def test_walls_that_cannot_be_built_say_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.joinpath("bwrap").write_text("#!/bin/sh\necho bwrap: No. >&2\nexit 1\n")
    tmp_path.joinpath("bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    switch = tmp_path / "switch"
    switch.write_text("0\n")
    monkeypatch.setattr(trial, "SWITCHES", {str(switch): "0"})

    assert trial.bubblewrap_missing() == (
        f"its walls cannot be built here (bwrap: No; {switch} is 0)"
    )
    switch.unlink()
    trial.bubblewrap_missing.cache_clear()
    assert trial.bubblewrap_missing() == "its walls cannot be built here (bwrap: No)"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has walls")
def test_walls_that_are_never_done_are_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.joinpath("bwrap").write_text("#!/bin/sh\nexec sleep 9\n")
    tmp_path.joinpath("bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(trial, "PATIENCE", 0.2)
    monkeypatch.setattr(trial, "SWITCHES", {})

    assert trial.bubblewrap_missing() == (
        "its walls cannot be built here (no answer within 0.2 seconds)"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has walls")
def test_an_ordinary_user_enters_at_once_and_the_checker_is_covered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    group = Cgroup(tmp_path, {})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(calls, "missing", lambda: "not here")
    monkeypatch.setattr(bubblewrap, "group", lambda limits: group)
    monkeypatch.setattr(bubblewrap, "places", lambda: (visible.CHECKER.parent,))
    monkeypatch.setattr(cgroup, "PATIENCE", 0.02)
    walls = bubblewrap.Bubblewrap(tmp_path, Limits())
    command = " ".join(walls.wrapped(["python", "7"]))
    walls.close()

    shut = bubblewrap.Bubblewrap(tmp_path, Limits(disk=0))
    assert "SUBMISSION_COPIED" not in " ".join(shut.wrapped(["python", "7"]))
    shut.close()
    around = " ".join(group.wrapped(["bwrap", *bubblewrap.APART]))
    course, apphost = visible.CHECKER.parent, visible.apphost()
    assert command.startswith(around)
    copy = f"SUBMISSION_COPIED {copied.told(tmp_path)}"
    assert command.endswith(f" --remount-ro / --setenv {copy} --chdir / -- python 7")
    assert (
        f" --ro-bind {course} {course} --perms 0555 --tmpfs {visible.CHECKER}"
        f" --ro-bind {apphost} {apphost} "
    ) in command
    assert (group.folder / "cgroup.kill").read_text() == "1"


def test_without_the_package_or_the_library_calls_are_not_filtered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pyseccomp.py").write_text("raise RuntimeError('no libseccomp')")
    monkeypatch.delitem(sys.modules, "pyseccomp", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert calls.missing() == "the library libseccomp is not installed"

    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    assert calls.missing() == "the package pyseccomp is not installed"


def test_nothing_is_shown_twice_or_from_a_home() -> None:
    found = visible.places()

    assert not [p for p in found if any(p in other.parents for other in found)]
    assert not {Path("/"), Path("/home"), Path("/root"), Path("/etc")} & set(found)


def test_a_python_without_an_environment_around_it_is_shown_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    found = visible.places()

    assert Path(sys.base_prefix, "lib") in found
    assert Path(sys.base_prefix) not in found


def test_the_loaders_other_places_are_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", f"relative:{tmp_path}")

    assert tmp_path in visible.places()


def test_a_folder_that_everybody_can_read_is_shown_itself(tmp_path: Path) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "link").symlink_to("nowhere")

    assert readable.readable(folder, 10) == folder


def test_a_file_that_goes_while_it_is_looked_at_keeps_nothing_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr(readable, "below", lambda folder: iter([folder / "gone"]))

    assert readable.readable(tmp_path, 10) == tmp_path


def test_what_only_root_can_read_is_copied_within_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "app"
    folder.mkdir(mode=0o700)
    (folder / "app.py").write_text("12345")
    os.mkfifo(folder / "pipe")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    copy = readable.readable(folder, 10)

    assert [p.name for p in copy.iterdir()] == ["app.py"]
    with pytest.raises(WrongUse) as caught:
        readable.readable(folder, 4)
    assert str(caught.value) == (
        f"Only root can read {folder}, and it is too large to be copied."
        " Let others read it, with chmod -R go+rX."
    )
    assert len(list(tmp_path.glob("shelf-read-*"))) == 1


def test_a_copy_is_readable_whatever_the_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "app"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "a.html").write_text("a")
    folder.chmod(0o700)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    before = os.umask(0o077)
    copy = readable.readable(folder, 10)
    os.umask(before)

    modes = {p.name: p.stat().st_mode & 0o777 for p in (copy, *copy.rglob("*"))}
    assert modes == {"app": 0o755, "templates": 0o755, "a.html": 0o644}


def test_a_folder_whose_names_are_too_long_to_be_copied_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "app"
    folder.mkdir(mode=0o700)
    above = os.open(folder, os.O_RDONLY)
    for _ in range(20):  # 5100 bytes of path; the kernel takes 4096 at a time
        os.mkdir("n" * 255, dir_fd=above)
        below = os.open("n" * 255, os.O_RDONLY, dir_fd=above)
        os.close(above)
        above = below
    os.close(above)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    with pytest.raises(WrongUse) as caught:
        readable.readable(folder, 4)
    assert str(caught.value) == (
        f"Only root can read {folder}, and it cannot be copied: File name too long."
        " Let others read it, with chmod -R go+rX."
    )
    assert list((tmp_path / "temporary").iterdir()) == []
    shutil.rmtree(folder)


def test_a_host_hands_out_what_an_app_kept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    (tmp_path / "link").symlink_to("kept")
    for forks in (True, False):
        with Host(forks=forks) as host:
            assert host.kept(tmp_path / "kept", 4) == b"kept"
            assert host.kept(tmp_path / "kept", 3) is None
            assert host.kept(tmp_path / "link", 4) is None
            assert host.kept(tmp_path / "none", 4) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no host without fork")
def test_of_a_host_that_does_not_answer_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").write_text("kept")
    monkeypatch.setattr(forking, "PATIENCE", 0.1)
    with Host(forks=True) as host:
        kind = host._kind
        assert isinstance(kind, forking.Forking)
        os.kill(kind.host.process.pid, signal.SIGSTOP)
        found = host.kept(tmp_path / "kept", 4)
        os.kill(kind.host.process.pid, signal.SIGCONT)

    assert found is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no host without fork")
def test_what_a_host_is_asked_for_once_it_is_gone_ends_at_once(tmp_path: Path) -> None:
    start = Start(tmp_path, {}, Limits(), tmp_path)
    with Host(forks=True) as host:
        kind = host._kind
        assert isinstance(kind, forking.Forking)
        gone = kind.host
        gone.process.kill()
        gone.gone.wait(5)
        process = Process(1, ("127.0.0.1", 1), Limits())
        gone.start(process, start, [])

    assert process.status == -signal.SIGKILL
    process.close()


def test_a_host_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controlled, "CLOSE", 0.1)
    with Host(forks=True) as host:
        kind = host._kind
        assert isinstance(kind, forking.Forking)
        kind.host.ready.wait(10)
        os.kill(kind.host.process.pid, signal.SIGSTOP)

    assert kind.host.process.wait() == -signal.SIGKILL


def test_walls_whose_program_is_gone_end_in_a_sentence() -> None:
    closed = []

    class Gone(Bare):
        def wrapped(self, command: list[str]) -> list[str]:
            return ["/nowhere/bwrap", *command]

        def close(self) -> None:
            closed.append(self)

    with pytest.raises(HostError) as caught:
        Host(forks=True, sandbox=Gone())
    assert str(caught.value) == (
        "The process that runs apps could not be started: “/nowhere/bwrap”: No such"
        " file or directory. Run doctor."
    )
    assert len(closed) == 1


def test_threads_are_counted_where_a_namespace_is_our_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for task in ("1/task/1", "1/task/2", "7/task/7", "self/task/7"):
        (tmp_path / task).mkdir(parents=True)
    monkeypatch.setattr(limit, "PROCESS", tmp_path)
    assert limit.threads_here() == 0  # nothing tells

    (tmp_path / "self/uid_map").write_text("      1000      61200          1\n")
    monkeypatch.setattr(limit, "COUNTS", (0, 0))
    assert limit.threads_here() == 3
    monkeypatch.setattr(limit, "COUNTS", (99, 0))  # as on an older Linux
    assert limit.threads_here() == 0
    monkeypatch.setattr(limit, "COUNTS", (0, 0))
    (tmp_path / "self/uid_map").write_text("         0          0 4294967295\n")
    assert limit.threads_here() == 0


def test_only_what_is_small_is_copied_for_an_app_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(bytes(1000))
    small = copied.fits(tmp_path, 2000), copied.fits(tmp_path, 1999)
    many = tmp_path / "many"
    many.mkdir()
    for number in range(10_000):
        (many / str(number)).touch()

    assert small == (True, False)
    assert not copied.fits(tmp_path, 2000)


def test_what_lies_deeper_than_a_path_may_be_long_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(30):
        Path("n" * 200).mkdir()
        os.chdir("n" * 200)

    assert not copied.fits(tmp_path, 2000)


def test_an_app_does_without_what_cannot_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, folder = tmp_path / "source", tmp_path / "folder"
    source.mkdir()
    (source / "app.py").write_text("app")
    (source / "taken").write_text("new")
    (source / "folder").mkdir()
    (source / "link").symlink_to("app.py")
    os.mkfifo(source / "fifo")
    folder.mkdir()
    (folder / "taken").mkdir()  # as a full disk: it cannot be written
    monkeypatch.setenv(copy.NAME, json.dumps([str(source), str(folder)]))

    copy.fill()
    copy.fill()  # once is enough: the variable is gone

    assert copy.NAME not in os.environ
    assert sorted(path.name for path in folder.iterdir()) == [
        "app.py",
        "folder",
        "link",
        "taken",
    ]
