"""How soon a learner has a verdict: cold, and from save to verdict in watch.

    .venv/bin/python benchmarks/feedback.py [--rounds 15] [--lesson 3]

Each round runs every command once, one after the other, so that what else the machine
does falls on all of them alike; what counts are the ratios of the medians. Prints a
Markdown table. Needs a terminal of its own for watch, so POSIX.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pexpect

ROOT = Path(__file__).parent.parent
CHECKER = Path(sys.executable).with_name("checker")


def seconds(command: list[str], folder: Path) -> float:
    """How long a whole process takes."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


class Watching:
    """A learner's watch on a lesson, saved again and again."""

    def __init__(self, course: Path, lesson: str, app: Path) -> None:
        self.app = app
        self.source = (app / "app.py").read_text()
        self.screen = pexpect.spawn(
            str(CHECKER), ["watch", lesson], cwd=str(course), timeout=60
        )
        self.screen.expect("promises kept")

    def save(self) -> float:
        """Seconds from a save to the verdict on the screen."""
        time.sleep(0.3)  # until the watch is at rest
        self.source += "\n"
        began = time.perf_counter()
        (self.app / "app.py").write_text(self.source)
        self.screen.expect("promises kept")
        return time.perf_counter() - began

    def close(self) -> None:
        """Presses q."""
        self.screen.send("q")
        self.screen.expect(pexpect.EOF)


def learners_course(folder: Path, lesson: str, state: str) -> tuple[Path, Path]:
    """A course to work in, with the lesson's solution or exercise as the app."""
    course = folder / state
    course.mkdir()
    for tree in ("lessons", "exercises", "solutions"):
        (course / tree).symlink_to(ROOT / tree)
    [source] = (ROOT / state).glob(f"{int(lesson):02}-*")
    app = course / "work" / source.name
    shutil.copytree(source, app)
    return course, app


def checks_in(app: Path, course: Path) -> int:
    """How many checks the lesson has."""
    report = subprocess.run(
        [CHECKER, "check", app, "--json"], cwd=course, check=True, capture_output=True
    )
    return len(json.loads(report.stdout)["results"])


def table(times: dict[str, list[float]], checks: int) -> str:
    """The medians, and their ratios to importing Flask and to a cold check."""
    medians = {name: statistics.median(values) for name, values in times.items()}
    flask, cold = medians["import flask"], medians["check, cold"]
    rows = ["| what | median ms | x import flask | x cold check |", "|---|---|---|---|"]
    rows += [
        f"| {name} | {value * 1000:.0f} | {value / flask:.2f} | {value / cold:.2f} |"
        for name, value in medians.items()
    ]
    beyond = (cold - 1.6 * flask) / checks * 1000
    script = medians["--help, through ./course"] - medians["--help"]
    rows.append(f"\n./course with nothing to do adds {script * 1000:.0f} ms.")
    rows.append(
        f"{checks} checks; cold is 1.6 x import flask + {beyond:.0f} ms a check."
    )
    return "\n".join(rows)


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--lesson", default="3")
    chosen = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        course, app = learners_course(Path(folder), chosen.lesson, "solutions")
        begun, exercise = learners_course(Path(folder), chosen.lesson, "exercises")
        checks = checks_in(app, course)
        watching = Watching(course, chosen.lesson, app)
        beginning = Watching(begun, chosen.lesson, exercise)
        measured: dict[str, Callable[[], float]] = {
            "import flask": lambda: seconds(
                [sys.executable, "-c", "import flask"], course
            ),
            "check, cold": lambda: seconds([str(CHECKER), "check", str(app)], course),
            "watch, save to verdict, all kept": watching.save,
            "watch, save to verdict, just begun": beginning.save,
            "list": lambda: seconds([str(CHECKER), "list"], course),
            "--help": lambda: seconds([str(CHECKER), "--help"], course),
            "--help, through ./course": lambda: seconds(
                [sys.executable, str(ROOT / "course"), "--help"], course
            ),
        }
        times: dict[str, list[float]] = {name: [] for name in measured}
        for _ in range(chosen.rounds):
            for name, measure in measured.items():
                times[name].append(measure())
        watching.close()
        beginning.close()
    print(table(times, checks))


if __name__ == "__main__":
    main()
