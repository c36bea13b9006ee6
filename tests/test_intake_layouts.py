"""A folder of submissions is recognised by how it is laid out, and read so."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import NoSuchFolder, WrongUse
from handed_in import APP, below, laid, solution, taken, tarred, zipped

ONE, TWO, THREE = map(solution, ("01-first-flash", "02-setup", "03-categories"))
ANYHOW = " If it is another, say so with --layout."


def test_a_folder_per_learner_with_a_folder_per_lesson(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "submissions",
        {
            **below("ann/03-categories", APP),
            **below("ann/lesson2", APP),
            **below("bob/3", APP),
            **below("cy@x.org/work/Lesson 3", APP),
            "roster.txt": b"",
        },
    )

    assert taken(made) == (
        "learners\n“submissions” was taken for a folder or an archive per learner: "
        f"3 hand-ins of 3 learners.{ANYHOW}\n"
        "- id ann\n- id bob\n- id cy@x.org, email cy@x.org\n"
        "* ann: 02-setup from ann/lesson2, 1 files\n"
        "* ann: 03-categories from ann/03-categories, 1 files\n"
        "* bob: 03-categories from bob/3, 1 files\n"
        "* cy@x.org: 03-categories from cy@x.org/work/Lesson 3, 1 files\n"
        "“roster.txt” was left aside: it is neither a folder nor an archive."
    )


def test_an_app_at_once_is_told_by_what_it_is_most_like(tmp_path: Path) -> None:
    made = laid(tmp_path / "in", {**below("ann", ONE), **below("bob", APP)})

    assert taken(made).splitlines()[4:] == [
        "* ann: 01-first-flash from ann, 7 files",
        "  Taken for 01-first-flash, which it is most like.",
        "* bob: ? from bob",
        "  It was not graded: nothing in it tells its lesson; say it with --lesson.",
    ]


def test_archives_per_learner(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in",
        {
            "ann-lesson 3.zip": zipped(APP),
            "03-categories_bob.tar.gz": tarred(below("project", APP), "gz"),
            "cy.tgz": tarred(below("03-categories", APP), "gz"),
            "cy (1).tgz": tarred(below("03-categories", TWO), "gz"),
        },
    )

    assert taken(made).splitlines()[2:] == [
        "- id ann",
        "- id bob",
        "- id cy",
        "* ann: 03-categories from ann-lesson 3.zip, 1 files",
        "* bob: 03-categories from 03-categories_bob.tar.gz/project, 1 files",
        "* cy: 03-categories from cy (1).tgz/03-categories, 8 files, 2 attempts, "
        "older cy.tgz/03-categories",
    ]


def test_an_export_of_moodle(tmp_path: Path) -> None:
    export = {
        "Ann Lee_17_assignsubmission_file/app.zip": zipped(APP),
        "Ann Lee_17_assignsubmission_onlinetext/onlinetext.html": b"hello",
        "Bo_b_18_assignsubmission_onlinetext/onlinetext.html": b"hello",
        "Participant_19_assignsubmission_file/app.py": b"",
        "Participant_20_assignsubmission_file_app.py": b"",
        "Participant_20_assignsubmission_file_base.html": b"",
        "else.txt": b"",
    }
    archive = laid(tmp_path, {"WEB-Lesson 3-7.zip": zipped(export)})

    assert taken(archive / "WEB-Lesson 3-7.zip") == (
        "moodle\n“WEB-Lesson 3-7” was taken for an export of Moodle: "
        f"4 hand-ins of 4 learners.{ANYHOW}\n"
        "- id 17, name Ann Lee, moodle 17\n- id 18, name Bo_b, moodle 18\n"
        "- id 19, moodle 19\n- id 20, moodle 20\n"
        "* 17: 03-categories from Ann Lee_17_assignsubmission_file/app, 1 files\n"
        "* 18: 03-categories from Bo_b_18_assignsubmission_onlinetext\n"
        "  “Bo_b” handed in a text and no file.\n"
        "* 19: 03-categories from Participant_19_assignsubmission_file, 1 files\n"
        "* 20: 03-categories from Participant_20_assignsubmission_file_app.py, "
        "2 files\n"
        "“else.txt” was left aside: Moodle names no submission like that."
    )


def test_a_file_called_like_another_learners_is_whose_it_is(tmp_path: Path) -> None:
    bobs = "Bob_18_assignsubmission_file_app.py"
    moodle = {f"Ann_17_assignsubmission_file_{bobs}": b"", bobs: b""}
    canvas = {"ann_17_100_bob_18_101_app.py": b"", "bob_18_102_app.py": b""}

    def rows(folder: str, files: dict[str, bytes]) -> list[str]:
        return taken(laid(tmp_path / folder, files), lesson="1").splitlines()[4:]

    assert rows("moodle", moodle) == [
        "* 17: 01-first-flash from Ann_17_assignsubmission_file_Bob_18_"
        "assignsubmission_file_app.py",
        "  “Ann” holds no app.py, only “Bob_18_assignsubmission_file_app.py”.",
        "* 18: 01-first-flash from Bob_18_assignsubmission_file_app.py, 1 files",
    ]
    assert rows("canvas", canvas) == [
        "* 17: 01-first-flash from ann_17_100_bob_18_101_app.py",
        "  “ann” holds no app.py, only “bob_18_101_app.py”.",
        "* 18: 01-first-flash from bob_18_102_app.py, 1 files",
    ]


def test_an_export_of_canvas(tmp_path: Path) -> None:
    export = {
        "leeann_17_100_app.py": b"old",
        "leeann_17_102_app-1.py": b"new",
        "leeann_17_101_base.html": b"",
        "poebob_LATE_18_103_work.zip": zipped(APP),
        "poebob_LATE_18_105_work-1.zip": zipped(TWO),
        "poecy_19_text.html": b"hello",
        "LATE_anon_Ab12c_106_app.zip": zipped(APP),
        "notes.txt": b"",
    }
    made = laid(tmp_path / "in", {"submissions.zip": zipped(export)})

    assert taken(made / "submissions.zip", lesson="3") == (
        "canvas\n“submissions” was taken for an export of Canvas: "
        f"5 hand-ins of 4 learners.{ANYHOW}\n"
        "- id 17, name leeann, canvas 17\n- id 18, name poebob, canvas 18\n"
        "- id 19, name poecy, canvas 19\n- id anon_Ab12c, canvas anon_Ab12c\n"
        "* 17: 03-categories from leeann_17_102_app-1.py, 2 files, 2 attempts, "
        "older leeann_17_100_app.py\n"
        "* 18: 03-categories from poebob_LATE_18_105_work-1.zip, 8 files, late, "
        "2 attempts, older poebob_LATE_18_103_work.zip\n"
        "* 19: 03-categories from poecy_19_text.html\n"
        "  “poecy” handed in a text and no file.\n"
        "* anon_Ab12c: 03-categories from LATE_anon_Ab12c_106_app.zip, 1 files, late\n"
        "“notes.txt” was left aside: Canvas names no submission like that."
    )


GRADESCOPE = b"""\
submission_1:
  :submitters:
  - :name: Ann Lee
    :sid: '00123'
    :email: ann@x.org
  - :name: "Bo\\u0308b"
    :sid: ~
    :email: bob@x.org
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :score: 2.0
  :results:
    output: |-
      submission_9:
        :submitters: me
    tests: [{? {a: b} : c}, &x [1], *x]
  :history:
  - :id: 7
  - :id: 8
submission_2:
  :submitters:
  - :sid: 00123
  :created_at: 2026-04-27 08:00:00 +02:00
submission_3:
  :submitters:
  - :name: null
submission_4:
  :submitters:
  - :name: Cy
"""


def test_an_export_of_gradescope(tmp_path: Path) -> None:
    export = {
        "assignment_7_export/submission_metadata.yml": GRADESCOPE,
        **below("assignment_7_export/submission_1", APP),
        **below("assignment_7_export/submission_2", TWO),
        **below("assignment_7_export/submission_3", APP),
        **below("assignment_7_export/submission_5", APP),
    }
    where = "assignment_7_export"

    assert taken(laid(tmp_path / "in", export), lesson="setup") == (
        "gradescope\n“in” was taken for an export of Gradescope: "
        f"5 hand-ins of 5 learners.{ANYHOW}\n"
        "- id 00123, name Ann Lee, email ann@x.org, sis 00123\n"
        "- id Cy, name Cy\n- id bob@x.org, name Böb, email bob@x.org\n"
        "- id submission_3\n- id submission_5\n"
        f"* 00123: 02-setup from {where}/submission_2, 8 files, "
        f"2026-04-27T06:00:00+00:00, 4 attempts, older {where}/submission_1\n"
        f"* Cy: 02-setup from {where}/submission_4\n"
        "  “submission_4” is in submission_metadata.yml and nowhere else.\n"
        f"* bob@x.org: 02-setup from {where}/submission_1, 1 files, "
        "2026-04-26T17:34:00+00:00, 3 attempts\n"
        f"* submission_3: 02-setup from {where}/submission_3, 1 files\n"
        f"* submission_5: 02-setup from {where}/submission_5, 1 files\n"
        "“submission_3” has no submitters in submission_metadata.yml.\n"
        "“submission_5” is not in submission_metadata.yml, so it is nobody's we know."
    )


@pytest.mark.parametrize("broken", [b"a: [", b"\xff\xfe\x00", b"a: \x01"])
def test_a_list_of_gradescope_that_is_none_loses_only_the_names(
    tmp_path: Path, broken: bytes
) -> None:
    made = laid(
        tmp_path / "in",
        {"submission_metadata.yml": broken, **below("submission_1", APP)},
    )

    lines = taken(made, lesson="1").splitlines()

    assert lines[2:4] == [
        "- id submission_1",
        "* submission_1: 01-first-flash from submission_1, 1 files",
    ]
    assert "does not say whose the submissions are: it is not YAML" in lines[4]


def test_clones_of_github_classroom(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in",
        {
            **below(
                "web-quiz-ann-lee", {**APP, ".git/config": b"[core]\nfsmonitor=evil"}
            ),
            **below("web-quiz-bob", {**APP, ".git/HEAD": b""}),
            **below("03-categories-cy", {**APP, ".git/HEAD": b""}),
            "README.md": b"",
        },
    )
    other = laid(tmp_path / "one", {**below("lesson-3-cy", {**APP, ".git/HEAD": b""})})

    assert taken(made, layout="github-classroom", lesson="1") == (
        "github-classroom\n“in” was taken for clones of GitHub Classroom: "
        "3 hand-ins of 2 learners.\n"
        "- id cy, login cy\n- id web-quiz-ann-lee, login web-quiz-ann-lee\n"
        "- id web-quiz-bob, login web-quiz-bob\n"
        "* web-quiz-ann-lee: 01-first-flash from web-quiz-ann-lee, 1 files\n"
        "* web-quiz-bob: 01-first-flash from web-quiz-bob, 1 files\n"
        "“README.md” was left aside: it is no clone.\n"
        "1 for other lessons than 01-first-flash were left aside."
    )
    assert taken(other).splitlines()[2:] == [
        "- id cy, login cy",
        "* cy: 03-categories from lesson-3-cy, 1 files",
    ]


def test_clones_share_the_name_of_their_assignment(tmp_path: Path) -> None:
    clones = ("web-quiz-ann-lee", "web-quiz-bob")
    made = {f"{name}/{f}": b"" for name in clones for f in ("app.py", ".git/HEAD")}

    assert taken(laid(tmp_path / "in", made), lesson="1").splitlines()[2:] == [
        "- id ann-lee, login ann-lee",
        "- id bob, login bob",
        "* ann-lee: 01-first-flash from web-quiz-ann-lee, 1 files",
        "* bob: 01-first-flash from web-quiz-bob, 1 files",
    ]


def test_what_nbgrader_collected(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "course",
        {
            **below("submitted/ann/lesson3", APP),
            "submitted/ann/lesson3/timestamp.txt": b"2026-02-02 15:58:23 Europe/Rome",
            **below("submitted/bob/ps1", APP),
            "submitted/bob/ps1/timestamp.txt": b"yesterday",
            "submitted/bob/lesson1/timestamp.txt": b"2026" * 999,
            **below("submitted/bob/lesson1", APP),
            "submitted/cy/": b"",
            "source/lesson3/app.py": b"",
        },
    )

    assert taken(made) == (
        "nbgrader\n“course” was taken for what nbgrader collected: "
        f"3 hand-ins of 2 learners.{ANYHOW}\n- id ann\n- id bob\n"
        "* ann: 03-categories from submitted/ann/lesson3, 1 files, "
        "2026-02-02T14:58:23+00:00\n"
        "* bob: ? from submitted/bob/ps1\n"
        "  It was not graded: nothing in it tells its lesson; say it with --lesson.\n"
        "* bob: 01-first-flash from submitted/bob/lesson1, 1 files\n"
        "“cy” was left aside: it holds no assignment."
    )


def test_a_folder_of_nbgrader_is_known_by_its_stamps(tmp_path: Path) -> None:
    stamped = {**APP, "timestamp.txt": b"2026-02-02 15:58:23 UTC"}
    made = laid(tmp_path / "in", below("ann/lesson3", stamped))

    assert taken(made).splitlines()[0] == "nbgrader"


def test_the_work_of_one_learner(tmp_path: Path) -> None:
    work = laid(tmp_path / "ann", {**below("03-categories", APP), **below("misc", TWO)})
    app = laid(tmp_path / "bob", THREE)

    assert taken(work).splitlines() == [
        "one-learner",
        f"“ann” was taken for the work of one learner: 1 hand-in of 1 learner.{ANYHOW}",
        "- id ann",
        "* ann: 02-setup from misc, 8 files",
        "  Taken for 02-setup, which it is most like.",
        "* ann: 03-categories from 03-categories, 1 files",
    ]
    assert taken(app).splitlines()[3] == "* bob: 03-categories from ., 8 files"


def test_a_folder_per_lesson_each_laid_out_in_its_own_way(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in",
        {
            "lesson1/ann.zip": zipped(APP),
            **below("lesson1/bob", APP),
            "02-setup.zip": zipped({"leeann_17_100_app.py": b""}),
            "lesson3.zip": b"",
            "notes.txt": b"",
        },
    )

    assert taken(made).splitlines() == [
        "lessons",
        "“in” was taken for a folder or an export per lesson: 3 hand-ins of 3 learners."
        + ANYHOW,
        "- id 17, name leeann, canvas 17",
        "- id ann",
        "- id bob",
        "* 17: 02-setup from 02-setup.zip/leeann_17_100_app.py, 1 files",
        "* ann: 01-first-flash from lesson1/ann.zip, 1 files",
        "* bob: 01-first-flash from lesson1/bob, 1 files",
        "“lesson3.zip” was left aside: it is empty.",
        "“notes.txt” was left aside: it is named like no lesson.",
    ]


def test_exports_that_speak_of_a_lesson_each(tmp_path: Path) -> None:
    export = zipped({"Ann_17_assignsubmission_file/app.py": b""})
    made = laid(tmp_path / "in", {"WEB-Lesson 3-7.zip": export})
    learners = laid(tmp_path / "other", {"ann-lesson3.zip": zipped(APP)})

    assert taken(made).splitlines()[3:] == [
        "* 17: 03-categories from WEB-Lesson 3-7.zip/Ann_17_assignsubmission_file, "
        "1 files"
    ]
    assert taken(learners).splitlines()[3:] == [
        "* ann: 03-categories from ann-lesson3.zip, 1 files"
    ]


def test_folders_around_all_of_it_are_passed_through(tmp_path: Path) -> None:
    inner = {**below("all/mine/ann", ONE), **below("all/mine/bob/1", APP)}
    junk = {"__MACOSX/all/x": b"", "all/.DS_Store": b""}
    made = laid(tmp_path, {"class.zip": zipped({**inner, **junk})})

    assert taken(made / "class.zip").splitlines()[2:] == [
        "- id ann",
        "- id bob",
        "* ann: 01-first-flash from all/mine/ann, 7 files",
        "  Taken for 01-first-flash, which it is most like.",
        "* bob: 01-first-flash from all/mine/bob/1, 1 files",
    ]


def test_folders_around_one_app_are_the_learners(tmp_path: Path) -> None:
    made = laid(tmp_path / "in", below("a/b/c/d/e/03-categories", APP))

    assert taken(made).splitlines()[2:] == [
        "- id a",
        "* a: 03-categories from a/b/c/d/e/03-categories, 1 files",
    ]


def test_a_layout_can_be_said(tmp_path: Path) -> None:
    made = laid(tmp_path / "in", below("Ann_1_assignsubmission_file", APP))

    assert taken(made, layout="learners", lesson="1").splitlines() == [
        "learners",
        "“in” was taken for a folder or an archive per learner: "
        "1 hand-in of 1 learner.",
        "- id Ann_1_assignsubmission_file",
        "* Ann_1_assignsubmission_file: 01-first-flash from "
        "Ann_1_assignsubmission_file, 1 files",
    ]


def test_a_layout_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse) as refusal:
        taken(tmp_path, layout="mooodle")

    assert str(refusal.value) == (
        "--layout mooodle: there is no such layout. There are auto, gradescope, "
        "moodle, canvas, nbgrader, github-classroom, one-learner, lessons, learners."
    )


def test_what_is_no_folder_of_submissions_is_refused(tmp_path: Path) -> None:
    laid(tmp_path, {"text.txt": b"hello", "empty.zip": b""})

    with pytest.raises(NoSuchFolder, match=r"is not there\. Name the folder"):
        taken(tmp_path / "nowhere")
    with pytest.raises(WrongUse, match="was not taken in: it is damaged"):
        taken(tmp_path / "text.txt")
    with pytest.raises(WrongUse, match="was not taken in: it is empty"):
        taken(tmp_path / "empty.zip")
    with pytest.raises(WrongUse, match="No lesson goes by “9”"):
        taken(tmp_path, lesson="9")
