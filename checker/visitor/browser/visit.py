"""What came of one act of a person at a browser. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...endings import Ending
from ..wire import Answer
from .gate import Exchange

__all__ = ["Visit"]


@dataclass(frozen=True)
class Visit:
    """What came of one act: every exchange, and the page as it stands in the tab.

    `between` are those since the act before: what a page, or the browser for it, asked
    for by itself.
    `html` is the document after its scripts, None where the tab shows none of the app.
    `stored` is what the browser had kept of an earlier visit to `url`, and showed
    without a question to the app.
    `notes` say what was not let happen.
    """

    between: tuple[Exchange, ...]
    exchanges: tuple[Exchange, ...]
    html: str | None
    stored: Answer | None
    url: str
    cookies: Mapping[str, str]  # that the browser holds now
    notes: list[str]
    ending: Ending | None = None  # of the tab itself: it crashed, or time was up
