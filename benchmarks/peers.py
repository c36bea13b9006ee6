"""Three graders of Python, asked for points on an app of lesson 1.

The same four promises as checks of each: a page opens, a sign-in is greeted, the
greeting is gone after it was read, a book is named. Compares and prints nothing.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from walled import Peer

__all__ = ["Check50", "Nbgrader", "Otter"]

START = "import secrets\nclient = app.test_client()\nword = secrets.token_hex(4)\n"
SIGN_IN = 'page = client.post("/sign-in", data={"name": word}, follow_redirects=True)\n'
BOOK = 'page = client.post("/books", data={"title": word}, follow_redirects=True)\n'
PROMISES = {  # in the test client of Flask
    "opens": START + 'assert client.get("/").status_code == 200\n',
    "greets": START + SIGN_IN + "assert 'Welcome, ' + word in page.text\n",
    "once": START
    + SIGN_IN
    + "assert 'Welcome, ' + word in page.text\n"
    + "assert 'Welcome, ' + word not in client.get('/').text\n",
    "book": START + SIGN_IN + BOOK + "assert '“' + word + '” is on' in page.text\n",
}


class Check50(Peer):
    """Imports the app into the process of each check."""

    name = "check50"
    packages = ("check50", "flask")
    own_words: ClassVar[Mapping[str, str]] = {
        "patches-the-checker": """
import check50.flask
from shelf import app as app

for name in ("get", "post", "status", "content"):
    setattr(check50.flask.app, name, lambda self, *_, **__: self)
""",
        "swallows-the-timeout": """
import signal
from shelf import app as app


@app.before_request
def trick():
    signal.alarm(0)
    while True:
        pass
""",
    }
    CHECKS = '''
import check50
import check50.flask
import secrets

GREETS = "Welcome, {}"


def signed_in(word):
    app = check50.flask.app("app.py")
    return app.post("/sign-in", data={"name": word})


@check50.check(timeout=10)
def opens():
    """A page opens."""
    check50.flask.app("app.py").get("/").status(200)


@check50.check(timeout=10)
def greets():
    """A sign-in is greeted."""
    word = secrets.token_hex(4)
    signed_in(word).content(GREETS.format(word))


@check50.check(timeout=10)
def once():
    """The greeting is gone."""
    word = secrets.token_hex(4)
    app = signed_in(word).content(GREETS.format(word))
    try:
        app.get("/").content(GREETS.format(word))
    except check50.Failure:
        return
    raise check50.Failure("shown again")


@check50.check(timeout=10)
def book():
    """A book is named."""
    word = secrets.token_hex(4)
    app = signed_in(word).post("/books", data={"title": word})
    app.content(f"“{word}” is on")
'''

    def graded(self, folder: Path, app: str) -> int | None:
        """How many of its checks say that they passed."""
        problem, found = self.work / "problem", self.work / "found.json"
        problem.mkdir()
        (problem / "__init__.py").write_text(self.CHECKS)
        (problem / ".cs50.yaml").write_text("check50:\n  checks: __init__.py\n")
        (folder / "app.py").write_text(app)
        options = ("--dev", "-o", "json", "--output-file", str(found))
        self.within(folder, "check50", *options, str(problem))
        try:
            results = json.loads(found.read_text())["results"]
        except (OSError, ValueError, KeyError):
            return None
        return sum(r["passed"] is True for r in results)


class Notebooks(Peer):
    """Graders of notebooks: the app is a cell of one."""

    def cell(self, source: str, **facts: object) -> dict[str, object]:
        """A code cell; `facts` is what the grader says of it."""
        ran: dict[str, object] = {"execution_count": None, "outputs": []}
        return {**ran, "cell_type": "code", "metadata": facts, "source": source}

    def written(self, path: Path, cells: Sequence[Mapping[str, object]]) -> Path:
        """A notebook with those cells."""
        named = [{**cell, "id": f"cell{n}"} for n, cell in enumerate(cells)]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        whole = {"cells": named, "metadata": {"kernelspec": kernel}}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**whole, "nbformat": 4, "nbformat_minor": 5}))
        return path


class Otter(Notebooks):
    """Runs the notebook, and its tests in the same kernel."""

    name = "otter-grader"
    packages = ("otter-grader", "ipykernel", "flask")
    own_words: ClassVar[Mapping[str, str]] = {
        "patches-the-checker": """
from otter.test_files.abstract_test import TestFile
from shelf import app as app

TestFile.score = property(lambda self: self.possible)
""",
    }

    @staticmethod
    def tests() -> dict[str, str]:
        """The promises as its tests, by the files they stand in."""
        found = {}
        for name, code in PROMISES.items():
            lines = [f">>> {line}" for line in code.splitlines()]
            case = {"code": "\n".join(lines), "hidden": False, "locked": False}
            suite = {"cases": [case], "scored": True, "type": "doctest"}
            suite |= {"setup": "", "teardown": ""}
            test = {"name": name, "points": 1, "suites": [suite]}
            found[f"tests/{name}.py"] = f"OK_FORMAT = True\n\ntest = {test!r}\n"
        return found

    def graded(self, folder: Path, app: str) -> int | None:
        """The sum of the scores in its results file."""
        for name, text in self.tests().items():
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        beside = [p.name for p in folder.iterdir() if p.name != "tests"]
        parts = ("-t", "tests", "-o", "ag.zip", "--no-environment", *beside)
        self.within(folder, "otter", "generate", *parts, trusted=True)
        sub = self.written(self.work / "sub" / "app.ipynb", [self.cell(app)])
        where = ("-a", str(folder / "ag.zip"), "-o", str(sub.parent))
        self.within(sub.parent, "otter", "run", "--no-logo", *where, str(sub))
        try:
            tests = json.loads((sub.parent / "results.json").read_text())["tests"]
            return int(sum(test.get("score", 0) for test in tests))
        except (OSError, ValueError, KeyError, TypeError):
            return None


class Nbgrader(Notebooks):
    """Runs the notebook from top to bottom, the tests as cells of it."""

    name = "nbgrader"
    packages = ("nbgrader", "ipykernel", "flask")

    def graded(self, folder: Path, app: str) -> int | None:
        """The sum of its automatic scores in its gradebook."""
        course = self.work / "course"
        source = course / "source" / "ps1"
        shutil.copytree(folder, source)
        self.written(source / "app.ipynb", list(self.cells("pass")))
        self.within(
            course, "nbgrader", "generate_assignment", "ps1", "--create", trusted=True
        )
        shutil.copytree(
            course / "release" / "ps1", course / "submitted" / "ann" / "ps1"
        )
        handed_in = course / "submitted" / "ann" / "ps1" / "app.ipynb"
        cells = json.loads(handed_in.read_text())["cells"]
        cells[0]["source"] = app
        self.written(handed_in, cells)
        self.within(course, "nbgrader", "autograde", "ps1", "--create")
        if not (course / "autograded" / "ann" / "ps1" / "app.ipynb").exists():
            return None
        with closing(sqlite3.connect(course / "gradebook.db")) as book:
            [(score,)] = book.execute("select sum(auto_score) from grade").fetchall()
        return None if score is None else int(score)

    def cells(self, app: str) -> list[dict[str, object]]:
        """The app, and a cell for each promise."""
        kinds = {"schema_version": 3, "task": False}
        own = {"grade": False, "solution": True, "locked": False, "grade_id": "app"}
        test = {"grade": True, "solution": False, "locked": True, "points": 1}
        return [
            self.cell(app, nbgrader={**kinds, **own}),
            *(
                self.cell(code, nbgrader={**kinds, **test, "grade_id": name})
                for name, code in PROMISES.items()
            ),
        ]
