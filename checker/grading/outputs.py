"""Writes all files of a graded class, each whole or not at all. Computes no mark.

The same class gives the same bytes; what differs from run to run is in run.json alone.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from .. import course
from ..exports.formats import exported
from ..figures import pictures
from ..render import class_page, learner_page
from .class_book import ClassBook
from .file_names import file_name
from .insight import insight

__all__ = ["INDEX", "filed", "written"]

INDEX = "index.html"
TIMES = "run.json"
LEARNERS = "learners"
Write = Callable[[str, Iterable[str]], None]
PART = ".part"  # the end of the name of what is being written
# Folders in which nothing but our files is, so that those of people who left go.
OURS = (LEARNERS, "moodle", "gradescope", "github", "lti")


def written(whole: ClassBook, out: Path, root: Path, command: str) -> None:
    """Writes the files; those of an earlier run that are not made any more go.

    `command` is what is typed to start a verb.
    """
    with _Made() as made:
        _all(whole, root, command, partial(_one, out, made))
        _clear(out, made)


class _Made:
    """The paths of files that were written; on the disk where they are many."""

    def __enter__(self) -> _Made:
        self._db = sqlite3.connect("")  # a file of SQLite's own, for as long as this is
        self._db.execute("PRAGMA cache_size = 50")
        self._db.execute("CREATE TABLE made (path PRIMARY KEY) WITHOUT ROWID")
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, path: Path) -> None:
        """Keeps one."""
        self._db.execute("INSERT OR IGNORE INTO made VALUES (?)", (os.fsencode(path),))

    def __contains__(self, path: Path) -> bool:
        question = "SELECT 1 FROM made WHERE path = ?"
        return self._db.execute(question, (os.fsencode(path),)).fetchone() is not None


def _one(out: Path, made: _Made, path: str, pieces: Iterable[str]) -> None:
    made.add(filed(out / path, pieces))


def _all(whole: ClassBook, root: Path, command: str, write: Write) -> None:
    found = insight(whole)
    drawn = pictures(found, whole.scheme.pass_mark)
    write(INDEX, class_page.page(whole, found, drawn, command))
    titles = {
        lesson.name: dict(enumerate(lesson.task_titles, 1))
        for lesson in course.lessons(root)
    }
    for row in whole.rows():
        name = f"{LEARNERS}/{file_name(row.person.id)}.html"
        write(name, learner_page.page(whole, row, titles, command))
    for file in exported(whole):
        write(file.path, file.pieces)
    write(TIMES, _times(whole))


def filed(path: Path, pieces: Iterable[str]) -> Path:
    """Writes one file, which is not there before it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + PART)
    with part.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
    part.replace(path)
    return path


def _times(whole: ClassBook) -> Iterable[str]:
    """Seconds of each check, and whether it needed a second try."""
    yield "[\n"
    between = ""
    for person in whole.book.people():
        for hand_in in whole.book.hand_ins(person.id):
            kept = whole.book.kept(hand_in.key)
            if kept is not None:
                of = hand_in.submission
                facts = [of.person, of.lesson, kept.seconds, kept.retried]
                yield between + json.dumps(facts)
                between = ",\n"
    yield "\n]\n"


def _clear(out: Path, made: _Made) -> None:
    """Takes away what an earlier run wrote, for somebody who is not there any more."""
    for name in OURS:
        for folder, _, files in os.walk(out / name, topdown=False):
            for file in files:
                if Path(folder, file) not in made:
                    Path(folder, file).unlink()
            if not any(Path(folder).iterdir()):
                shutil.rmtree(folder)
