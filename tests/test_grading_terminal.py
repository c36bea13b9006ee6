"""A grading at a terminal: a bar with what is running, and a line for what failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from test_grading import GRADE, submissions  # noqa: F401  a fixture

pexpect = pytest.importorskip("pexpect")


def test_interrupted_it_says_how_to_go_on(
    submissions: Path,  # noqa: F811  the fixture
) -> None:
    words = [sys.executable, "-m", "checker", *GRADE.split()]
    with subprocess.Popen(
        words,
        cwd=submissions.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as grading:
        assert grading.stderr is not None
        for line in grading.stderr:
            if line.startswith("ada, 01-first-flash: "):
                grading.send_signal(signal.SIGINT)
                break
        told, rest = grading.communicate()

    assert grading.returncode == 1
    assert "Stopping after " in rest
    assert "goes on with the rest. Meanwhile open marks/index.html." in " ".join(
        told.split()
    )


def test_what_is_tried_once_more_is_told_beside_the_bar(
    submissions: Path,  # noqa: F811  the fixture
) -> None:
    app = submissions / "ben" / "01-first-flash" / "app.py"
    app.write_text("import time\ntime.sleep(60)\n")
    grading = at_terminal(submissions, "--only", "ben", "--limit", "start=1")
    grading.expect("ben, 01-first-flash: its time was up; it gets another.")
    grading.expect("Once more .*0/1")
    grading.expect("ben, 01-first-flash: 0 of 4, ")
    grading.expect(pexpect.EOF)
    grading.close()

    assert grading.exitstatus == 1  # the others were never checked


def at_terminal(submissions: Path, *more: str) -> Any:  # noqa: F811  the fixture
    """The command at a terminal of 100 columns."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "checker", *GRADE.split(), *more],
        cwd=str(submissions.parent),
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "30"},
        timeout=60,
        dimensions=(30, 100),
        encoding="utf-8",
    )


def test_a_terminal_shows_a_bar_and_each_failure(
    submissions: Path,  # noqa: F811  the fixture
) -> None:
    grading = at_terminal(submissions)
    grading.expect("Checked .*0/3")
    grading.expect("Now: ada 01-first-flash")
    grading.expect(r"2/3.*\d+ a minute")
    grading.expect("ben, 01-first-flash: 3 of 4, ")
    grading.expect("3 learners, 4 submissions: 3 marked, 1 could not be graded.")
    grading.expect(pexpect.EOF)
    grading.close()

    assert grading.exitstatus == 0
    assert "ada, 01-first-flash: 4 of 4" not in grading.before
