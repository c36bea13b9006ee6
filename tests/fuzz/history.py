"""A learner's history in any state is read, or set aside with a sentence, not lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from checker.report import Outcome, Report, Result
from checker.store import Store

REPORT = Report(
    "01-first-flash",
    "First flash",
    "/x",
    7,
    (Result("greets", "It greets.", 1, 1, Outcome.FAILED),),
    "0.1.0",
    "3.11.7",
    "3.1.3",
)
_PLACE = tempfile.TemporaryDirectory(prefix="fuzz-history-")
FOLDER = Path(_PLACE.name) / "work"


def filled() -> bytes:
    """A file with one of everything."""
    store = Store(FOLDER / "progress.db")
    store.note(REPORT.lesson, "started")
    store.record(REPORT)
    store.note(REPORT.lesson, "hint", 1)
    return store.file.read_bytes()


KEPT = filled()
WORDS = [
    b"SQLite format 3\0",
    b"CREATE TABLE event",
    b"CREATE VIEW run AS SELECT",
    b"checked",
    b"01-first-flash",
    b"Flas",
    b"\0\0\0\x02",
    b"\x10\x00\x01\x01\x00\x40\x20\x20",
    b"\x0d",
    b"\x05",
    b"\xff" * 8,
    b"\0" * 100,
]


def one(data: bytes) -> None:
    """The bytes in place of others, at a place that the first three of them name."""
    at = int.from_bytes(data[:3], "big") % len(KEPT)
    gone = data[3] if len(data) > 3 else 0
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    changed = KEPT[:at] + data[4:] + KEPT[at + gone :]
    (FOLDER / "progress.db").write_bytes(changed if gone else KEPT[:at] + data[4:])
    store = Store(FOLDER / "progress.db", patience=0.01)
    for standing in store.standings().values():
        assert standing.done in (True, False)
    store.hints(REPORT.lesson, 1)
    store.unfinished(REPORT.lesson)
    store.answered(REPORT.lesson)
    store.answers()
    store.record(REPORT)
    store.note(REPORT.lesson, "reset")
    assert all(sentence.endswith(".") for sentence in store.notices)
    aside = [f.read_bytes() for f in FOLDER.iterdir() if f != store.file]
    assert changed in aside or store.file.exists()
