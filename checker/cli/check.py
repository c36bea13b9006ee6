"""The verb check: one folder or a whole tree, as text or JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from . import reader
from .group import main
from .names import complete_lesson, target_argument

if TYPE_CHECKING:
    from ..learner import Learner, Target
    from ..render.terminal import Words
    from ..report import Report


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
        with Hosting(settings.limits(learner.root, given), sandbox) as hosting:
            from ..verdict import Wish, judge_all, visiting

            wish = Wish(seed, only, fail_fast)
            with visiting(browser, hosting.limits, traced=trace) as people:
                reports = reader.counted(
                    lambda heard: judge_all(
                        learner, targets, hosting, wish, heard, people
                    )
                )
                if as_json:
                    codes = _say_json(reports, many=len(targets) > 1)
                elif len(targets) > 1:
                    codes = _say_all(reports, targets)
                else:
                    codes = _say_one(next(reports), targets[0], learner, show)
    ctx.exit(max(codes))  # 4 our fault, 3 not started, 1 not done, 0 done


def _say_json(reports: Iterator[Report], many: bool) -> list[int]:
    from ..report import to_json

    found = list(reports)
    texts = [to_json(report) for report in found]
    reader.say(f"[\n{','.join(texts)}]\n" if many else texts[0])
    return [report.exit_code for report in found]


def _say_all(reports: Iterator[Report], targets: Sequence[Target]) -> list[int]:
    from ..render import terminal

    look, codes = reader.look(sys.stdout), []
    width = max(len(target.lesson.name) for target in targets)
    for report in reports:
        reader.say(terminal.short(report, look, width))
        codes.append(report.exit_code)
    reader.say(terminal.total(codes, look))
    return codes


def _say_one(report: Report, target: Target, learner: Learner, show: bool) -> list[int]:
    from ..render import terminal

    words = words_for(report, target, learner)
    reader.say(terminal.full(report, words, reader.look(sys.stdout), show=show))
    return [report.exit_code]


def words_for(report: Report, target: Target, learner: Learner) -> Words:
    """How the report's folder and tasks are called here, and what is next."""
    from ..render import advice, terminal
    from ..sights import from_here, sights

    command, number = reader.command(), target.lesson.number
    place = learner.workspace.said(target.folder)
    again, hint, following = f"{command} check {target.typed}", "", ""
    if any(result.browser for result in report.results):
        again += " --browser"
    if target.kept:
        hint = f"{command} hint {number}"
        following = _following(target, learner, command) if report.done else ""
    if target.broken and report.done:
        following = _mended(target, learner, command)
    titles = dict(enumerate(target.lesson.task_titles, 1))
    step = advice.after(report, again, following, hint)
    unseen = advice.unseen(report, f"{again} --browser")
    left = sights(report, from_here)
    return terminal.Words(place, titles, step, command, unseen, left)


def _mended(target: Target, learner: Learner, command: str) -> str:
    from ..breaking import broken_at
    from ..render import mistakes

    broken = broken_at(target.folder, learner.workspace)
    named = mistakes.named(broken.mistake, command) if broken else ""
    return f"nothing. {named}".strip()


def _following(target: Target, learner: Learner, command: str) -> str:
    from ..render import advice

    lesson = learner.following(target.lesson.name)
    started = lesson is not None and learner.workspace.started(lesson.name)
    return advice.done(target.lesson, lesson, started, command)
