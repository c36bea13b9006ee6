"""Says verdicts: one in full, many in a line each, or as JSON.

Loads what it needs at once: the verb loads this while apps' host gets ready.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..render import advice, terminal
from ..report import to_json
from ..sights import from_here, sights
from . import reader

if TYPE_CHECKING:
    from ..learner import Learner, Target
    from ..report import Report

__all__ = ["say_all", "say_json", "say_one", "words_for"]


def say_json(reports: Iterator[Report], many: bool) -> list[int]:
    """Writes the reports as JSON; gives their exit codes."""
    found = list(reports)
    texts = [to_json(report) for report in found]
    reader.say(f"[\n{','.join(texts)}]\n" if many else texts[0])
    return [report.exit_code for report in found]


def say_all(reports: Iterator[Report], targets: Sequence[Target]) -> list[int]:
    """Writes a line for each report as soon as it is there, then the sum."""
    look, codes = reader.look(sys.stdout), []
    width = max(len(target.lesson.name) for target in targets)
    for report in reports:
        reader.say(terminal.short(report, look, width))
        codes.append(report.exit_code)
    reader.say(terminal.total(codes, look))
    return codes


def say_one(report: Report, target: Target, learner: Learner, show: bool) -> list[int]:
    """Writes the report in full, and what comes next."""
    words = words_for(report, target, learner)
    reader.say(terminal.full(report, words, reader.look(sys.stdout), show=show))
    return [report.exit_code]


def words_for(report: Report, target: Target, learner: Learner) -> terminal.Words:
    """How the report's folder and tasks are called here, and what is next."""
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
    lesson = learner.following(target.lesson.name)
    started = lesson is not None and learner.workspace.started(lesson.name)
    return advice.done(target.lesson, lesson, started, command)
