"""Grades what a gradebook has no verdict of yet, with a crew. Writes no mark.

This process may be killed at any moment: what is kept is whole, and the next run does
the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..report import Outcome
from .crew import Crew
from .events import Began, Ended, Event, Retrying, Started, Stopping
from .gradebook import Gradebook, HandIn, Kept, ToDo, seen
from .packing import content
from .work import Graded, Work

__all__ = ["Run", "Stop"]

LOOK = 0.2  # seconds between two looks at whether somebody asks to stop
AHEAD = 2  # works for each process that wait for it, so that none is idle


@dataclass
class Stop:
    """How often somebody asked to stop: once is after what runs, twice is now."""

    asked: int = 0

    def ask(self) -> None:
        """Asks once more."""
        self.asked += 1


@dataclass
class Run:
    """One run over a gradebook: `work` says how a hand-in is checked.

    `packed` is the folder with the content of each, by its digest.
    """

    book: Gradebook
    packed: Path
    crew: Crew
    work: Callable[[HandIn], Work]
    heard: Callable[[Event], None]
    stop: Stop = field(default_factory=Stop)
    together: int = field(default=0, init=False)  # checks at once, of one hand-in

    def all(self, todo: ToDo | list[HandIn], kept: int) -> bool:
        """Checks everything, and what a time limit ended once more; True when done."""
        self.heard(Started(len(todo), kept, self.crew.size))
        # Where there is enough for everybody, to take turns within one costs time only.
        self.together = 1 if len(todo) >= self.crew.size else 0
        late = self.some(iter(todo), self.crew.size * AHEAD, again=True)
        if late and not self.stop.asked:
            self.heard(Retrying(len(late)))
            self.together = 0
            self.some(iter(late), 1, again=False)
        return not self.stop.asked

    def some(self, left: Iterator[HandIn], most: int, *, again: bool) -> list[HandIn]:
        """Checks them, at most so many at once; those whose time was up.

        With `again` these are not kept: they get another time.
        """
        running: dict[Future[str], HandIn] = {}
        late: list[HandIn] = []
        told = False
        while True:
            while len(running) < most and not self.stop.asked:
                hand_in = next(left, None)
                if hand_in is None:
                    break
                running[self.begun(hand_in)] = hand_in
            if not running or self.stop.asked > 1:
                return late
            if self.stop.asked and not told:
                running = {f: h for f, h in running.items() if not f.cancel()}
                self.heard(Stopping(len(running)))
                told = True
            done, _ = wait(running, LOOK, FIRST_COMPLETED)
            for future in done:
                hand_in = running.pop(future)
                if not self.ended(hand_in, future, again):
                    late.append(hand_in)

    def begun(self, hand_in: HandIn) -> Future[str]:
        """Hands one to the crew."""
        submission = hand_in.submission
        self.heard(Began(submission.person, submission.lesson))
        packed = content(self.packed, submission.digest)
        work = self.work(hand_in)
        if not work.how.browser:  # where most of the time is waited for
            work = replace(work, together=self.together)
        return self.crew.submit(work, packed)

    def ended(self, hand_in: HandIn, future: Future[str], again: bool) -> bool:
        """Keeps what was found; False where it is to be looked for once more."""
        found = _found(future)
        kept = seen(found, retried=not again)
        failed = kept.fault or any(
            v.outcome == Outcome.TIMED_OUT for v in kept.verdicts
        )
        again = again and bool(failed)
        self.heard(_ended(hand_in, kept, again=again))
        if not again:
            self.book.keep(hand_in.key, found, kept)
        return not again


def _found(future: Future[str]) -> Graded:
    """What the crew found; that its process died is a fault of ours."""
    error = future.exception()
    if error is None:
        return Graded.from_json(future.result())
    said = f"{type(error).__name__}: {error}".strip(": ")
    return Graded(fault=f"The process that checked it ended ({said[:200]}).")


def _ended(hand_in: HandIn, kept: Kept, *, again: bool) -> Ended:
    needed = [v for v in kept.verdicts if not v.extra]
    return Ended(
        hand_in.submission.person,
        hand_in.submission.lesson,
        sum(v.outcome == Outcome.PASSED for v in needed),
        len(needed),
        kept.seconds,
        kept.fault,
        again,
    )
