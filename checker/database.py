"""A SQLite file with a schema that grows by numbered steps. Knows no table by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

__all__ = ["ERRORS", "Unfit", "bounded", "connect"]

STEPS = 100_000  # of SQLite's machine between two counts
MOST = 10_000  # counts; years of a learner's history are asked about in one
# As SQLite advises for files of others (sqlite.org/security.html).
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16 * 1024 * 1024,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
# What can go wrong with a file: beside SQLite's own, what Python says of a number, a
# text or a size that is none.
ERRORS = (sqlite3.Error, OSError, OverflowError, UnicodeError, MemoryError)
MARK = 0x466C6173  # "Flas": tells our files from other programs' in application_id


class Unfit(Exception):
    """The file cannot be used; the text completes “The file …”."""


def bounded(db: sqlite3.Connection, most: int) -> None:
    """Keeps what the file brings along from running for ever or filling the memory.

    What takes more than so many counts of steps is interrupted.
    """
    for limit, amount in LIMITS.items():
        db.setlimit(limit, amount)
    counts = iter(range(most))
    db.set_progress_handler(lambda: next(counts, None) is None, STEPS)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")


def connect(
    file: Path, steps: Sequence[Sequence[str]], patience: float
) -> sqlite3.Connection:
    """An open connection to the file, made or brought to the newest step as needed.

    Raises Unfit for a file that is damaged, newer or not ours.
    """
    db = sqlite3.connect(file, timeout=patience, isolation_level=None)
    try:
        bounded(db, MOST)
        _prepare(db, steps)
    except BaseException as error:
        db.close()
        # Of what SQLite says of the file, and of a size that it names.
        if isinstance(error, UnicodeDecodeError | MemoryError):
            raise Unfit("is damaged") from error
        # An operational error is about the moment (locked, full), not the file.
        damaged = isinstance(error, sqlite3.DatabaseError)
        if damaged and not isinstance(error, sqlite3.OperationalError):
            raise Unfit(f"is damaged ({error})") from error
        raise
    return db


def _prepare(db: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> None:
    db.execute("PRAGMA synchronous = OFF")  # a crash may cost history, waiting never
    filled = db.execute("SELECT 1 FROM sqlite_master").fetchone()
    if filled and _number(db, "application_id") != MARK:
        raise Unfit("belongs to another program")
    version = _number(db, "user_version")
    if version > len(steps):
        raise Unfit(f"was written by a newer version of the course ({version})")
    if version < len(steps):
        _bring_up(db, steps)
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise Unfit("is damaged")


def _bring_up(db: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> None:
    db.execute("BEGIN IMMEDIATE")  # another checker may be doing the same
    for statements in steps[_number(db, "user_version") :]:
        for statement in statements:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {MARK}")
    db.execute(f"PRAGMA user_version = {len(steps)}")
    db.execute("COMMIT")


def _number(db: sqlite3.Connection, pragma: str) -> int:
    (number,) = db.execute(f"PRAGMA {pragma}").fetchone()
    return int(number)
