"""The files that failed checks left, as they are said and shown. Judges nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from .render.sight import Sight
from .report import Report

__all__ = ["from_here", "removed", "sights"]

KINDS = (".png", ".zip")
WINDOWS = os.name == "nt"


def sights(report: Report, said: Callable[[Path], str]) -> dict[str, Sight]:
    """What each check of the report left, by its name; files that are gone left out."""
    found = {}
    for result in report.results:
        trace = Path(result.trace) if result.trace else None
        sight = Sight(
            *_picture(result.picture, said),
            result.pictured,
            _opening(trace, said) if trace is not None and trace.is_file() else "",
        )
        if sight.place or sight.trace:
            found[result.check] = sight
    return found


def from_here(path: Path) -> str:
    """The path as it is typed in the current folder: from there, where it is below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def removed(folder: Path, checks: Iterable[str]) -> None:
    """Takes away what checks of these names left in the folder; nothing else there."""
    if folder.is_symlink():  # to a place that is somebody's
        return
    for file in [folder / f"{name}{kind}" for name in checks for kind in KINDS]:
        try:
            file.unlink()
        except OSError:  # there is none, which is usual, or it is held by a viewer
            continue


def _picture(file: str, said: Callable[[Path], str]) -> tuple[str, bytes]:
    try:
        return said(Path(file)), Path(file).read_bytes()
    except OSError:  # none was made, or it is gone
        return "", b""


def _opening(trace: Path, said: Callable[[Path], str]) -> str:
    """The command that shows a trace; in the reader's browser, since the viewer's own
    window wants a browser of Playwright's."""
    python = Path(sys.executable)
    words = [said(python), "-m", "playwright", "show-trace", "--port", "0", said(trace)]
    return subprocess.list2cmdline(words) if WINDOWS else shlex.join(words)
