"""The barriers that the people of one run of checks met. Judges nothing.

Several checks run at the same time; each page of a new shape is looked at once.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from .barriers import IMPACTS, Barrier
from .endings import Ending
from .page import Page
from .shape import shape
from .visitor.person import Person
from .visitor.visitor import Kept

__all__ = ["Encounter", "Encounters"]

MOST = 20  # pages with barriers; whoever mends those will run the checks again


@dataclass(frozen=True)
class Encounter:
    """A barrier on a page that a check led somebody to; `pictured` tells the PNG."""

    path: str
    status: int
    check: str
    barrier: Barrier
    picture: bytes = field(default=b"", repr=False, compare=False)
    pictured: str = field(default="", compare=False)

    @property
    def in_words(self) -> str:
        """What bars whom where, in one line for a person."""
        error = "" if self.status < 400 else f" (status {self.status})"
        return f"on {self.path}{error}, {self.barrier.in_words}"

    def kept(self, place: Path, own: Kept) -> Kept:
        """Its picture in a file called like place, if it has one, instead of `own`."""
        if not self.picture:
            return own
        file = place.with_suffix(".png")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.picture)
        except OSError:  # a full disk, or a folder of somebody else's
            return own
        return Kept(str(file), self.pictured, own.trace)


class Encounters:
    """What is collected in one run; safe for several threads.

    `seconds` is how long all the looking took, which is nobody's fault.
    """

    def __init__(self, *, pictures: bool = False) -> None:
        self.seconds = 0.0
        self._pictures = pictures
        self._ways: set[str] = set()
        self._met: list[Encounter] = []
        self._pages = 0
        self._lock = threading.Lock()

    def come_to(self, page: Page, person: Person, check: str) -> str:
        """Has the person look at the page in front, if there was none like it yet.

        Gives a sentence where it could not be looked at.
        """
        began = time.monotonic()
        try:
            if self._is_new(page):
                self._look(page, person, check)
        except Ending as why:
            return f"{page.path} was not looked at for barriers. {why}"
        finally:
            with self._lock:
                self.seconds += time.monotonic() - began
        return ""

    def all(self) -> tuple[Encounter, ...]:
        """What was met so far, the worst first, each once at every address."""
        with self._lock:
            found = sorted(self._met, key=_order)
        first: dict[tuple[str, str, str], Encounter] = {}
        for met in found:
            first.setdefault((met.path, met.barrier.rule, met.barrier.html), met)
        return tuple(first.values())

    def _is_new(self, page: Page) -> bool:
        if "html" not in page.headers.get("content-type").lower():
            return False  # what stands in the tab is the browser's own
        ways = shape(page.html)
        with self._lock:
            new = not ways <= self._ways and self._pages < MOST
            self._ways |= ways
        return new

    def _look(self, page: Page, person: Person, check: str) -> None:
        found = person.barriers()
        if not found:
            return
        shown = person.picture((found[0].at,)) if self._pictures else None
        for number, barrier in enumerate(found):
            own = shown if shown is not None and not number else None
            met = Encounter(
                page.path,
                page.status,
                check,
                barrier,
                own.png if own else b"",
                own.says if own else "",
            )
            with self._lock:
                self._met.append(met)
        with self._lock:
            self._pages += 1


def _order(met: Encounter) -> tuple[int, bool, str, str, int]:
    """The worst first, then what there is a picture of."""
    barrier = met.barrier
    impact = IMPACTS.index(barrier.impact)
    return impact, not met.pictured, barrier.rule, met.path, barrier.at
