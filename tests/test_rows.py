"""What an app has kept in SQLite is read as somebody else's: within bounds, or not."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from checker import rows
from checker.endings import OverLimit
from checker.host.kept import CAREFUL, content
from checker.rows import values


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
    monkeypatch.setattr(rows, "STEPS", 10)
    filled = "".join(f"INSERT INTO u VALUES ({n});" for n in range(300))
    made = database(tmp_path, f"CREATE TABLE u (x); {filled}")

    with pytest.raises(OverLimit, match="more than can be read"):
        values(made)


def test_more_bytes_than_anybody_reads_are_over_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ALL", 4)
    made = database(tmp_path, "CREATE TABLE a (b); INSERT INTO a VALUES ('12345')")

    with pytest.raises(OverLimit):
        values(made)


def test_only_a_plain_file_of_that_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    os.mkfifo(tmp_path / "pipe")

    assert content(os.open(tmp_path / "file", CAREFUL), 5) == b"12345"
    assert content(os.open(tmp_path / "file", CAREFUL), 4) is None
    assert content(os.open(tmp_path / "pipe", CAREFUL), 4) is None
