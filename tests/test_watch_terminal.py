"""`checker watch` in a real terminal, and without one."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

import pytest

from checker.keys import keys
from checker.learner import Learner
from conftest import Ran

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect", reason="there is no terminal to drive")

Checker = Callable[..., Ran]
FIRST, SECOND = "01-first-flash", "02-setup"


@pytest.fixture
def learner(course: Path, checker: Checker) -> Learner:
    checker("start", "1")
    return Learner(course)


def test_keys_come_one_by_one_until_the_terminal_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pressed: Queue[str] = Queue()
    ours, theirs = os.openpty()
    with open(theirs, encoding="ascii", closefd=False) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        with keys(pressed.put):
            os.write(ours, b"hq")
            assert (pressed.get(timeout=5), pressed.get(timeout=5)) == ("h", "q")
            reader = threading.enumerate()[-1]
            os.write(ours, b"\x04")
            assert pressed.get(timeout=5) == "\x04"
        os.close(ours)
        reader.join(5)

        assert not reader.is_alive()
    os.close(theirs)


@pytest.fixture
def terminal(learner: Learner, course: Path) -> Iterator["pexpect.spawn[str]"]:
    """`checker watch` in a terminal of its own, lesson 1 started."""
    command = [sys.executable, "-m", "checker", "watch"]
    spawned = pexpect.spawn(
        command[0], command[1:], cwd=str(course), encoding="utf-8", timeout=30
    )
    spawned.setwinsize(40, 80)
    yield spawned
    spawned.close(force=True)


def test_in_a_terminal(terminal: "pexpect.spawn[str]", course: Path) -> None:
    app = course / "work" / FIRST / "app.py"
    starter = app.read_text("utf-8")
    terminal.expect("1 of 4 promises kept")
    terminal.expect("q quit")
    terminal.send("h")
    terminal.expect("Who knows the name")
    terminal.send("r")
    terminal.expect("1 of 4 promises kept")
    app.parent.rename(app.parent.parent / "away")
    terminal.expect(r"not\s+there")
    (app.parent.parent / "away").rename(app.parent)
    terminal.expect("1 of 4 promises kept")
    app.write_text(starter.replace("Flask(__name__)", "Flask(__na"), "utf-8")
    terminal.expect("0 of 4 promises kept")
    solution = (course / "solutions" / FIRST / "app.py").read_text("utf-8")
    app.write_text(solution, "utf-8")
    terminal.expect("4 of 4 promises kept")
    terminal.expect("Lesson 2, Set-up, is in work/02-setup")
    terminal.expect("q quit")
    (course / "work" / SECOND / "app.py").write_text(solution, "utf-8")
    terminal.expect("Every other lesson is done")
    terminal.send("q")
    terminal.expect(pexpect.EOF)
    terminal.close()

    assert terminal.exitstatus == 0


def test_the_terminal_is_as_it_was_after_an_interrupt(
    terminal: "pexpect.spawn[str]",
) -> None:
    terminal.expect("q quit")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()

    assert terminal.exitstatus == 130
    assert "Traceback" not in (terminal.before or "")


def test_without_a_terminal_it_watches_without_keys(
    learner: Learner, course: Path
) -> None:
    command = [sys.executable, "-m", "checker", "watch"]
    with subprocess.Popen(
        command,
        cwd=course,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as watching:
        assert watching.stdout is not None
        for line in watching.stdout:
            if "promises kept" in line:
                break
        app = course / "work" / FIRST / "app.py"
        app.write_text(app.read_text("utf-8") + "\n", "utf-8")
        for again in watching.stdout:
            if "promises kept" in again:
                break
        watching.terminate()
        rest = watching.stdout.read()

    assert line == again == "1 of 4 promises kept, 1 of 4 points and 1 extra.\n"
    assert "Keys" not in rest
