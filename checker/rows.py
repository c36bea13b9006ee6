"""Reads every value of a SQLite file that an app has written, as somebody else's.

The bytes may be no database, or one made to keep its reader busy for ever or to touch
other files: nothing but columns that stand in plain tables is read, nothing that the
file brings along is run, and SQLite's work is counted.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from .database import bounded
from .endings import OverLimit

__all__ = ["BESIDE", "values"]

BESIDE = ("", "-wal", "-journal")  # endings of the files that are one database
MOST = 1_000  # counts of SQLite's work; a lesson's app is read within the first
ALL = 64 * 1024 * 1024  # bytes of all values
EACH = 64  # bytes that any value takes beside its own
# How a journal ends that is one of several: by the name of a file, and then this mark.
# SQLite removes the file of that name, wherever it is (sqlite.org/fileformat.html, 3).
OF_SEVERAL = bytes.fromhex("d9d505f920a163d7")
# What SQLite itself writes for everything in a schema that has a text.
DECLARED = re.compile(
    rb"CREATE (TABLE|VIEW|VIRTUAL TABLE|TRIGGER|INDEX|UNIQUE INDEX) (.*)", re.DOTALL
)
QUOTES = (b'""', b"''", b"``", b"[]")
GENERATED = 2  # how a column is hidden that is worked out when it is read


def values(files: Mapping[str, bytes]) -> bytes:
    """Every value of every table, a blank between; b"" for what is no database.

    `files` are the contents by ending. Raises OverLimit for more than anybody reads.
    """
    with tempfile.TemporaryDirectory(prefix="shelf-read-") as folder:
        for ending, content in files.items():
            if ending != "-journal" or not content.endswith(OF_SEVERAL):
                Path(folder, f"kept.db{ending}").write_bytes(content)
        with closing(sqlite3.connect(Path(folder, "kept.db"))) as db:
            db.text_factory = bytes
            return b" ".join(_within_limits(db))


def _within_limits(db: sqlite3.Connection) -> Iterator[bytes]:
    room = ALL
    try:
        bounded(db, MOST)
        for value in _every(db):
            room -= len(value) + EACH
            if room < 0:
                break
            yield value
    except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
        if not re.search("interrupted|too big", str(error)):
            return
        room = -1
    if room < 0:
        raise OverLimit("The app's database holds more than can be read of one.")


def _every(db: sqlite3.Connection) -> Iterator[bytes]:
    tables = list(_tables(db))
    db.set_authorizer(_only_reading)
    for table in tables:
        columns = [
            _quoted(name)
            for _, name, *_, hidden in db.execute(f"PRAGMA table_xinfo({table})")
            if hidden != GENERATED
        ]
        for row in db.execute(f"SELECT {', '.join(columns)} FROM main.{table}"):
            yield from (v if isinstance(v, bytes) else str(v).encode() for v in row)


def _tables(db: sqlite3.Connection) -> Iterator[str]:
    """The plain tables; none in a schema that SQLite itself has not written so.

    A view or a virtual table under another's name would be run when it is asked.
    """
    found = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for name, sql in found.fetchall():
        declared = DECLARED.match(sql) if isinstance(sql, bytes) else None
        if declared is None or not _begins(declared[2], name):
            raise sqlite3.DatabaseError(f"{name} is something else")
        if declared[1] == b"TABLE":
            yield _quoted(name)


def _begins(text: bytes, name: bytes) -> bool:
    """True for text that begins with the name, however it is quoted."""
    quoted = [
        q[:1] + name.replace(q[1:], q[1:] * 2 if q[:1] == q[1:] else q[1:]) + q[1:]
        for q in QUOTES
    ]
    bare = re.match(rb"[\w$\x80-\xff]+", text)
    return text.startswith(tuple(quoted)) or (bare is not None and bare[0] == name)


def _quoted(name: bytes) -> str:
    return '"{}"'.format(name.decode().replace('"', '""'))


def _only_reading(action: int, _: object, __: object, ___: object, via: object) -> int:
    """Whether SQLite may do that: read, but through no view and no trigger."""
    reads = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    asks = action == sqlite3.SQLITE_PRAGMA
    return sqlite3.SQLITE_OK if (reads and not via) or asks else sqlite3.SQLITE_DENY
