"""A class as its gradebook and a scheme have it: rows, reports and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..report import Report
from .gradebook import Gradebook, HandIn
from .marking import marked, missing, row
from .marks import Column, Mark, Row
from .scheme import Override, Scheme
from .submission import Person

__all__ = ["ClassBook"]


@dataclass(frozen=True)
class ClassBook:
    """A ClassMarks (marks.py) that reads one person after the other."""

    book: Gradebook
    scheme: Scheme
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Everybody, in the order of their ids."""
        yield from map(self.row, self.book.people())

    def row(self, person: Person) -> Row:
        """One person's."""
        hand_ins = {h.submission.lesson: h for h in self.book.hand_ins(person.id)}
        overrides = self.book.overrides(person.id)
        marks = [
            self.mark(person, column, hand_ins, overrides.get(column.lesson))
            for column in self.columns
        ]
        return row(person, marks, self.scheme)

    def mark(
        self,
        person: Person,
        column: Column,
        hand_ins: dict[str, HandIn],
        override: Override | None,
    ) -> Mark:
        """One lesson's; what was handed in for no lesson that is known is none's."""
        hand_in = hand_ins.get(column.lesson)
        if hand_in is None:
            lost = hand_ins.get("")
            if lost is None:
                return missing(person.id, column, override)
            return marked(lost.submission, column, self.scheme, None, override=override)
        kept = self.book.kept(hand_in.key)
        found = kept.verdicts if kept and not kept.fault else None
        return marked(
            hand_in.submission,
            column,
            self.scheme,
            found,
            seed=hand_in.seed,
            retried=bool(kept and kept.retried),
            fault=kept.fault if kept else "",
            override=override,
        )

    def report(self, mark: Mark) -> Report | None:
        """The report behind a mark."""
        hand_in = self.hand_in(mark)
        return self.book.report(hand_in.key) if hand_in else None

    def pictures(self, mark: Mark) -> dict[str, bytes]:
        """PNG of checks not passed, by check."""
        hand_in = self.hand_in(mark)
        return self.book.pictures(hand_in.key) if hand_in else {}

    def hand_in(self, mark: Mark) -> HandIn | None:
        """What the mark is for, where that could be checked."""
        for found in self.book.hand_ins(mark.person):
            if found.submission.lesson == mark.lesson and found.key:
                return found
        return None
