"""What a real browser costs: its start, and each check, from cold and warm.

    .venv/bin/python benchmarks/browser.py [--rounds 5] [--lesson 3]

Each round does everything once, one after the other, so that what else the machine does
falls on all of it alike; what counts are the ratios of the medians. Cold is a whole
command, and warm is a verdict in `watch`, whose host and browser are there already.
Of these the processors' seconds are told too: they stay what they are where others keep
the machine busy. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psutil
from feedback import CHECKER, checks_in, learners_course, seconds

from checker import course as lessons
from checker.learner import Learner, Target
from checker.verdict import Warm
from checker.visitor.browser.chromium import Chromium

START = "start of the browser"
COLD, WARM = "whole command", "warm"
HTTP, BROWSER = "over HTTP", "at the browser"
Measured = dict[tuple[str, str], list[float]]  # what was measured, and where


def start() -> float:
    """Seconds until a browser is there; its end is not counted."""
    with Chromium() as chromium:
        began = time.perf_counter()
        chromium.start()
        return time.perf_counter() - began


def verdict(warm: Warm, target: Target) -> float:
    """Seconds of a verdict by what is kept."""
    began = time.perf_counter()
    report = warm.judge(target, lambda _: None)
    assert report.exit_code == 0, "the solution keeps its promises"
    return time.perf_counter() - began


def spent() -> float:
    """Processor seconds of this process and of all that it has started."""
    here = psutil.Process()
    total = 0.0
    for process in (here, *here.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])  # its own, and of children that ended
    return total


def table(times: Measured, work: Measured, checks: dict[str, int]) -> str:
    """The medians; what a check takes beyond the start, and beside one over HTTP."""
    medians = {what: statistics.median(values) for what, values in times.items()}
    rows = ["| what | checks | median s | s a check | x HTTP | processor s |"]
    rows.append("|---|---|---|---|---|---|")
    rows.append(f"| {START} | | {medians.pop((START, '')):.2f} | | | |")
    for (what, where), value in medians.items():
        each = value / checks[where]
        ratio = each / (medians[what, HTTP] / checks[HTTP])
        busy = f"{statistics.median(work[what, where]):.2f}" if what == WARM else ""
        rows.append(
            f"| {what} {where} | {checks[where]} | {value:.2f} | {each:.2f}"
            f" | {ratio:.1f} | {busy} |"
        )
    rows.append(f"\n{os.cpu_count()} processors, {platform.machine()}.")
    return "\n".join(rows)


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--lesson", default="3")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course, app = learners_course(Path(folder), chosen.lesson, "solutions")
        learner = Learner(course)
        target = learner.own(chosen.lesson)
        every = len(lessons.checks(target.lesson))
        checks = {HTTP: checks_in(app, course), BROWSER: every}
        command = [str(CHECKER), "check", str(app)]
        with closing(Warm(learner)) as http, closing(Warm(learner, browser=True)) as at:
            measured: dict[tuple[str, str], Callable[[], float]] = {
                (START, ""): start,
                (COLD, HTTP): lambda: seconds(command, course),
                (COLD, BROWSER): lambda: seconds([*command, "--browser"], course),
                (WARM, HTTP): lambda: verdict(http, target),
                (WARM, BROWSER): lambda: verdict(at, target),
            }
            times: Measured = {what: [] for what in measured}
            work: Measured = {what: [] for what in measured}
            for measure in measured.values():  # what is kept is made warm
                measure()
            for _ in range(chosen.rounds):
                for what, measure in measured.items():
                    before = spent()
                    times[what].append(measure())
                    work[what].append(spent() - before)
    print(table(times, work, checks))


if __name__ == "__main__":
    main()
