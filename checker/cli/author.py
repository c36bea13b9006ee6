"""The verbs of somebody who writes lessons."""

from __future__ import annotations

import click

from . import reader
from .group import Verbs, main


@main.group(cls=Verbs, example="dev build --check")
def dev() -> None:
    """Write lessons and publish them."""


@dev.command(example="dev new Dark mode")
@click.argument("name", nargs=-1, required=True)
def new(name: tuple[str, ...]) -> None:
    """Make a lesson that grows from the last one."""
    with reader.at_work() as learner:
        from ..scaffold import new_lesson

        folder = learner.workspace.said(new_lesson(learner.root, " ".join(name)))
        reader.say(
            f"{folder} is there, and its checks pass.\n"
            f"Next: edit it, then {reader.command()} dev build.\n"
        )


@dev.command(example="dev build --check")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if out of date.")
@click.pass_context
def build(ctx: click.Context, check: bool) -> None:
    """Publish exercises/, solutions/ and notebooks/ from lessons/."""
    with reader.at_work() as learner:
        from ..build import differences, publish

        found = differences(learner.root) if check else publish(learner.root)
        reader.say(found or ["Everything published is current."])
    ctx.exit(int(check and bool(found)))
