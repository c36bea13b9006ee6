"""A lesson is one folder: a new one works at once, with nothing else edited."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker import build, course, scaffold
from checker.errors import AuthorError, CourseError, WorkInTheWay, WrongUse
from checker.mistakes import mistakes, wrong_app
from checker.versions import versions
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
    assert [item.task for item in course.checks(lesson)] == [1, 2]
    assert len(mistakes(lesson)) == 3
    for tree in ("exercises", "solutions"):
        assert (copied / tree / name / "app.py").is_file()
        assert f"({name}/)" in (copied / tree / "README.md").read_text("utf-8")
    assert (copied / "notebooks" / f"{name}.ipynb").is_file()
    after = content(copied / "lessons")
    assert {path: after[path] for path in before} == before


def test_a_new_lesson_asks_before_a_run_and_at_its_end(copied: Path) -> None:
    folder = scaffold.new_lesson(copied, "Toast styles")

    own = [item for item in course.items(copied) if item.lesson == folder.name]
    assert [item.kind for item in own] == ["predict", "recall", "recall", "recall"]
    assert all(item.id.startswith("toast-styles-") for item in own)


@pytest.mark.gate
@pytest.mark.timeout(240)
def test_a_new_lesson_passes_the_gate_once_its_notebook_is_recorded(
    tmp_path: Path,
) -> None:
    left = shutil.ignore_patterns(".*", "__pycache__", "work")
    root = tmp_path / "course"
    shutil.copytree(ROOT, root, ignore=left)
    name = scaffold.new_lesson(root, "Toast styles").name
    build.publish(root)

    files = [
        f"tests/test_{subject}.py" for subject in ("notebooks", "lessons", "prose")
    ]
    chosen = f"({name} and not oldest and not newest) or transcript"
    how = ["-q", "-p", "no:cacheprovider", "--record", "-k", chosen]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *how, *files],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, done.stdout


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


@app.post("/lesson-2/<name>/leave")
def leave_lesson_2(name: str) -> Response:
    # task 2
    flash(f"Goodbye from lesson 2, {name}.")
    # end
    return redirect("/")
"""
    )


def test_each_mistake_of_a_new_lesson_fits_its_solution(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    scaffold.new_lesson(tmp_path, "second")
    lesson = course.read(scaffold.new_lesson(tmp_path, "third"))
    solution = versions(lesson).solution
    names = {item.name for item in course.checks(lesson)}

    for mistake in mistakes(lesson):
        (edit,) = mistake.edits
        source = wrong_app(lesson, mistake)[edit.file]
        assert source != solution[edit.file]
        compile(source, edit.file, "exec")
        assert set(mistake.fails) <= names


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
