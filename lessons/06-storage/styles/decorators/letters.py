"""Letter boxes in one SQLite file, and a cookie that says which is whose."""

import secrets
import sqlite3
import time
from dataclasses import dataclass, field

from flask import g, session
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface

paper = TaggedJSONSerializer()


@dataclass
class Letter:
    kind: str
    text: str
    until: float | None = None
    showings: int | None = 1
    sticky: bool = False
    id: int = field(default=0, compare=False)

    def __iter__(self):
        return iter([self.kind, self.text])

    def __getitem__(self, place):
        return list(self)[place]


def letter(flashed):
    return flashed if isinstance(flashed, Letter) else Letter(*flashed)


class LetterBoxes:
    def __init__(self, file):
        self.file = file
        with self.connection() as db:
            db.execute(
                "create table if not exists letter (number integer primary key"
                " autoincrement, box text, body text, until, showings int, pin int)"
            )

    def connection(self):
        """Commits and closes by itself when it is left."""
        return Closing(sqlite3.connect(self.file, timeout=30, isolation_level=None))

    def put(self, box, flashed):
        with self.connection() as db:
            for it in map(letter, flashed):
                db.execute(
                    "insert into letter (box, body, until, showings, pin)"
                    " values (?, ?, ?, ?, ?)",
                    [box, paper.dumps(list(it)), it.until, it.showings, it.sticky],
                )

    def take(self, box):
        with self.connection() as db:
            db.execute("delete from letter where until < ?", [time.time()])
            rows = db.execute(
                "select body, until, showings, pin, number from letter"
                " where box = ? order by number",
                [box],
            ).fetchall()
            db.execute("delete from letter where box = ? and showings = 1", [box])
            db.execute("update letter set showings = showings - 1 where box = ?", [box])
        return [Letter(*paper.loads(body), *rest) for body, *rest in rows]

    def burn(self, box, number=None):
        with self.connection() as db:
            return db.execute(
                "delete from letter where box = :box and number = ifnull(:n, number)",
                {"box": box, "n": number},
            ).rowcount


class Closing:
    def __init__(self, db):
        self.db = db

    def __enter__(self):
        self.db.execute("begin immediate")
        return self.db

    def __exit__(self, *error):
        self.db.rollback() if any(error) else self.db.commit()
        self.db.close()


class Addressed(SecureCookieSessionInterface):
    """Flask's own cookie, but what was flashed goes into a box instead."""

    def __init__(self, boxes):
        self.boxes = boxes

    def open_session(self, app, request):
        opened = super().open_session(app, request)
        if opened is not None:
            opened.box = opened.get("box")
        return opened

    def save_session(self, app, session, response):
        if session.box and "box" not in session:
            self.boxes.burn(session.box)  # cleared: unread letters go as well
        if "_flashes" in session:
            flashed = session.pop("_flashes")
            self.boxes.put(session.setdefault("box", secrets.token_hex(12)), flashed)
        super().save_session(app, session, response)

    def unread(self, with_categories=False, category_filter=()):
        """Stands in for get_flashed_messages()."""
        if "letters" not in g:
            now = map(letter, session.pop("_flashes", []))
            waiting = self.boxes.take(session["box"]) if "box" in session else []
            g.letters = [*waiting, *now]
        wanted = [
            x for x in g.letters if not category_filter or x[0] in category_filter
        ]
        return wanted if with_categories else [x.text for x in wanted]
