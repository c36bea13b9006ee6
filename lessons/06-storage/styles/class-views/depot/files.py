"""Les deux tables, dans un fichier SQLite."""

import contextlib
import json
import sqlite3

from .notes import Note


class Depot:
    def __init__(self, path):
        self.path = path
        with self.step() as db:
            db.execute("CREATE TABLE IF NOT EXISTS casiers(casier PRIMARY KEY, reste)")
            db.execute(
                "CREATE TABLE IF NOT EXISTS courrier(rang INTEGER PRIMARY KEY,"
                " casier, marque, corps)"
            )

    @contextlib.contextmanager
    def step(self):
        with contextlib.closing(sqlite3.connect(self.path, timeout=20)) as db:
            db.isolation_level = None
            db.execute("begin immediate")
            with db:
                yield db

    def contents(self, locker):
        with self.step() as db:
            asked = "SELECT reste FROM casiers WHERE casier = :it"
            for (rest,) in db.execute(asked, {"it": locker}):
                return json.loads(rest)
        return None

    def put_away(self, locker, contents):
        row = {"it": locker, "rest": json.dumps(contents)}
        with self.step() as db:
            db.execute("INSERT OR REPLACE INTO casiers VALUES (:it, :rest)", row)

    def close(self, locker):
        with self.step() as db:
            db.execute("DELETE FROM casiers WHERE casier = :it", {"it": locker})
            db.execute("DELETE FROM courrier WHERE casier = :it", {"it": locker})

    def post(self, locker, notes):
        notes = [n if isinstance(n, Note) else Note(*n) for n in notes]
        rows = [{"it": locker, "m": n.mark, "body": n.packed()} for n in notes]
        with self.step() as db:
            db.executemany(
                "INSERT INTO courrier (casier, marque, corps) VALUES (:it, :m, :body)",
                rows,
            )

    def any_for(self, locker):
        with self.step() as db:
            asked = "SELECT EXISTS (SELECT * FROM courrier WHERE casier = :it)"
            return db.execute(asked, {"it": locker}).fetchone() == (1,)

    def collect(self, locker):
        """Les notes à montrer ; celles qui restent sont remises à leur place."""
        shown = []
        with self.step() as db:
            letters = db.execute(
                "SELECT rang, corps FROM courrier WHERE casier = :it ORDER BY rang",
                {"it": locker},
            ).fetchall()
            db.execute("DELETE FROM courrier WHERE casier = :it", {"it": locker})
            for rank, body in letters:
                note = Note.unpacked(body)
                if note.late:
                    continue
                shown.append(Note.unpacked(body))
                if note.turned():
                    db.execute(
                        "INSERT INTO courrier VALUES (?, ?, ?, ?)",
                        (rank, locker, note.mark, note.packed()),
                    )
        return shown

    def throw_away(self, locker, mark):
        row = {"it": locker, "m": mark}
        with self.step() as db:
            asked = "DELETE FROM courrier WHERE casier = :it AND marque = :m"
            return db.execute(asked, row).rowcount
