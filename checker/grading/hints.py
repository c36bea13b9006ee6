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

from .nodes import Node, Refused
from .streams import read

__all__ = ["FILE", "shown"]

FILE = "progress.db"
LARGEST = 16 * 1024 * 1024
STEPS, MOST = 100_000, 200  # of SQLite's machine between two counts, and counts
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
    counts = iter(range(MOST))
    db.set_progress_handler(lambda: next(counts, None) is None, STEPS)
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA cell_size_check = ON")
        rows = db.execute(QUESTION).fetchmany(ROWS)
    except sqlite3.Error:
        return {}
    return {
        lesson: count
        for lesson, count in rows
        if isinstance(lesson, str) and isinstance(count, int)
    }
