"""What is handed in where a class is measured. Grades nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from pathlib import Path

from checker import course
from checker.lesson import Lesson
from checker.mistakes import mistakes, wrong_app
from checker.versions import versions

__all__ = ["LESSON", "ROOT", "App", "beside", "different", "handed_in", "put", "solved"]

ROOT = Path(__file__).parent.parent
LESSON = course.find(ROOT, "1")
App = Mapping[str, bytes]


def different() -> Iterator[App]:
    """The solution and the apps of all mistakes, for ever, each with a number."""
    wrong = [wrong_app(LESSON, mistake) for mistake in mistakes(LESSON)]
    for number, app in enumerate(cycle([versions(LESSON).solution, *wrong])):
        yield numbered(app, number)


def solved(count: int, lesson: Lesson = LESSON) -> list[App]:
    """The solution, each time with another number: of no other are all checks made."""
    return [numbered(versions(lesson).solution, number) for number in range(count)]


def numbered(app: App, number: int) -> App:
    """The app with a comment that makes it another."""
    return {**app, "app.py": app["app.py"] + b"# %d\n" % number}


def beside(app: App) -> App:
    """All its files but app.py."""
    return {name: body for name, body in app.items() if name != "app.py"}


def put(app: App, folder: Path) -> Path:
    """Writes an app."""
    for name, body in app.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder


def handed_in(apps: Iterable[App], folder: Path, lesson: Lesson = LESSON) -> Path:
    """A class: a folder for each learner, with the lesson in it."""
    for number, app in enumerate(apps):
        put(app, folder / f"learner-{number:05}" / lesson.name)
    return folder
