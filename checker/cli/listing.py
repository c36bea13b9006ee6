"""What the verb list says, without what parses arguments: none are needed for it."""

from __future__ import annotations

import sys

from . import reader

__all__ = ["say_lessons"]


def say_lessons() -> None:
    """Shows the lessons: minutes, state and points."""
    with reader.at_work() as learner:
        from .. import course
        from ..render import pages

        found = course.contents(learner.root)
        started = [name for name in learner.names if learner.workspace.started(name)]
        standings = learner.store.standings()
        reader.say(pages.lessons(found, started, standings, reader.look(sys.stdout)))
