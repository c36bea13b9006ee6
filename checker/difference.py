"""The learner's app against the solution, as a unified diff. Changes no file."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

__all__ = ["difference"]

LEFT_OUT = (".db", ".db-journal", ".pyc")


def difference(mine: Path, solution: Path) -> str:
    """What would have to change in the learner's app to become the solution."""
    names = sorted({*_names(mine), *_names(solution)})
    return "".join(line for name in names for line in _file(mine, solution, name))


def _names(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        path = file.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in path.parts)
        if path.name == "README.md" or hidden or file.suffix in LEFT_OUT:
            continue  # the task, and what running the app leaves behind
        if file.is_file():
            yield path.as_posix()


def _file(mine: Path, solution: Path, name: str) -> Iterator[str]:
    ours, theirs = _lines(mine / name), _lines(solution / name)
    changed = difflib.unified_diff(ours, theirs, f"yours/{name}", f"solution/{name}")
    for line in changed:
        yield line if line.endswith("\n") else f"{line}\n"


def _lines(file: Path) -> list[str]:
    if not file.is_file():
        return []
    return file.read_text("utf-8", "replace").splitlines(keepends=True)
