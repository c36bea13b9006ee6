"""The verbs about this machine: doctor, and completion for its shell."""

from __future__ import annotations

import sys

import click

from . import reader
from .group import COMPLETE, main

SHELLS = ("bash", "zsh", "fish")


@main.command(example="doctor")
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Show what this machine has and how to get the rest."""
    from ..doctor import enforced, this_machine
    from ..machine import examine
    from ..render import pages

    found = examine(this_machine())
    own, others = enforced("none"), enforced("auto")
    reader.say(pages.machine(found, own.items, reader.look(sys.stdout), others))
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
