"""The command `checker` itself: its verbs, their help, and how every ending is said."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..errors import CourseError
from . import reader

__all__ = ["Verb", "Verbs", "main"]

COMPLETE = (
    "_CHECKER_COMPLETE"  # what the shell's completion sets, however we are called
)
INTERRUPTED = 130  # 128 + SIGINT, as shells expect


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


class Verbs(click.Group):
    """Commands in the order of a learner's day; every error becomes a sentence."""

    command_class = Verb

    def __init__(self, *args: Any, example: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.example = example

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs as they were declared, not by the alphabet."""
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the example, and how the shell learns the verbs."""
        _write_example(formatter, self.example)
        if ctx.parent is None:
            line = f"Tab completes, once {reader.command()} completion is set up."
            formatter.write_text(line)

    def main(self, *args: Any, **rest: Any) -> Any:
        """Runs the command line; whatever goes wrong ends in a sentence and a code."""
        rest.update(prog_name=reader.command(), complete_var=COMPLETE)
        try:
            return super().main(*args, **rest)
        except CourseError as error:
            reader.say_error(str(error))
            sys.exit(error.exit_code)
        except Exception as error:
            reader.say_error(reader.fault(error))
            sys.exit(CourseError.exit_code)

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
