"""What `checker check` can be pointed at, and what it makes of it."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from checker.learner import Learner
from checker.report import from_json
from conftest import Checker, Recorded, session

FIRST = "01-first-flash"


def finish(course: Path, lesson: str = FIRST) -> None:
    """Puts the solution where the learner's app is."""
    shutil.copy(course / "solutions" / lesson / "app.py", course / "work" / lesson)


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
        "check ./1 --only nothing",
        "check solutions --only greets",
    )

    # Where that line is broken depends on how long the folder's path is here.
    broken = r"\n?".join(map(re.escape, str(away))) + r",\s+seed"
    recorded("targets", re.sub(broken, f"{away}, seed", session(checker, *lines)))


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
    schema = Path(__file__).parent.parent / "checker/schema/report-4.json"
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


def test_what_checks_leave_of_other_folders_is_kept_apart(
    checker: Checker, course: Path, tmp_path: Path
) -> None:
    checker("start", "1")
    shutil.copytree(course / "solutions" / FIRST, tmp_path / FIRST)
    learner = Learner(course)
    places = ["1", f"work/{FIRST}", f"solutions/{FIRST}", str(tmp_path / FIRST)]
    found = [learner.pictures(*learner.targets(place, None)) for place in places]

    assert [
        place.relative_to(course / "work/pictures").as_posix() for place in found
    ] == [
        FIRST,
        FIRST,
        f"solutions-{FIRST}",
        f"{tmp_path.name}-{FIRST}",
    ]
