"""What an app has kept in SQLite is read as somebody else's: within bounds, or not."""

from __future__ import annotations

import os
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest

from checker import database as database_module
from checker import rows
from checker.endings import OverLimit
from checker.host.kept import CAREFUL, content
from checker.rows import values
from fuzz.rows import one


def database(folder: Path, script: str) -> dict[str, bytes]:
    file = folder / "made.db"
    with closing(sqlite3.connect(file)) as db:
        db.executescript(script)
        found = {e: Path(f"{file}{e}") for e in rows.BESIDE}
        return {e: path.read_bytes() for e, path in found.items() if path.exists()}


def test_every_value_of_every_table_is_read(tmp_path: Path) -> None:
    made = database(
        tmp_path,
        """CREATE TABLE "a""b" (c, d);
        INSERT INTO "a""b" VALUES ('x', 1), (x'ff', NULL);
        CREATE TABLE e (f); INSERT INTO e VALUES (2.5);""",
    )

    assert values(made) == b"x 1 \xff None 2.5"


def test_what_still_stands_in_the_log_is_read_as_well(tmp_path: Path) -> None:
    script = "PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES ('x')"
    made = database(tmp_path, script)

    assert set(made) == {"", "-wal"}
    assert values(made) == b"x"


def test_what_is_no_database_holds_nothing() -> None:
    assert values({}) == b""
    assert values({"": b"no database at all, but longer than a header" * 100}) == b""
    assert values({"": b"SQLite format 3\0" + bytes(4096)}) == b""


def test_a_view_that_is_called_a_table_is_not_run(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    made = database(
        tmp_path,
        f"CREATE VIEW t AS {endless} SELECT count(*) FROM n;"
        " PRAGMA writable_schema = ON;"
        " UPDATE sqlite_master SET type = 'table' WHERE name = 't';",
    )

    assert values(made) == b""


def test_what_takes_longer_to_read_than_an_apps_file_is_over_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST", 3)
    monkeypatch.setattr(database_module, "STEPS", 10)
    filled = "".join(f"INSERT INTO u VALUES ({n});" for n in range(300))
    made = database(tmp_path, f"CREATE TABLE u (x); {filled}")

    with pytest.raises(OverLimit, match="more than can be read"):
        values(made)


def test_more_bytes_than_anybody_reads_are_over_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ALL", rows.EACH + 4)
    made = database(tmp_path, "CREATE TABLE a (b); INSERT INTO a VALUES ('12345')")

    with pytest.raises(OverLimit):
        values(made)


def test_more_values_than_anybody_reads_are_over_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ALL", 100_000)
    columns = ", ".join(f"c{n}" for n in range(1900))
    script = f"CREATE TABLE a ({columns}); INSERT INTO a (c0) VALUES (1)"
    made = database(tmp_path, script)

    with pytest.raises(OverLimit):
        values(made)


def test_a_value_longer_than_anybody_reads_is_over_the_limit(tmp_path: Path) -> None:
    made = database(
        tmp_path, "CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(17000000))"
    )

    with pytest.raises(OverLimit):
        values(made)


def test_names_are_read_however_they_are_quoted(tmp_path: Path) -> None:
    made = database(
        tmp_path,
        """CREATE TABLE 'a''b' (c); INSERT INTO 'a''b' VALUES (1);
        CREATE TABLE `d``e` (f); INSERT INTO `d``e` VALUES (2);
        CREATE TABLE [g h] ("i""j"); INSERT INTO [g h] VALUES (3);
        CREATE TABLE ö (k PRIMARY KEY) WITHOUT ROWID; INSERT INTO ö VALUES (4);
        CREATE TABLE l (m); ALTER TABLE l RENAME TO n; INSERT INTO n VALUES (5);
        CREATE TABLE o AS SELECT m AS p FROM n; CREATE UNIQUE INDEX q ON o (p);
        CREATE VIEW r AS SELECT p FROM o;
        CREATE TRIGGER s AFTER INSERT ON o BEGIN DELETE FROM o; END;""",
    )

    assert values(made) == b"1 2 3 4 5 5"


def test_what_a_column_works_out_is_not_run(tmp_path: Path) -> None:
    made = database(
        tmp_path,
        """CREATE TABLE a (b, c AS (b || 'x') STORED); INSERT INTO a (b) VALUES ('x');
        CREATE TABLE d (e, f AS (zeroblob(900000000)));
        INSERT INTO d (e) VALUES ('y');""",
    )

    assert values(made) == b"x xx y"


KEPT = "CREATE TABLE a (b); INSERT INTO a VALUES ('x'); CREATE VIEW c AS SELECT 1;"
CHANGED = {
    "number": "name = 5 WHERE name = 'a'",
    "nothing": "name = NULL WHERE name = 'a'",
    "no text": "name = CAST(x'ff' AS TEXT) WHERE name = 'a'",
    "no text within": "sql = 'CREATE TABLE a(' || CAST(x'ff' AS TEXT) || ')'"
    " WHERE name = 'a'",
    "no text for a table": "name = CAST(x'ff' AS TEXT),"
    " sql = 'CREATE TABLE ' || CAST(x'ff' AS TEXT) || '(b)' WHERE name = 'a'",
    "no SQL": "name = CAST(x'ff' AS TEXT), sql = 'CREATE THAT' WHERE name = 'a'",
    "a view of another name": "name = 'd' WHERE name = 'c'",
    "a view that begins so": "name = 'cc' WHERE name = 'c'",
    "a virtual table": "sql = 'CREATE/**/VIRTUAL TABLE a USING fts5(b)', rootpage = 0"
    " WHERE name = 'a'",
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_schema_that_sqlite_has_not_written_holds_nothing(
    tmp_path: Path, change: str
) -> None:
    turned = f"{KEPT} PRAGMA writable_schema = ON; UPDATE sqlite_master SET {change}"

    assert values(database(tmp_path, KEPT)) == b"x"
    (tmp_path / "made.db").unlink()
    assert values(database(tmp_path, turned)) == b""


def test_of_a_virtual_table_only_what_stands_in_plain_ones_is_read(
    tmp_path: Path,
) -> None:
    made = database(
        tmp_path,
        "CREATE VIRTUAL TABLE a USING rtree(b, c, d); INSERT INTO a VALUES (1, 2, 3);"
        " CREATE TABLE e (f); INSERT INTO e VALUES ('x');",
    )

    assert values(made).startswith(b"1 ")
    assert values(made).endswith(b" x")
    assert b"2.0" not in values(made)


def test_a_size_that_nothing_has_is_no_reason_to_run_out_of_memory() -> None:
    found = bytes.fromhex("d1038b01") + b"\xff" * 22  # by a run of atheris

    one(found)


def journal(before: bytes, besides: str) -> bytes:
    """What puts the second page back, written by hand as if several files had changed:
    at its end the name of the file that SQLite then removes.
    """
    page, start = before[4096:8192], b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    head = start + struct.pack(">5I", 1, 0, len(before) // 4096, 512, 4096)
    sum_of_page = sum(page[4096 - 200 :: -200])
    record = struct.pack(">I", 2) + page + struct.pack(">I", sum_of_page)
    name = besides.encode()
    tail = struct.pack(">2I", len(name), sum(name)) + start
    return head.ljust(512, b"\0") + record + struct.pack(">I", 2**18 + 1) + name + tail


def test_a_journal_that_names_another_file_removes_none(tmp_path: Path) -> None:
    made = database(tmp_path, f"PRAGMA page_size = 4096; {KEPT}")
    other = tmp_path / "other"
    other.write_text("Somebody else's.")
    named = journal(made[""], str(other))
    whole = named[: 512 + 4 + 4096 + 4]
    later = made[""].replace(b"x", b"y")

    assert values({"": later, "-journal": whole}) == b"x"
    assert values({"": later, "-journal": named}) == b"y"
    assert other.read_text() == "Somebody else's."


def test_only_a_plain_file_of_that_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    os.mkfifo(tmp_path / "pipe")

    assert content(os.open(tmp_path / "file", CAREFUL), 5) == b"12345"
    assert content(os.open(tmp_path / "file", CAREFUL), 4) is None
    assert content(os.open(tmp_path / "pipe", CAREFUL), 4) is None
