"""The verbs around checking: where one stands, list, start, hint, reset, diff."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from . import reader
from .group import main
from .names import lesson_argument, needed_lesson

if TYPE_CHECKING:
    from ..lesson import Lesson
    from ..progress import Begun

__all__ = ["stand"]


def stand() -> None:
    """Says where the learner stands and the next step."""
    with reader.at_work() as learner:
        from ..render import pages

        standings = learner.store.standings()
        name = learner.working_on(standings)
        lesson = learner.lesson(name) if name else learner.following()
        known = standings.get(lesson.name) if lesson else None
        folder = learner.workspace.said(learner.workspace.place(name)) if name else ""
        look = reader.look(sys.stdout)
        lines = pages.standing(lesson, known, folder, reader.command(), look)
        reader.say([*lines, *pages.myths(learner.beliefs(), look)])


@main.command("list", example="list")
def list_lessons() -> None:
    """Show the lessons: minutes, state and points."""
    from .listing import say_lessons

    say_lessons()


@main.command(example="start 3")
@needed_lesson
def start(lesson: str) -> None:
    """Copy a lesson's exercise into work/, to work on it."""
    with reader.at_work() as learner:
        found = learner.lesson(lesson)
        _say_begun(found, learner.start(found))


@main.command(example="hint 3")
@lesson_argument
def hint(lesson: str | None) -> None:
    """Show the next hint for the first unfinished task."""
    with reader.at_work() as learner:
        from ..render import pages

        found = learner.lesson(lesson)
        shown, look = learner.hint(found), reader.look(sys.stdout)
        reader.say(pages.hint(found, shown, reader.command(), look))


@main.command(example="reset 3")
@needed_lesson
def reset(lesson: str) -> None:
    """Put a lesson's starter back; your work is kept."""
    with reader.at_work() as learner:
        found = learner.lesson(lesson)
        _say_begun(found, learner.reset(found))


@main.command(example="diff 3")
@lesson_argument
@click.option("--yes", is_flag=True, help="Do not ask first.")
def diff(lesson: str | None, yes: bool) -> None:
    """Show what your app lacks; it asks first."""
    with reader.at_work() as learner:
        from ..difference import difference

        target = learner.own(lesson)
        asked = yes or learner.store.answered(target.lesson.name)
        if not asked and not click.confirm("This shows the answer. Go on?"):
            return
        learner.store.note(target.lesson.name, "answer")
        solution = learner.root / "solutions" / target.lesson.name
        reader.say(difference(target.folder, solution) or ["Your app is the solution."])


def _say_begun(lesson: Lesson, begun: Begun) -> None:
    from ..render import pages

    reader.say(pages.begun(lesson, begun, reader.command(), reader.look(sys.stdout)))
