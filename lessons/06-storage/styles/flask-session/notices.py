"""Messages for the owner of a Flask-Session, by its id; Flask's flash() is not used."""

import pickle
import sqlite3
import time
from contextlib import closing, contextmanager
from functools import partial

from flask import current_app, g, session

TABLE = """
CREATE TABLE IF NOT EXISTS told (
    at INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT, what BLOB,
    until REAL, times INTEGER, sticky INTEGER
)"""


class Said:
    def __init__(self, id, what, until, times, sticky):
        self.id, self.until, self.times, self.sticky = id, until, times, sticky
        self.what = pickle.loads(what)

    def __iter__(self):
        return iter(self.what)

    def __getitem__(self, index):
        return self.what[index]


def init_app(app, file):
    app.extensions["notices"] = partial(sqlite3.connect, file, timeout=10)
    app.after_request(write_down)
    app.jinja_env.globals["get_flashed_messages"] = get_flashed_messages
    with app.app_context(), file_open() as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(TABLE)


@contextmanager
def file_open():
    with closing(current_app.extensions["notices"]()) as db, db:
        db.execute("PRAGMA synchronous = NORMAL")  # no wait for the disk each time
        yield db


def flash(text, category="message", until=None, times=1, sticky=False):
    session["told"] = True  # somebody to come back to
    row = (session.sid, pickle.dumps((category, text)), until, times, sticky)
    g.setdefault("fresh", []).append(row)


def write_down(response=None):
    """All that this request had to say, in one go."""
    fresh = g.pop("fresh", [])
    insert = "INSERT INTO told (sid, what, until, times, sticky) VALUES (?, ?, ?, ?, ?)"
    if fresh:
        with file_open() as db:
            db.executemany(insert, fresh)
    return response


def remind(text, category, seconds=None, times=None, sticky=False):
    if seconds or times or sticky:
        flash(text, category, seconds and time.time() + seconds, times, sticky)
    else:
        flash(text, category)


def get_flashed_messages(with_categories=False, category_filter=()):
    if "told" not in g:
        g.told = take(session.sid) if "told" in session else []
    told = [m for m in g.told if not category_filter or m[0] in category_filter]
    return told if with_categories else [text for _, text in told]


def take(sid):
    write_down()
    with file_open() as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM told WHERE until <= ?", [time.time()])
        rows = db.execute(
            "SELECT at, what, until, times, sticky FROM told WHERE sid = ? ORDER BY at",
            [sid],
        ).fetchall()
        db.execute(
            "UPDATE told SET times = CASE WHEN times > 0 THEN times - 1 END"
            " WHERE sid = ?",
            [sid],
        )
        db.execute("DELETE FROM told WHERE times = 0 AND sid = ?", [sid])
    return [Said(*row) for row in rows]


def keep():
    for said in get_flashed_messages(with_categories=True):
        if said.times == 1:
            flash(said[1], said[0])


def dismiss(number):
    with file_open() as db:
        who = (number, session.sid)
        return db.execute("DELETE FROM told WHERE at = ? AND sid = ?", who).rowcount > 0


def forget():
    g.pop("fresh", None)
    with file_open() as db:
        db.execute("DELETE FROM told WHERE sid = ?", [session.sid])
