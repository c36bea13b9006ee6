"""Who visits the app within one check: made and remembered. Judges nothing."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from .encounters import Encounter, Encounters
from .page import Page
from .transcript import Step
from .visitor.person import How, People, Person
from .visitor.visitor import Kept, Newcomers, Street, Visitor

__all__ = ["Company"]

Somebody = TypeVar("Somebody", bound=Visitor)


class Company:
    """The visitors of the check of that name, and what those with eyes have met.

    `spare` is told the seconds in which pages were looked at for barriers: these are
    not the check's.
    """

    def __init__(
        self,
        street: Street,
        visitors: Newcomers,
        encounters: Encounters | None,
        check: str,
        spare: Callable[[float], None],
    ) -> None:
        self._street = street
        self._visitors = visitors
        self._encounters = encounters
        self._check = check
        self._spare = spare
        self._numbers = itertools.count(1)
        self._here: dict[str, Visitor] = {}
        self._barriers: tuple[Encounter, ...] = ()

    def visitor(self, name: str) -> Visitor:
        """A visitor who has never been here."""
        return self._met(self._visitors(self._street, self._called(name)))

    def person(self, name: str, how: How) -> Person:
        """The same with eyes and hands. Raises Unavailable where no browser can."""
        if not isinstance(self._visitors, People):
            raise TypeError("This check needs a browser. Mark it with browser=True.")
        return self._met(self._visitors(self._street, self._called(name), how))

    def barriers(self) -> tuple[Encounter, ...]:
        """What barred people on the pages of this run so far, the worst first."""
        if self._encounters is None:
            raise TypeError("Nobody looked out for barriers. Mark it with last=True.")
        self._barriers = self._encounters.all()
        return self._barriers

    def keep(self, steps: Iterable[Step], place: Path, at: tuple[int, ...]) -> Kept:
        """What whoever acted last has before them, or the worst barrier, in files.

        `at` are the elements of the page to be outlined.
        """
        acted = [step.visitor for step in steps if step.visitor in self._here]
        kept = self._here[acted[-1]].keep(place, at) if acted else Kept()
        return self._barriers[0].kept(place, kept) if self._barriers else kept

    def _called(self, name: str) -> str:
        number = next(self._numbers)
        return name or f"Visitor {number}"

    def _met(self, visitor: Somebody) -> Somebody:
        self._here[visitor.name] = visitor
        if self._encounters is not None and isinstance(visitor, Person):
            visitor.regarded = self._regard
        return visitor

    def _regard(self, person: Person, page: Page) -> None:
        """Has a page looked at for barriers."""
        assert self._encounters is not None  # or nobody would ask
        began = time.monotonic()
        why = self._encounters.come_to(page, person, self._check)
        self._spare(time.monotonic() - began)
        if why:
            self._street.record(Step("", note=why))
