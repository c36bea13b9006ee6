"""Reads every value of a SQLite file that an app has written, as somebody else's.

The bytes may be no database, or one made to keep its reader busy for ever: SQLite's own
advice for such files is followed (sqlite.org/security.html), and its work is counted.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from .endings import OverLimit

__all__ = ["BESIDE", "values"]

BESIDE = ("", "-wal", "-journal")  # endings of the files that are one database
STEPS = 100_000  # of SQLite's machine between two counts
MOST = 1_000  # counts; what a lesson's app keeps is read within the first
ALL = 64 * 1024 * 1024  # bytes of all values


def values(files: Mapping[str, bytes]) -> bytes:
    """Every value of every table, a blank between; b"" for what is no database.

    `files` are the contents by ending. Raises OverLimit for more than anybody reads.
    """
    with tempfile.TemporaryDirectory(prefix="shelf-read-") as folder:
        for ending, content in files.items():
            Path(folder, f"kept.db{ending}").write_bytes(content)
        with closing(sqlite3.connect(Path(folder, "kept.db"))) as db:
            db.text_factory = bytes
            return b" ".join(_within_limits(db))


def _within_limits(db: sqlite3.Connection) -> Iterator[bytes]:
    counts = iter(range(MOST))
    db.set_progress_handler(lambda: next(counts, None) is None, STEPS)
    room = ALL
    try:
        for value in _every(db):
            room -= len(value)
            if room < 0:
                break
            yield value
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            return
        room = -1
    except sqlite3.DatabaseError:
        return
    if room < 0:
        raise OverLimit("The app's database holds more than can be read of one.")


def _every(db: sqlite3.Connection) -> Iterator[bytes]:
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (name,) in tables.fetchall():
        quoted = name.decode(errors="replace").replace('"', '""')
        for row in db.execute(f'SELECT * FROM "{quoted}"'):
            yield from (v if isinstance(v, bytes) else str(v).encode() for v in row)
