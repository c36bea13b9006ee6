"""What diagnosing adds to a check: its time over that of the check itself, by lesson.

    .venv/bin/python benchmarks/diagnosing.py [--rounds 15] [--lesson 3]

Each round checks every app once and diagnoses what was seen right after, so that what
else the machine does falls on both alike; what counts are the ratios of the medians. An
app is diagnosed as at the command line: the lesson's mistakes and recognisers are read,
the app's files read and parsed, the recognisers run, the smells looked for. The aim is
15 %. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from checker import course
from checker.host import Host
from checker.lesson import Lesson
from checker.mistakes import mistakes, style_app, wrong_app
from checker.runner import run
from checker.verdict import explained

ROOT = Path(__file__).parent.parent
AIM = 0.15


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files in the folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def measured(
    host: Host, lesson: Lesson, app: Path
) -> Callable[[], tuple[float, float]]:
    """Seconds of a check and of the diagnosis after it, once for each call."""
    checks = course.checks(lesson)

    def once() -> tuple[float, float]:
        began = time.perf_counter()
        report = run(app, lesson, checks, host=host, seed=1)
        ran = time.perf_counter()
        explained(report, lesson, app)
        return ran - began, time.perf_counter() - ran

    return once


def wrong(lesson: Lesson) -> tuple[str, dict[str, bytes]]:
    """The lesson's mistake that fails most checks: the most is looked for there."""
    most = max(mistakes(lesson), key=lambda mistake: len(mistake.fails))
    return most.name, wrong_app(lesson, most)


def table(times: Mapping[tuple[str, str], list[tuple[float, float]]]) -> str:
    """The medians and their ratio, an app a line."""
    rows = ["| lesson | app | check ms | diagnosing ms | ratio |"]
    rows.append("|---|---|---|---|---|")
    ratios = []
    for (lesson, app), pairs in times.items():
        check, diagnosing = (
            statistics.median(each) for each in zip(*pairs, strict=True)
        )
        ratios.append(diagnosing / check)
        rows.append(
            f"| {lesson} | {app} | {check * 1000:.0f} | {diagnosing * 1000:.0f} "
            f"| {diagnosing / check:.1%} |"
        )
    rows.append(f"\nThe most is {max(ratios):.1%}; the aim is under {AIM:.0%}.")
    return "\n".join(rows)


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--lesson", default="", help="one lesson; all by default")
    chosen = options.parse_args()
    found = course.lessons(ROOT)
    if chosen.lesson:
        found = (course.find(ROOT, chosen.lesson),)
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, Host() as host:
        measuring = {}
        for lesson in found:
            for app, files in (("solution", style_app(lesson, "")), wrong(lesson)):
                place = written(files, Path(folder) / lesson.name / app)
                measuring[lesson.name, app] = measured(host, lesson, place)
        for once in measuring.values():  # what is done once only is not counted
            once()
        for _ in range(chosen.rounds):
            for key, once in measuring.items():
                times.setdefault(key, []).append(once())
    print(table(times))


if __name__ == "__main__":
    main()
