"""The books in a table that lives as long as the app does."""

import sqlite3
import threading

from flask import abort

_lock = threading.Lock()
_db = sqlite3.connect(":memory:", check_same_thread=False)
_db.row_factory = sqlite3.Row
_db.executescript("""
create table book (number integer primary key, title, giver, holder default '');
insert into book (title, giver) values ('The Left Hand of Darkness', 'Ursula');
insert into book (title, giver) values ('Momo', 'Beppo');
insert into book (title, giver) values ('Invisible Cities', 'Italo');
insert into book (title, giver) values ('Middlemarch', 'Dorothea');
""")


def rows():
    with _lock:
        return _db.execute("select * from book order by number").fetchall()


def find(number):
    return next((row for row in rows() if row["number"] == number), None) or abort(404)


def newest():
    return rows()[-1]["number"]


def taken(title):
    return title.strip().casefold() in {row["title"].casefold() for row in rows()}


def insert(title, giver):
    with _lock:
        values = (title.strip(), giver)
        sql = "insert into book (title, giver) values (?, ?)"
        return _db.execute(sql, values).lastrowid


def update(number, column, value):
    with _lock:
        sql = {
            "title": "update book set title = ? where number = ?",
            "holder": "update book set holder = ? where number = ?",
        }[column]
        _db.execute(sql, (value, number))


def labelled(title):
    """True when the printer could do it."""
    return len(title) <= 40
