"""What walls cost: a whole lesson's check without any and within each that works here.

    .venv/bin/python benchmarks/sandbox.py [--rounds 9] [--lesson 3] [--walls podman …]

Each round runs the command once in every way, one after the other, so that what else
the machine does falls on all alike; what counts are the ratios of the medians. The
kernel does not tell what processors spent on a namespace that has ended, so time is the
clock's. Prints a Markdown table, and the machine's load before and after. POSIX only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path

from feedback import CHECKER, checks_in, learners_course, seconds

from checker.sandbox.choice import RUNNERS

BARE = "no walls"


def table(times: dict[str, list[float]]) -> str:
    """The median and the quickest of each way, and the ratio to that without walls."""
    medians = {name: statistics.median(rounds) for name, rounds in times.items()}
    rows = ["| way | median ms | quickest ms | x no walls |", "|---|---|---|---|"]
    rows += [
        f"| {name} | {median * 1000:.0f} | {min(times[name]) * 1000:.0f}"
        f" | {median / medians[BARE]:.2f} |"
        for name, median in medians.items()
    ]
    return "\n".join(rows)


def load() -> str:
    """The load of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--lesson", default="3")
    names = [runner.name for runner in RUNNERS]
    options.add_argument("--walls", nargs="+", choices=names)
    chosen = options.parse_args()
    here = [runner.name for runner in RUNNERS if not runner.missing()]
    with tempfile.TemporaryDirectory() as folder:
        course, app = learners_course(Path(folder), chosen.lesson, "solutions")
        check = [str(CHECKER), "check", str(app)]
        ways = {BARE: check}
        ways |= {w: [*check, "--sandbox", w] for w in chosen.walls or here}
        before, checks = load(), checks_in(app, course)
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(chosen.rounds):
            for name, command in ways.items():
                times[name].append(seconds(command, course))
    print(table(times))
    print(f"\n{checks} checks, {chosen.rounds} rounds; load {before} before, {load()}.")


if __name__ == "__main__":
    main()
