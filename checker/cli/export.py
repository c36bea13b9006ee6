"""The verb export: the checks for other graders, and one submission's result there."""

from __future__ import annotations

from pathlib import Path

import click

from . import reader
from .group import Verbs, main
from .names import complete_lesson

KINDS = ("gradescope", "github-classroom", "nbgrader")

lesson_option = click.option(
    "--lesson",
    metavar="LESSON",
    help="Only this lesson; without it all there are.",
    shell_complete=complete_lesson,
)
folder_argument = click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path)
)


@main.group(cls=Verbs, example="export gradescope autograders --lesson 3")
def export() -> None:
    """Take the checks to Gradescope, GitHub Classroom or nbgrader."""


@export.command(example="export gradescope autograders --lesson 3")
@folder_argument
@lesson_option
def gradescope(folder: Path, lesson: str | None) -> None:
    """Write an autograder's zip for each lesson into DIR."""
    _written("gradescope", folder, lesson)


@export.command("github-classroom", example="export github-classroom templates")
@folder_argument
@lesson_option
def github_classroom(folder: Path, lesson: str | None) -> None:
    """Write a template repository for each lesson into DIR."""
    _written("github-classroom", folder, lesson)


@export.command(example="export nbgrader class")
@folder_argument
@lesson_option
def nbgrader(folder: Path, lesson: str | None) -> None:
    """Write a course of nbgrader into DIR."""
    _written("nbgrader", folder, lesson)


@export.command(example="export result submission --lesson 3 --as gradescope")
@folder_argument
@click.option("--lesson", metavar="LESSON", required=True)
@click.option("--as", "kind", type=click.Choice(KINDS), required=True)
@click.option(
    "--sandbox", default="auto", metavar="WALLS", help="As for the verb check."
)
@click.option(
    "--i-trust-this-code", "trusted", is_flag=True, help="Run it without walls too."
)
def result(folder: Path, lesson: str, kind: str, sandbox: str, trusted: bool) -> None:
    """Mark the submission in DIR and write the result as another grader reads it."""
    from .. import course
    from ..harness.single import KINDS, Walls, marked_alone

    with reader.at_work() as learner:
        found = course.find(learner.root, lesson)
        one = marked_alone(learner.root, folder, found, Walls(sandbox, trusted))
    reader.say(KINDS[kind](one))


def _written(kind: str, folder: Path, name: str | None) -> None:
    from .. import course
    from ..harness.graders import WRITERS

    with reader.at_work() as learner:
        root = learner.root
        lessons = [course.find(root, name)] if name else list(course.lessons(root))
        WRITERS[kind](root, lessons, folder)
    count = f"{len(lessons)} lessons" if len(lessons) > 1 else lessons[0].name
    reader.say([f"{folder} holds {count}. What to do with it is in its pages (.md)."])
