"""Sessions and messages in SQLite: triggers and a view do what Python need not know."""

import json
import os
import sqlite3
import time

from markupsafe import Markup

from notices import Message

SCHEMA = """
CREATE TABLE IF NOT EXISTS room (door TEXT PRIMARY KEY, inside TEXT DEFAULT '{}');
CREATE TABLE IF NOT EXISTS note (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    door TEXT REFERENCES room ON DELETE CASCADE,
    kind TEXT, said TEXT, is_html INTEGER, over REAL, pages INTEGER, stays INTEGER
);
CREATE VIEW IF NOT EXISTS empty_room AS
    SELECT door FROM room WHERE inside = '{}' AND door NOT IN (SELECT door FROM note);
CREATE TRIGGER IF NOT EXISTS last_page AFTER UPDATE OF pages ON note
    WHEN new.pages <= 0 BEGIN DELETE FROM note WHERE number = new.number; END;
"""


class Store:
    def __init__(self, path):
        self.path = path
        db = sqlite3.connect(path, timeout=10)
        db.executescript(SCHEMA)
        db.close()

    def run(self, *steps):
        """All steps as one, and what the last of them found."""
        db = sqlite3.connect(self.path, timeout=10, isolation_level="IMMEDIATE")
        db.execute("PRAGMA foreign_keys = ON")
        try:
            db.execute("BEGIN IMMEDIATE")
            for sql, *values in steps:
                found = db.execute(sql, values)
            rows = found.fetchall()
            db.commit()
        finally:
            db.close()
        return rows

    def load(self, door):
        rows = self.run(["SELECT inside FROM room WHERE door = ?", door])
        return json.loads(rows[0][0]) if rows else None

    def save(self, door, data):
        self.run(
            ["INSERT OR IGNORE INTO room (door) VALUES (?)", door],
            ["UPDATE room SET inside = ? WHERE door = ?", json.dumps(data), door],
        )

    def forget_if_empty(self, door):
        self.run(["DELETE FROM room WHERE door = ? AND door IN empty_room", door])
        return self.load(door) is None

    def add(self, door, flashes):
        steps = [["INSERT OR IGNORE INTO room (door) VALUES (?)", door]]
        for m in map(Message.of, flashes):
            row = (door, m.category, str(m.text), isinstance(m.text, Markup))
            sql = "INSERT INTO note VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)"
            steps.append([sql, *row, m.until, m.times, m.sticky])
        self.run(*steps)

    def waiting(self, door):
        [(number,)] = self.run(["SELECT count(*) FROM note WHERE door = ?", door])
        return number > 0

    def take(self, door):
        mine = "SELECT number FROM note WHERE door = ?"
        rows = self.run(
            ["DELETE FROM note WHERE over <= ?", time.time()],
            ["CREATE TEMP TABLE shown AS SELECT * FROM note WHERE door = ?", door],
            [f"UPDATE note SET pages = pages - 1 WHERE number IN ({mine})", door],
            ["SELECT * FROM shown ORDER BY number"],
        )
        return [
            Message(kind, Markup(said) if html else said, over, pages, bool(stays), no)
            for no, _, kind, said, html, over, pages, stays in rows
        ]

    def drop(self, door):
        self.run(["DELETE FROM note WHERE door = ?", door])

    def dismiss(self, door, number):
        sql = "DELETE FROM note WHERE door = ? AND number = ?"
        return self.run([sql, door, number], ["SELECT changes()"]) == [(1,)]


def open_store():
    path = os.environ.get("SHELF_DB", "").strip()
    if not path:
        raise SystemExit("Set SHELF_DB to the file in which the shelf keeps its notes.")
    return Store(path)
