"""Counts the hints that a learner's own progress file says were shown. Trusts it in
nothing.

The file is theirs, so it may say less; it may also be made to keep its reader busy, and
is read as rows.py reads such files: within bounds, or not.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from ..database import bounded
from .nodes import Node, Refused
from .streams import read

__all__ = ["FILE", "shown"]

FILE = "progress.db"
LARGEST = 16 * 1024 * 1024
MOST = 200  # counts of SQLite's work
ROWS = 10_000
QUESTION = "SELECT lesson, count(*) FROM event WHERE what = 'hint' GROUP BY lesson"


def shown(held: Iterable[Node]) -> Mapping[str, int]:
    """How many hints of each lesson were shown, by the progress file among these."""
    file = next((node for node in held if node.name == FILE), None)
    if file is None:
        return {}
    try:
        with file.content() as content:
            return _counted(read(content, LARGEST))
    except Refused:
        return {}


def _counted(database: bytes) -> dict[str, int]:
    with tempfile.TemporaryDirectory(prefix="progress-read-") as folder:
        copy = Path(folder, FILE)
        copy.write_bytes(database)
        with closing(sqlite3.connect(copy)) as db:
            return _asked(db)


def _asked(db: sqlite3.Connection) -> dict[str, int]:
    try:
        bounded(db, MOST)
        if not _is_plain(db):
            return {}
        rows = db.execute(QUESTION).fetchmany(ROWS)
    except (sqlite3.Error, UnicodeDecodeError, MemoryError):  # as of a damaged record
        return {}
    return {
        lesson: count
        for lesson, count in rows
        if isinstance(lesson, str) and isinstance(count, int)
    }


def _is_plain(db: sqlite3.Connection) -> bool:
    """True where asking runs nothing that the file brings: no view, no such column."""
    declared = db.execute("SELECT sql FROM sqlite_master WHERE name = 'event'")
    plain = [str(sql).lstrip().startswith("CREATE TABLE") for (sql,) in declared]
    columns = db.execute("PRAGMA table_xinfo(event)").fetchall()
    return plain == [True] and not any(hidden for *_, hidden in columns)
