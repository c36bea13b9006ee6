"""A person at a real Chromium: a browser's visitor with eyes, hands and time.

Judges nothing.
"""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ...barriers import Barrier
from ...endings import Failure, TimedOut, Unavailable
from ...errors import NotInstalled
from ...page import Page
from ...transcript import Step
from ..person import USUAL, Focus, How, Look, People, Person
from ..request import address
from ..visitor import Kept, Street
from . import hands, screen
from .chromium import Chromium
from .keeping import kept, shown
from .survey import surveyed
from .tab import Tab
from .visit import Visit
from .visitor import FROM_CACHE, BrowserVisitor

__all__ = ["BrowserPeople", "BrowserPerson"]

T = TypeVar("T")
MOVING = "The page would not keep still while it was looked at."
LIVING = (
    "This needs a browser that keeps pages as they were left, and here is none: "
    "chromium-headless-shell does not. Install the whole Chromium beside it."
)


class BrowserPerson(BrowserVisitor, Person):
    """One person at a context of a running Chromium."""

    def __init__(
        self,
        street: Street,
        name: str,
        chromium: Chromium,
        how: How = USUAL,
        tab: Tab | None = None,
    ) -> None:
        super().__init__(street, name, chromium, how, tab)
        self._how = how
        self._been: dict[str, Page] = {}
        self._front = [self]  # of this person's tabs, the one that acted last

    @property
    def page(self) -> Page:
        """The page in front as it is by now, whatever its scripts did meanwhile."""
        visit = self._do(self._tab.after(_nothing))
        self._record_all(visit, None, ())  # what it asked for meanwhile
        return self._same(visit)

    def look(self, *, dark: bool = False) -> tuple[Look, ...]:
        """How each message of the page in front looks, in order.

        In the `dark` to somebody whose system asks pages for a dark look.
        """
        seen = screen.in_the_dark if dark else screen.looks
        for _ in range(screen.TRIES):
            found = self._do(seen(self._tab.world, self.page.html))
            if found is not None:
                return found
        raise TimedOut(MOVING)

    def barriers(self) -> tuple[Barrier, ...]:
        """What keeps people from using the page in front, by axe-core and our rules."""
        for _ in range(screen.TRIES):
            work = surveyed(self._tab.world, self.page.html, scripts=self._how.scripts)
            found = self._do(work)
            if found is not None:
                return found
        raise TimedOut(MOVING)

    def show(self, file: Path, at: tuple[int, ...]) -> Kept:
        """A picture of the page in front, in that file, these elements outlined."""
        return shown(self._chromium, self._tab, self._page, self.name, file, at)

    def click(self, name: str) -> Page:
        """Presses the control with that name, or a part of it; the page in front then.

        Ends the check where no such control can be clicked.
        """
        found = hands.named(self._tab, name).first
        if not self._do(found.count()):
            raise Failure(f"a control “{name}” on {self._where}", "none")
        visit, hindered = self._do(hands.clicked(self._tab, found))
        page = self._came(visit)
        if hindered:
            raise Failure(f"a control “{name}” that can be clicked", hindered)
        return page

    def press(self, key: str) -> Page:
        """Presses a key, as in "Enter" or "Shift+Tab"; the page in front then."""
        return self._came(self._do(hands.pressed(self._tab, key)))

    @property
    def focus(self) -> Focus:
        """What the keyboard is at."""
        return self._do(screen.focus(self._tab.world))

    def tab(self) -> Focus:
        """Presses the Tab key; what the keyboard is at then."""
        return self._do(hands.tabbed(self._tab))

    def tab_to(self, name: str) -> Focus:
        """Goes by Tab to the control with that name, or a part of it.

        Ends the check where Tab leads to no such control.
        """
        met: list[Focus] = []
        while (focus := self.tab()) not in met:  # or it goes round
            if name in focus.name:
                return focus
            met.append(focus)
        there = ", ".join(f"“{focus.name}”" for focus in met if focus.name) or "nothing"
        raise Failure(
            f"Tab to lead to “{name}” on {self._where}", f"it leads to {there}"
        )

    def pass_time(self, seconds: float) -> Page:
        """Lets that time pass for the page at once; for a person with a clock."""
        self._note(f"lets {seconds:g} seconds pass")
        return self._came(self._do(hands.waited(self._tab, seconds)))

    def back(self) -> Page:
        """Goes back in the history, as the button of the browser does."""
        return self._stepped(back=True)

    def forward(self) -> Page:
        """Goes forward again."""
        return self._stepped(back=False)

    def new_tab(self) -> BrowserPerson:
        """The same person at another tab: the same cookies, another page."""
        tab = self._do(self._tab.beside())
        beside = BrowserPerson(self._street, self.name, self._chromium, self._how, tab)
        beside.regarded = self.regarded
        beside._jar, beside._front = self._jar, self._front
        self._note("opens another tab")
        return beside

    def asks_for(self, path: str, kind: str) -> None:
        """Has the page in front ask the app for a file that no person looks at.

        `kind` is image, favicon or prefetch.
        """
        url = address(self._street.origin, path)
        self._came(self._do(hands.asked(self._tab, url, kind)))

    def keep(self, place: Path, at: tuple[int, ...]) -> Kept:
        """What the tab that acted last shows, in files called like place."""
        front = self._front[0]
        return kept(self._chromium, front._tab, front._page, self.name, place, at)

    # from an act to a page ----------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        self._front[0] = self
        return super()._do(work)

    @property
    def _where(self) -> str:
        return self._page.path if self._page else "no page"

    def _note(self, what: str) -> None:
        self._street.record(Step("", note=f"{self.name} {what}"))

    def _stepped(self, *, back: bool) -> Page:
        self._note(f"goes {'back' if back else 'forward'}")
        visit = self._do(hands.stepped(self._tab, back=back))
        return self._came(visit)

    def _came(self, visit: Visit) -> Page:
        """The page in front after an act, which may be the same."""
        led = any(e.is_document for e in visit.exchanges) or visit.stored is not None
        if led or visit.ending is not None:
            return self._arrived(visit)
        self._record_all(visit, None, ())
        if self._page is not None and visit.url == self._page.url:
            return self._regarded(self._same(visit))
        if visit.url in self._been:  # kept as it was left
            path = visit.url.removeprefix(self._street.origin)
            told = f"{self.name}: GET {path} {FROM_CACHE} as it was left"
            self._street.record(Step("", note=told))
            self._page = self._been[visit.url]
        return self._regarded(self._same(visit))

    def _same(self, visit: Visit) -> Page:
        if self._page is None:
            raise ValueError("This person has no page before them. Open one first.")
        self._page = replace(self._page, html=visit.html or self._page.html)
        return self._page

    def _seen(self, page: Page) -> Page:
        seen = super()._seen(page)
        if seen is self._page:
            self._been[seen.url] = seen
            self._regarded(seen)
        return seen

    def _regarded(self, page: Page) -> Page:
        if self.regarded is not None:
            self.regarded(self, page)
        return page


class BrowserPeople(People):
    """Makes people whose browsers are contexts of one Chromium."""

    def __init__(self, chromium: Chromium, *, traced: bool = False) -> None:
        self._chromium = chromium
        self._traced = traced

    def __call__(self, street: Street, name: str, how: How = USUAL, /) -> BrowserPerson:
        """A person who goes by that name.

        Raises Unavailable where no browser here can be as is asked.
        """
        try:
            own = replace(how, traced=self._traced)
            return BrowserPerson(street, name, self._chromium, own)
        except NotInstalled as error:  # the usual one has been there before
            why = LIVING if how.remembering else str(error)
            raise Unavailable(why) from None


async def _nothing() -> None:
    """An act that is none, to see how a page is by now."""
