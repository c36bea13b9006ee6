"""A lesson is one folder: a new one works at once, with nothing else edited."""

import shutil
from pathlib import Path

import pytest

from checker import build, course, scaffold
from checker.errors import AuthorError, CourseError, WorkInTheWay, WrongUse
from checker.host import Host
from checker.report import Outcome
from checker.runner import run
from small_course import write_lesson

ROOT = Path(__file__).parents[1]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of this course's lessons and published trees."""
    for tree in ("lessons", "exercises", "solutions"):
        shutil.copytree(ROOT / tree, tmp_path / tree)
    return tmp_path


def content(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_one_more_lesson_in_this_course_needs_nothing_else_edited(copied: Path) -> None:
    last = course.lessons(copied)[-1]
    before = content(copied / "lessons")
    folder = scaffold.new_lesson(copied, "Toast styles")

    name = f"{last.number + 1:02}-toast-styles"
    assert folder == copied / "lessons" / name
    assert build.differences(copied)
    build.publish(copied)
    assert build.differences(copied) == ()
    lesson = course.find(copied, "toast")
    assert (lesson.name, lesson.title) == (name, "Toast styles")
    assert [item.task for item in course.checks(lesson)] == [1]
    assert len(course.mistakes(lesson)) == 3
    for tree in ("exercises", "solutions"):
        assert (copied / tree / name / "app.py").is_file()
        assert f"({name}/)" in (copied / tree / "README.md").read_text("utf-8")
    after = content(copied / "lessons")
    assert {path: after[path] for path in before} == before


def test_a_new_lesson_keeps_what_every_lesson_promises(copied: Path) -> None:
    lesson = course.read(scaffold.new_lesson(copied, "Toast styles"))
    (check,) = course.checks(lesson)
    build.publish(copied)

    apps = {tree: copied / tree / lesson.name for tree in ("solutions", "exercises")}
    for mistake in course.mistakes(lesson):
        app = apps[mistake.name] = copied / mistake.name
        shutil.copytree(apps["solutions"], app)
        source = (app / "app.py").read_text("utf-8")
        (edit,) = mistake.edits
        (app / "app.py").write_text(source.replace(edit.find, edit.put), "utf-8")

    with Host() as host:
        reports = {
            name: run(app, lesson, [check], host=host, seed=1)
            for name, app in apps.items()
        }
    outcomes = {name: report.results[0].outcome for name, report in reports.items()}
    assert outcomes == {
        "solutions": Outcome.PASSED,
        "exercises": Outcome.FAILED,
        "any-message-will-do": Outcome.FAILED,
        "braces-are-enough": Outcome.FAILED,
        "print-reaches-the-visitor": Outcome.FAILED,
    }


def test_a_new_lesson_grows_from_the_last_ones_solution(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    folder = scaffold.new_lesson(tmp_path, "second")

    app = folder / "app"
    assert (app / "static" / "icon.png").read_bytes() == b"\x89PNG\r\n\xff"
    assert (
        (app / "app.py").read_text()
        == """\
from flask import Flask, flash, redirect
from werkzeug import Response

app = Flask(__name__)


@app.post("/sign-in")
def sign_in() -> Response:
    flash("Welcome.")
    return redirect("/")


@app.post("/lesson-2/<name>")
def lesson_2(name: str) -> Response:
    # task 1
    flash(f"Hello from lesson 2, {name}.")
    # end
    return redirect("/")
"""
    )


def test_each_mistake_of_a_new_lesson_fits_its_solution(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    scaffold.new_lesson(tmp_path, "second")
    lesson = course.read(scaffold.new_lesson(tmp_path, "third"))
    solution = build.versions(lesson).solution
    names = {item.name for item in course.checks(lesson)}

    for mistake in course.mistakes(lesson):
        (edit,) = mistake.edits
        text = solution[edit.file].decode()
        assert text.count(edit.find) == 1
        compile(text.replace(edit.find, edit.put), edit.file, "exec")
        assert set(mistake.fails) == names


def test_what_the_last_app_does_not_import_is_imported(tmp_path: Path) -> None:
    write_lesson(
        tmp_path, app="# task 1\nimport flask\n# end\n\napp = flask.Flask('x')\n"
    )
    folder = scaffold.new_lesson(tmp_path, "second")

    assert (
        (folder / "app" / "app.py")
        .read_text()
        .startswith(
            "import flask\n"
            "from flask import flash\n"
            "from flask import redirect\n"
            "from werkzeug import Response\n"
            "\n"
            "app = flask.Flask('x')\n"
        )
    )


def refusal(error: type[CourseError], root: Path, name: str) -> str:
    before = content(root)
    with pytest.raises(error) as refused:
        scaffold.new_lesson(root, name)
    assert content(root) == before
    return str(refused.value)


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    write_lesson(tmp_path)

    assert refusal(WorkInTheWay, tmp_path, "First Flash") == (
        "lessons/01-first-flash is there. Choose another name."
    )


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    (tmp_path / "lessons" / "02-second").write_text("mine")

    assert refusal(WorkInTheWay, tmp_path, "second") == (
        "lessons/02-second is there. Move it away."
    )


def test_a_name_without_letters_is_refused(tmp_path: Path) -> None:
    write_lesson(tmp_path)

    assert refusal(WrongUse, tmp_path, "!?") == (
        "“!?” holds no letters a to z. Name the lesson in words."
    )


def test_a_course_without_a_lesson_has_nothing_to_grow_from(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()

    assert refusal(AuthorError, tmp_path, "first") == (
        "lessons/ holds no lesson to grow from. Write one by hand."
    )


def test_an_app_that_is_made_by_a_factory_is_copied_by_hand(tmp_path: Path) -> None:
    write_lesson(tmp_path, app="x.y = 1\n# task 1\n# end\n")

    assert refusal(AuthorError, tmp_path, "second") == (
        "lessons/01-first-flash/app/app.py has no `app` to grow from. "
        "Copy that lesson's folder by hand."
    )
