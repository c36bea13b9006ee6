"""One class, graded by this checker and by four others: seconds a submission.

    .venv/bin/python benchmarks/class.py [--rounds 3] [--class 12] [--at FOLDER]

The class is the part of a real one that all of them can take: apps of lesson 1 whose
app.py alone differs, the solution and mistakes, each with a number in a comment. Every
grader asks them the same four promises (peers.py); ours also all those of the lesson,
with diagnosis. What a grader does once for an assignment is done before and not
counted. Ours and nbgrader take a class at once: their seconds are marginal, those of
the class less those of its first, by the number of the others. check50, otter and
pytest are one command for each submission, and one command is what it costs. All use
one processor's worth: --jobs 1.

Ours runs with walls, and writes all its pages and exports; the others have no walls and
get none here. Each round runs all of them, one after the other, so that what else the
machine does falls on all alike; what counts are the ratios of the medians. Prints a
Markdown table. --at keeps the installed graders (from PyPI) there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from xml.etree import ElementTree

from peers import PROMISES, Check50, Nbgrader, Otter
from walled import Peer

from checker import course
from checker.mistakes import mistakes, wrong_app
from checker.versions import versions

ROOT = Path(__file__).parent.parent
LESSON = course.find(ROOT, "1")
TREES = ("exercises", "solutions")
CHECKS = '''
"""The four promises that every grader is asked."""

from checker import check, expect


def signed_in(app):
    ann, word = app.visitor(), app.word()
    return ann, word, ann.follow(ann.post("/sign-in", name=word))


@check
def opens(app):
    """A page opens.

    A page that does not open says nothing.
    """
    page = app.visitor().get("/")
    expect(page.status == 200, "status 200", f"status {page.status}")


@check
def greets(app):
    """A sign-in is greeted.

    Whoever is told nothing signs in again.
    """
    _, word, page = signed_in(app)
    expect(page.shows(word), f"“{word}”", page.messages_in_words)


@check
def once(app):
    """The greeting is gone after it was read.

    What comes back looks like news.
    """
    ann, word, page = signed_in(app)
    expect(page.shows(word), f"“{word}”", page.messages_in_words)
    later = ann.get("/")
    expect(not later.shows(word), f"no “{word}”", later.messages_in_words)


@check
def book(app):
    """A book that was added is named.

    Else it is added again.
    """
    ann, _, _ = signed_in(app)
    word = app.word()
    page = ann.follow(ann.post("/books", title=word))
    expect(page.shows(word), f"“{word}”", page.messages_in_words)
'''
App = Mapping[str, bytes]


@dataclass(frozen=True)
class Seen:
    """Seconds a submission, and how many points the class got."""

    seconds: float
    points: float


def class_of(size: int) -> list[App]:
    """Apps that differ from the solution in app.py alone, so that it can be a cell."""
    solution = versions(LESSON).solution
    wrong = [wrong_app(LESSON, mistake) for mistake in mistakes(LESSON)]
    alone = [app for app in wrong if _beside(app) == _beside(solution)]
    some = islice(cycle([solution, *alone]), size)
    return [
        {**app, "app.py": app["app.py"] + b"# %d\n" % number}
        for number, app in enumerate(some)
    ]


def _beside(app: App) -> App:
    return {name: body for name, body in app.items() if name != "app.py"}


def put(app: App, folder: Path) -> Path:
    """Writes an app."""
    for name, body in app.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder


class Grader:
    """One that is measured; `ready` is what is done once for an assignment."""

    said, checks, walls, counted = "", 4, "no", "each"

    def ready(self) -> None:
        """Sets up."""

    def points(self, apps: Sequence[App]) -> float:
        """Grades the class from nothing."""
        raise NotImplementedError

    def seen(self, apps: Sequence[App]) -> Seen:
        """Grades, with a clock."""
        began = time.perf_counter()
        points = self.points(apps)
        took = time.perf_counter() - began
        if self.counted == "each":
            return Seen(took / len(apps), points)
        began = time.perf_counter()
        self.points(apps[:1])
        took -= time.perf_counter() - began
        return Seen(took / (len(apps) - 1), points)


class Ours(Grader):
    """`checker grade`, whole, with walls."""

    walls, counted = "yes", "marginal"

    def __init__(self, at: Path, *, every: bool) -> None:
        self.course = at / ("all" if every else "four")
        self.every = every
        what = "all of the lesson's checks" if every else "the four promises"
        self.said = f"checker grade, {what}"

    def ready(self) -> None:
        """A course with lesson 1 alone, and the checks to ask."""
        shutil.rmtree(self.course, ignore_errors=True)
        for tree in TREES:
            shutil.copytree(ROOT / tree / LESSON.name, self.course / tree / LESSON.name)
        lesson = self.course / "lessons" / LESSON.name
        shutil.copytree(LESSON.folder, lesson)
        if not self.every:
            (lesson / "checks.py").write_text(CHECKS)
            (lesson / "diagnoses.py").unlink()
        found = course.checks(course.find(self.course, "1"))
        self.checks = sum(not check.browser for check in found)

    def points(self, apps: Sequence[App]) -> float:
        """All points of the gradebook."""
        submissions, marks = self.course / "in", self.course / "marks"
        shutil.rmtree(submissions, ignore_errors=True)
        shutil.rmtree(marks, ignore_errors=True)
        for number, app in enumerate(apps):
            put(app, submissions / f"learner-{number}" / LESSON.name)
        words = ["grade", str(submissions), "--out", str(marks), "--jobs", "1"]
        run(
            [sys.executable, "-m", "checker", *words], self.course, PYTHONPATH=str(ROOT)
        )
        with closing(sqlite3.connect(marks / "gradebook.sqlite")) as book:
            found = book.execute("SELECT verdicts FROM graded").fetchall()
        passed = (
            v["outcome"] == "passed" for (text,) in found for v in json.loads(text)
        )
        points: float = sum(passed)
        return points


class Other(Grader):
    """Another grader, in an environment of its own."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.work = peer.work / "class"

    def ready(self) -> None:
        """Installs it and makes the assignment."""
        self.said = f"{self.peer.name} {self.peer.install()}"
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.assignment()

    def assignment(self) -> None:
        """What an instructor does before anybody hands in."""

    def run(self, folder: Path, *command: str, made: Path | None = None) -> None:
        """A command of the environment; `made` has to be there then."""
        python = self.peer.venv / "bin" / "python"
        path = f"{python.parent}:/usr/bin:/bin"
        said = run(
            [str(python), "-m", *command], folder, HOME=str(self.work), PATH=path
        )
        if made is not None and not made.exists():
            raise SystemExit(f"{self.said} makes no {made}: {said[-2000:]}")


class OfCheck50(Other):
    """One command for each."""

    def assignment(self) -> None:
        """Its checks."""
        problem = self.work / "problem"
        problem.mkdir()
        (problem / "__init__.py").write_text(Check50.CHECKS)
        (problem / ".cs50.yaml").write_text("check50:\n  checks: __init__.py\n")

    def points(self, apps: Sequence[App]) -> float:
        """How many checks passed."""
        points, found = 0, self.work / "found.json"
        for app in apps:
            folder = put(app, Path(tempfile.mkdtemp(dir=self.work)))
            options = ("--dev", "-o", "json", "--output-file", str(found))
            self.run(folder, "check50", *options, str(self.work / "problem"))
            results = json.loads(found.read_text())["results"]
            points += sum(result["passed"] is True for result in results)
        return points


class OfPytest(Other):
    """One command for each, with the four promises as four tests."""

    def assignment(self) -> None:
        """Its tests."""
        tests = [
            f"def test_{name}():\n" + "".join(f"    {x}\n" for x in code.splitlines())
            for name, code in PROMISES.items()
        ]
        whole = "\n\n".join(["import secrets\nfrom app import app\n", *tests])
        (self.work / "test_app.py").write_text(whole)

    def points(self, apps: Sequence[App]) -> float:
        """How many tests passed."""
        points = 0
        for app in apps:
            folder = put(app, Path(tempfile.mkdtemp(dir=self.work)))
            shutil.copy(self.work / "test_app.py", folder)
            self.run(folder, "pytest", "-q", "--junitxml=found.xml")
            suite = ElementTree.parse(folder / "found.xml").getroot()[0]
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            points += int(suite.get("tests", 0)) - bad
        return points


class OfOtter(Other):
    """One command for each; its own batch is a container for each, and more."""

    def assignment(self) -> None:
        """The tests, with what stands beside app.py."""
        put(_beside(versions(LESSON).solution), self.work)
        beside = [path.name for path in self.work.iterdir()]
        for name, code in PROMISES.items():
            lines = [f">>> {line}" for line in code.splitlines()]
            case = {"code": "\n".join(lines), "hidden": False, "locked": False}
            suite = {"cases": [case], "scored": True, "type": "doctest"}
            suite |= {"setup": "", "teardown": ""}
            test = {"name": name, "points": 1, "suites": [suite]}
            put(
                {f"tests/{name}.py": f"OK_FORMAT = True\n\ntest = {test!r}\n".encode()},
                self.work,
            )
        parts = ("-t", "tests", "-o", "ag.zip", "--no-environment", *beside)
        made = self.work / "ag.zip"
        self.run(self.work, "otter", "generate", *parts, made=made)

    def points(self, apps: Sequence[App]) -> float:
        """The sum of the scores."""
        points = 0.0
        notebooks = Otter(self.peer.venv.parent.parent)
        for app in apps:
            folder = Path(tempfile.mkdtemp(dir=self.work))
            cell = notebooks.cell(app["app.py"].decode())
            sub = notebooks.written(folder / "app.ipynb", [cell])
            where = ("-a", str(self.work / "ag.zip"), "-o", str(folder))
            self.run(folder, "otter", "run", "--no-logo", *where, str(sub))
            tests = json.loads((folder / "results.json").read_text())["tests"]
            points += sum(test.get("score", 0) for test in tests)
        return points


class OfNbgrader(Other):
    """Takes a class at once."""

    counted = "marginal"

    def assignment(self) -> None:
        """The notebook with its tests, released."""
        source = self.work / "source" / "ps1"
        put(_beside(versions(LESSON).solution), source)
        peer = Nbgrader(self.peer.venv.parent.parent)
        peer.written(source / "app.ipynb", list(peer.cells("pass")))
        command = ("nbgrader", "generate_assignment", "ps1", "--create")
        made = self.work / "release" / "ps1" / "app.ipynb"
        self.run(self.work, *command, made=made)
        shutil.copy(self.work / "gradebook.db", self.work / "released.db")

    def points(self, apps: Sequence[App]) -> float:
        """The sum of the automatic scores."""
        for name in ("submitted", "autograded"):
            shutil.rmtree(self.work / name, ignore_errors=True)
        shutil.copy(self.work / "released.db", self.work / "gradebook.db")
        for number, app in enumerate(apps):
            handed_in = self.work / "submitted" / f"learner-{number}" / "ps1"
            shutil.copytree(self.work / "release" / "ps1", handed_in)
            notebook = json.loads((handed_in / "app.ipynb").read_text())
            notebook["cells"][0]["source"] = app["app.py"].decode()
            (handed_in / "app.ipynb").write_text(json.dumps(notebook))
        self.run(self.work, "nbgrader", "autograde", "ps1", "--create")
        with closing(sqlite3.connect(self.work / "gradebook.db")) as book:
            [(score,)] = book.execute("SELECT sum(auto_score) FROM grade").fetchall()
        points: float = score or 0
        return points


class Pytest(Peer):
    """pytest alone, with Flask."""

    name = "pytest"
    packages = ("pytest", "flask")


def run(command: Sequence[str], folder: Path, **more: str) -> str:
    """Runs it, whatever it says of the apps; that is what it gives back."""
    own = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    env = {name: value for name, value in os.environ.items() if name not in own}
    env |= {name: str(value) for name, value in more.items()}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, check=False
    )
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def table(found: Mapping[Grader, Sequence[Seen]], size: int) -> str:
    """The medians, and how much longer each takes than ours with the same promises."""
    medians = {
        g: statistics.median(s.seconds for s in seen) for g, seen in found.items()
    }
    first = next(iter(medians.values()))
    rows = ["| grader | checks | walls | seconds | s a submission | x ours | passed |"]
    rows.append("|---|---|---|---|---|---|---|")
    for grader, value in medians.items():
        points = sorted({seen.points for seen in found[grader]})
        of = grader.checks * size
        passed = " or ".join(f"{each:.0f}" for each in points)
        rows.append(
            f"| {grader.said} | {grader.checks} | {grader.walls} | {grader.counted}"
            f" | {value:.2f} | {value / first:.1f} | {passed} of {of} |"
        )
    return "\n".join(rows)


def main() -> None:
    """Measures and prints."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--class", type=int, default=12, dest="size")
    words.add_argument("--at", type=Path, help="keep the installed graders there")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="class-") as temporary:
        at = (asked.at or Path(temporary)).resolve()
        graders: list[Grader] = [
            Ours(Path(temporary), every=False),
            Ours(Path(temporary), every=True),
            OfPytest(Pytest(at)),
            OfCheck50(Check50(at)),
            OfNbgrader(Nbgrader(at)),
            OfOtter(Otter(at)),
        ]
        apps = class_of(asked.size)
        for grader in graders:
            grader.ready()
        found: dict[Grader, list[Seen]] = {grader: [] for grader in graders}
        for _ in range(asked.rounds):
            for grader in graders:
                found[grader].append(grader.seen(apps))
                last = found[grader][-1]
                print(f"{grader.said}: {last}", file=sys.stderr, flush=True)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(table(found, asked.size))
    print(f"\n{asked.size} submissions, {asked.rounds} rounds, medians;", end=" ")
    print(f"{os.cpu_count()} processors, {platform.machine()}; load {load}.")


if __name__ == "__main__":
    main()
