"""The arguments that several verbs take, and how the shell completes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import reader

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = [
    "complete_lesson",
    "complete_mistake",
    "complete_target",
    "lesson_argument",
    "needed_lesson",
    "target_argument",
]


def complete_lesson(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The lessons' names, and their numbers once a digit is typed."""
    from click.shell_completion import CompletionItem

    with reader.at_work() as learner:
        names = learner.names
    words = [word for name in names for word in (name.partition("-")[2], name)]
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def complete_mistake(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The ids of all mistakes."""
    from click.shell_completion import CompletionItem

    from ..explaining import known

    with reader.at_work() as learner:
        names = [mistake.name for _, mistake in known(learner.root)]
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def complete_target(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Lessons, the published trees, else the folders of this machine."""
    from click.shell_completion import CompletionItem

    from ..learner import TREES

    trees = [CompletionItem(tree) for tree in TREES if tree.startswith(incomplete)]
    found = [*complete_lesson(ctx, param, incomplete), *trees]
    if found and not Path(incomplete).is_dir():
        return found
    return [CompletionItem(incomplete, type="dir")]


lesson_argument = click.argument(
    "lesson", required=False, shell_complete=complete_lesson
)
needed_lesson = click.argument("lesson", shell_complete=complete_lesson)
target_argument = click.argument(
    "target", required=False, shell_complete=complete_target
)
