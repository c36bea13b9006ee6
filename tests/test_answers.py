"""Answers are kept beside the progress, and `checker` says what was believed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker import store
from checker.database import connect
from checker.quiz import Answer, Item, Kind
from checker.store import Store
from conftest import Ran

NOON = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)
MYTH = Item(
    "it-stays", Kind.MYTH, "Is it so?", ("True", "Not true"), 2, "No.", "It stays.", "1"
)
QUIZ = """\
[[items]]
id = "it-stays"
kind = "myth"
question = "Is it so?"
options = ["True", "Not true"]
answer = 2
why = "No."
belief = "It stays."
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "work" / "progress.db"


def test_an_answer_is_kept_as_it_was_given(file: Path) -> None:
    kept = Store(file, now=lambda: NOON)
    given = (
        kept.answer(MYTH, "01-first-flash", 1, 3),
        kept.answer(MYTH, "01-first-flash", None, None),
        kept.answer(MYTH, "01-first-flash/recall", 2, 1),
    )

    assert given == (
        Answer("it-stays", "01-first-flash", 1, 3, False, NOON),
        Answer("it-stays", "01-first-flash", None, None, False, NOON),
        Answer("it-stays", "01-first-flash/recall", 2, 1, True, NOON),
    )
    assert [answer.skipped for answer in given] == [False, True, False]
    assert Store(file).answers() == given


def test_without_answers_there_are_none(file: Path) -> None:
    assert Store(file).answers() == ()


def test_a_file_of_before_there_were_questions_keeps_its_history(file: Path) -> None:
    file.parent.mkdir()
    with closing(connect(file, store.STEPS[:1], 1)) as db:
        db.execute("INSERT INTO event VALUES (1, '01-first-flash', 'started', 1, '')")
    kept = Store(file)
    kept.answer(MYTH, "01-first-flash", 2, 2)

    assert len(kept.answers()) == 1
    assert list(kept.standings()) == ["01-first-flash"]
    assert kept.notices == []
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)


@pytest.fixture
def asked(course: Path) -> Store:
    """A course with a question, and where its answers are kept."""
    lessons = (course / "lessons").resolve()
    (course / "lessons").unlink()
    (course / "lessons").mkdir()
    for lesson in lessons.iterdir():
        (course / "lessons" / lesson.name).mkdir()
        for part in lesson.iterdir():
            (course / "lessons" / lesson.name / part.name).symlink_to(part)
    (course / "lessons" / "01-first-flash" / "quiz.toml").write_text(QUIZ, "utf-8")
    return Store(course / "work" / "progress.db")


def test_checker_says_what_was_believed(
    asked: Store, checker: Callable[..., Ran]
) -> None:
    before = checker().out
    asked.answer(MYTH, "01-first-flash", 1, 3)
    believing = checker().out
    asked.answer(MYTH, "01-first-flash", 2, 2)

    assert "myths" not in before
    assert believing == f"{before}You believed 1 of these myths at the start, 1 now.\n"
    assert (
        checker().out == f"{before}You believed 1 of these myths at the start, 0 now.\n"
    )


def test_checker_says_nothing_of_answers_that_are_about_no_myth(
    asked: Store, checker: Callable[..., Ran]
) -> None:
    before = checker().out
    other = Item("other", Kind.RECALL, "?", ("A", "B"), 1, "So.", "", "1")
    asked.answer(other, "01-first-flash", 2, 2)

    assert checker().out == before
