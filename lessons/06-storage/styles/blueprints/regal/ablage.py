"""Die Ablage: wer da war und was noch zu sagen ist, in einer SQLite-Datei."""

import json
import sqlite3
import time
from contextlib import contextmanager

from markupsafe import Markup

TABELLEN = [
    "CREATE TABLE IF NOT EXISTS besuch (wer TEXT PRIMARY KEY, inhalt TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS zettel (nr INTEGER PRIMARY KEY AUTOINCREMENT,"
    " wer TEXT NOT NULL, art TEXT NOT NULL, wort TEXT NOT NULL,"
    " html INTEGER NOT NULL, bis REAL, seiten INTEGER, fest INTEGER NOT NULL)",
]


class Zettel(tuple):
    """Art und Wort, wie flash() sie kennt; dazu, wie lange er hängt."""

    def __new__(cls, art, wort, bis=None, seiten=1, fest=False, nr=None):
        zettel = super().__new__(cls, (art, wort))
        zettel.bis, zettel.seiten, zettel.fest, zettel.nr = bis, seiten, fest, nr
        return zettel

    @property
    def letzte_seite(self):
        return self.seiten == 1


class Ablage:
    def __init__(self, datei):
        self.datei = datei
        with self.offen() as db:
            for befehl in TABELLEN:
                db.execute(befehl)

    @contextmanager
    def offen(self):
        db = sqlite3.connect(self.datei, timeout=15, isolation_level=None)
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        finally:
            db.close()

    def besuch(self, wer):
        with self.offen() as db:
            fund = db.execute("SELECT inhalt FROM besuch WHERE wer = ?", (wer,))
            zeile = fund.fetchone()
        return json.loads(zeile[0]) if zeile else None

    def merken(self, wer, inhalt):
        with self.offen() as db:
            db.execute("REPLACE INTO besuch VALUES (?, ?)", (wer, json.dumps(inhalt)))

    def vergessen(self, wer):
        with self.offen() as db:
            db.execute("DELETE FROM besuch WHERE wer = ?", (wer,))

    def anheften(self, wer, neue):
        with self.offen() as db:
            for neu in neue:
                zettel = neu if isinstance(neu, Zettel) else Zettel(*neu)
                art, wort = zettel
                html = isinstance(wort, Markup)
                werte = (wer, art, str(wort), html, zettel.bis, zettel.seiten)
                db.execute(
                    "INSERT INTO zettel (wer, art, wort, html, bis, seiten, fest)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (*werte, zettel.fest),
                )

    def haengt(self, wer):
        with self.offen() as db:
            frage = "SELECT count(*) FROM zettel WHERE wer = ?"
            return db.execute(frage, (wer,)).fetchone()[0] > 0

    def ablesen(self, wer):
        """Was die Seite zeigt; was damit zu Ende ist, verschwindet."""
        with self.offen() as db:
            db.execute("DELETE FROM zettel WHERE bis <= ?", (time.time(),))
            zeilen = db.execute(
                "SELECT art, wort, html, bis, seiten, fest, nr FROM zettel"
                " WHERE wer = ? ORDER BY nr",
                (wer,),
            ).fetchall()
            db.execute("UPDATE zettel SET seiten = seiten - 1 WHERE wer = ?", (wer,))
            db.execute("DELETE FROM zettel WHERE seiten < 1")
        return [
            Zettel(art, Markup(wort) if html else wort, *rest)
            for art, wort, html, *rest in zeilen
        ]

    def abreissen(self, wer, nr=None):
        """Einen Zettel, oder alle; wie viele es waren."""
        with self.offen() as db:
            if nr is None:
                weg = db.execute("DELETE FROM zettel WHERE wer = ?", (wer,))
            else:
                weg = db.execute(
                    "DELETE FROM zettel WHERE wer = ? AND nr = ?", (wer, nr)
                )
            return weg.rowcount
