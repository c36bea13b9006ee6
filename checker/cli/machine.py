"""The verbs about this machine: doctor, and completion for its shell."""

from __future__ import annotations

import sys

import click

from . import COMPLETE, reader
from .group import main

SHELLS = ("bash", "zsh", "fish")


@main.command(example="doctor")
@click.option(
    "--limit",
    "given",
    multiple=True,
    metavar="NAME=AMOUNT",
    help="Change one limit, as in memory=512MiB.",
)
@click.pass_context
def doctor(ctx: click.Context, given: tuple[str, ...]) -> None:
    """Show what this machine has and how to get the rest.

    The limits are those of this course, as its checker.toml sets them.
    """
    from .. import settings
    from ..doctor import enforced, this_machine
    from ..machine import examine
    from ..render import pages

    with reader.at_work() as learner:
        most = settings.limits(learner.root, given)
        changed = settings.places(learner.root, given)
    found, look = examine(this_machine()), reader.look(sys.stdout)
    own, others = enforced("none", most), enforced("auto", most)
    reader.say(pages.machine(found, own.items, look, others, changed))
    ctx.exit(int(any(one.needed and not one.here for one in found)))


@main.command(example="completion bash")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Write what teaches your shell to complete.

    \b
    bash  eval "$(checker completion bash)"      in ~/.bashrc
    zsh   eval "$(checker completion zsh)"       in ~/.zshrc
    fish  checker completion fish | source       in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    program = reader.command().split()[-1].rpartition("/")[2]
    assert found is not None  # Choice let nothing else through
    reader.say(found(main, {}, program, COMPLETE).source() + "\n")
