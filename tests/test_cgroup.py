"""A submission's processes are counted together, where the kernel lets us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker.limits import MIB, Limits
from checker.sandbox import cgroup
from checker.sandbox.cgroup import Cgroup

LIMITS = Limits(memory=256 * MIB, processes=20)
UNIFIED = (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified"))
FORKS = (
    "import subprocess; subprocess.Popen(['sleep', '60']); print(flush=True); input()"
)

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="control groups are Linux's"
)


@pytest.fixture
def kernel(tmp_path: Path) -> tuple[Path, Path]:
    """Files that say what the kernel would: a top, and our own group two below it."""
    top = tmp_path / "top"
    for place in (top, top / "user", top / "user" / "ours"):
        place.mkdir()
        for name in ("cgroup.controllers", "cgroup.subtree_control"):
            (place / name).write_text("cpu memory pids\n")
        (place / "cgroup.procs").write_text("")
    (tmp_path / "mountinfo").write_text(f"1 2 0:3 / {top} rw shared:4 - cgroup2 c rw\n")
    (tmp_path / "cgroup").write_text("3:cpu:/old\n0::/user/ours\n")
    return tmp_path / "mountinfo", tmp_path / "cgroup"


def unified() -> Path | None:
    """Where this machine has control groups of version 2 that we may make more of."""
    for place in UNIFIED:
        if (place / "cgroup.procs").exists() and os.access(place, os.W_OK):
            return place
    return None


def settings(group: Cgroup) -> dict[str, str]:
    return {f.name: f.read_text() for f in sorted(group.folder.iterdir())}


def test_the_group_below_ours_has_the_limits(kernel: tuple[Path, Path]) -> None:
    group = cgroup.group(LIMITS, *kernel)

    assert group is not None
    assert group.folder.parent == kernel[0].parent / "top" / "user" / "ours"
    assert settings(group) == {
        "memory.max": "268435456",
        "memory.swap.max": "0",
        "pids.max": "36",
    }
    shutil.rmtree(group.folder)
    group.close()


def test_our_own_group_hands_down_what_it_does_not_yet(
    kernel: tuple[Path, Path],
) -> None:
    asked = kernel[0].parent / "top" / "user" / "ours" / "cgroup.subtree_control"
    asked.write_text("cpu\n")
    group = cgroup.group(LIMITS, *kernel)

    assert group is not None
    assert asked.read_text() == "+memory +pids"
    shutil.rmtree(group.folder)


def test_a_group_that_takes_no_other_is_left_for_the_one_above(
    kernel: tuple[Path, Path],
) -> None:
    shutil.rmtree(kernel[0].parent / "top" / "user" / "ours")
    group = cgroup.group(LIMITS, *kernel)

    assert group is not None
    assert group.folder.parent == kernel[0].parent / "top" / "user"
    shutil.rmtree(group.folder)


@pytest.mark.parametrize(
    ("mounts", "own", "reason"),
    [
        ("", "0::/\n", "this system has no control groups of version 2"),
        ("1 2 0:3 / /sys rw - cgroup2 c rw\n", "3:cpu:/\n", "this system has no con"),
        ("1 2 0:3 / /proc rw - cgroup2 c rw\n", "0::/\n", "its control groups of v"),
    ],
)
def test_why_there_is_no_group_is_said(
    tmp_path: Path, mounts: str, own: str, reason: str
) -> None:
    files = tmp_path / "mountinfo", tmp_path / "cgroup"
    files[0].write_text(mounts)
    files[1].write_text(own)

    assert cgroup.missing(*files).startswith(reason)
    assert cgroup.group(LIMITS, *files) is None
    assert cgroup.missing(tmp_path / "none", files[1]).startswith("this system has")


def test_a_user_who_may_make_no_group_is_told(kernel: tuple[Path, Path]) -> None:
    for file in kernel[0].parent.rglob("cgroup.procs"):
        file.unlink()

    assert cgroup.missing(*kernel) == "this user may make no control group"


def test_a_group_whose_limits_the_kernel_refuses_is_not_left(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Cgroup(tmp_path, {"not/there": "1"})

    assert list(tmp_path.iterdir()) == []


def test_closing_ends_all_that_joined(tmp_path: Path) -> None:
    above = unified()
    if above is None:
        pytest.skip("nobody but root may make a control group of version 2 here")
    group = Cgroup(above, {})
    command = group.wrapped([sys.executable, "-c", FORKS])
    with subprocess.Popen(command, stdin=-1, stdout=-1) as process:
        assert process.stdout is not None
        process.stdout.readline()
        inside = (group.folder / "cgroup.procs").read_text().split()
        group.close()

        assert len(inside) == 2
        assert process.wait(5) == -9
    assert not group.folder.exists()


def test_memory_of_all_processes_together_is_limited() -> None:
    if reason := cgroup.missing():
        pytest.skip(reason)
    group = cgroup.group(Limits(memory=64 * MIB))
    assert group is not None
    greedy = group.wrapped([sys.executable, "-c", "b'x' * (128 * 1024 * 1024)"])

    assert subprocess.run(greedy).returncode == -9
    group.close()
    assert not group.folder.exists()


def test_nothing_is_missing_where_a_group_can_be_made(
    kernel: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroup, "PATIENCE", 0.02)  # here the group cannot go again

    assert cgroup.missing(*kernel) == ""


def test_what_cannot_be_ended_is_waited_for_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroup, "PATIENCE", 0.02)
    group = Cgroup(tmp_path, {"pids.max": "1"})
    group.close()

    assert group.folder.exists()
