"""The command line on this machine: terminals, shells, help and every ending."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from checker.cli.group import main
from checker.doctor import installed
from checker.limits import Limits
from checker.machine import Machine, examine, limits
from checker.render import pages
from checker.render.look import Look
from conftest import APP, Checker, Recorded, session

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect", reason="there is no terminal to drive")

FIRST = "01-first-flash"
COMMAND = [sys.executable, "-m", "checker"]


def in_terminal(course: Path, *words: str, **env: str) -> str:
    """What the command writes to a terminal."""
    text = pexpect.run(
        " ".join([*COMMAND, *words]),
        cwd=str(course),
        env={**os.environ, "TERM": "xterm", **env},
        encoding="utf-8",
        timeout=60,
    )
    assert isinstance(text, str)
    return text


def test_the_command_is_named_as_it_was_typed(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_COMMAND", "./course")

    assert "“./course start 1” begins it." in checker().text
    assert "“./course start 1”." in checker("check").text
    assert "Usage: ./course check" in checker("check", "--help").text
    assert "-F _course_completion course" in checker("completion", "bash").text


def test_a_terminal_has_colours_unless_they_are_unwanted(
    course: Path, checker: Checker
) -> None:
    checker("start", "1")
    hint = ("hint", "1")

    assert "\x1b[1mHint 1" in in_terminal(course, *hint)
    assert "\x1b" not in in_terminal(course, *hint, NO_COLOR="1")
    assert "\x1b" not in in_terminal(course, *hint, TERM="dumb")


def test_in_a_terminal_the_checks_are_counted(course: Path) -> None:
    shown = in_terminal(course, "check", "solutions")

    assert "1 checked\r2 checked" in shown
    assert shown.count("\r\x1b[K") == 3


@pytest.mark.usefixtures("course")
def test_a_terminal_without_our_signs_reads_ascii() -> None:
    ran = CliRunner(charset="ascii").invoke(main, ["check", f"solutions/{FIRST}"])

    assert "+ passed  The shelf answers." in ran.output
    assert ran.output.isascii()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_learns_to_complete(checker: Checker, shell: str) -> None:
    if not shutil.which("bash"):
        pytest.skip("click asks bash for its version, and there is none")

    assert "_CHECKER_COMPLETE" in checker("completion", shell).text


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("checker st", ["start"]),
        ("checker start ", ["first-flash", FIRST, "setup", "02-setup"]),
        ("checker check s", ["setup", "solutions"]),
        ("checker check --lesson 02", ["02-setup"]),
        ("checker check elsewhere", []),
        ("checker check work", []),
    ],
)
def test_lessons_complete(
    course: Path,
    typed: str,
    completed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (course / "work").mkdir()
    words = typed.split(" ")
    monkeypatch.setenv("_CHECKER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    found = CliRunner().invoke(main, [], prog_name="checker").output

    assert re.findall("plain,(.*)", found) == completed
    assert ("dir," in found) == (not completed)


def test_doctor_says_what_this_machine_has(checker: Checker) -> None:
    ran = checker("doctor")

    assert f"✓ Python      {sys.version.split()[0]}: runs the course" in ran.text
    assert ran.code == 0


def test_doctor_shows_the_limits_in_force_and_where_they_were_set(
    checker: Checker, course: Path
) -> None:
    changed = '[limits]\ntab_memory = "100MiB"\ncheck = 9\ndisk = "1MiB"\n'
    (course / "checker.toml").write_text(changed, "utf-8")
    ran = checker("doctor", "--limit", "check=7", "--limit", "cpu=3")
    others = checker("doctor", "--limit", "cpu = 3").text

    for shown in ("7 s a check", "100 MiB of memory a page", "1 MiB written in all"):
        assert shown in ran.text
    assert ran.text.count("\n✓ 3 s of processor time a process\n") >= 1
    assert "\nSet by checker.toml: disk, tab_memory.\n" in ran.text
    assert "\nSet by --limit: check, cpu.\n" in ran.text
    assert "Set by checker.toml: check, disk, tab_memory." in others
    assert ran.code == 0


def test_doctor_says_nothing_of_limits_that_nobody_set(checker: Checker) -> None:
    assert "Set by" not in checker("doctor").text


def test_doctor_says_what_is_wrong_with_a_limit(checker: Checker) -> None:
    assert checker("doctor", "--limit", "check=soon").text.startswith(
        "--limit: “check” is 'soon'. Write a number above 0"
    )


def test_a_package_that_is_not_there_has_no_version() -> None:
    assert installed("no-such-package-anywhere") == ""


def test_the_version_is_told(checker: Checker) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", checker("--version").text)


def machine(system: str, *programs: str, **facts: object) -> str:
    """What doctor says about a machine with these programs and nothing else."""
    made = Machine(
        system,
        python="3.12.1",
        administrator=bool(facts.get("administrator")),
        which=lambda name: name if name in programs else None,
        exists=lambda path: path in programs,
        package=lambda name: "" if facts.get("bare") else "3.1.3",
    )
    lines = pages.machine(examine(made), limits(made, Limits()), Look())
    return f"{system} {programs} {facts}\n" + "\n".join(lines) + "\n\n"


def test_doctor_knows_how_to_get_what_is_missing(recorded: Recorded) -> None:
    chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    every = ("google-chrome", "bwrap", "redis-server")

    recorded(
        "doctor",
        machine("Linux", "apt-get")
        + machine("Linux", *every, administrator=True)
        + machine("Linux", bare=True)
        + machine("Darwin", "brew", chrome)
        + machine("Windows", "winget"),
    )


def test_every_verb_has_help_with_an_example(
    checker: Checker, recorded: Recorded
) -> None:
    verbs = """
    list start hint reset diff check watch xray lab doctor completion dev
    """.split()

    lines = ["--help", *(f"{verb} --help" for verb in verbs)]
    recorded("help", session(checker, *lines, "dev new --help", "dev build --help"))


def test_a_verb_mistyped_is_guessed(checker: Checker) -> None:
    ran = checker("chekc")

    assert "Did you mean" in ran.text
    assert "check" in ran.text
    assert ran.code == 2


def test_outside_a_course_the_one_of_the_program_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    root = Path(__file__).parent.parent

    listed = CliRunner().invoke(main, ["list"]).output
    assert listed.count(" min ") == len([*(root / "lessons").glob("*/lesson.toml")])


def test_our_own_fault_is_a_sentence_and_a_file(
    checker: Checker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = checker("list")
    said = " ".join(ran.text.split())
    file = Path(said.partition("details are in ")[2].partition(";")[0])

    assert said.startswith("The checker itself failed: FileNotFoundError: ")
    assert ran.code == 4
    assert "FileNotFoundError" in file.read_text("utf-8")
    file.unlink()


def test_an_interrupt_is_quiet(course: Path) -> None:
    folder = course / "01-slow"
    folder.mkdir()
    begun = folder / "begun"
    slow = f"import time\n\nopen({str(begun)!r}, 'w').close()\ntime.sleep(60)\n{APP}"
    (folder / "app.py").write_text(slow, "utf-8")
    with subprocess.Popen(
        [*COMMAND, "check", "01-slow"], cwd=course, stderr=subprocess.PIPE, text=True
    ) as running:
        while not begun.exists():  # pytest's own limit ends a wait in vain
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=30)

    assert (running.returncode, errors) == (130, "")


def test_a_reader_that_leaves_is_no_error(course: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "list"], cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
