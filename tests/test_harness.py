"""The folders for other graders, and one submission's result as they read it."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml

import importers
from checker.course import find
from checker.errors import AuthorError, WrongUse
from checker.harness.bundle import ENGINE, exercise, packed
from conftest import Checker

WITHOUT_WALLS = ("--sandbox", "none", "--i-trust-this-code")
BROKEN = '''

@check
def breaks(app: App) -> None:
    """The checker breaks here."""
    raise RuntimeError("a bug of ours")
'''


def names(folder: Path) -> list[str]:
    """Its files, without those of the engine, which are many."""
    files = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    return sorted(name for name in files if "/checker/" not in name)


def graded(checker: Checker, folder: Path | str, kind: str) -> dict[str, object]:
    words = ("export", "result", str(folder), "--lesson", "1", "--as", kind)
    ran = checker(*words, *WITHOUT_WALLS)
    assert ran.code == 0, ran.text
    facts: dict[str, object] = json.loads(ran.out)
    return facts


def test_gradescope_gets_a_zip_for_each_lesson(checker: Checker, course: Path) -> None:
    ran = checker("export", "gradescope", "out")

    assert ran.code == 0
    assert ran.text == (
        "out holds 2 lessons. What to do with it is in its pages (.md).\n"
    )
    assert names(course / "out") == [
        "01-first-flash.md",
        "01-first-flash.zip",
        "02-setup.md",
        "02-setup.zip",
    ]
    assert "as the lesson has: 4." in (course / "out/02-setup.md").read_text("utf-8")


def test_a_zip_for_gradescope_has_what_it_needs_and_no_other_lesson(
    checker: Checker, course: Path
) -> None:
    checker("export", "gradescope", "out", "--lesson", "2")
    checker("export", "gradescope", "again", "--lesson", "2")

    with zipfile.ZipFile(course / "out/02-setup.zip") as archive:
        entries = {e.filename: e.external_attr >> 16 for e in archive.infolist()}
    ours = {name for name in entries if not name.startswith("course/checker/")}
    assert ours == {
        "run_autograder",
        "setup.sh",
        "course/course",
        "course/LICENSE",
        "course/pyproject.toml",
        "course/uv.lock",
        "course/lessons/02-setup/app/app.py",
        "course/lessons/02-setup/checks.py",
        "course/lessons/02-setup/lesson.toml",
    }
    runs = {name for name, rights in entries.items() if rights & 0o111}
    assert runs == {"run_autograder", "setup.sh", "course/course"}
    assert "course/checker/cli/export.py" in entries
    again = (course / "again/02-setup.zip").read_bytes()
    assert (course / "out/02-setup.zip").read_bytes() == again


def test_github_classroom_gets_a_repository_for_each_lesson(
    checker: Checker, course: Path
) -> None:
    ran = checker("export", "github-classroom", "out", "--lesson", "2")

    assert ran.text.startswith("out holds 02-setup.")
    assert names(course / "out") == [
        "02-setup/.course/LICENSE",
        "02-setup/.course/course",
        "02-setup/.course/lessons/02-setup/app/app.py",
        "02-setup/.course/lessons/02-setup/checks.py",
        "02-setup/.course/lessons/02-setup/lesson.toml",
        "02-setup/.course/pyproject.toml",
        "02-setup/.course/uv.lock",
        "02-setup/.github/workflows/classroom.yml",
        "02-setup/.gitignore",
        "02-setup/02-setup/README.md",
        "02-setup/02-setup/app.py",
        "02-setup/README.md",
    ]
    workflow = course / "out/02-setup/.github/workflows/classroom.yml"
    job = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]["run-autograding-tests"]
    reporter = job["steps"][-1]
    assert reporter["with"]["runners"] == "checker"
    assert set(reporter["env"]) == {"CHECKER_RESULTS"}


def test_nbgrader_gets_a_course_with_an_assignment_for_each_lesson(
    checker: Checker, course: Path
) -> None:
    checker("export", "nbgrader", "out")

    file = course / "out/source/01-first-flash/01-first-flash.ipynb"
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    (cell,) = [c for c in notebook.cells if c.cell_type == "code"]
    assert cell.metadata.nbgrader == {
        "schema_version": 3,
        "grade_id": "checks",
        "grade": True,
        "locked": True,
        "solution": False,
        "task": False,
        "points": 4.0,
    }
    compile(cell.source, "cell", "exec")
    assert json.loads((course / "out/apps.json").read_text("utf-8")) == {
        "01-first-flash": ["app/README.md", "app/app.py"],
        "02-setup": ["app/README.md", "app/app.py"],
    }
    assert (course / "out/course/lessons/02-setup/checks.py").exists()


def test_nothing_is_written_over(checker: Checker, course: Path) -> None:
    (course / "out").mkdir()
    (course / "out" / "mine.txt").write_text("mine", "utf-8")

    ran = checker("export", "nbgrader", "out")

    assert (ran.code, names(course / "out")) == (2, ["mine.txt"])
    assert ran.text == (
        "out is there already, and not empty. Name a folder that is new.\n"
    )


def test_the_courses_own_settings_go_with_it(course: Path) -> None:
    (course / "checker.toml").write_text("[limits]\nmemory = '300MiB'\n", "utf-8")

    found = packed(course, [find(course, "1")])

    assert found["checker.toml"].content == (course / "checker.toml").read_bytes()
    assert "grading.toml" not in found


def test_styles_stay_at_home() -> None:
    found = packed(ENGINE, [find(ENGINE, "1")])

    kept = {path.split("/")[2] for path in found if path.startswith("lessons/")}
    assert "styles" not in kept
    assert {"app", "checks.py", "diagnoses.py", "mistakes"} <= kept


def test_a_checker_without_its_course_says_what_is_missing(
    course: Path, tmp_path: Path
) -> None:
    with pytest.raises(WrongUse, match="without course, which the other grader needs"):
        packed(course, [find(course, "1")], tmp_path)


def test_an_exercise_has_to_be_published(course: Path) -> None:
    lesson = find(course, "1")
    (course / "exercises").unlink()

    with pytest.raises(AuthorError, match="exercises/01-first-flash is missing"):
        exercise(course, lesson)


def test_gradescope_reads_the_result_of_a_submission(
    checker: Checker, course: Path
) -> None:
    done = graded(checker, "solutions/01-first-flash", "gradescope")
    begun = graded(checker, "exercises/01-first-flash", "gradescope")

    assert importers.gradescope(done) == {
        "The shelf answers.": 1,
        "After signing in, the next page greets the visitor by the name they gave.": 1,
        "The page after that does not.": 1,
        "After signing out, the next page says goodbye.": 1,
        "The shelf has a heading.": 0,
        "": 4,
    }
    assert importers.gradescope(begun)[""] == 1


def test_a_hidden_check_counts_and_is_not_shown(checker: Checker, course: Path) -> None:
    rules = '[hidden]\n"01-first-flash" = ["answers"]\n'
    (course / "grading.toml").write_text(rules, "utf-8")

    scope = graded(checker, "exercises/01-first-flash", "gradescope")
    classroom = graded(checker, "exercises/01-first-flash", "github-classroom")
    notebook = graded(checker, "exercises/01-first-flash", "nbgrader")

    assert "The shelf answers." not in importers.gradescope(scope)
    assert "The shelf answers." not in json.dumps([classroom, notebook])
    assert importers.classroom_points({"checker": classroom}) == {
        "totalPoints": 1,
        "maxPoints": 4,
    }
    assert (notebook["points"], notebook["possible"]) == (1, 4)


def test_an_app_in_a_folder_within_the_submission_is_found(
    checker: Checker, course: Path
) -> None:
    inner = course / "handed-in" / "my work" / "shelf"
    shutil.copytree(course / "solutions/01-first-flash", inner)
    (course / "handed-in" / "__MACOSX").mkdir()

    found = graded(checker, "handed-in", "nbgrader")

    assert found["points"] == 4


def test_what_is_no_folder_is_said(checker: Checker) -> None:
    words = ("export", "result", "nowhere", "--lesson", "1", "--as", "nbgrader")

    ran = checker(*words, *WITHOUT_WALLS)

    assert ran.code == 2
    assert ran.text == "nowhere is no folder. Name the one with the submission.\n"


def test_a_fault_of_ours_is_no_result(checker: Checker, course: Path) -> None:
    lessons = (course / "lessons").resolve()
    (course / "lessons").unlink()
    shutil.copytree(lessons, course / "lessons")
    file = course / "lessons/01-first-flash/checks.py"
    file.write_text(file.read_text("utf-8") + BROKEN, "utf-8")
    words = ("export", "result", "solutions/01-first-flash", "--lesson", "1")

    ran = checker(*words, "--as", "gradescope", *WITHOUT_WALLS)

    assert ran.code == 4
    assert ran.text.startswith("The checker itself failed, so this is not counted. Its")
