"""What answers at once loads next to nothing, and says the same as the long way."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import psutil
import pytest

from checker.cli.ending import plainly
from checker.cli.group import Announced, main
from checker.cli.verbs import VERBS
from checker.store import Store
from conftest import Checker

ROOT = Path(__file__).parent.parent
FIRST = "01-first-flash"
# Says at its end, or where it begins a process, what it has loaded until then.
TELLING = """
import atexit, os, sys
def tell():
    print(*sys.modules, file=sys.stderr, flush=True)
def begins(event, _):
    if event == "subprocess.Popen":
        tell()
        os._exit(0)
sys.addaudithook(begins)
atexit.register(tell)
from checker.cli import main
main()
"""
# What other verbs need; each of them takes longer than what is said here.
HEAVY = """
    asyncio concurrent.futures difflib email flask h11 hashlib http importlib.metadata
    jinja2 json logging rich secrets selectolax shlex socket sqlite3 ssl subprocess
    tempfile traceback watchfiles werkzeug xml
    checker.app checker.checks checker.diagnosis checker.host checker.lesson
    checker.quiz checker.report checker.runner
    """.split()


def loaded(*words: str, folder: Path = ROOT) -> set[str]:
    """What `checker` with these words has loaded at its end, or for its first process.

    Without what pytest or coverage bring along, in a process of its own.
    """
    kept = {n: v for n, v in os.environ.items() if not n.startswith("COVERAGE")}
    command = [sys.executable, "-c", TELLING, *words]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = set(done.stderr.split())

    assert "checker.cli" in found
    return found


def ran(*words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What `python -m checker` did in the folder, with more in its environment."""
    return subprocess.run(
        [sys.executable, "-m", "checker", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more},
        capture_output=True,
        text=True,
    )


def marked(mark: str) -> list[psutil.Process]:
    """The processes that have this in their path of programs."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            found += [process] if mark in process.environ().get("PATH", "") else []
    return found


def test_help_loads_no_verb_and_nothing_heavy() -> None:
    found = loaded("--help")

    assert found & {*HEAVY, "dataclasses", "tomllib", "checker.course"} == set()
    assert found & {f"checker.cli.{module}" for _, module, _ in VERBS} == set()


def test_the_list_loads_no_parser_of_arguments_and_nothing_heavy(course: Path) -> None:
    assert loaded("list", folder=course) & {*HEAVY, "click"} == set()


def test_the_list_loads_sqlite_where_there_is_history(course: Path) -> None:
    (course / "work").mkdir()
    Store(course / "work" / "progress.db").note(FIRST, "started")
    heavy = {*HEAVY, "click"} - {"sqlite3"}

    assert loaded("list", folder=course) & heavy == set()


def test_a_check_loads_little_before_it_begins_the_process_of_apps() -> None:
    later = {*HEAVY, "click", "checker.learner", "checker.mistakes", "checker.verdict"}
    needed = {"checker.host", "json", "socket", "subprocess", "tempfile"}

    assert loaded("check", f"solutions/{FIRST}") & later <= needed


@pytest.mark.parametrize("option", ["--sandbox=none", "--limit=memory=512MiB"])
def test_a_check_in_another_process_begins_it_once_that_is_known(option: str) -> None:
    assert "checker.learner" in loaded("check", f"solutions/{FIRST}", option)


def test_a_process_begun_for_no_check_does_not_stay(
    course: Path, checker: Checker
) -> None:
    # A host is given next to nothing of our environment; the path of programs is.
    mark = f"{course}/programs"
    done = ran("check", "99", folder=course, PATH=f"{os.environ['PATH']}:{mark}")
    found = marked(mark)
    psutil.wait_procs(found, timeout=30)

    assert done.stderr == checker("check", "99").text
    assert done.returncode == 2
    assert [process for process in found if process.is_running()] == []


def test_settings_that_cannot_be_read_are_told_of_as_ever(
    course: Path, checker: Checker
) -> None:
    (course / "checker.toml").write_text("[limits]\nmemory = 0", "utf-8")
    done = ran("check", f"solutions/{FIRST}", folder=course)

    assert done.stderr == checker("check", f"solutions/{FIRST}").text
    assert "“memory” is 0." in done.stderr


@pytest.mark.parametrize("limit", range(12, 100, 4))
def test_help_lists_each_verb_as_the_verb_does(limit: int) -> None:
    with click.Context(main) as ctx:
        verbs = {name: main.resolve_command(ctx, [name])[1] for name, _, _ in VERBS}
        said = {n: v.get_short_help_str(limit) for n, v in verbs.items() if v}
    announced = {n: Announced(n, m, line) for n, m, line in VERBS}

    assert not any(isinstance(verb, Announced) for verb in verbs.values())
    assert said == {n: v.get_short_help_str(limit) for n, v in announced.items()}
    assert list(main.commands) == [name for name, _, _ in VERBS]


def test_the_short_way_to_the_list_says_what_the_long_way_says(
    checker: Checker, course: Path
) -> None:
    for begun in ("", "· started"):
        done = ran("list", folder=course)

        assert begun in done.stdout
        assert done.stdout == checker("list").text
        assert done.returncode == 0
        checker("start", "1")


def test_the_short_way_ends_as_the_long_way_does(
    checker: Checker, course: Path
) -> None:
    (course / "lessons").unlink()
    broken = course / "lessons" / FIRST
    broken.mkdir(parents=True)
    (broken / "lesson.toml").write_text("title = First", "utf-8")
    long, short = checker("list"), ran("list", folder=course)

    assert "lesson.toml is not TOML" in long.text
    assert short.stderr == long.text
    assert short.returncode == long.code == 4


def test_a_list_that_nobody_reads_ends_quietly(course: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "checker", "list"],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)

    assert (done.returncode, done.stderr) == (1, b"")


def test_to_interrupt_the_short_way_needs_no_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        plainly(interrupted)

    assert ended.value.code == 130
    assert capsys.readouterr() == ("", "")


def test_completion_is_not_taken_for_the_list(
    monkeypatch: pytest.MonkeyPatch, course: Path
) -> None:
    monkeypatch.setenv("_CHECKER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "checker li")
    monkeypatch.setenv("COMP_CWORD", "1")

    assert ran("list", folder=course).stdout == "plain,list\n"
