"""What is remembered of a learner's work, and what happens to files that cannot be."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker import database
from checker.progress import Standing
from checker.report import Outcome, Report, Result
from checker.store import Store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
STAMP = f"{NOON.astimezone():%Y-%m-%d-%H%M}"
LESSON = "01-first-flash"


def result(
    name: str, task: int | None, outcome: Outcome, extra: bool = False
) -> Result:
    return Result(name, f"It does {name}.", task, 1, outcome, extra)


FAILED = Report(
    LESSON,
    "First flash",
    "/somewhere",
    7,
    (
        result("answers", None, Outcome.PASSED),
        result("greets", 1, Outcome.PASSED),
        result("shows", 2, Outcome.FAILED),
        result("again", 3, Outcome.WAITING),
        result("shines", 1, Outcome.FAILED, extra=True),
    ),
    "0.1.0",
    "3.11.7",
    "3.1.3",
)
DONE = replace(FAILED, results=FAILED.results[:2])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "work" / "progress.db"


@pytest.fixture
def store(file: Path) -> Store:
    return Store(file, now=lambda: NOON, patience=0.01)


@pytest.fixture
def held(file: Path, store: Store) -> Iterator[None]:
    """Another program holds the file."""
    store.note(LESSON, "started")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_without_history_nothing_is_known_and_nothing_is_made(store: Store) -> None:
    assert store.standings() == {}
    assert store.unfinished(LESSON) is None
    assert not store.file.parent.exists()


def test_a_report_is_remembered(store: Store) -> None:
    store.record(FAILED)

    assert store.standings() == {LESSON: Standing(LESSON, 1, 1, 1, 2, 4, 2, 4)}
    assert not store.standings()[LESSON].done
    assert store.unfinished(LESSON) == 2
    assert store.notices == []


def test_the_last_report_counts(store: Store) -> None:
    store.record(FAILED)
    store.record(DONE)

    assert store.standings() == {LESSON: Standing(LESSON, 2, 2, 2, 2, 2, 2, 2)}
    assert store.standings()[LESSON].done
    assert store.unfinished(LESSON) is None


def test_a_reset_lesson_is_not_done(store: Store) -> None:
    store.record(DONE)
    store.note(LESSON, "reset")

    known = store.standings()[LESSON]
    assert (known.run, known.attempts, known.done) == (None, 1, False)
    assert store.unfinished(LESSON) is None


def test_hints_and_the_answer_are_remembered(store: Store) -> None:
    store.note(LESSON, "hint", 1)
    store.note(LESSON, "hint", 1)
    store.note(LESSON, "hint", 2)
    before = store.answered(LESSON)
    store.note(LESSON, "answer")

    assert [store.hints(LESSON, task) for task in (1, 2, 3)] == [2, 1, 0]
    assert (before, store.answered(LESSON)) == (False, True)


def test_what_happened_has_its_time(store: Store) -> None:
    store.note(LESSON, "started")

    with closing(sqlite3.connect(store.file)) as db:
        assert db.execute("SELECT at FROM event").fetchall() == [
            ("2026-11-24T12:00:00+00:00",)
        ]


def test_by_default_the_time_is_now(file: Path) -> None:
    Store(file).note(LESSON, "started")

    with closing(sqlite3.connect(file)) as db:
        ((at,),) = db.execute("SELECT at FROM event").fetchall()
    assert abs(datetime.fromisoformat(at) - datetime.now(UTC)).total_seconds() < 60


def newer(file: Path) -> None:
    Store(file).note(LESSON, "started")
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")


def foreign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE theirs (id)")


def foreign_of_our_version(file: Path) -> None:
    foreign(file)
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 1")


def no_database(file: Path) -> None:
    file.write_text("This is not a database, and long enough to look at. " * 20)


def damaged_inside(file: Path) -> None:
    Store(file).record(FAILED)
    content = bytearray(file.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    content[page : page + 64] = b"\xff" * 64
    file.write_bytes(content)


def damaged_list(file: Path) -> None:
    """The list of free pages says there is one; the rest can be read."""
    Store(file).record(FAILED)
    content = bytearray(file.read_bytes())
    content[36:40] = (1).to_bytes(4, "big")
    file.write_bytes(content)


def no_text(file: Path) -> None:
    """What SQLite says of this file is no text."""
    Store(file).note(LESSON, "started")
    with closing(sqlite3.connect(file)) as db:
        db.executescript("""PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET name = CAST(x'ff' AS TEXT), sql = 'CREATE THAT'
            WHERE name = 'event';""")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (newer, "was written by a newer version of the course (99)"),
        (foreign, "belongs to another program"),
        (foreign_of_our_version, "belongs to another program"),
        (no_database, "is damaged (file is not a database)"),
        (damaged_inside, "is damaged"),
        (damaged_list, "is damaged"),
        (no_text, "is damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside(
    store: Store, spoil: object, why: str
) -> None:
    store.file.parent.mkdir()
    spoil(store.file)  # type: ignore[operator]
    spoilt = store.file.read_bytes()

    assert store.standings() == {}
    assert store.notices == [
        f"work/progress.db {why}. It was set aside as progress-{STAMP}.db, "
        "and your progress starts anew."
    ]
    assert (store.file.parent / f"progress-{STAMP}.db").read_bytes() == spoilt
    store.record(FAILED)
    assert len(store.standings()) == 1


def test_nothing_set_aside_before_is_replaced(store: Store) -> None:
    store.file.parent.mkdir()
    no_database(store.file)
    (store.file.parent / f"progress-{STAMP}.db").touch()
    store.note(LESSON, "started")

    assert sorted(path.name for path in store.file.parent.iterdir()) == [
        f"progress-{STAMP}-2.db",
        f"progress-{STAMP}.db",
        "progress.db",
    ]


def test_a_folder_that_takes_nothing_is_said_once(store: Store) -> None:
    store.file.parent.touch()
    store.record(FAILED)
    store.record(FAILED)

    assert store.notices == ["Progress was not kept in work/progress.db: File exists."]


@pytest.mark.usefixtures("held")
def test_a_file_that_somebody_holds_is_said(store: Store) -> None:
    store.record(FAILED)

    assert store.notices == [
        "Progress was not kept in work/progress.db: database is locked."
    ]


@pytest.mark.usefixtures("held")
def test_a_file_that_somebody_holds_is_not_set_aside(store: Store) -> None:
    assert store.standings() == {}
    assert store.notices == [
        "Progress was not read from work/progress.db: database is locked."
    ]
    assert [path.name for path in store.file.parent.glob("*.db")] == ["progress.db"]


def changed(store: Store, script: str) -> None:
    """A history of one check and one answer, changed by somebody else."""
    store.record(FAILED)
    with closing(sqlite3.connect(store.file)) as db:
        values = "1, 'hop', 'lesson', 2, 3, 1, '2026-11-24T12:00:00+00:00'"
        db.executescript(f"INSERT INTO answers VALUES ({values}); {script}")


@pytest.mark.parametrize(
    "change",
    [
        "item = x'00'",
        "place = x'00'",
        "choice = 'b'",
        "choice = 5",
        "choice = 0",
        "choice = 2.5",
        "confidence = NULL",
        "at = 5",
        "at = x'00'",
        "at = 'today'",
        "at = '2026-11-24T12:00:00'",
        "at = '9999-12-31T12:00:00+00:00'",
    ],
)
def test_an_answer_of_the_wrong_kind_is_none(store: Store, change: str) -> None:
    changed(
        store,
        "INSERT INTO answers SELECT 2, 'hop', place, NULL, NULL, right, at"
        f" FROM answers; UPDATE answers SET {change} WHERE id = 1",
    )

    assert [answer.skipped for answer in store.answers()] == [True]
    assert store.notices == []


@pytest.mark.parametrize(
    "change",
    [
        "event SET lesson = x'00'",
        "run SET passed = 'all'",
        "run SET needed = 2.5",
        "run SET points = x'00'",
        "run SET possible = -1",
    ],
)
def test_a_standing_of_the_wrong_kind_is_none(store: Store, change: str) -> None:
    changed(store, f"UPDATE {change}")

    assert store.standings() == {}
    assert store.unfinished(LESSON) is None
    assert store.notices == []


@pytest.mark.parametrize("task", ["'first'", "x'00'", "2.5", "-1"])
def test_a_task_of_the_wrong_kind_is_none(store: Store, task: str) -> None:
    changed(store, f"UPDATE result SET task = {task}")

    assert store.unfinished(LESSON) is None


def test_a_text_that_is_none_is_said(store: Store) -> None:
    changed(store, "UPDATE answers SET item = CAST(x'ff' AS TEXT)")

    assert store.answers() == ()
    assert store.notices == [
        "Progress was not read from work/progress.db: Could not decode to UTF-8 column"
        " 'item' with text '\ufffd'."
    ]


def test_a_number_larger_than_sqlite_keeps_is_said(store: Store) -> None:
    store.record(replace(FAILED, seed=2**63))

    assert store.notices == [
        "Progress was not kept in work/progress.db: Python int too large to convert to"
        " SQLite INTEGER."
    ]


def test_what_the_file_would_run_for_ever_is_interrupted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "STEPS", 1000)
    monkeypatch.setattr(database, "MOST", 10)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n)"
    changed(
        store,
        "CREATE TRIGGER held BEFORE INSERT ON event BEGIN SELECT count(*)"
        f" FROM ({endless} SELECT x FROM n); END",
    )
    store.note(LESSON, "reset")

    assert store.notices == ["Progress was not kept in work/progress.db: interrupted."]
