"""Begins what a check waits for longest, the host of apps, before it is all loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import CourseError
from . import reader

if TYPE_CHECKING:
    from ..hosting import Hosting

__all__ = ["hosting"]

OTHERS = ("--sandbox", "--limit", "--help", "-h")  # ask for another host, or for none


def hosting(words: Sequence[str]) -> Hosting | None:
    """The host for the check that these words ask for; None where they may not.

    If it comes to no check it is not in the way: it ends when this process has.
    """
    if words[:1] != ["check"] or any(word.startswith(OTHERS) for word in words):
        return None
    from .. import settings
    from ..hosting import Hosting

    try:
        return Hosting(settings.limits(reader.root()))
    except (CourseError, OSError):
        return None  # the verb meets the same, and says it
