"""The verb check: one folder or a whole tree, as text or JSON."""

from __future__ import annotations

import click

from . import reader
from .group import main
from .names import complete_lesson, target_argument


@main.command(example="check 3")
@target_argument
@click.option(
    "--lesson",
    metavar="LESSON",
    help="The lesson, where the folder's name does not tell it.",
    shell_complete=complete_lesson,
)
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
@click.option("--seed", type=int, help="Repeat the words of an earlier run.")
@click.option("--only", multiple=True, metavar="CHECK", help="Run only this check.")
@click.option("--show", is_flag=True, help="Show every request, as curl lines too.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first promise not kept.")
@click.option(
    "--sandbox",
    default="",
    metavar="WALLS",
    help="Run the app within walls: auto, bubblewrap, podman, docker or none.",
)
@click.option(
    "--limit",
    "given",
    multiple=True,
    metavar="NAME=AMOUNT",
    help="Change one limit, as in memory=512MiB.",
)
@click.option("--browser", is_flag=True, help="Visit the app with a real Chromium.")
@click.option("--trace", is_flag=True, help="Keep a trace where a check fails.")
@click.pass_context
def check(
    ctx: click.Context,
    target: str | None,
    lesson: str | None,
    as_json: bool,
    seed: int | None,
    only: tuple[str, ...],
    show: bool,
    fail_fast: bool,
    sandbox: str,
    given: tuple[str, ...],
    browser: bool,
    trace: bool,
) -> None:
    """Run the checks on your app and say what it does.

    TARGET is a lesson's number or name, a folder, “solutions” or “exercises”; without
    one it is what you are working on.
    """
    from .. import settings
    from ..hosting import Hosting

    with reader.at_work() as learner:
        targets = learner.targets(target, lesson)
        # A host gets ready while this process loads what it needs itself.
        begun: Hosting | None = ctx.obj
        with begun or Hosting(settings.limits(learner.root, given), sandbox) as hosting:
            from ..verdict import Wish, judge_all, visiting
            from . import verdicts

            wish = Wish(seed, only, fail_fast)
            with visiting(browser, hosting.limits, traced=trace) as people:
                reports = reader.counted(
                    lambda heard: judge_all(
                        learner, targets, hosting, wish, heard, people
                    )
                )
                if as_json:
                    codes = verdicts.say_json(reports, many=len(targets) > 1)
                elif len(targets) > 1:
                    codes = verdicts.say_all(reports, targets)
                else:
                    codes = verdicts.say_one(next(reports), targets[0], learner, show)
    ctx.exit(max(codes))  # 4 our fault, 3 not started, 1 not done, 0 done
