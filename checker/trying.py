"""One check tried on one app: how it ended, with all that explains it.

Starts nothing; whoever runs checks gives the app.
"""

from __future__ import annotations

import contextlib
import time
import traceback
from dataclasses import replace
from pathlib import Path

from .abridged import abridged, kept
from .app import App
from .checks import Check
from .endings import Ending, Failure, NotStartable
from .refusals import frames_within
from .report import Outcome, Result
from .tracebacks import last_traceback

__all__ = ["blank", "tried"]

OUTPUT = 4000  # characters of the app's output in a result


def tried(check: Check, app: App, pictures: Path | None = None) -> Result:
    """The check's result on the app, which is closed afterwards.

    Of a check that failed before a browser, `pictures` gets what was seen.
    """
    began = time.monotonic()
    result = _outcome(check, app, pictures)
    result = replace(result, seconds=round(time.monotonic() - began, 3))
    result = replace(result, steps=kept(result, app.steps))
    # The last one looks at pages that crash as well, and an error is not its reason.
    return result if check.last else _explained(result, app)


def _outcome(check: Check, app: App, pictures: Path | None) -> Result:
    """How the check ends, everything of the app's given back."""
    try:
        with contextlib.closing(app):
            return _made(check, app, pictures)
    except Exception as error:  # while it was given back
        return _fallen(check, error)


def _made(check: Check, app: App, pictures: Path | None) -> Result:
    """How the check's own lines end."""
    try:
        check.body(app)
        app.require_time()
    except Exception as error:
        result = _fallen(check, error)
        if pictures is None or result.outcome in (Outcome.WAITING, Outcome.BROKEN):
            return result
        at = error.at if isinstance(error, Failure) else ()
        shown = app.keep(pictures / check.name, at)
        return replace(
            result, picture=shown.picture, pictured=shown.pictured, trace=shown.trace
        )
    return blank(check, Outcome.PASSED)


def _fallen(check: Check, error: Exception) -> Result:
    """What an exception out of a check means; none of ours is anybody's fault."""
    if isinstance(error, Failure):
        result = blank(check, Outcome.FAILED)
        seen = abridged(error.seen)
        return replace(result, expected=abridged(error.expected), seen=seen)
    if isinstance(error, NotStartable):
        result = blank(check, error.outcome, str(error))
        return replace(result, error=error.error, frames=error.frames)
    if isinstance(error, Ending):
        return blank(check, error.outcome, str(error))
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}:{where.lineno}"
    reason = f"The checker itself failed at {place}: {error!r}. This is our bug."
    return blank(check, Outcome.BROKEN, reason)


def _explained(result: Result, app: App) -> Result:
    """The result with what the app itself said, where that can explain it."""
    if result.outcome in (Outcome.PASSED, Outcome.WAITING):
        return result
    printed = app.printed()
    result = replace(result, output=printed[-OUTPUT:])
    found = None if result.error else last_traceback(printed)
    if found is None:
        return result
    frames = frames_within(app.folder, found.rows)
    return replace(result, error=found.error, frames=frames)


def blank(check: Check, outcome: Outcome, reason: str = "") -> Result:
    """A result of the check that holds nothing yet but how it ended."""
    return Result(
        check.name,
        check.promise,
        check.task,
        check.points,
        outcome,
        extra=check.extra,
        matters=check.matters,
        browser=check.browser,
        reason=abridged(reason),
    )
