"""What keeps people from using a page: facts about one, nothing that finds them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Barrier"]


@dataclass(frozen=True)
class Barrier:
    """One rule that an element of a page breaks.

    `rule` is axe-core's id of it, or one of ours; `impact` is serious or critical;
    `what` says it in words, `html` is the element's markup, cut short, and `at` its
    place in the page, as in Message.index.
    """

    rule: str
    impact: str
    what: str
    html: str
    at: int
