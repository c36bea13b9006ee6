"""What mistakes' apps were rejected with and named as: rows of a record, and rates.

Values only; a test runs the apps and records the rows, and the page of them is made in
render. An app is called "own", "wording 2 on factory", or as it was rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .lesson import Lesson, Mistake

__all__ = [
    "KINDS",
    "Block",
    "Cell",
    "Rates",
    "Row",
    "Wild",
    "cells",
    "rates",
    "record",
    "rows",
]

HEADING = ("mistake", "app", "outcome", "named")
NOTHING = "-"
KINDS = ("own", "wording", "rewriting")


@dataclass(frozen=True)
class Row:
    """One app of a mistake: how the first check that it fails ended ("passed" where
    none failed), and every mistake that was named.
    """

    mistake: str
    app: str
    outcome: str
    named: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """One of KINDS."""
        if self.app == "own":
            return "own"
        return "wording" if self.app.startswith("wording ") else "rewriting"

    @property
    def rejected(self) -> bool:
        """True when a check that the mistake names was not passed."""
        return self.outcome != "passed"


@dataclass(frozen=True)
class Block:
    """A lesson with its mistakes and what is recorded of their apps."""

    lesson: Lesson
    mistakes: tuple[Mistake, ...]
    rows: tuple[Row, ...]

    def of(self, mistake: Mistake) -> tuple[Row, ...]:
        """The rows of one mistake."""
        return tuple(row for row in self.rows if row.mistake == mistake.name)


@dataclass(frozen=True)
class Wild:
    """A mistake seen in the wild: ours that are it, or why it cannot occur here."""

    name: str
    lesson: int
    ours: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True)
class Rates:
    """How many apps there are, were rejected, and were named rightly, not, wrongly."""

    apps: int
    rejected: int
    rightly: int
    silent: int
    wrongly: int


@dataclass(frozen=True)
class Cell:
    """So many of the mistake's apps were named so; "" where nothing was named."""

    mistake: str
    named: str
    apps: int
    among: int
    because: str = ""

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.apps / self.among


def record(rows: Iterable[Row]) -> str:
    """The rows as a table of tabs."""
    lines = [HEADING]
    lines += [
        (row.mistake, row.app, row.outcome, " ".join(row.named) or NOTHING)
        for row in rows
    ]
    return "".join("\t".join(line) + "\n" for line in lines)


def rows(text: str) -> tuple[Row, ...]:
    """The rows of such a table. Raises ValueError for any other text."""
    heading, *lines = [tuple(line.split("\t")) for line in text.splitlines()] or [()]
    if heading != HEADING or any(len(line) != len(HEADING) for line in lines):
        raise ValueError("This is no record of mistakes.")
    return tuple(
        Row(mistake, app, outcome, () if named == NOTHING else tuple(named.split()))
        for mistake, app, outcome, named in lines
    )


def rates(rows: Iterable[Row], mistakes: Sequence[Mistake]) -> Rates:
    """The rates over the rows. A name beside the right one is wrong, unless `also`
    says that it is right.
    """
    beside = {m.name: {m.name, *(name for name, _ in m.also)} for m in mistakes}
    known = tuple(rows)
    wrongly = [r for r in known if set(r.named) - beside[r.mistake]]
    rightly = [r for r in known if r.mistake in r.named and r not in wrongly]
    return Rates(
        apps=len(known),
        rejected=sum(r.rejected for r in known),
        rightly=len(rightly),
        silent=len(known) - len(rightly) - len(wrongly),
        wrongly=len(wrongly),
    )


def cells(block: Block) -> Iterator[Cell]:
    """The cells of the lesson's mistakes that are not empty, row by row."""
    for mistake in block.mistakes:
        found = block.of(mistake)
        reasons = dict(mistake.also)
        names = dict.fromkeys(name for row in found for name in row.named or ("",))
        for name in names:
            apps = sum(name in (row.named or ("",)) for row in found)
            because = reasons.get(name, "")
            yield Cell(mistake.name, name, apps, len(found), because)
