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
    """A barrier on a page that a check led somebody to, `shown` in a picture or not."""

    path: str
    status: int
    check: str
    barrier: Barrier
    shown: Kept = field(default=Kept(), compare=False)

    @property
    def in_words(self) -> str:
        """What bars whom where, in one line for a person."""
        error = "" if self.status < 400 else f" (status {self.status})"
        return f"on {self.path}{error}, {self.barrier.in_words}"

    def kept(self, place: Path, own: Kept) -> Kept:
        """Its picture in a file called like place, if it has one, instead of `own`."""
        if not self.shown.picture:
            return own
        file = place.with_suffix(".png")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(Path(self.shown.picture).read_bytes())
        except OSError:  # a full disk, or a folder of somebody else's
            return own
        return Kept(str(file), self.shown.pictured, own.trace)


class Encounters:
    """What is collected in one run; safe for several threads.

    `seconds` is how long all the looking took, which is nobody's fault. Pictures go
    into the folder, if there is one.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.seconds = 0.0
        self._folder = folder
        self._ways: set[str] = set()
        self._met: list[Encounter] = []
        self._pages = 0
        self._lock = threading.Lock()

    def come_to(self, page: Page, person: Person, check: str) -> str:
        """Has the person look at the page in front, if there was none like it yet.

        Gives a sentence where it could not be looked at.
        """
        began, new = time.monotonic(), frozenset[str]()
        try:
            new = self._new_ways(page)
            if new:
                self._look(page, person, check)
        except Ending as why:
            with self._lock:
                self._ways -= new  # a smaller page may have them as well
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

    def _new_ways(self, page: Page) -> frozenset[str]:
        """In which ways this page is built and none before; none once it is enough."""
        if "html" not in page.headers.get("content-type").lower():
            return frozenset()  # what stands in the tab is the browser's own
        ways = shape(page.html)
        with self._lock:
            new = ways - self._ways if self._pages < MOST else frozenset()
            self._ways |= new
        return new

    def _look(self, page: Page, person: Person, check: str) -> None:
        found = person.barriers()
        if not found:
            return
        with self._lock:
            self._pages += 1
            number = self._pages
        shown = Kept()
        if self._folder is not None:
            file = self._folder / f"barrier-{number}.png"
            shown = person.show(file, (found[0].at,))
        own = (shown, *(Kept() for _ in found[1:]))
        met = [
            Encounter(page.path, page.status, check, barrier, kept)
            for barrier, kept in zip(found, own, strict=True)
        ]
        with self._lock:
            self._met += met


def _order(met: Encounter) -> tuple[int, bool, str, str, int]:
    """The worst first, then what there is a picture of."""
    barrier = met.barrier
    impact = IMPACTS.index(barrier.impact)
    return impact, not met.shown.picture, barrier.rule, met.path, barrier.at
