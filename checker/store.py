"""What the learner did so far, in one SQLite file; deleting it loses only history.

Judges nothing, and never stands in the way: a file that cannot be used is set aside,
a disk that takes nothing is reported in one of `notices`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .dates import dated

if TYPE_CHECKING:
    import sqlite3

    from .progress import Standing
    from .quiz import Answer, Item
    from .report import Report

__all__ = ["Store"]

# One entry a version of the file; the number of the last is SQLite's user_version.
STEPS = (
    (
        """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            lesson TEXT NOT NULL,
            what TEXT NOT NULL CHECK (what IN
                ('started', 'reset', 'checked', 'hint', 'answer')),
            task INTEGER,
            at TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE run (
            event INTEGER PRIMARY KEY REFERENCES event,
            seed INTEGER NOT NULL,
            passed INTEGER NOT NULL,
            needed INTEGER NOT NULL,
            points INTEGER NOT NULL,
            possible INTEGER NOT NULL,
            seconds REAL NOT NULL
        )
        """,
        """
        CREATE TABLE result (
            event INTEGER NOT NULL REFERENCES event,
            name TEXT NOT NULL,
            task INTEGER,
            extra INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            seconds REAL NOT NULL,
            PRIMARY KEY (event, name)
        )
        """,
    ),
    (
        """
        CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            item TEXT NOT NULL,
            place TEXT NOT NULL,
            choice INTEGER,
            confidence INTEGER CHECK (confidence BETWEEN 1 AND 3),
            right INTEGER NOT NULL,
            at TEXT NOT NULL
        )
        """,
    ),
)
STANDINGS = """
    SELECT lesson, last, attempts, event, passed, needed, points, possible FROM (
        SELECT lesson, max(id) AS last, sum(what = 'checked') AS attempts,
            max(CASE WHEN what = 'checked' THEN id END) AS checked,
            max(CASE WHEN what IN ('started', 'reset') THEN id END) AS begun
        FROM event GROUP BY lesson
    ) LEFT JOIN run ON event = checked AND checked > coalesce(begun, 0)
"""
UNFINISHED = """
    SELECT min(task) FROM result WHERE event = ? AND NOT extra AND outcome <> 'passed'
"""
HINTS = "SELECT count(*) FROM event WHERE what = 'hint' AND lesson = ? AND task = ?"
ANSWERS = "SELECT item, place, choice, confidence, right, at FROM answers ORDER BY id"
ANSWERED = "SELECT count(*) FROM event WHERE what = 'answer' AND lesson = ?"

LATEST = 9000  # the year after which no answer is given; times can be added to it


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The learner's history; `notices` are sentences about what could not be kept."""

    def __init__(
        self, file: Path, *, now: Callable[[], datetime] = _now, patience: float = 2.0
    ) -> None:
        self.file = file
        self.notices: list[str] = []
        self._now = now
        self._patience = patience  # seconds another checker may hold the file

    def load(self) -> None:
        """Loads SQLite, which takes a while where nothing was read or kept so far."""
        from . import database  # noqa: F401

    def record(self, report: Report) -> None:
        """Keeps how one run of a lesson's checks went."""
        from .report import Outcome

        points = sum(r.points for r in report.needed if r.outcome is Outcome.PASSED)
        totals = (report.passed, len(report.needed), points, report.possible)

        def change(db: sqlite3.Connection) -> None:
            event = self._add(db, report.lesson, "checked", None)
            run = (event, report.seed, *totals, report.seconds)
            db.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)", run)
            rows = [
                (event, r.check, r.task, r.extra, r.outcome, r.seconds)
                for r in report.results
            ]
            db.executemany("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)", rows)

        self._write(change)

    def note(self, lesson: str, what: str, task: int | None = None) -> None:
        """Keeps that a lesson was started or reset, or a hint or the answer shown."""
        self._write(lambda db: self._add(db, lesson, what, task))

    def answer(
        self, item: Item, place: str, choice: int | None, confidence: int | None
    ) -> Answer:
        """Keeps what was answered to an item at a place; no choice is a skip."""
        from .quiz import Answer

        right, at = choice == item.answer, self._now()
        row = (item.id, place, choice, confidence, right, at.isoformat())
        text = "INSERT INTO answers (item, place, choice, confidence, right, at) "
        self._write(lambda db: db.execute(f"{text} VALUES (?, ?, ?, ?, ?, ?)", row))
        return Answer(item.id, place, choice, confidence, right, at)

    def answers(self) -> tuple[Answer, ...]:
        """Every answer to a question of the course, in the order they were given."""
        found = (_answer(*row) for row in self._rows(ANSWERS))
        return tuple(answer for answer in found if answer is not None)

    def standings(self) -> dict[str, Standing]:
        """Where each lesson touched so far stands, by the lesson's name."""
        rows = self._rows(STANDINGS)
        if not rows:
            return {}
        from .progress import Standing

        found = [row for row in rows if _is_standing(*row)]
        return {row[0]: Standing(*row) for row in found}

    def hints(self, lesson: str, task: int) -> int:
        """How many hints of the task were shown."""
        return sum(row[0] for row in self._rows(HINTS, lesson, task))

    def answered(self, lesson: str) -> bool:
        """True when the answer was shown before."""
        return any(row[0] for row in self._rows(ANSWERED, lesson))

    def unfinished(self, lesson: str) -> int | None:
        """The first task the last check found unfinished; None when there is none."""
        standing = self.standings().get(lesson)
        rows = self._rows(UNFINISHED, standing.run) if standing else []
        return next((task for (task,) in rows if _is_number(task)), None)

    def _add(
        self, db: sqlite3.Connection, lesson: str, what: str, task: int | None
    ) -> int | None:
        row = (lesson, what, task, self._now().isoformat(timespec="seconds"))
        text = "INSERT INTO event (lesson, what, task, at) VALUES (?, ?, ?, ?)"
        return db.execute(text, row).lastrowid

    def _write(self, change: Callable[[sqlite3.Connection], object]) -> None:
        """Makes all of the change, or none of it and says so."""
        from .database import ERRORS

        try:
            self.file.parent.mkdir(exist_ok=True)
            with closing(self._open()) as db, db:
                db.execute("BEGIN IMMEDIATE")
                change(db)
        except ERRORS as error:
            self._say(f"Progress was not kept in {self._place}: {_reason(error)}.")

    def _rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        if not self.file.exists():
            return []
        from .database import ERRORS  # with SQLite, which a first day does not need

        try:
            with closing(self._open()) as db:
                return db.execute(question, values).fetchall()
        except ERRORS as error:
            self._say(f"Progress was not read from {self._place}: {_reason(error)}.")
            return []

    def _open(self) -> sqlite3.Connection:
        from .database import Unfit, connect

        try:
            return connect(self.file, STEPS, self._patience)
        except Unfit as unfit:
            aside = self.file.replace(dated(self.file, self._now()))
            self._say(
                f"{self._place} {unfit}. It was set aside as {aside.name}, "
                "and your progress starts anew."
            )
            return connect(self.file, STEPS, self._patience)

    @property
    def _place(self) -> str:
        return f"{self.file.parent.name}/{self.file.name}"

    def _say(self, sentence: str) -> None:
        if sentence not in self.notices:  # a watch would say it at every save
            self.notices.append(sentence)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


# Files that others wrote may hold values of any kind in any column; what is of the
# wrong one is as if it were not there.


def _is_number(value: object) -> bool:
    return isinstance(value, int) and value > 0


def _is_standing(lesson: object, _: int, __: int, *known: object) -> bool:
    fits = all(map(_is_count, known)) or known == (None,) * len(known)
    return isinstance(lesson, str) and fits


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value >= 0


def _answer(
    item: object, place: object, choice: object, sure: object, right: object, at: object
) -> Answer | None:
    from .quiz import Answer

    if not isinstance(item, str) or not isinstance(place, str):
        return None
    if not isinstance(choice, int | None) or not isinstance(sure, int | None):
        return None
    try:
        when = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    within = choice is None or (0 < choice <= 4 and sure is not None)
    fits = within and when.tzinfo is not None and when.year < LATEST
    return Answer(item, place, choice, sure, bool(right), when) if fits else None
