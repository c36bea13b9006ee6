"""A lesson's app as it is published: exercise and solution. Writes no file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import regions
from .errors import AuthorError
from .lesson import Lesson

__all__ = ["IGNORED", "AppVersions", "files_of", "versions"]

# What tools and systems leave behind is neither published nor stray.
IGNORED = ("__pycache__", ".DS_Store", ".mypy_cache", ".pytest_cache", ".ruff_cache")


@dataclass(frozen=True)
class AppVersions:
    """What a lesson's app becomes: path in the app to content; task to its files."""

    exercise: Mapping[str, bytes]
    solution: Mapping[str, bytes]
    places: Mapping[int, Sequence[str]]


def versions(lesson: Lesson) -> AppVersions:
    """Exercise and solution of the lesson's app, file by file, as published."""
    split: dict[str, tuple[bytes, bytes]] = {}
    places: dict[int, list[str]] = defaultdict(list)
    app = lesson.folder / "app"
    for path in files_of(app):
        name = path.relative_to(app).as_posix()
        split[name], tasks = _split(path, lesson, f"lessons/{lesson.name}/app/{name}")
        for task in tasks:
            places[task].append(name)
    _complete(lesson, split, places)
    return AppVersions(
        {name: exercise for name, (exercise, _) in split.items()},
        {name: solution for name, (_, solution) in split.items()},
        places,
    )


def _split(
    path: Path, lesson: Lesson, place: str
) -> tuple[tuple[bytes, bytes], frozenset[int]]:
    """Both versions of one file and the tasks in it; what is no text stays as it is."""
    if path.is_symlink():
        raise AuthorError(f"{place} is a symbolic link. Put the file itself there.")
    content = path.read_bytes()
    try:
        text = content.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return (content, content), frozenset()
    both = regions.split(text, lesson.task_titles, place)
    return (both.exercise.encode(), both.solution.encode()), both.tasks


def _complete(lesson: Lesson, names: Iterable[str], places: Iterable[int]) -> None:
    """Refuses an app without a region for each task, or with a page of its own."""
    app = f"lessons/{lesson.name}/app"
    for task in lesson.tasks:
        if task.number not in places:
            raise AuthorError(
                f"{app} has no region for task {task.number}. Mark what solves it."
            )
    if "README.md" in names:
        raise AuthorError(
            f"{app}/README.md stands where the exercise's is published. Rename it."
        )


def files_of(folder: Path) -> Iterator[Path]:
    """Everything in the folder that is no folder, in order; links are not followed."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in IGNORED:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from files_of(path)
        else:
            yield path
