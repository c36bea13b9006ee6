"""Who does the checking: processes of this machine. Knows nothing of marks.

A process that dies takes its own work with it and nobody else's. None of them outlives
the run, however that ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from pebble import ProcessPool

from .work import Work, graded

__all__ = ["Crew", "LocalCrew"]

PATIENCE = 60.0  # seconds beyond all that a submission may take, before it is ended
Job = Callable[[Work, bytes], str]


class Crew(Protocol):
    """Takes works and promises what `graded` gives; so many as `size` run at once."""

    size: int

    def submit(self, work: Work, content: bytes) -> Future[str]:
        """The Graded as JSON, in time; an exception where its process died."""

    def close(self, *, at_once: bool = False) -> None:
        """Ends it when all is done, or at once."""


class LocalCrew:
    """So many processes of this machine; `place` is where they may write.

    `job` is `graded`; anything else is for tests.
    """

    def __init__(self, size: int, place: Path, job: Job = graded) -> None:
        self.size = size
        self.job = job
        context = multiprocessing.get_context("spawn")  # our threads stay our own
        self.pool = ProcessPool(
            size, initializer=_settle, initargs=[str(place)], context=context
        )

    def submit(self, work: Work, content: bytes) -> Future[str]:
        """See Crew."""
        return self.pool.submit(self.job, _longest(work), work, content)

    def close(self, *, at_once: bool = False) -> None:
        """See Crew."""
        if at_once:
            self.pool.stop()
        else:
            self.pool.close()
        self.pool.join()


def _longest(work: Work) -> float:
    how = work.how
    limits = how.limits.at_browser() if how.browser else how.limits
    return limits.submission + limits.start + PATIENCE


def _settle(place: str) -> None:
    """Makes the process one of a crew: it writes there, and ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the one who reads results
    os.environ["TMPDIR"] = tempfile.tempdir = place
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # this runs in a crew's process
    parent.join()
    os._exit(1)
