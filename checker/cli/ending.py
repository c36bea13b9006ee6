"""How a command ends: whatever goes wrong becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import CourseError
from . import reader

__all__ = ["INTERRUPTED", "plainly", "said"]

INTERRUPTED = 130  # 128 + SIGINT, as shells expect
UNREAD = 1  # as click ends where nobody reads what is written


@contextmanager
def said() -> Iterator[None]:
    """Ends the process in words where the block raises an error."""
    try:
        yield
    except CourseError as error:
        reader.say_error(str(error))
        sys.exit(error.exit_code)
    except Exception as error:
        reader.say_error(reader.fault(error))
        sys.exit(CourseError.exit_code)


def plainly(verb: Callable[[], None]) -> None:
    """Does what takes no arguments; it ends as it would if click had called it."""
    with said():
        try:
            verb()
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            # What is still to be written at the end has a place to go to.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(UNREAD)
