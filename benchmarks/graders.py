"""Four other graders, each asked four promises (peers.py) about a small class.

Rows of speed.py. Each hand-in is the solution of lesson 1 with a number of its own, so
all four are to be kept. What a grader does once for an assignment is done before and
not counted. nbgrader takes a class at once: its seconds are marginal, those
of the class less those of its first, by the number of the others. check50, otter and
pytest are one command for each submission, and one command is what it costs. None has
walls here. pytest, nbgrader and otter load an app once for all promises.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

from hand_ins import LESSON, App, beside, put
from peers import PROMISES, Check50, Nbgrader, Otter
from rounds import Numbers
from walled import Peer

from checker.versions import versions

__all__ = ["Other", "others"]


class Other:
    """Another grader, in an environment of its own."""

    marginal = False

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.work = peer.work / "class"
        self.said = ""

    def ready(self) -> None:
        """Installs it and makes the assignment."""
        self.said = f"{self.peer.name} {self.peer.install()}"
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.assignment()

    def assignment(self) -> None:
        """What an instructor does before anybody hands in."""

    def points(self, apps: Sequence[App]) -> float:
        """Grades the class from nothing."""
        raise NotImplementedError

    def seen(self, apps: Sequence[App]) -> Numbers:
        """Seconds for each submission, and how many promises were kept."""
        began = time.perf_counter()
        points = self.points(apps)
        took = time.perf_counter() - began
        if not self.marginal:
            return {"each": took / len(apps), "kept": points}
        began = time.perf_counter()
        self.points(apps[:1])
        took -= time.perf_counter() - began
        return {"each": took / (len(apps) - 1), "kept": points}

    def run(self, folder: Path, *command: str, made: Path | None = None) -> None:
        """A command of the environment; `made` has to be there then."""
        python = self.peer.venv / "bin" / "python"
        path = f"{python.parent}:/usr/bin:/bin"
        own = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
        env = {name: value for name, value in os.environ.items() if name not in own}
        env |= {"HOME": str(self.work), "PATH": path}
        done = subprocess.run(
            [str(python), "-m", *command], cwd=folder, env=env, capture_output=True
        )
        if made is not None and not made.exists():
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
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
        put(beside(versions(LESSON).solution), self.work)
        names = [path.name for path in self.work.iterdir()]
        put({name: text.encode() for name, text in Otter.tests().items()}, self.work)
        parts = ("-t", "tests", "-o", "ag.zip", "--no-environment", *names)
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

    marginal = True

    def assignment(self) -> None:
        """The notebook with its tests, released."""
        source = self.work / "source" / "ps1"
        put(beside(versions(LESSON).solution), source)
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


def others(at: Path) -> dict[str, Other]:
    """The four, by the names of their rows; `at` is where they are installed."""
    return {
        "check50": OfCheck50(Check50(at)),
        "otter": OfOtter(Otter(at)),
        "nbgrader": OfNbgrader(Nbgrader(at)),
        "pytest": OfPytest(Pytest(at)),
    }
