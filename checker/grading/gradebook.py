"""The reports of a class, in one SQLite file. Checks and marks nothing.

What was checked is kept by its key (edition.py): content, lesson, checker and seed. So
grading goes on where it was, and does again only what changed.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..database import Unfit, connect
from ..errors import WrongUse
from ..report import Report, from_json
from .marking import Verdict, verdicts
from .scheme import Override
from .submission import Intake, Person, Submission
from .tables import FORGET, HAND_IN, HAND_INS, KEEP, STEPS, TO_DO, WANTED
from .work import Graded

__all__ = ["FILE", "Gradebook", "HandIn", "Kept", "ToDo", "seen"]

FILE = "gradebook.sqlite"
PATIENCE = 10.0  # seconds another command may hold the file


@dataclass(frozen=True)
class HandIn:
    """A submission with the seed it is checked with, and the key of what comes of it.

    The key is "" where there is nothing to check.
    """

    submission: Submission
    seed: int
    key: str


@dataclass(frozen=True)
class Kept:
    """What was found for a key, without the report; `fault` is one of ours."""

    verdicts: tuple[Verdict, ...]
    seconds: float
    retried: bool
    fault: str


@dataclass(frozen=True)
class ToDo:
    """Hand-ins by their rows; each is read when it is asked for, and not held."""

    db: sqlite3.Connection
    rows: Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[HandIn]:
        for row in self.rows:
            yield _hand_in(self.db.execute(HAND_IN, (row,)).fetchone())


class Gradebook:
    """An open gradebook, for one thread; close() it. Raises WrongUse for a bad file."""

    def __init__(self, file: Path) -> None:
        try:
            self.db = connect(file, STEPS, PATIENCE)
            self.db.set_progress_handler(None, 0)  # a class may be asked about for long
            self.db.execute("PRAGMA journal_mode = WAL")  # read while a run writes
            self.db.execute("PRAGMA synchronous = NORMAL")
        except (Unfit, sqlite3.Error, OSError) as error:
            raise WrongUse(
                f"The gradebook {file} cannot be used: it {error}."
                " Move it away, and everything is graded anew."
            ) from error

    def close(self) -> None:
        """Writes what is left, and lets go of the file."""
        self.db.close()

    # what the class is -------------------------------------------------------------

    def fact(self, name: str, value: str | None = None) -> str:
        """A fact about the gradebook as a whole, kept first where a value is given."""
        if value is not None:
            self.db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))
        row = self.db.execute("SELECT value FROM fact WHERE name = ?", (name,))
        found = row.fetchone()
        return str(found[0]) if found else ""

    def seed(self) -> int:
        """The secret that seeds of this class are made from; chosen once."""
        found = self.fact("seed")
        return int(found or self.fact("seed", str(secrets.randbelow(2**32))))

    def take_in(self, intake: Intake, hand_ins: Iterable[HandIn]) -> None:
        """Puts who is there and what they handed in in the place of what was."""
        people = ((p.id, json.dumps(asdict(p))) for p in intake.people)
        rows = (
            (
                h.submission.person,
                h.submission.lesson,
                _packed(h.submission),
                h.seed,
                h.key,
            )
            for h in hand_ins
        )
        with self.db:
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("DELETE FROM person")
            self.db.execute("DELETE FROM hand_in")
            self.db.executemany("INSERT INTO person VALUES (?, ?)", people)
            self.db.executemany("INSERT INTO hand_in VALUES (?, ?, ?, ?, ?)", rows)

    def people(self) -> Iterator[Person]:
        """Everybody, in the order of their ids."""
        for (facts,) in self.db.execute("SELECT facts FROM person ORDER BY id"):
            yield Person(**json.loads(facts))

    def hand_ins(self, person: str) -> tuple[HandIn, ...]:
        """What one person handed in."""
        return tuple(_hand_in(row) for row in self.db.execute(HAND_INS, (person,)))

    def lessons(self) -> frozenset[str]:
        """All that something was handed in for."""
        found = self.db.execute("SELECT DISTINCT lesson FROM hand_in").fetchall()
        return frozenset(name for (name,) in found)

    # what was found ----------------------------------------------------------------

    def contents(self, only: Sequence[str] = ()) -> int:
        """How many can be checked, each content once; of these people where some are.

        So do `to_do` and `forget` for theirs.
        """
        question = f"SELECT count(*) FROM ({WANTED})"
        [(found,)] = self.db.execute(question, {"only": json.dumps(only)}).fetchall()
        return int(found)

    def to_do(self, only: Sequence[str] = ()) -> ToDo:
        """What nothing is kept of yet."""
        found = self.db.execute(TO_DO, {"only": json.dumps(only)})
        return ToDo(self.db, array("q", (row for (row,) in found)))

    def forget(self, only: Sequence[str] = ()) -> None:
        """Takes away what was found, for it to be found again."""
        with self.db:
            self.db.execute("BEGIN IMMEDIATE")
            for table in ("graded", "picture"):
                question = FORGET.format(table=table)
                self.db.execute(question, {"only": json.dumps(only)})

    def keep(self, key: str, graded: Graded, kept: Kept) -> None:
        """Keeps what was found and what is seen of it, all or nothing."""
        packed = zlib.compress(graded.report.encode())
        facts = json.dumps([asdict(verdict) for verdict in kept.verdicts])
        row = (key, facts, packed, kept.seconds, kept.retried, kept.fault)
        with self.db:
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute(KEEP, row)
            self.db.executemany(
                "INSERT OR REPLACE INTO picture VALUES (?, ?, ?)",
                [(key, name, png) for name, png in graded.pictures],
            )

    def kept(self, key: str) -> Kept | None:
        """What was found for the key, if anything was."""
        question = "SELECT verdicts, seconds, retried, fault FROM graded WHERE key = ?"
        row = self.db.execute(question, (key,)).fetchone()
        if row is None:
            return None
        found = tuple(
            Verdict(**{**facts, "mistakes": tuple(facts["mistakes"])})
            for facts in json.loads(row[0])
        )
        return Kept(found, row[1], bool(row[2]), row[3])

    def report(self, key: str) -> Report | None:
        """The report for the key, if there is one."""
        question = "SELECT report FROM graded WHERE key = ? AND fault = ''"
        row = self.db.execute(question, (key,)).fetchone()
        return from_json(zlib.decompress(row[0]).decode()) if row else None

    def pictures(self, key: str) -> dict[str, bytes]:
        """PNG of what a browser saw, by check."""
        question = "SELECT name, png FROM picture WHERE key = ? ORDER BY name"
        return dict(self.db.execute(question, (key,)).fetchall())

    # what was said by hand ---------------------------------------------------------

    def set_override(self, person: str, lesson: str, override: Override | None) -> None:
        """Keeps a mark set by hand through every regrading, or takes it back."""
        self.db.execute(
            "DELETE FROM override WHERE person = ? AND lesson = ?", (person, lesson)
        )
        if override is not None:
            row = (person, lesson, override.points, override.reason, override.at)
            self.db.execute("INSERT INTO override VALUES (?, ?, ?, ?, ?)", row)

    def overrides(self, person: str) -> dict[str, Override]:
        """The person's marks set by hand, by lesson."""
        question = "SELECT lesson, points, reason, at FROM override WHERE person = ?"
        found = self.db.execute(question, (person,)).fetchall()
        return {lesson: Override(*rest) for lesson, *rest in found}


def seen(graded: Graded, *, retried: bool = False) -> Kept:
    """What a gradebook keeps of it beside the report."""
    found = verdicts(from_json(graded.report)) if graded.report else ()
    return Kept(found, graded.seconds, retried, graded.fault)


def _packed(submission: Submission) -> str:
    facts: dict[str, Any] = asdict(submission)
    facts["at"] = submission.at.isoformat() if submission.at else None
    return json.dumps(facts)


def _hand_in(row: tuple[str, int, str]) -> HandIn:
    facts = json.loads(row[0])
    facts["at"] = datetime.fromisoformat(facts["at"]) if facts["at"] else None
    facts |= {name: tuple(facts[name]) for name in ("older", "notes")}
    return HandIn(Submission(**facts), row[1], row[2])
