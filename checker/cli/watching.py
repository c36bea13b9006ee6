"""The verb watch: shows on this terminal what a watch does."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from . import reader
from .group import main
from .names import lesson_argument

if TYPE_CHECKING:
    from ..learner import Learner, Target
    from ..lesson import Lesson
    from ..progress import Begun, Hint
    from ..report import Report

KEYS = "Keys: h hint, n next lesson, r run again, q quit."


@main.command(example="watch 3")
@lesson_argument
@click.option("--browser", is_flag=True, help="Visit the app with a real Chromium.")
def watch(lesson: str | None, browser: bool) -> None:
    """Check at every save; go on when a lesson is done."""
    with reader.at_work() as learner, ExitStack() as stack:
        target = learner.own(lesson)
        from ..keys import keys
        from ..verdict import Warm
        from ..watch import Event, Events, Watch, matters, saves

        warm = stack.enter_context(closing(Warm(learner, browser=browser)))
        events = Events()
        watching = Watch(learner, target, warm.judge, Terminal(learner), events)
        stack.enter_context(
            saves(
                learner.workspace.folder,
                lambda path, moved: matters(path, moved, watching.target.folder),
                lambda: events.tell(Event.SAVE),
            )
        )
        stack.enter_context(keys(events.key))
        watching.run()


class Terminal:
    """Shows a watch on standard output, each verdict on a screen of its own."""

    def __init__(self, learner: Learner) -> None:
        self._learner = learner

    def checking(self, target: Target) -> None:
        """Clears the screen, so that what is on it is never older than the save."""
        click.clear()
        reader.say(f"Checking {self._learner.workspace.said(target.folder)} …\n")

    def verdict(self, target: Target, report: Report) -> None:
        """Shows the report in place of what was there."""
        from ..render import terminal
        from .verdicts import words_for

        click.clear()
        look = reader.look(sys.stdout)
        words = words_for(report, target, self._learner)
        if not report.done:  # it would be said at every save
            words = replace(words, unseen="")
        reader.say([*terminal.full(report, words, look), *self._foot()])

    def trouble(self, sentence: str) -> None:
        """Shows why there is no verdict."""
        reader.say_error(sentence)

    def hint(self, lesson: Lesson, hint: Hint | None) -> None:
        """Shows the hint below the report."""
        from ..render import pages

        look = reader.look(sys.stdout)
        reader.say(["", *pages.hint(lesson, hint, reader.command(), look)])

    def moved(self, lesson: Lesson, begun: Begun) -> None:
        """Says that another lesson is watched from now on."""
        from ..render import pages

        look = reader.look(sys.stdout)
        lines = pages.begun(lesson, begun, reader.command(), look)
        reader.say(["", *lines, *self._foot()])

    def no_next(self) -> None:
        """Says that there is nothing to go on to."""
        reader.say("\nEvery other lesson is done.\n")

    def _foot(self) -> list[str]:
        return ["", KEYS] if sys.stdin.isatty() else []
