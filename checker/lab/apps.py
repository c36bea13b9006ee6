"""Load an app of the course into this process, afresh each time. Sends it nothing."""

from __future__ import annotations

import atexit
import importlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import flask
from flask.cli import NoAppException, find_best_app

from ..errors import AppNotStarted
from ..lesson import Lesson, Mistake
from ..mistakes import wrong_app

__all__ = ["load", "mistaken"]

# What the apps ask of their surroundings; the key opens nothing but these notebooks.
SURROUNDINGS = {
    "SECRET_KEY": "a key for this notebook alone",
    "FLASK_RUN_FROM_CLI": "true",  # makes app.run() do nothing
}


def load(folder: Path, given: Mapping[str, str]) -> flask.Flask:
    """The app in the folder's app.py, with its environment and data as at a start."""
    modules = {file.stem for file in folder.glob("*.py")}
    surroundings = {**SURROUNDINGS, "SHELF_DB": str(_scratch() / "shelf.db"), **given}
    with _at_home(folder, modules), _environment(surroundings):
        try:
            return find_best_app(importlib.import_module("app"))
        except NoAppException as error:
            raise AppNotStarted(
                f"{folder.name}/app.py holds no Flask app. Call one “app”."
            ) from error
        except (Exception, SystemExit) as error:
            said = f"{type(error).__name__}: {error}".rstrip(": .")
            raise AppNotStarted(
                f"{folder.name}/app.py did not load. It said {said}."
            ) from error


def mistaken(lesson: Lesson, mistake: Mistake) -> Path:
    """A folder with the finished app of the lesson, and the mistake made in it."""
    folder = _scratch() / lesson.name
    for name, content in wrong_app(lesson, mistake).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


def _scratch() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="shelf-")
    atexit.register(folder.cleanup)  # kept as long as the apps in it
    return Path(folder.name)


@contextmanager
def _at_home(folder: Path, modules: set[str]) -> Iterator[None]:
    """The folder's modules can be imported, no old copy of them, and none stays."""
    before, written = sys.path[:], sys.dont_write_bytecode
    others = _taken_out(modules)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True  # the folder stays as it is
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:], sys.dont_write_bytecode = before, written
        _taken_out(modules)
        sys.modules.update(others)


def _taken_out(modules: set[str]) -> dict[str, ModuleType]:
    return {n: sys.modules.pop(n) for n in modules if n in sys.modules}


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(given)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
