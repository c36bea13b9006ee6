"""The README shows what really happens: its session and its picture are made anew."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "check.svg"
CHECKER = str(Path(sys.executable).with_name("checker"))
START = "./course start 1"
CHECK = "./course check --seed 7 --only greets_by_name"
WRITTEN = ("You write the greeting, and put it", "below the return.")
ENVIRONMENT = {**os.environ, "COURSE_COMMAND": "./course"}
BLOCK = re.compile("(?<=<!-- session -->\n).*(?=<!-- /session -->)", re.DOTALL)
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # fetched from elsewhere


@pytest.fixture
def learners(tmp_path: Path) -> Path:
    for tree in ("lessons", "exercises", "solutions"):
        (tmp_path / tree).symlink_to(ROOT / tree)
    return tmp_path


def session(folder: Path) -> str:
    """The commands and what they print, as a block of the README."""
    lines = [*ran(START, folder), "", f"# {' '.join(WRITTEN)}", ""]
    make_the_mistake(folder)
    lines += ran(CHECK, folder)
    return "\n".join(f"    {line}".rstrip() for line in lines) + "\n"


def ran(command: str, folder: Path) -> list[str]:
    """A command and the lines that it prints."""
    done = subprocess.run(
        [CHECKER, *command.split()[1:]],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [f"$ {command}", *done.stdout.splitlines()]


def make_the_mistake(folder: Path) -> None:
    """Does the first task as many people do at first."""
    [file] = folder.glob("work/01-*/app.py")
    before, _, after = file.read_text("utf-8").partition("    # TODO 1")
    returned = after.partition("\n")[2].partition("\n")
    flash = '    flash(f"Welcome, {name}.")'
    file.write_text(f"{before}{returned[0]}\n{flash}\n{returned[2]}", "utf-8")


def picture(folder: Path) -> str:
    """What a check looks like on a terminal, drawn as SVG."""
    ran(START, folder)
    make_the_mistake(folder)
    command = ["check", "--seed", "7"]
    terminal = pexpect.spawn(
        CHECKER, command, cwd=str(folder), env=ENVIRONMENT, encoding="utf-8"
    )
    screen = terminal.read()
    terminal.close()
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(Text("$ ./course " + " ".join(command)))
    console.print(Text.from_ansi(screen.replace("\r\n", "\n")))
    drawn = console.export_svg(
        title="The Corner Shelf", theme=MONOKAI, unique_id="check"
    )
    return FONT.sub("", drawn)


def test_session_in_the_readme_is_a_real_one(
    learners: Path, request: pytest.FixtureRequest
) -> None:
    made = session(learners)
    if request.config.getoption("record"):
        README.write_text(BLOCK.sub(lambda _: made, README.read_text("utf-8")), "utf-8")

    assert BLOCK.search(README.read_text("utf-8"))[0] == made  # type: ignore[index]  # None fails as it should


def test_picture_in_the_readme_is_a_real_one(
    learners: Path, request: pytest.FixtureRequest
) -> None:
    made = picture(learners)
    if request.config.getoption("record"):
        PICTURE.write_text(made, "utf-8")

    assert PICTURE.read_text("utf-8") == made


def test_readme_is_short_enough_to_be_read() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 120
