"""The verb grade: a class in, marks out, and each mark traced back."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import reader
from .group import Verbs, main
from .names import complete_lesson

if TYPE_CHECKING:
    from ..grading.conduct import Stop

MARKS = "marks"


class Grade(Verbs):
    """What is no verb of it is the folder to grade."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Whatever does not begin with one of its verbs is a grading."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Its verbs, and what can be said of a grading itself."""
        super().format_options(ctx, formatter)
        options = self.commands["run"].params[1:]  # the first is the folder
        found = (option.get_help_record(ctx) for option in options)
        with formatter.section("Options of a grading"):
            formatter.write_dl([record for record in found if record])


@main.group(
    cls=Grade,
    example="grade submissions --out marks",
    subcommand_metavar="SUBMISSIONS | COMMAND [ARGS]...",
)
def grade() -> None:
    """Grade a class: hand-ins in, marks, feedback and insight out.

    \b
    grade SUBMISSIONS          checks what is new, and writes all files to marks/
    grade show ID LESSON       how one mark came about
    grade replay ID LESSON     checks it once more, with the same words
    grade override ID LESSON   sets a mark by hand, with the reason
    """


out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(MARKS),
    help="The folder with the marks; “marks” where none is named.",
)


@grade.command(example="grade submissions --out marks", hidden=True)
@click.argument("submissions", type=click.Path(path_type=Path))
@out_option
@click.option("--scheme", type=click.Path(path_type=Path), help="A grading.toml.")
@click.option("--roster", type=click.Path(path_type=Path), help="A CSV of the class.")
@click.option("--layout", default="auto", help="How the folder is laid out.")
@click.option(
    "--lesson",
    default="",
    metavar="LESSON",
    shell_complete=complete_lesson,
    help="All of it is for this one.",
)
@click.option("--only", multiple=True, metavar="ID", help="Check only this person's.")
@click.option("--regrade", is_flag=True, help="Check again what is known from before.")
@click.option("--jobs", type=click.IntRange(1), help="So many at the same time.")
@click.option("--seed", type=click.IntRange(0), help="One seed for everybody.")
@click.option("--browser", is_flag=True, help="Visit the apps with a real Chromium.")
@click.option("--time-limit", type=float, help="Seconds for one submission.")
@click.option(
    "--limit",
    "given",
    multiple=True,
    metavar="NAME=AMOUNT",
    help="As for the verb check.",
)
@click.option(
    "--sandbox",
    default="auto",
    metavar="WALLS",
    help="As for check; by itself the first that works here.",
)
@click.option(
    "--i-trust-this-code", "trusted", is_flag=True, help="Run it without walls too."
)
@click.option("--similar", is_flag=True, help="Also list pairs that are much alike.")
@click.option("--cluster", default="", metavar="ADDRESS", help="A Dask scheduler.")
@click.pass_context
def run(ctx: click.Context, /, **given: Any) -> None:
    """Check and mark what the folder SUBMISSIONS (or an archive) holds."""
    from .. import settings
    from ..grading.grading import Grading
    from ..grading.plan import Plan
    from ..render.grading import ending
    from .progressing import watched

    limits = list(given.pop("given"))
    if given["time_limit"]:
        limits.append(f"submission={given['time_limit']:g}")
    del given["time_limit"]
    given["jobs"] = given["jobs"] or 0
    with reader.at_work() as learner:
        most = settings.limits(learner.root, limits)
        plan = Plan(root=learner.root, limits=most, command=reader.command(), **given)
        with watched(sys.stderr) as heard:
            grading = Grading(plan, heard)
            with _stopped_by_hand(grading.stop):
                summary = grading.run()
    again = f"{reader.command()} grade {plan.submissions} --out {plan.out}"
    reader.say(ending(summary, again, reader.look(sys.stdout)))
    ctx.exit(1 if summary.left else 4 if summary.faults else 0)


@contextmanager
def _stopped_by_hand(stop: Stop) -> Iterator[None]:
    """Lets ^C ask for an end instead of making one."""
    before: Callable[..., Any] | int | None
    before = signal.signal(signal.SIGINT, lambda *_: stop.ask())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@grade.command(example="grade show ada 3")
@click.argument("person")
@click.argument("lesson", shell_complete=complete_lesson)
@out_option
def show(person: str, lesson: str, out: Path) -> None:
    """Show how a mark came about, down to every request."""
    from ..grading.tracing import traced
    from ..render import grading, terminal

    with reader.at_work() as learner:
        found = traced(learner.root, out, person, lesson)
    look = reader.look(sys.stdout)
    reader.say(grading.traced(found.person, found.column, found.mark, look))
    if found.report:
        words = terminal.Words(found.place, found.tasks, found.next, reader.command())
        reader.say(["", *terminal.full(found.report, words, look, show=True)])


@grade.command(example="grade replay ada 3")
@click.argument("person")
@click.argument("lesson", shell_complete=complete_lesson)
@out_option
@click.pass_context
def replay(ctx: click.Context, person: str, lesson: str, out: Path) -> None:
    """Check a submission once more with the same words, and compare."""
    from ..grading.tracing import replayed

    with reader.at_work() as learner:
        same, sentences = replayed(learner.root, out, person, lesson)
    reader.say(sentences)
    ctx.exit(0 if same else 1)


@grade.command(example="grade override ada 3 8.5 --reason 'Shown in class.'")
@click.argument("person")
@click.argument("lesson", shell_complete=complete_lesson)
@click.argument("points", type=float, required=False)
@click.option("--reason", default="", help="Why; it is shown beside the mark.")
@out_option
def override(
    person: str, lesson: str, points: float | None, reason: str, out: Path
) -> None:
    """Set a mark by hand; without POINTS, take that back."""
    from ..grading.scheme import Override
    from ..grading.tracing import overridden

    by_hand = None if points is None else Override(points, reason)
    with reader.at_work() as learner:
        root, command = learner.root, reader.command()
        said = overridden(root, out, person, lesson, by_hand, command)
    reader.say([said])
