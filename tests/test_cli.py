"""The verbs of a learner's day, and of an author's, entered as a person does."""

import shutil
from pathlib import Path

from conftest import APP, Checker, Recorded, session

FIRST = "01-first-flash"


def finish(course: Path, lesson: str = FIRST) -> None:
    """Puts the solution where the learner's app is."""
    shutil.copy(course / "solutions" / lesson / "app.py", course / "work" / lesson)


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


def test_nothing_is_moved_before_there_is_a_starter(
    checker: Checker, course: Path
) -> None:
    checker("start", "1")
    (course / "exercises").unlink()

    assert checker("reset", "1").code == 4
    assert (course / "work" / FIRST / "app.py").exists()


def test_a_place_that_takes_no_copy_is_said(checker: Checker, course: Path) -> None:
    (course / "work").touch()

    assert checker("start", "1").text == (
        "work/01-first-flash could not be put there: File exists. "
        "Look at what is in that\nplace, or uses it.\n"
    )


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
