"""The ways a check can end before its last line; each knows its outcome.

Ending
├── Failure         failed: the app did something else
├── Stopped         stopped: the app ended
├── TimedOut        timed out
├── OverLimit       over limit
├── NotStartable    not startable
└── Unavailable     waiting: this machine lacks what the check needs
"""

from __future__ import annotations

from .report import Frame, Outcome

__all__ = [
    "Ending",
    "Failure",
    "NotStartable",
    "OverLimit",
    "Stopped",
    "TimedOut",
    "Unavailable",
]


class Ending(Exception):
    """Ends a check; the text is a sentence for the learner."""

    outcome = Outcome.FAILED


class Failure(Ending):
    """The app did something else than was promised.

    `at` are the elements of the page in front that it is about, counted from 0 as they
    stand in the page: a picture outlines them.
    """

    def __init__(self, expected: str, seen: str, at: tuple[int, ...] = ()) -> None:
        super().__init__(f"Expected {expected}, saw {seen}.")
        self.expected = expected
        self.seen = seen
        self.at = at


class Stopped(Ending):
    """The app's process ended while a visitor was using it."""

    outcome = Outcome.STOPPED


class TimedOut(Ending):
    """The app, or the check, took longer than its limit."""

    outcome = Outcome.TIMED_OUT


class OverLimit(Ending):
    """The app used more of something than it may."""

    outcome = Outcome.OVER_LIMIT


class NotStartable(Ending):
    """The app could not be loaded; `frames` are the learner's own lines."""

    outcome = Outcome.NOT_STARTABLE

    def __init__(
        self, reason: str, error: str = "", frames: tuple[Frame, ...] = ()
    ) -> None:
        super().__init__(reason)
        self.error = error
        self.frames = frames


class Unavailable(Ending):
    """This machine lacks something the check needs; never counted against anyone."""

    outcome = Outcome.WAITING
