"""The words for SQL, the session interface, settings and clocks find what they say."""

from __future__ import annotations

import pytest

from checker.evidence.program import Program
from checker.evidence.storage import (
    clocks,
    interface,
    lookups,
    loosely,
    moments_compared,
    owner,
    settings,
    statements,
    stores,
    taking,
)

SHELF = """
import sqlite3
import time
from flask import session
from flask.sessions import SessionInterface

QUESTION = "Which table shall we select?"


class Store:
    def __init__(self, path):
        self.db = sqlite3.connect(path)

    def take(self, key):
        rows = self.db.execute(
            "SELECT id, text FROM notes"
            " WHERE owner = ? AND ifnull(pages, 1) > 0 ORDER BY id",
            (key,),
        )
        self.db.execute("delete from Notes where owner = ? and pages = 1", (key,))
        return [row for row in rows if self.fresh(row)]

    def fresh(self, row):
        return row.until > time.time()

    def waits(self, key):
        return self.db.execute("SELECT 1 FROM notes WHERE owner = ?", (key,))

    def keep(self, key, text):
        self.db.execute("REPLACE INTO notes VALUES (?, ?)", (key, text))
        self.db.execute("UPDATE notes SET pages = 2 WHERE id NOT IN (1, 2)")


class Desk(SessionInterface):
    def open_session(self, app, request):
        return self.store.waits(request.cookies.get("id"))

    def save_session(self, app, opened, response):
        opened.go()


def visit():
    session["seen"] = session.get("seen", 0) + 1
    session.setdefault("list", []).append(1)
    other = {}
    other["seen"] = 1
"""


def program(text: str) -> Program:
    return Program({"app.py": text})


def test_statements_say_verb_table_and_what_is_compared() -> None:
    found = [(s.verb, s.table, set(s.where)) for s in statements(program(SHELF))]

    assert found == [
        ("select", "notes", {"owner", "pages"}),
        ("delete", "notes", {"owner", "pages"}),
        ("select", "notes", {"owner"}),
        ("insert", "notes", set()),
        ("update", "notes", {"id"}),
    ]


def test_statements_can_be_chosen_by_verb_and_place() -> None:
    shelf = program(SHELF)
    keep = [f for f in shelf.functions if f.name == "keep"]

    chosen = statements(shelf, "insert", "select", within=keep)

    assert [s.verb for s in chosen] == ["insert"]
    assert [s.ordered for s in statements(shelf, "select")] == [True, False]


def test_owner_is_the_column_that_is_asked_for_most() -> None:
    assert owner(program(SHELF), "notes") == "owner"
    assert owner(program(SHELF), "books") == ""


def test_loosely_follows_methods_by_their_name_alone() -> None:
    shelf = program(
        """
class One:
    def keep(self): self.two.drop()
    def get(self): pass

class Two:
    def drop(self): pass
    def keep(self): pass

def leave(it):
    it.keep()
    it.get()
"""
    )
    leave = [f for f in shelf.functions if f.name == "leave"]

    found = loosely(shelf, leave)

    assert [(f.cls, f.name) for f in found] == [
        ("", "leave"),
        ("One", "keep"),
        ("Two", "keep"),
        ("Two", "drop"),
    ]


def test_taking_is_what_reads_rows_in_an_order() -> None:
    assert [f.name for f in taking(program(SHELF))] == ["take", "fresh"]
    assert taking(program('"SELECT a FROM b ORDER BY c"')) == ()


def test_interface_is_what_opens_and_saves_a_session() -> None:
    found = [f.name for f in interface(program(SHELF))]

    assert found == ["open_session", "save_session", "waits"]


@pytest.mark.parametrize(
    ("asked", "default", "strict"),
    [
        ('os.environ.get("SHELF_DB")', False, False),
        ('os.environ.get("SHELF_DB", "")', False, False),
        ('os.environ.get("SHELF_DB", "shelf.db")', True, False),
        ('os.environ.get("SHELF_DB", default=usual)', True, False),
        ('os.getenv("SHELF_DB") or ":memory:"', True, False),
        ('given or os.getenv("SHELF_DB")', False, False),
        ('os.getenv("SHELF_DB") and 1', False, False),
        ('os.environ["SHELF_DB"]', False, True),
    ],
)
def test_lookups_tell_what_is_taken_instead(
    asked: str, default: bool, strict: bool
) -> None:
    [found] = lookups(program(f"import os\npath = {asked}\n"), "SHELF_DB")

    assert (found.default, found.strict) == (default, strict)
    assert found.site.line == 2


def test_lookups_are_questions_to_the_environment_only() -> None:
    text = 'print("SHELF_DB")\nconfig.get("SHELF_DB")\nraise ValueError("SHELF_DB")\n'

    assert lookups(program(text), "SHELF_DB") == ()


def test_settings_are_found_however_they_are_given() -> None:
    text = """
app.config["SESSION_TYPE"] = "file"
app.config.update(SESSION_FILE="a", DEBUG=True, **more)
app.SESSION_HERE = 1
app.config[key] = app.SESSION_READ
app.config[7] = 1
kept = app.config["SESSION_TYPE"]
"""

    assert [s.line for s in settings(program(text), "SESSION_")] == [2, 3, 4]


def test_stores_are_into_the_session_of_flask() -> None:
    shelf = program(SHELF)

    assert [s.code for s in stores(shelf)] == [
        'session["seen"] = session.get("seen", 0) + 1',
        'session.setdefault("list", []).append(1)',
    ]
    assert stores(shelf, taking(shelf)) == ()


def test_clocks_are_those_of_python_and_no_method_of_that_name() -> None:
    text = """
import time
from datetime import datetime
time.time()
datetime.now()
time.monotonic()
game.time()
"""

    assert [s.line for s in clocks(program(text))] == [4, 6, 5]
    assert [s.line for s in clocks(program(text), "monotonic")] == [6]


@pytest.mark.parametrize(
    ("line", "compared"),
    [
        ("return self.until <= now", True),
        ("return self.times > 1", False),
        ("return self.until == now", False),
        ('run("DELETE FROM notes WHERE until < ?")', True),
        ('run("DELETE FROM notes WHERE pages < 1")', False),
    ],
)
def test_moments_are_compared_with_moments(line: str, compared: bool) -> None:
    shelf = program(f"def late(self, now):\n    {line}\n")

    assert moments_compared(shelf, shelf.functions) is compared
