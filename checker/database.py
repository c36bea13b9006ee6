"""A SQLite file with a schema that grows by numbered steps. Knows no table by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

__all__ = ["Unfit", "connect"]

MARK = 0x466C6173  # "Flas": tells our files from other programs' in application_id


class Unfit(Exception):
    """The file cannot be used; the text completes “The file …”."""


def connect(
    file: Path, steps: Sequence[Sequence[str]], patience: float
) -> sqlite3.Connection:
    """An open connection to the file, made or brought to the newest step as needed.

    Raises Unfit for a file that is damaged, newer or not ours.
    """
    db = sqlite3.connect(file, timeout=patience, isolation_level=None)
    try:
        _prepare(db, steps)
    except BaseException as error:
        db.close()
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
