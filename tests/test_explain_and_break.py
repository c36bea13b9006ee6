"""Mistakes as exercises: one shown at work, one handed out to be mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from browser import needed
from checker.breaking import broken_at, chosen
from checker.course import find
from checker.workspace import Workspace
from conftest import Checker, Recorded, session

MISTAKES = {
    "says-nothing": """\
belief = "The redirect says enough"
why = "A redirect shows nothing. Only a message does."
question = "What does the visitor read?"
fails = ["says_goodbye"]
read = "Goodbye"

[[edit]]
file = "app.py"
find = 'flash("Goodbye.")'
put = "pass"
""",
    "never-starts": """\
belief = "Python knows what I mean"
why = "It does not. A name has to be given first."
question = "Who made that name?"
fails = ["says_goodbye"]

[[edit]]
file = "app.py"
find = "import secrets"
put = "imports secrets"
""",
}


LOOKS = '''

@check(task=1, after=greets, browser=True)
def can_be_read(app: App) -> None:
    """The greeting can be read."""
    ann = app.person()
    ann.follow(ann.post("/sign-in", name=app.word()))
    looks = ann.look()

    expect(looks[0].contrast > 3, "every word of the greeting", looks[0].hidden)
'''
PALE = """\
belief = "Who looks closely sees it"
why = "White on white is nothing to look at."
question = "What does an eye see?"
fails = ["can_be_read"]
read = "Goodbye"

[[edit]]
file = "app.py"
find = "<p class=message>"
put = "<p class=message style=color:#fff>"
"""


@pytest.fixture(autouse=True)
def _mistakes(course: Path) -> None:
    """The course has two mistakes, in a lesson of its own."""
    (course / "lessons").unlink()
    shutil.copytree(published_lessons(course), course / "lessons")
    folder = course / "lessons/01-first-flash/mistakes"
    (course / "lessons/01-first-flash/app/notes.txt").write_text("Same.", "utf-8")
    for name, text in MISTAKES.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")


def published_lessons(course: Path) -> Path:
    return (course / "solutions").resolve().parent / "lessons"


def test_a_mistake_is_shown_at_work_beside_the_finished_app(
    checker: Checker, recorded: Recorded
) -> None:
    recorded("explain", session(checker, "explain says-nothing"))


def test_a_mistake_whose_app_does_not_start_is_shown_as_well(checker: Checker) -> None:
    ran = checker("explain", "never-starts")

    assert "Python cannot read the app." in ran.text
    assert ran.code == 0


def test_without_an_id_every_mistake_is_listed(
    checker: Checker, recorded: Recorded
) -> None:
    recorded("mistakes", session(checker, "explain", "explain says-nothin"))


def test_an_id_that_is_like_none_is_answered_with_the_list(checker: Checker) -> None:
    ran = checker("explain", "x")

    assert ran.text == ("No mistake goes by “x”. “checker explain” lists them.\n")
    assert ran.code == 2


def test_ids_are_completed(checker: Checker) -> None:
    from checker.cli.names import complete_mistake

    found = complete_mistake(None, None, "says")  # type: ignore[arg-type]  # neither is looked at

    assert [item.value for item in found] == ["says-nothing"]


def test_a_wrong_app_is_handed_out_checked_without_its_name_and_mended(
    checker: Checker, course: Path, recorded: Recorded
) -> None:
    seed = seed_of("says-nothing", course)
    text = session(checker, f"break 1 --seed {seed}")
    folder = f"work/broken/01-first-flash-{seed}"
    text += session(checker, f"check {folder} --seed 7", f"break 1 --seed {seed}")
    app = course / folder / "app.py"
    app.write_text(app.read_text("utf-8").replace("pass", 'flash("Goodbye.")'), "utf-8")
    text += session(
        checker, f"check {folder} --seed 7", f"break 1 --seed {seed} --tell"
    )

    recorded("break", text.replace(f"-{seed}", "-N"))
    assert "Mend it" in (course / folder / "README.md").read_text("utf-8")


def test_without_a_seed_any_app_is_handed_out(checker: Checker, course: Path) -> None:
    assert checker("break", "1").code == 0
    assert len(list((course / "work/broken").iterdir())) == 1


def test_to_be_told_the_belief_takes_the_seed(checker: Checker) -> None:
    ran = checker("break", "1", "--tell")

    assert ran.text == ("--tell needs the seed of an app. Add --seed and its number.\n")
    assert ran.code == 2


def test_a_lesson_without_mistakes_hands_nothing_out(checker: Checker) -> None:
    ran = checker("break", "2")

    assert ran.text == "Lesson 2 has no mistakes recorded. Choose another lesson.\n"
    assert ran.code == 2


@pytest.fixture
def pale(course: Path) -> None:
    """One more mistake, which only a browser shows, and the check that it fails."""
    lesson = course / "lessons/01-first-flash"
    checks = lesson / "checks.py"
    checks.write_text(checks.read_text("utf-8") + LOOKS, "utf-8")
    (lesson / "mistakes/pale.toml").write_text(PALE, "utf-8")


@needed
@pytest.mark.usefixtures("pale")
def test_a_mistake_that_only_a_browser_shows_is_shown_with_one(
    checker: Checker,
) -> None:
    ran = checker("explain", "pale", "--browser")

    assert ran.code == 0
    assert "every word of the greeting" in ran.text
    assert "✓" in ran.text


@pytest.mark.usefixtures("pale")
def test_without_a_browser_it_is_said_that_one_is_needed(checker: Checker) -> None:
    ran = checker("explain", "pale")

    assert ran.text == (
        "Only a browser shows whether can_be_read is kept. Add --browser.\n"
    )
    assert ran.code == 2


@pytest.mark.usefixtures("pale")
def test_what_only_a_browser_shows_is_not_handed_out(course: Path) -> None:
    lesson = find(course, "1")

    assert {chosen(lesson, seed).mistake.name for seed in range(100)} == set(MISTAKES)


def test_a_folder_beside_them_is_no_app_that_was_handed_out(course: Path) -> None:
    workspace = Workspace(course)

    for name in ("01-first-flash", "mine-7", "01-first-flash-x"):
        assert broken_at(workspace.broken / name, workspace) is None
    assert broken_at(course / "01-first-flash-7", workspace) is None


def seed_of(name: str, course: Path) -> int:
    lesson = find(course, "1")
    return next(n for n in range(100) if chosen(lesson, n).mistake.name == name)
