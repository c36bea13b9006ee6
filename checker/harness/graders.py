"""The folders that other graders take, lesson by lesson. Grades nothing itself."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..lesson import Lesson
from .bundle import FILES, Piece, exercise, filled, packed, written
from .single import column, rules

__all__ = ["WRITERS"]

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files are the same zip
RIGHTS = {True: 0o100755 << 16, False: 0o100644 << 16}


def gradescope(root: Path, lessons: Sequence[Lesson], out: Path) -> None:
    """An autograder's zip for each lesson, and how to use it."""
    files: dict[str, Piece] = {}
    for lesson in lessons:
        inside = {
            "setup.sh": filled("setup.sh", lesson, executable=True),
            "run_autograder": filled("run_autograder", lesson, executable=True),
            **_below("course", packed(root, [lesson])),
        }
        files[f"{lesson.name}.zip"] = Piece(_zipped(inside))
        page = filled("gradescope.md", lesson).content.decode()
        points = f"{column(lesson, rules(root)).possible:g}"
        files[f"{lesson.name}.md"] = Piece(page.replace("@POINTS@", points).encode())
    written(out, files)


def github_classroom(root: Path, lessons: Sequence[Lesson], out: Path) -> None:
    """A template repository for each lesson."""
    files: dict[str, Piece] = {}
    for lesson in lessons:
        inside = {
            "README.md": filled("classroom.md", lesson),
            ".gitignore": Piece(b".venv/\n__pycache__/\n"),
            ".github/workflows/classroom.yml": filled("classroom.yml", lesson),
            **_below(".course", packed(root, [lesson])),
            **_below(lesson.name, exercise(root, lesson)),
        }
        files |= _below(lesson.name, inside)
    written(out, files)


def nbgrader(root: Path, lessons: Sequence[Lesson], out: Path) -> None:
    """A course of nbgrader with an assignment for each lesson."""
    own = {"README.md": "nbgrader.md", "nbgrader_config.py": "nbgrader_config.txt"}
    files = {path: Piece((FILES / name).read_bytes()) for path, name in own.items()}
    apps: dict[str, list[str]] = {}
    for lesson in lessons:
        app = _below("app", exercise(root, lesson))
        apps[lesson.name] = sorted(app)
        notebook = _notebook(lesson, column(lesson, rules(root)).possible)
        assignment = {**app, f"{lesson.name}.ipynb": Piece(_json(notebook))}
        files |= _below(f"source/{lesson.name}", assignment)
    files |= _below("course", packed(root, lessons))
    files["apps.json"] = Piece(_json(apps))
    written(out, files)


WRITERS: dict[str, Callable[[Path, Sequence[Lesson], Path], None]] = {
    "gradescope": gradescope,
    "github-classroom": github_classroom,
    "nbgrader": nbgrader,
}


def _below(folder: str, files: Mapping[str, Piece]) -> dict[str, Piece]:
    return {f"{folder}/{path}": piece for path, piece in files.items()}


def _zipped(files: Mapping[str, Piece]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, piece in sorted(files.items()):
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.external_attr = RIGHTS[piece.executable]
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, piece.content)
    return kept.getvalue()


def _notebook(lesson: Lesson, points: float) -> dict[str, Any]:
    """The assignment: what to do, and the locked cell that the points come from."""
    said = (
        f"# Lesson {lesson.number}: {lesson.title}\n\n"
        "Finish the app in the folder `app`, beside this notebook: its README says"
        " what there is to do.\n"
        "Leave the cell below as it is. It gives the points when this is graded."
    )
    cell = filled("nbgrader_cell.txt", lesson).content.decode().removesuffix("\n")
    graded = {
        "schema_version": 3,
        "grade_id": "checks",
        "grade": True,
        "locked": True,
        "solution": False,
        "task": False,
        "points": points,
    }
    code: dict[str, Any] = {"execution_count": None, "outputs": []}
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return {
        "cells": [
            _cell("markdown", "what-to-do", said, {}),
            _cell("code", "checks", cell, {"nbgrader": graded}) | code,
        ],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(
    kind: str, name: str, text: str, metadata: Mapping[str, Any]
) -> dict[str, Any]:
    lines: Iterable[str] = text.splitlines(keepends=True)
    return {"cell_type": kind, "id": name, "metadata": metadata, "source": list(lines)}


def _json(facts: Any) -> bytes:
    return (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode()
