"""Grading a class from the command line, in the course in miniature."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from checker.grading.gradebook import FILE, Gradebook
from conftest import Checker, Recorded, session

TRUST = "--sandbox none --i-trust-this-code --jobs 1 --seed 7"
GRADE = f"grade submissions --out marks {TRUST}"
WHEN = 1_763_000_000
SECONDS = re.compile(r"\d+\.\d s\.")
SEED = re.compile(r"^Seed +(\d+)$", re.MULTILINE)
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
GOODBYE = '    # task 2\n    flash("Goodbye.")\n'


@pytest.fixture
def submissions(course: Path) -> Path:
    """Ada finished both lessons, Ben one half, Cleo's archive is none."""
    folder = course / "submissions"
    solution = course / "solutions" / "01-first-flash" / "app.py"
    for place in ("ada/01-first-flash", "ada/02-setup", "ben/01-first-flash", "cleo"):
        (folder / place).mkdir(parents=True)
    shutil.copy(solution, folder / "ada" / "01-first-flash")
    shutil.copy(solution, folder / "ada" / "02-setup")
    half = solution.read_text().replace('flash("Goodbye.")', "pass")
    (folder / "ben" / "01-first-flash" / "app.py").write_text(half)
    (folder / "cleo" / "work.zip").write_bytes(b"PK\x03\x04 and no more")
    for path in folder.rglob("*"):
        os.utime(path, (WHEN, WHEN))
    return folder


def graded(checker: Checker, *lines: str) -> str:
    """What a person sees, without what differs from run to run."""
    return DIGEST.sub("DIGEST", SECONDS.sub("N s.", session(checker, *lines)))


def files(folder: Path) -> dict[str, bytes]:
    """What a class gets: every file but the gradebook's own and the times."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = {path.relative_to(folder).as_posix(): path for path in found}
    own = (FILE, ".lock", "run.json", "content/")
    return {n: p.read_bytes() for n, p in named.items() if not n.startswith(own)}


def test_a_class_is_graded_and_each_mark_can_be_traced(
    checker: Checker, submissions: Path, recorded: Recorded
) -> None:
    lines = (
        GRADE,
        "grade show ben 1",
        "grade replay ben 1",
        "grade show cleo 1",
        "grade show ada 2",
    )

    recorded("grade", graded(checker, *lines))
    assert (submissions.parent / "marks" / "marks.csv").read_text() == (
        "id,name,email,01-first-flash points,01-first-flash possible,"
        "01-first-flash percent,01-first-flash state,02-setup points,"
        "02-setup possible,02-setup percent,02-setup state,total,passed,late,"
        "overrides\n"
        "ada,,,4,4,100,graded,4,4,100,graded,100,yes,,\n"
        "ben,,,3,4,75,graded,0,4,0,missing,37.5,no,,\n"
        "cleo,,,0,4,0,not graded,0,4,0,not graded,0,no,,\n"
    )


def test_grading_again_checks_only_what_changed(
    checker: Checker, submissions: Path, recorded: Recorded
) -> None:
    checker(*GRADE.split())
    before = files(submissions.parent / "marks")
    solution = submissions / "ada" / "01-first-flash" / "app.py"

    again = graded(checker, GRADE)
    same = files(submissions.parent / "marks")
    shutil.copy(solution, submissions / "ben" / "01-first-flash")
    shutil.rmtree(submissions / "cleo")
    recorded("grade-again", again + graded(checker, GRADE, f"{GRADE} --regrade"))

    assert same == before
    assert not (submissions.parent / "marks" / "learners" / "cleo.html").exists()
    content = submissions.parent / "marks" / "content"
    assert len(list(content.iterdir())) == 1  # Ben's own is not there any more


def test_the_same_class_gives_the_same_bytes(
    checker: Checker, submissions: Path
) -> None:
    marks = submissions.parent / "marks"
    checker(*GRADE.split())
    before = files(marks)
    marks.rename(marks.with_name("before"))
    checker(*GRADE.split())

    assert files(marks) == before


def test_two_gradings_never_write_to_the_same_folder(
    checker: Checker, submissions: Path
) -> None:
    checker(*GRADE.split())
    with FileLock(submissions.parent / "marks" / ".lock"):
        ran = checker(*GRADE.split())

    assert ran.code == 2
    assert ran.text == (
        "Another grading is writing to marks. Wait for it, or say another --out.\n"
    )


def test_only_some_are_checked_and_the_rest_is_marked_as_it_was(
    checker: Checker, submissions: Path, recorded: Recorded
) -> None:
    lines = (f"{GRADE} --only ben", f"{GRADE} --lesson 1", f"{GRADE} --only zoe")

    recorded("grade-only", graded(checker, *lines))


def test_a_mark_set_by_hand_is_kept_through_regrading_and_shown(
    checker: Checker, submissions: Path, recorded: Recorded
) -> None:
    checker(*GRADE.split())
    marks = submissions.parent / "marks" / "marks.csv"
    reason = "--reason=Shown_in_class."

    told = graded(
        checker,
        f"grade override ben 2 3.5 {reason}",
        f"{GRADE} --regrade",
        "grade show ben 2",
    )
    kept = marks.read_text()
    told += graded(checker, "grade override ben 2")

    recorded("grade-override", told)
    assert "ben,,,3,4,75,graded,3.5,4,87.5,missing," in kept
    assert "Shown_in_class." in kept
    assert "ben,,,3,4,75,graded,0,4,0,missing," in marks.read_text()


def test_what_is_asked_for_wrongly_gets_a_sentence(
    checker: Checker, submissions: Path, recorded: Recorded
) -> None:
    (submissions.parent / "odd.toml").write_text("passs = 3")
    wrong = graded(
        checker,
        "grade nowhere",
        "grade show ada 1",
        "grade submissions --layout round",
        f"{GRADE} --scheme odd.toml",
        f"{GRADE} --lesson 7",
        "grade submissions --sandbox none",
        "grade submissions --sandbox glass",
    )
    assert not (submissions.parent / "marks").exists()
    checker(*GRADE.split())
    wrong += graded(
        checker,
        "grade show zoe 1",
        "grade show ada 9",
        "grade replay cleo 1",
        "grade override ben 2 3",
        "grade override ben 2 nan --reason=x",
    )

    recorded("grade-wrong", wrong)


def test_seeds_can_be_another_for_each_learner(
    checker: Checker, submissions: Path
) -> None:
    """By the course's own grading.toml, which nobody has to name."""
    (submissions.parent / "grading.toml").write_text('seed = "learner"\n')
    grade = GRADE.replace(" --seed 7", " --lesson 1")
    checker(*grade.split())
    first = [checker("grade", "show", who, "1").text for who in ("ada", "ben")]
    checker(*grade.split(), "--regrade")

    again = [checker("grade", "show", who, "1").text for who in ("ada", "ben")]

    seeds = [SEED.findall(text) for text in first]
    assert seeds == [SEED.findall(text) for text in again]
    assert len({*seeds[0], *seeds[1]}) == 2


def test_a_class_has_a_secret_seed_of_its_own(
    checker: Checker, submissions: Path
) -> None:
    for out in ("marks", "others"):
        checker(*GRADE.replace(" --seed 7", "").replace("marks", out).split())
    shown = [
        checker("grade", "show", "ben", "1", "--out", out).text
        for out in ("marks", "others")
    ]

    assert SEED.findall(shown[0]) != SEED.findall(shown[1])


def test_what_is_replayed_with_another_outcome_is_said(
    checker: Checker, submissions: Path, course: Path
) -> None:
    """As after a lesson's checks were changed."""
    checker(*GRADE.split())
    change(course, '"Goodbye"', '"Farewell"')

    ran = checker("grade", "replay", "ada", "1")

    assert (ran.code, ran.text) == (1, "says_goodbye: failed, and passed before.\n")


def test_checks_that_cannot_be_read_are_a_fault_of_ours(
    checker: Checker, submissions: Path, course: Path
) -> None:
    checker(*GRADE.split())
    change(course, '"""What the finished app does."""', "import nothing_of_the_kind")

    again = checker(*GRADE.split())
    replayed = checker("grade", "replay", "ada", "1")
    shown = checker("grade", "show", "ada", "1")

    assert (again.code, replayed.code) == (4, 4)
    assert "nothing_of_the_kind" in again.text
    assert shown.code == 0


def test_content_that_is_not_as_it_was_is_said(
    checker: Checker, submissions: Path, course: Path
) -> None:
    checker(*GRADE.split())
    for packed in (course / "marks" / "content").iterdir():
        packed.write_bytes(b"damaged")

    ran = checker("grade", "replay", "ada", "1")

    assert ran.code == 4
    assert " is not as it was written. Delete it and " in " ".join(ran.text.split())


def test_a_person_may_be_meant_by_name_and_two_of_a_name_by_none(
    checker: Checker, submissions: Path
) -> None:
    roster = submissions.parent / "class.csv"
    roster.write_text("id,name\nada,Kim\nben,Kim\ncleo,Cleo Li\nzoe,Zoe\n")
    checker(*GRADE.split(), "--roster", "class.csv")

    one, two = (checker("grade", "show", name, "1") for name in ("Cleo Li", "Kim"))

    assert one.text.startswith("Cleo Li (cleo), lesson 1: First flash\n")
    assert two.text == "More than one is called “Kim”. Say the id.\n"
    assert "zoe,Zoe,,0,4,0,missing," in (course_marks(submissions)).read_text()


def test_similar_apps_are_asked_about_where_that_is_wanted(
    checker: Checker, submissions: Path
) -> None:
    ran = checker(*GRADE.split(), "--similar")

    similar = submissions.parent / "marks" / "similar.txt"
    assert "What is much alike is asked about in marks/similar.txt." in ran.text
    assert similar.read_text().startswith("No two apps have much in common")


def test_options_may_stand_before_the_folder(
    checker: Checker, submissions: Path
) -> None:
    words = f"grade {TRUST} --time-limit 60 --out marks submissions"

    assert checker(*words.split()).code == 0
    assert checker("grade", "--help").text.startswith("Usage: ")


def change(course: Path, old: str, new: str) -> None:
    """Changes the checks of lesson 1, in a copy of one's own."""
    lessons, own = course / "lessons", course.parent / "lessons"
    shutil.copytree(lessons, own)
    lessons.unlink()
    own.rename(lessons)
    checks = lessons / "01-first-flash" / "checks.py"
    checks.write_text(checks.read_text("utf-8").replace(old, new), "utf-8")


def course_marks(submissions: Path) -> Path:
    return submissions.parent / "marks" / "marks.csv"


def test_a_gradebook_in_which_nothing_was_graded_is_said(
    checker: Checker, submissions: Path
) -> None:
    marks = submissions.parent / "marks"
    marks.mkdir()
    Gradebook(marks / FILE).close()

    ran = checker("grade", "show", "ada", "1")

    assert (ran.code, ran.text) == (2, "Nothing was graded here yet. Grade first.\n")


def test_a_lesson_that_was_not_graded_is_said(
    checker: Checker, submissions: Path
) -> None:
    checker(*GRADE.split(), "--lesson", "1")

    ran = checker("grade", "show", "ada", "2")

    assert (ran.code, ran.text) == (2, "02-setup was not graded here.\n")


def test_a_gradebook_that_is_none_is_said(
    checker: Checker, submissions: Path, recorded: Recorded
) -> None:
    marks = submissions.parent / "marks"
    marks.mkdir()
    (marks / FILE).write_bytes(b"no gradebook" * 100)

    recorded("grade-damaged", graded(checker, GRADE))


def test_an_archive_is_a_folder_of_submissions(
    checker: Checker, submissions: Path
) -> None:
    whole = submissions.parent / "all.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        for path in sorted(submissions.rglob("app.py")):
            archive.write(path, path.relative_to(submissions))

    ran = checker(*GRADE.replace("submissions", "all.zip").split())

    assert ran.code == 0
    assert "2 learners, 3 submissions: 3 marked." in ran.text
