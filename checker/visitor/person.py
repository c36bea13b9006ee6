"""A visitor with eyes and hands: what a check may say to somebody at a real browser.

Words only, for checks marked with `browser=True`; travels nowhere.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..barriers import Barrier
from ..messages import Message
from ..page import Page
from .visitor import Kept, Street, Visitor

__all__ = ["USUAL", "Focus", "How", "Look", "People", "Person"]


@dataclass(frozen=True)
class How:
    """What a person's browser is like; see App.person.

    A `traced` one can tell afterwards all that it did.
    """

    scripts: bool = True
    remembering: bool = False
    clock: bool = False
    traced: bool = False


USUAL = How()


@dataclass(frozen=True)
class Look:
    """How one message looks on the screen.

    `read` is what an eye can make out of its text, with the dt that a dd belongs to;
    `hidden` the style or the place that keeps the rest from it, as in "display: none".
    `contrast` is the lowest ratio of a text in it to what is behind, from 1 to 21 (WCAG
    2.2, success criterion 1.4.3), of `large` text only where all of it is large.
    `colours` are the computed colours of its text, its ground and its edges, and its
    pictures, each as in "picture url(…)".
    """

    message: Message
    read: str
    hidden: str
    contrast: float
    large: bool
    colours: frozenset[str]

    @property
    def least(self) -> float:
        """The contrast that its text needs by success criterion 1.4.3, level AA."""
        return 3.0 if self.large else 4.5


@dataclass(frozen=True)
class Focus:
    """What the keyboard is at: a `tag`, body where it is nowhere; its name and role."""

    tag: str
    name: str = ""
    role: str = ""
    index: int = 0


class Person(Visitor, ABC):
    """One person at one browser, who sees pages and uses their controls.

    `regarded` is told of each page that stands before them, for whoever wants to look
    at it through their eyes.
    """

    regarded: Callable[[Person, Page], None] | None = None

    @property
    @abstractmethod
    def page(self) -> Page:
        """The page in front as it is by now, whatever its scripts did meanwhile."""

    @abstractmethod
    def look(self, *, dark: bool = False) -> tuple[Look, ...]:
        """How each message of the page in front looks, in order.

        In the `dark` to somebody whose system asks pages for a dark look.
        """

    @abstractmethod
    def barriers(self) -> tuple[Barrier, ...]:
        """What keeps people from using the page in front, by axe-core and our rules."""

    @abstractmethod
    def show(self, file: Path, at: tuple[int, ...]) -> Kept:
        """A picture of the page in front, in that file, these elements outlined."""

    @abstractmethod
    def click(self, name: str) -> Page:
        """Presses the control with that name, or a part of it; the page in front then.

        Ends the check where no such control can be clicked.
        """

    @abstractmethod
    def press(self, key: str) -> Page:
        """Presses a key, as in "Enter" or "Shift+Tab"; the page in front then."""

    @property
    @abstractmethod
    def focus(self) -> Focus:
        """What the keyboard is at."""

    @abstractmethod
    def tab(self) -> Focus:
        """Presses the Tab key; what the keyboard is at then."""

    @abstractmethod
    def tab_to(self, name: str) -> Focus:
        """Goes by Tab to the control with that name, or a part of it.

        Ends the check where Tab leads to no such control.
        """

    @abstractmethod
    def pass_time(self, seconds: float) -> Page:
        """Lets that time pass for the page at once; for a person with a clock."""

    @abstractmethod
    def back(self) -> Page:
        """Goes back in the history, as the button of the browser does."""

    @abstractmethod
    def forward(self) -> Page:
        """Goes forward again."""

    @abstractmethod
    def new_tab(self) -> Person:
        """The same person at another tab: the same cookies, another page."""

    @abstractmethod
    def asks_for(self, path: str, kind: str) -> None:
        """Has the page in front ask the app for a file that no person looks at.

        `kind` is image, favicon or prefetch.
        """


class People(ABC):
    """Makes people, each at a browser that has never been anywhere."""

    @abstractmethod
    def __call__(self, street: Street, name: str, how: How = USUAL, /) -> Person:
        """A person who goes by that name.

        Raises Unavailable where no browser here can be as is asked.
        """
