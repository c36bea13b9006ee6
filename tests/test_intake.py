"""Whatever somebody hands in is a row with its reason, and nothing stops the rest."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from checker.grading import contents, gathering, nodes
from checker.grading.intake import taken_in
from checker.grading.nodes import Kind, Refused, on_disk
from checker.grading.submission import Submission
from checker.store import Store
from handed_in import (
    APP,
    LESSONS,
    below,
    files,
    laid,
    solution,
    taken,
    tarred,
    zipped,
)

ONE, TWO, THREE = map(solution, ("01-first-flash", "02-setup", "03-categories"))
UNTOLD = "  It was not graded: nothing in it tells its lesson; say it with --lesson."


def rows(folder: Path, **how: object) -> list[str]:
    """What is said of the submissions, after the layout, the sentence and people."""
    return [x for x in taken(folder, **how).splitlines()[2:] if not x.startswith("- ")]


def test_what_is_empty_or_no_app_is_a_row_with_its_reason(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in",
        {
            "ann/": b"",
            "bob/03-categories/": b"",
            "cy/report.pdf": b"",
            "cy/a.txt": b"",
            "cy/b.txt": b"",
            "cy/c.txt": b"",
            "dan/main.py": b"",
            **below("eve/lesson1", APP),
            "eve/lesson2/notes.txt": b"",
        },
    )

    assert rows(made) == [
        "* ann: ? from ann",
        "  “ann” holds nothing.",
        "* bob: 03-categories from bob/03-categories",
        "  “03-categories” holds no app.py.",
        "* cy: ? from cy",
        "  “cy” holds no app.py, only “a.txt”, “b.txt”, “c.txt” and 1 more.",
        "* dan: ? from dan",
        "  “dan” holds no app.py, only “main.py”.",
        "* eve: 01-first-flash from eve/lesson1, 1 files",
        "* eve: 02-setup from eve/lesson2",
        "  “lesson2” holds no app.py.",
    ]


def test_two_apps_for_one_lesson_are_none(tmp_path: Path) -> None:
    twice = {**below("ann/new", THREE), **below("ann/old", {**THREE, "x.py": b""})}
    same = {**below("bob/new", THREE), **below("bob/old", THREE)}
    untold = {**below("cy/a", APP), **below("cy/b", APP)}

    assert rows(laid(tmp_path / "in", {**twice, **same, **untold})) == [
        "* ann: 03-categories from ann/new",
        "  It holds several apps for 03-categories: “new” and “old”. "
        "One is to be left.",
        "  Taken for 03-categories, which it is most like.",
        "* bob: 03-categories from bob/new, 8 files",
        "  Taken for 03-categories, which it is most like.",
        "* cy: ? from cy/b, 2 attempts, older cy/a",
        UNTOLD,
    ]


def test_who_hands_in_all_they_have_hands_in_what_was_asked_for(tmp_path: Path) -> None:
    work = zipped({**below("1", APP), **below("03-categories", THREE), "4/": b""})
    wrong = zipped(below("02-setup", APP))
    export = {
        "Ann_17_assignsubmission_file/work.zip": work,
        "Bob_18_assignsubmission_file/work.zip": wrong,
        "Cy_19_assignsubmission_file": b"",
    }
    made = laid(tmp_path, {"WEB-Lesson 3.zip": zipped(export)}) / "WEB-Lesson 3.zip"

    assert rows(made) == [
        "* 17: 03-categories from Ann_17_assignsubmission_file/work/03-categories, "
        "8 files",
        "* 18: 03-categories from Bob_18_assignsubmission_file/work/02-setup, 1 files",
        "* 19: 03-categories from Cy_19_assignsubmission_file",
        "  “Cy_19_assignsubmission_file” holds no app.py, only "
        "“Cy_19_assignsubmission_file”.",
    ]


def test_lessons_may_be_folders_and_archives_beside_each_other(tmp_path: Path) -> None:
    mine = {**below("ann/1", APP), "ann/1.zip": b"", "ann/lesson2.zip": zipped(APP)}
    made = laid(tmp_path / "in", {**mine, "ann/lesson3.zip": b"", "ann/old.zip": b""})

    assert rows(made) == [
        "* ann: 01-first-flash from ann/1, 1 files",
        "  “lesson3.zip” was not taken in: it is empty.",
        "* ann: 02-setup from ann/lesson2, 1 files",
        "  “lesson3.zip” was not taken in: it is empty.",
        "* ann: 03-categories from ann/lesson3.zip",
        "  “lesson3.zip” holds no app.py.",
        "  “lesson3.zip” was not taken in: it is empty.",
    ]


def test_an_app_far_below_is_found_and_one_too_far_is_not(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in",
        {"ann/1/b/c/d/e/f/app.py": b"", "bob/1/b/c/d/e/f/g/app.py": b""},
    )

    assert rows(made) == [
        "* ann: 01-first-flash from ann/1/b/c/d/e/f, 1 files",
        "* bob: ? from bob",
        "  “bob” holds no app.py, only “1”.",
    ]


def test_what_tools_leave_behind_is_left_out(tmp_path: Path) -> None:
    app = {
        **APP,
        "wsgi.py": b"",
        ".git/config": b"",
        "__pycache__/app.pyc": b"",
        ".DS_Store": b"",
        "venv/lib/flask/app.py": b"",
        "pyvenv.cfg": b"",
        "own/pyvenv.cfg": b"",
        "own/lib/flask/app.py": b"",
        "static/node_modules/x.js": b"",
        "a/" * 17 + "deep": b"",
    }
    made = laid(tmp_path / "in", {**below("ann", app), "bob.zip": zipped(app)})
    into = tmp_path / "content"

    ann, bob = taken_in(made, into, LESSONS, lesson="1").submissions

    left = (
        "“own” was left out: it holds packages.",
        "“static/node_modules” was left out: it holds packages.",
        "“venv” was left out: it holds packages.",
    )
    deep = f"“{'a/' * 16}a” was left out: it stands below more than 15 folders."
    assert set(ann.notes) == {*left, deep}
    assert set(left) < set(bob.notes)
    assert list(files(ann, into)) == ["app.py", "pyvenv.cfg", "wsgi.py"]
    assert ann.digest == bob.digest


def test_what_is_no_file_on_the_disk_is_left_out_and_waited_for_by_nobody(
    tmp_path: Path,
) -> None:
    made = laid(tmp_path / "in", below("ann", APP))
    (made / "ann" / "etc").symlink_to("/etc")
    (made / "ann" / "passwd").symlink_to("/etc/passwd")
    (made / "bob").symlink_to(made / "ann")
    os.mkfifo(made / "ann" / "pipe")
    os.mkfifo(made / "cy.zip")
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(made / "ann" / "socket"))
        found = taken(made, lesson="1").splitlines()[3:]
    aside = "was left aside: links and what is no file are not followed."
    link = "was left out: it is a link, and links are not followed."

    assert found == [
        "* ann: 01-first-flash from ann, 1 files",
        f"  “etc” {link}",
        f"  “passwd” {link}",
        "  “pipe” was left out: it is no file.",
        "  “socket” was left out: it is no file.",
        f"“bob” {aside}",
        f"“cy.zip” {aside}",
    ]


def test_names_on_the_disk_that_are_no_text_are_read_as_such(tmp_path: Path) -> None:
    made = laid(tmp_path / "in", below("ann", APP))
    for name in (b"caf\xe9.html", "cafe\u0301.html".encode()):
        (made / "ann" / os.fsdecode(name)).touch()
    (made / "ann").rename(made / os.fsdecode(b"ren\xe9"))

    assert taken(made, lesson="1").splitlines()[2:] == [
        "- id rené",
        "* rené: 01-first-flash from rené, 2 files",
        "  “rené” is not named in UTF-8: read as latin-1.",
        "  “café.html” is not named in UTF-8: read as latin-1.",
    ]


def test_what_is_gone_when_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = laid(tmp_path / "ann", {"app.py": b"", "a.html": b"", "static/x": b""})
    seen = on_disk(made)
    _, app, static = inside = seen.inside()
    shutil.rmtree(made)

    assert [each.name for each in inside] == ["a.html", "app.py", "static"]
    for look in (seen.inside, static.inside, app.content, static.content):
        with pytest.raises(Refused, match="could not be read"):
            look()
    with pytest.raises(Refused, match="could not be read"):
        on_disk(made)


def test_a_pipe_where_a_file_was_is_no_file_any_more(tmp_path: Path) -> None:
    file = laid(tmp_path, {"x": b""}) / "x"
    seen = on_disk(file)
    file.unlink()
    os.mkfifo(file)

    with pytest.raises(Refused, match="it is no file any more"):
        seen.content()
    assert nodes.folder("x", ()).kind is Kind.FOLDER
    with pytest.raises(Refused, match="it is no file"):
        nodes.folder("x", ()).content()


def test_a_folder_of_too_many_names_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "MOST", 3)
    many = {f"{n}": b"" for n in range(4)}
    made = laid(
        tmp_path / "in",
        {**below("ann", many), **below("bob", APP), **below("bob/static", many)},
    )

    assert rows(made, lesson="1") == [
        "* ann: 01-first-flash from ann",
        "  “ann” was not taken in: it holds more than 3 names.",
        "* bob: 01-first-flash from bob, 1 files",
        "  “static” was left out: it holds more than 3 names.",
    ]
    monkeypatch.setattr(nodes, "MOST", 1)
    with pytest.raises(
        Exception, match=r"was not taken in: it holds more than 1 names\."
    ):
        taken(made, layout="learners")


def test_the_newest_hand_in_counts_and_the_others_are_listed(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in",
        {
            "ann.zip": zipped(below("1", APP)),
            "ann (2).zip": zipped(below("1", TWO)),
            "ann (10).zip": zipped(below("1", {})),
            "Ann/2/app.py": b"",
        },
    )

    assert taken(made).splitlines()[2:] == [
        "- id Ann",
        "* Ann: ? from ann (10).zip",
        "  “ann (10)” holds nothing.",
        "* Ann: 01-first-flash from ann (2).zip/1, 8 files, 2 attempts, "
        "older ann.zip/1",
        "* Ann: 02-setup from Ann/2, 1 files",
    ]


def test_what_is_for_another_lesson_than_the_one_asked_for_is_left_aside(
    tmp_path: Path,
) -> None:
    made = laid(tmp_path / "in", {**below("ann/2", APP), **below("ann/3", APP)})

    assert taken(made, lesson="3").splitlines()[3:] == [
        "* ann: 03-categories from ann/3, 1 files",
        "1 for other lessons than 03-categories were left aside.",
    ]


def test_a_readme_that_was_handed_out_tells_the_lesson(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in", below("ann", {**APP, "README.md": b"# 3. Categories\n"})
    )

    assert rows(made) == [
        "* ann: 03-categories from ann, 2 files",
        "  Taken for 03-categories, as its README.md says.",
    ]


def test_an_app_alone_is_compared_with_apps_alone(tmp_path: Path) -> None:
    storage = {"app.py": solution("06-storage")["app.py"]}

    assert rows(laid(tmp_path / "in", below("ann", storage)))[0] == (
        "* ann: 06-storage from ann, 1 files"
    )


def test_a_whole_class_is_missing_who_is_on_the_roster_and_not_in_it(
    tmp_path: Path,
) -> None:
    made = laid(
        tmp_path / "in",
        {
            "roster.csv": b"id,name,canvas id\n7,Ann Lee,17\n8,Bob Poe,18\n9,Cy Poe,\n",
            "leeann_17_100_app.py": b"",
            "poecy_44_101_app.py": b"",
            "poe_8_102_app.py": b"",
        },
    )

    assert taken(made, lesson="1", roster=made / "roster.csv") == (
        "canvas\n“in” was taken for an export of Canvas: 3 hand-ins of 3 learners. "
        "If it is another, say so with --layout.\n"
        "- id 7, name Ann Lee, canvas 17\n- id 8, name Bob Poe, canvas 18\n"
        "- id 9, name Cy Poe, canvas 44\n- id canvas-8, name poe, canvas 8\n"
        "* 7: 01-first-flash from leeann_17_100_app.py, 1 files\n"
        "* 9: 01-first-flash from poecy_44_101_app.py, 1 files\n"
        "* canvas-8: 01-first-flash from poe_8_102_app.py, 1 files\n"
        "“poe” is not on the roster; what they handed in is graded all the same."
    )


def test_the_instructors_own_files_are_nobodys(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in", {**below("ann", APP), "grading.toml": b"", "marks/x": b""}
    )

    intake = taken_in(made, made / "marks" / "content", LESSONS, lesson="1")

    assert [person.id for person in intake.people] == ["ann"]
    assert intake.strays == ()


def test_the_same_content_is_packed_once_whatever_it_came_in(tmp_path: Path) -> None:
    made = laid(
        tmp_path / "in",
        {
            **below("ann/3", THREE),
            "bob.zip": zipped(below("3", dict(reversed(THREE.items())))),
            "cy.tar.xz": tarred(below("3", THREE), "xz"),
        },
    )
    into = tmp_path / "content"

    submissions = taken_in(made, into, LESSONS).submissions
    again = taken_in(made, into, LESSONS).submissions

    (digest,) = {submission.digest for submission in submissions}
    assert submissions == again
    assert [file.name for file in into.iterdir()] == [f"{digest}.tar"]
    assert files(submissions[0], into) == THREE


def test_names_on_the_disk_that_some_system_takes_for_one_are_kept_once(
    tmp_path: Path,
) -> None:
    more = ("App.py", "a\\b", "Templates/a.html", "templates/b.html", "templates/c")
    names = {**APP, **dict.fromkeys(more, b"")}
    made = laid(tmp_path / "in", below("ann", names))

    found = rows(made, lesson="1")

    assert [found[0], *sorted(found[1:])] == [
        "* ann: 01-first-flash from ann, 3 files",
        "  “App.py” was left out: only capitals tell its name from “app.py”.",
        "  “Templates/a.html” was left out: only capitals tell its name from "
        "“templates”.",
        "  “a\\b” was left out: its name has characters that no name has.",
    ]


def test_a_lesson_that_is_not_published_is_like_nothing(tmp_path: Path) -> None:
    unpublished = [replace(LESSONS[0], folder=tmp_path / "lessons" / "01-first-flash")]
    made = laid(tmp_path / "in", below("ann", ONE))

    (one,) = taken_in(made, tmp_path / "content", unpublished).submissions

    assert one.trouble == UNTOLD.strip()


def test_a_hand_in_of_too_many_folders_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "FOLDERS", 5)
    made = laid(tmp_path / "in", {f"ann/{n}/": b"" for n in range(5)})

    assert rows(made, lesson="1") == [
        "* ann: 01-first-flash from ann",
        "  “ann” was not taken in: it holds more than 5 folders.",
    ]


def hints(tmp_path: Path, database: bytes) -> list[int]:
    work = {**below("ann/1", APP), **below("ann/2", APP), "ann/z/x": b""}
    made = laid(tmp_path / "in", {**work, "ann/progress.db": database})
    into = tmp_path / "content"
    found: tuple[Submission, ...] = taken_in(made, into, LESSONS).submissions
    shutil.rmtree(made)
    return [each.hints for each in found]


def test_hints_are_counted_where_the_progress_was_handed_in(tmp_path: Path) -> None:
    store = Store(tmp_path / "work" / "progress.db")
    for task in (1, 1, 2):
        store.note("02-setup", "hint", task)
    store.note("01-first-flash", "started")

    assert hints(tmp_path, store.file.read_bytes()) == [0, 2 + 1]


def test_a_progress_file_that_means_harm_counts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    file = tmp_path / "made.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute(
            f"CREATE VIEW event AS {endless} SELECT x lesson, 'hint' what FROM n"
        )
    numbers = tmp_path / "numbers.db"
    with closing(sqlite3.connect(numbers)) as db, db:
        db.execute("CREATE TABLE event (lesson, what)")
        db.execute("INSERT INTO event VALUES (7, 'hint')")

    made_up = tmp_path / "made-up.db"
    with closing(sqlite3.connect(made_up)) as db, db:
        db.execute("CREATE TABLE event (lesson, what AS (substr('hint', lesson)))")
        db.execute("INSERT INTO event (lesson) VALUES ('02-setup')")

    assert hints(tmp_path, file.read_bytes()) == [0, 0]
    assert hints(tmp_path, made_up.read_bytes()) == [0, 0]
    assert hints(tmp_path, numbers.read_bytes()) == [0, 0]
    assert hints(tmp_path, b"no database") == [0, 0]
    monkeypatch.setattr("checker.grading.hints.LARGEST", 10)
    assert hints(tmp_path, file.read_bytes()) == [0, 0]


def test_no_room_is_taken_by_what_is_read_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "LARGE", 10)
    app = {**APP, **{f"{n:02}.mp4": bytes(11) for n in range(17)}}

    assert rows(laid(tmp_path / "in", below("ann", app)), lesson="1") == [
        "* ann: 01-first-flash from ann",
        "  The app was not taken in: more than 16 of its files cannot be read: of "
        "“16.mp4”, it holds more bytes than may be taken.",
        *(
            f"  “{n:02}.mp4” was left out: it holds more bytes than may be taken."
            for n in range(16)
        ),
    ]
