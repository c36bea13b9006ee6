"""The verbs about mistakes: explain shows one at work, break hands one out."""

from __future__ import annotations

import secrets
import sys

import click

from . import reader
from .group import main
from .names import complete_mistake, needed_lesson

SEEDS = 10_000  # short enough to type


@main.command(example="explain flash-after-return")
@click.argument("mistake", required=False, shell_complete=complete_mistake)
@click.option("--browser", is_flag=True, help="Visit the apps with a real Chromium.")
def explain(mistake: str | None, browser: bool) -> None:
    """Show a mistake at work beside the finished app.

    MISTAKE is its id, as a check names it; without one, every mistake is listed.
    """
    with reader.at_work() as learner:
        from .. import settings
        from ..explaining import explained, known
        from ..host import Host
        from ..render import mistakes
        from ..verdict import visiting

        look = reader.look(sys.stdout)
        if mistake is None:
            reader.say(mistakes.listed(known(learner.root), look))
            return
        limits = settings.limits(learner.root)
        with Host(limits) as host, visiting(browser, limits) as people:
            found = explained(learner.root, mistake, host, people)
        both = (found.wrong, found.right)
        reader.say(
            mistakes.explanation(found.lesson, found.mistake, found.change, both, look)
        )


@main.command("break", example="break 3")
@needed_lesson
@click.option("--seed", type=click.IntRange(0), help="Hand out that app again.")
@click.option("--tell", is_flag=True, help="Name the belief in the app of that seed.")
def break_(lesson: str, seed: int | None, tell: bool) -> None:
    """Get a wrong app of a lesson, to find and mend what is wrong."""
    with reader.at_work() as learner:
        from ..breaking import chosen, put
        from ..errors import WrongUse
        from ..render import mistakes

        if tell and seed is None:
            raise WrongUse(
                "--tell needs the seed of an app. Add --seed and its number."
            )
        picked = secrets.randbelow(SEEDS) if seed is None else seed
        broken = chosen(learner.lesson(lesson), picked)
        if tell:
            reader.say([mistakes.named(broken.mistake, reader.command())])
            return
        folder = put(broken, learner.workspace, reader.command())
        said, look = learner.workspace.said(folder), reader.look(sys.stdout)
        reader.say(mistakes.handed_out(broken.lesson, said, reader.command(), look))
