"""The board: what there is to tell each reader. The session says who that is."""

import secrets
import sqlite3
import threading
import time
from types import SimpleNamespace

from flask import g, session
from markupsafe import Markup, escape

BOARD = """
create table if not exists pins (
    pin integer primary key autoincrement,
    reader text not null,
    kind text not null,
    html text not null,
    gone real,
    views integer,
    held integer not null default 0
)
"""


class Board:
    def __init__(self, path):
        self.path = path
        self.here = threading.local()
        self.db.execute(BOARD)

    @property
    def db(self):
        """A connection of this thread alone."""
        if not hasattr(self.here, "db"):
            self.here.db = sqlite3.connect(self.path, timeout=10)
            self.here.db.row_factory = sqlite3.Row
            self.here.db.execute("pragma journal_mode = wal")
            self.here.db.execute("pragma synchronous = normal")
        return self.here.db

    def pin(self, text, kind="message", seconds=None, views=1, held=False):
        """Something for the next page, or for longer."""
        reader = session.setdefault("reader", secrets.token_hex(10))
        gone = None if seconds is None else time.time() + seconds
        row = (reader, kind, str(escape(text)), gone, views, held)
        with self.db as db:
            db.execute(
                "insert into pins (reader, kind, html, gone, views, held)"
                " values (?, ?, ?, ?, ?, ?)",
                row,
            )
        if "pins" in g:
            del g.pins

    def look(self):
        """The pins of this reader, read once a request."""
        if "pins" not in g:
            g.pins = self._read(session["reader"]) if "reader" in session else []
        return g.pins

    def _read(self, reader):
        with self.db as db:
            db.execute("begin immediate")
            db.execute("delete from pins where gone <= ?", (time.time(),))
            found = db.execute(
                "select * from pins where reader = ? order by pin", (reader,)
            ).fetchall()
            db.execute("update pins set views = views - 1 where reader = ?", (reader,))
            db.execute("delete from pins where views = 0")
        return [
            SimpleNamespace(
                number=row["pin"],
                kind=row["kind"],
                text=Markup(row["html"]),
                last=row["views"] == 1,
                held=row["held"],
            )
            for row in found
        ]

    def leave(self):
        """What this page shows for the last time, the next one shows again."""
        shown = self.look()
        for pin in shown:
            if pin.last:
                self.pin(pin.text, pin.kind)
        g.pins = shown

    def unpin(self, number):
        with self.db as db:
            mine = (number, session.get("reader", ""))
            done = db.execute("delete from pins where pin = ? and reader = ?", mine)
        return done.rowcount == 1

    def wipe(self):
        with self.db as db:
            reader = session.get("reader", "")
            db.execute("delete from pins where reader = ?", (reader,))
