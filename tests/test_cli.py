"""The command line, entered as a person does."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.doctor import installed
from checker.machine import Machine, examine, limits
from checker.render import pages
from checker.render.look import Look
from checker.report import from_json
from conftest import APP, Ran

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect", reason="there is no terminal to drive")

Checker = Callable[..., Ran]
Recorded = Callable[[str, str], None]
FIRST = "01-first-flash"
COMMAND = [sys.executable, "-m", "checker"]


def session(checker: Checker, *lines: str, typed: str = "") -> str:
    """What a person sees who types these lines one after the other."""
    text = ""
    for line in lines:
        ran = checker(*line.split(), typed=typed)
        text += f"$ checker {line}".rstrip() + f"\n{ran.text}"
        text += f"(exit {ran.code})\n\n"
    return text


def finish(course: Path, lesson: str = FIRST) -> None:
    """Puts the solution where the learner's app is."""
    shutil.copy(course / "solutions" / lesson / "app.py", course / "work" / lesson)


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


# A learner's verbs


def test_a_learners_first_day(checker: Checker, recorded: Recorded) -> None:
    lines = ("", "list", "start 1", "", "check --seed 7", "hint", "list", "")

    recorded("first-day", session(checker, *lines))


def test_a_lesson_done_leads_to_the_next(
    checker: Checker, course: Path, recorded: Recorded
) -> None:
    checker("start", "1")
    finish(course)

    lines = ("check --seed 7", "list", "hint 1", "", "hint", "start 2", "check 1")
    recorded("done", session(checker, *lines))


def test_when_every_lesson_is_done_there_is_no_next(
    checker: Checker, course: Path, recorded: Recorded
) -> None:
    for number, lesson in (("1", FIRST), ("2", "02-setup")):
        checker("start", number)
        finish(course, lesson)
        checker("check", number)

    lines = ("check 2", "", "list", "check", "check nowhere", "reset 1", "")
    recorded("all-done", session(checker, *lines))


def test_the_lesson_touched_last_is_meant(checker: Checker, course: Path) -> None:
    checker("start", "2")
    checker("start", "1")
    last_started = checker().text
    checker("check", "2")
    last_checked = checker().text
    (course / "work" / "progress.db").unlink()

    assert last_started.startswith("Lesson 1")
    assert last_checked.startswith("Lesson 2")
    assert checker().text.startswith("Lesson 2")


def test_hints_are_graded_and_remembered(checker: Checker, recorded: Recorded) -> None:
    checker("start", "1")

    recorded("hints", session(checker, *["hint"] * 4))


def test_a_hint_is_for_the_first_unfinished_task(
    checker: Checker, course: Path
) -> None:
    checker("start", "1")
    app = course / "work" / FIRST / "app.py"
    greeting = "flash(f\"Welcome, {request.form['name']}.\")"
    todo = "# TODO 1: Greet whoever signs in"
    app.write_text(app.read_text("utf-8").replace(todo, greeting), "utf-8")
    checker("check")

    assert checker("hint").text == "Task 2: Say goodbye\nHint 1 of 3: Who leaves?\n"


def test_starting_never_replaces_work(checker: Checker, recorded: Recorded) -> None:
    lines = ("start 1", "start 1", "start 9", "start frist-flash", "start")

    recorded("start", session(checker, *lines))


def test_a_start_that_was_interrupted_is_no_start(
    checker: Checker, course: Path
) -> None:
    half = course / "work" / ".01-first-flash.half"
    half.mkdir(parents=True)
    (half / "old.py").touch()
    checker("start", "1")

    assert sorted(p.name for p in (course / "work").iterdir()) == [
        FIRST,
        "progress.db",
    ]
    assert not (course / "work" / FIRST / "old.py").exists()


def test_an_exercise_that_is_not_published_is_the_courses_fault(
    checker: Checker, course: Path
) -> None:
    (course / "exercises").unlink()

    assert checker("start", "1").text == (
        "exercises/01-first-flash is missing. Publish it with “checker dev build”.\n"
    )


def test_a_lesson_without_a_todo_is_started_all_the_same(
    checker: Checker, course: Path
) -> None:
    (course / "exercises").unlink()
    (course / "exercises" / FIRST).mkdir(parents=True)
    (course / "exercises" / FIRST / "app.py").write_text(APP, "utf-8")

    assert "Open:" not in checker("start", "1").text


def test_reset_keeps_what_was_there(
    checker: Checker, course: Path, recorded: Recorded
) -> None:
    checker("start", "1")
    finish(course)
    checker("check")
    text = session(checker, "reset 1", "", "reset 1", "reset 2")
    kept = sorted((course / "work" / "backups").iterdir())

    recorded("reset", text)
    assert "Welcome" in (kept[0] / "app.py").read_text("utf-8")
    assert "Welcome" not in (kept[1] / "app.py").read_text("utf-8")


def test_the_answer_is_shown_after_asking_once(
    checker: Checker, course: Path, recorded: Recorded
) -> None:
    checker("start", "1")
    (course / "work" / FIRST / "more.py").write_text("x = 1", "utf-8")
    (course / "work" / FIRST / "templates").mkdir()
    (course / "work" / FIRST / "__pycache__").mkdir()
    (course / "work" / FIRST / "__pycache__" / "app.pyc").touch()
    refused = session(checker, "diff 1", typed="n\n")
    shown = session(checker, "diff", typed="y\n")

    recorded("diff", refused + shown + session(checker, "diff"))


def test_the_answer_can_be_shown_unasked(checker: Checker, course: Path) -> None:
    checker("start", "1")
    finish(course)

    assert checker("diff", "--yes").text == "Your app is the solution.\n"


def test_no_answer_to_the_question_is_no(checker: Checker) -> None:
    checker("start", "1")
    ran = checker("diff")

    assert ran.code == 130
    assert "-" not in ran.text.partition("\n")[2]


# What can be checked


def test_a_folder_is_the_lesson_that_its_name_begins_with(
    checker: Checker, course: Path, tmp_path: Path, recorded: Recorded
) -> None:
    away = tmp_path / "1-away"
    shutil.copytree(course / "solutions" / FIRST, away)
    for name in ("1", "first-flash-2", "mine"):
        shutil.copytree(course / "solutions" / FIRST, course / name)
    lines = (
        "check ./1 --seed 7",
        "check first-flash-2 --seed 7",
        "check mine --seed 7",
        "check mine --lesson 1 --seed 7",
        f"check {away} --seed 7",
        "check --lesson 1",
        "check 1",
        "check nowhere",
        "check frist-flash",
        "check .",
        "check 1 --only nothing",
        "check solutions --only greets",
    )

    recorded("targets", session(checker, *lines))


def test_the_learners_own_folder_counts_however_it_is_named(
    checker: Checker, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checker("start", "1")
    finish(course)
    monkeypatch.chdir(course / "work" / FIRST)
    checker("check", ".")

    assert "✓ done" in checker("list").text


def test_only_a_whole_run_counts(checker: Checker) -> None:
    checker("start", "1")
    ran = checker("check", "1", "--only", "answers")

    assert ran.code == 0
    assert "points" not in checker("list").text.partition("\n")[0]


def test_one_report_as_json(checker: Checker, course: Path) -> None:
    ran = checker("check", "solutions/01-first-flash", "--json", "--seed", "7")
    found = from_json(ran.out)

    assert (found.seed, found.done, ran.code) == (7, True, 0)
    assert found.folder == str(course / "solutions" / FIRST)


def test_many_reports_as_json_fit_the_schema(checker: Checker) -> None:
    ran = checker("check", "exercises", "--json")
    schema = Path(__file__).parent.parent / "checker/schema/report-1.json"
    found = json.loads(ran.out)

    for report in found:
        jsonschema.validate(report, json.loads(schema.read_text("utf-8")))
    assert [report["lesson"] for report in found] == [FIRST, "02-setup"]
    assert ran.code == 1


def test_an_error_leaves_nothing_where_json_is_read(checker: Checker) -> None:
    ran = checker("check", "nowhere", "--json")

    assert (ran.out, ran.code) == ("", 2)


def test_progress_that_cannot_be_kept_does_not_stand_in_the_way(
    checker: Checker, course: Path
) -> None:
    checker("start", "1")
    (course / "work" / "progress.db").unlink()
    (course / "work" / "progress.db").mkdir()
    ran = checker("check", "1")

    assert "1 of 4 promises kept" in ran.text
    assert ran.code == 1
    assert ran.text.endswith(
        "Progress was not kept in work/progress.db: unable to open database file.\n"
    )


# This machine and its terminals


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
    lines = pages.machine(examine(made), limits(made), Look())
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


# Endings


def test_every_verb_has_help_with_an_example(
    checker: Checker, recorded: Recorded
) -> None:
    verbs = "list start hint reset diff check watch doctor completion dev".split()

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
    assert listed.count(" min ") == len([*(root / "lessons").glob("[0-9]*")])


def test_our_own_fault_is_a_sentence_and_a_file(checker: Checker, course: Path) -> None:
    (course / "work").touch()
    ran = checker("start", "1")
    file = Path(re.sub(r"\s+", " ", ran.text).split("details are in ")[1].split(";")[0])

    assert ran.text.startswith("The checker itself failed: FileExistsError: ")
    assert ran.code == 4
    assert "FileExistsError" in file.read_text("utf-8")
    file.unlink()


def test_an_interrupt_is_quiet(course: Path) -> None:
    folder = course / "01-slow"
    folder.mkdir()
    (folder / "app.py").write_text(f"import time\n\ntime.sleep(60)\n{APP}", "utf-8")
    with subprocess.Popen(
        [*COMMAND, "check", "01-slow"], cwd=course, stderr=subprocess.PIPE, text=True
    ) as running:
        time.sleep(1.5)
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


# An author's verbs


def test_an_author_publishes(
    checker: Checker, course: Path, recorded: Recorded
) -> None:
    for tree in ("exercises", "solutions"):
        (course / tree).unlink()
    lessons = (course / "lessons").resolve()
    (course / "lessons").unlink()
    shutil.copytree(lessons, course / "lessons")
    lines = ("build --check", "build", "build", "build --check", "new Dark mode")

    recorded("author", session(checker, *(f"dev {line}" for line in lines)))
