"""Keep sessions and messages in one SQLite file. Knows nothing about cookies."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from flask.json.tag import TaggedJSONSerializer  # JSON that knows Markup

from notices import Message

LIFETIME = 31 * 24 * 60 * 60  # seconds; a session not saved for so long is over

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    key TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    saved REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- an id is never used twice
    key TEXT NOT NULL,
    pair TEXT NOT NULL,
    until REAL,
    times INTEGER,
    sticky INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of_a_session ON messages (key);
"""

tagged = TaggedJSONSerializer()


def message_in(row: tuple[Any, ...]) -> Message:
    id, pair, until, times, sticky = row
    category, text = tagged.loads(pair)
    return Message(category, text, until, times, bool(sticky), id)


class Store:
    """Every method is one step: the others see all of it or nothing."""

    def __init__(self, path: str) -> None:
        self.path = path
        with closing(self.connect()) as db:
            with suppress(sqlite3.OperationalError):  # another worker is just doing it
                db.execute("PRAGMA journal_mode = WAL")  # reads do not wait for writes
            db.executescript(SCHEMA)

    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=10, isolation_level=None)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """From here to the end of the block nobody else writes."""
        with closing(self.connect()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            yield db

    def load(self, key: str) -> dict[str, Any] | None:
        """The data of a session, or None when there is no such session."""
        with closing(self.connect()) as db:
            row = db.execute(
                "SELECT data FROM sessions WHERE key = ? AND saved > ?",
                (key, time.time() - LIFETIME),
            ).fetchone()
        return None if row is None else tagged.loads(row[0])

    def save(self, key: str, data: dict[str, Any]) -> None:
        """Write the data of a session, and sweep out what is long over."""
        now = time.time()
        with self.writing() as db:
            db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?) ON CONFLICT (key)"
                " DO UPDATE SET data = excluded.data, saved = excluded.saved",
                (key, tagged.dumps(data), now),
            )
            db.execute("DELETE FROM sessions WHERE saved < ?", (now - LIFETIME,))
            db.execute(
                "DELETE FROM messages WHERE until < ?"
                " OR key NOT IN (SELECT key FROM sessions)",
                (now,),
            )

    def forget_if_empty(self, key: str) -> bool:
        """Drop a session without data and messages; True when it is not there."""
        with self.writing() as db:
            db.execute(
                "DELETE FROM sessions WHERE key = ? AND data = '{}'"
                " AND NOT EXISTS (SELECT 1 FROM messages WHERE key = sessions.key)",
                (key,),
            )
            there = db.execute("SELECT 1 FROM sessions WHERE key = ?", (key,))
            return there.fetchone() is None

    def add(self, key: str, flashes: Iterable[Any]) -> None:
        """Put each message, or pair that flash() made, into a row of its own."""
        with self.writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO sessions VALUES (?, '{}', ?)", (key, time.time())
            )
            db.executemany(
                "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (m.id, key, tagged.dumps([*m]), m.until, m.times, m.sticky)
                    for m in map(Message.of, flashes)
                ],
            )

    def waiting(self, key: str) -> bool:
        """True when this session has a message to show."""
        with closing(self.connect()) as db:
            found = db.execute("SELECT 1 FROM messages WHERE key = ? LIMIT 1", (key,))
            return found.fetchone() is not None

    def take(self, key: str) -> list[Message]:
        """The messages to show now, oldest first; what is left of each stays."""
        now = time.time()
        with self.writing() as db:
            rows = db.execute(
                "SELECT id, pair, until, times, sticky FROM messages"
                " WHERE key = ? ORDER BY id",
                (key,),
            ).fetchall()
            messages = [message_in(row) for row in rows]
            for message in messages:
                left = None if message.is_over(now) else message.after_showing()
                if left is None:
                    db.execute("DELETE FROM messages WHERE id = ?", (message.id,))
                else:
                    db.execute(
                        "UPDATE messages SET times = ? WHERE id = ?",
                        (left.times, message.id),
                    )
        return [message for message in messages if not message.is_over(now)]

    def drop(self, key: str) -> None:
        """Throw away every message of this session, shown or not."""
        with self.writing() as db:
            db.execute("DELETE FROM messages WHERE key = ?", (key,))

    def dismiss(self, key: str, id: int) -> bool:
        """Throw away one message of this session; False when it has no such one."""
        with self.writing() as db:
            gone = db.execute(
                "DELETE FROM messages WHERE key = ? AND id = ?", (key, id)
            )
            return gone.rowcount == 1


def open_store() -> "Store":
    """The store that the environment names."""
    # TODO 5: Extra: keep them on a Redis server
    path = os.environ.get("SHELF_DB")
    if not path:
        raise RuntimeError(
            "SHELF_DB is not set. Set it to the file that keeps the sessions,"
            " as in SHELF_DB=shelf.db."
        )
    return Store(path)
