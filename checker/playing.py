"""Plays a lesson's scenario on somebody's app, over the real host. Judges nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from . import words
from .app import App
from .endings import Ending, NotStartable
from .errors import AppNotStarted, AuthorError
from .host import Host
from .lesson import Lesson
from .page import Page
from .scenario import Move
from .transcript import Step
from .visitor.visitor import Visitor

__all__ = ["played"]


def played(folder: Path, lesson: Lesson, host: Host) -> tuple[Step, ...]:
    """What went over the wire; where the app ends the scenario, the last step says so.

    Raises AppNotStarted when the app does not even load.
    """
    if not lesson.scenario:
        raise AuthorError(f"lessons/{lesson.name} has no scenario. Write one.")
    with tempfile.TemporaryDirectory(prefix="shelf-") as store:
        source = words.generator(0, "scenario")
        app = App(host, folder, Path(store), source, host.limits)
        try:
            _play(lesson.scenario, app)
        except NotStartable as ending:
            error = f" It said {ending.error.rstrip('.')}." if ending.error else ""
            raise AppNotStarted(f"{ending}{error}") from None
        except Ending as ending:
            app.record(Step("", note=str(ending)))
        finally:
            app.close()
        return tuple(app.steps)


def _play(moves: tuple[Move, ...], app: App) -> None:
    people: dict[str, Visitor] = {}
    pages: dict[str, Page] = {}
    for move in moves:
        if move.verb == "restart":
            _restart(app, move)
            continue
        if move.visitor not in people:
            people[move.visitor] = app.visitor(move.visitor)
        who, last = people[move.visitor], pages.get(move.visitor)
        pages[move.visitor] = _page(move, who, last)


def _restart(app: App, move: Move) -> None:
    if move.fields:
        given = ", ".join(f"{name}={value}" for name, value in move.fields)
        app.record(Step("", note=f"from now on {given}"))
    app.restart(**dict(move.fields))


def _page(move: Move, who: Visitor, last: Page | None) -> Page:
    """What the visitor has before them after the move."""
    if move.verb == "POST":
        return who.post(move.path, **dict(move.fields))
    if move.verb == "JSON":
        return who.post_json(move.path, dict(move.fields))
    if move.verb == "HEAD":
        return who.head(move.path)
    if move.verb == "GET":
        return who.get(move.path)
    if move.verb == "follow" and last is not None:
        return who.follow(last)
    return who.reload()
