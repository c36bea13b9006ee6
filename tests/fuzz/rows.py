"""The database of an app is read within bounds, over the limit, or none."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from checker.endings import OverLimit
from checker.rows import ALL, BESIDE, values

SCRIPT = """
    CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT, at REAL);
    INSERT INTO message VALUES (1, 'One.', 1.5), (2, x'00ff', NULL);
    CREATE INDEX by_text ON message (text);
    CREATE VIEW both AS SELECT * FROM message, message AS other;
    CREATE TABLE made (a, b AS (a || 'x'));
    INSERT INTO made (a) VALUES (1);
"""


def filled() -> bytes:
    """A database with a table, an index, a view and a column that is worked out."""
    with tempfile.TemporaryDirectory(prefix="fuzz-rows-") as folder:
        file = Path(folder, "made.db")
        with closing(sqlite3.connect(file)) as db:
            db.executescript(f"PRAGMA page_size = 512; {SCRIPT}")
        return file.read_bytes()


MADE = filled()
WORDS = [
    b"SQLite format 3\0",
    b"table",
    b"view",
    b"CREATE TABLE t(a AS (zeroblob(9999)))",
    b"CREATE VIRTUAL TABLE t USING fts5(a)",
    b"CREATE TABLE sqlite_x(a)",
    b"WITH RECURSIVE",
    b"zeroblob(",
    b"\x0d",
    b"\x05",
    b"\x02\x00",
    b"\xff" * 9,
    b"\0" * 100,
    b"\x00\x00\x00\x08",
]


def one(data: bytes) -> None:
    """The bytes in place of others, at a place that the first two of them name."""
    at = int.from_bytes(data[:2], "big") % len(MADE)
    gone = data[2] if len(data) > 2 else 0
    changed = MADE[:at] + data[3:] + MADE[at + gone :]
    whole = MADE[:at] + data[3:] + MADE[at + len(data[3:]) :]
    for files in (
        {"": changed},
        {"": whole},
        {"": MADE, "-wal": data},
        {"": whole, BESIDE[-1]: data},
    ):
        try:
            assert len(values(files)) <= 2 * ALL
        except OverLimit as over:
            assert str(over).endswith(".")
