"""Says in words why an app did not load or ended. Values in, values out."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .endings import Ending, NotStartable
    from .report import Frame

__all__ = ["Refusal", "frames_within", "not_startable", "stopped", "way_of_ending"]

OUT_OF_TIME = "used up its processor time"
FOREIGN = frozenset({".venv", "venv", "site-packages", "node_modules", "__pycache__"})


@dataclass(frozen=True)
class Refusal:
    """Why an app did not load.

    `kind` is "exit", "exception", "syntax", "import" or "no app"; `sentence` the error
    in its own words; `rows` the traceback as (file, line, function, code).
    """

    kind: str
    sentence: str
    rows: tuple[tuple[str, int, str, str], ...] = ()


def not_startable(refusal: Refusal | None, folder: Path, end: str) -> NotStartable:
    """The ending for an app that did not load; `end` says how its process ended."""
    from .endings import NotStartable

    if refusal is None:
        return NotStartable(f"The app's process ended while it was loading: {end}.")
    frames = frames_within(folder, refusal.rows)
    sentence = {
        "no app": _no_app(refusal.sentence, folder),
        "syntax": "Python cannot read the app.",
        "import": "Something that the app imports is not there.",
        "exit": "The app ended itself while it was loading.",
    }.get(refusal.kind, "The app stopped with an error while it was loading.")
    where = f" Look at {frames[-1].file}, line {frames[-1].line}." if frames else ""
    error = "" if refusal.kind == "no app" else _error(refusal)
    return NotStartable(sentence + where, error, frames)


def stopped(sentence: str, statuses: Iterable[int | None]) -> Ending:
    """The ending for a process that ended while it was used."""
    from .endings import OverLimit, Stopped

    ways = [way_of_ending(status) for status in statuses]
    if ways and all(way == OUT_OF_TIME for way in ways):
        return OverLimit("The app used more processor time than it may.")
    return Stopped(f"{sentence} It {' and '.join(dict.fromkeys(ways))}.")


def way_of_ending(status: int | None) -> str:
    """An exit code in words that complete "it …"; below 0 it is a signal's number."""
    if status is None:
        return "was gone"
    if status >= 0:
        return f"ended with exit code {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:  # a real-time signal has a number only
        name = str(-status)
    return OUT_OF_TIME if name == "SIGXCPU" else f"was ended by signal {name}"


def frames_within(
    folder: Path, rows: Iterable[tuple[str, int, str, str]]
) -> tuple[Frame, ...]:
    """The rows of a traceback that stand in the learner's own files."""
    from .report import Frame

    found = []
    for file, line, function, code in rows:
        try:
            inside = PurePath(file).relative_to(folder)
        except ValueError:
            continue
        if not FOREIGN & set(inside.parts):
            found.append(Frame(inside.as_posix(), line, function, code.strip()))
    return tuple(found)


def _no_app(sentence: str, folder: Path) -> str:
    if sentence.startswith("Could not locate"):
        return f"There is no app.py or wsgi.py in {folder.name}."
    first = sentence.split(". ")[0].strip()
    return f"No Flask app was found. Flask says: {first.rstrip('.')}."


def _error(refusal: Refusal) -> str:
    """The line that names the error; Python writes the place of a slip above it."""
    lines = refusal.sentence.strip().splitlines()
    if not lines:
        return "sys.exit() without a word"
    return lines[-1 if refusal.kind == "syntax" else 0]
