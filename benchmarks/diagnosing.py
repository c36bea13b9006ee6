"""What diagnosing adds to a check: its time over that of the check itself, by lesson.

A row of speed.py. Each round checks every app once and diagnoses what was seen right
after. An app is diagnosed as at the command line: the lesson's mistakes and recognisers
are read, the app's files read and parsed, the recognisers run, the smells looked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from goals import Found
from hand_ins import ROOT, App, put
from rounds import Numbers, Part, Rounds

from checker import course
from checker.host import Host
from checker.lesson import Lesson
from checker.mistakes import mistakes, style_app, wrong_app
from checker.runner import run
from checker.verdict import explained

__all__ = ["part"]


def part(place: Path, open_: ExitStack) -> Part:
    """Its row: the lesson and the app where it is most."""
    host = open_.enter_context(Host())
    measures = {}
    for lesson in course.lessons(ROOT):
        for name, app in (("solved", style_app(lesson, "")), most_wrong(lesson)):
            folder = put(app, place / "diagnosing" / lesson.name / name)
            measures[f"{lesson.number} {name}"] = measured(host, lesson, folder)
    for once in measures.values():  # what is done once only is not counted
        once()
    return Part(measures, lambda rounds: {"diagnosis": _found(rounds, [*measures])})


def measured(host: Host, lesson: Lesson, app: Path) -> Callable[[], Numbers]:
    """Seconds of a check and of the diagnosis after it, once for each call."""
    checks = course.checks(lesson)

    def once() -> Numbers:
        began = time.perf_counter()
        report = run(app, lesson, checks, host=host, seed=1)
        ran = time.perf_counter()
        explained(report, lesson, app)
        return {"check": ran - began, "diagnosing": time.perf_counter() - ran}

    return once


def most_wrong(lesson: Lesson) -> tuple[str, App]:
    """The lesson's mistake that fails most checks: the most is looked for there."""
    most = max(mistakes(lesson), key=lambda mistake: len(mistake.fails))
    return most.name, wrong_app(lesson, most)


def _found(rounds: Rounds, names: list[str]) -> Found:
    shares: dict[str, float] = {}  # by lesson, the app where it is most
    for name in names:
        lesson = name.partition(" ")[0]
        shares[lesson] = max(_share(rounds, name), shares.get(lesson, 0.0))
    each = ", ".join(f"{lesson}: {share:.3f}" for lesson, share in shares.items())
    return Found(max(shares.values()), f"by lesson {each}")


def _share(rounds: Rounds, name: str) -> float:
    return rounds.each(lambda one: one[name]["diagnosing"] / one[name]["check"])
