"""The command `checker` itself: its verbs, their help, and how every ending is said."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from . import COMPLETE, reader
from .ending import INTERRUPTED, said
from .verbs import VERBS

__all__ = ["Announced", "Verb", "Verbs", "main"]


class Verb(click.Command):
    """A command whose help ends with an example."""

    def __init__(self, *args: Any, example: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the example as it would be typed here."""
        _write_example(formatter, self.example)


def _write_example(formatter: click.HelpFormatter, example: str) -> None:
    formatter.write_paragraph()
    formatter.write_text(f"Example: {reader.command()} {example}")


class Announced(Verb):
    """A verb that is listed, and loaded once it is run or completed."""

    def __init__(self, name: str, module: str, line: str) -> None:
        super().__init__(name, help=line)
        self.module = module


class Verbs(click.Group):
    """Commands in the order of a learner's day; every error becomes a sentence."""

    command_class = Verb

    def __init__(self, *args: Any, example: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.example = example

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs as they were declared, not by the alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is meant, loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        if isinstance(command, Announced):
            import_module(f".{command.module}", __package__)  # declares it instead
            return self.resolve_command(ctx, args)
        return name, command, rest

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the example, and how the shell learns the verbs."""
        _write_example(formatter, self.example)
        if ctx.parent is None:
            line = f"Tab completes, once {reader.command()} completion is set up."
            formatter.write_text(line)

    def main(self, *args: Any, **rest: Any) -> Any:
        """Runs the command line; whatever goes wrong ends in a sentence and a code."""
        rest.update(prog_name=reader.command(), complete_var=COMPLETE)
        with said():
            return super().main(*args, **rest)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the verb; to interrupt it is no error and needs no words."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            ctx.exit(INTERRUPTED)


def _say_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from ..doctor import installed

        reader.say([installed("flash-course") or "not installed"])
        ctx.exit()


@click.group(
    "checker",
    cls=Verbs,
    example="start 1",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version.",
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """A course on Flask's flash messages that checks what your app does.

    Without a verb it shows where you stand and what comes next.
    """
    if ctx.invoked_subcommand is None:
        from .learn import stand

        stand()


for _verb in VERBS:
    main.add_command(Announced(*_verb))
