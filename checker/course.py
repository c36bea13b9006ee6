"""Find the course, its lessons and its questions. Opens no file in a lesson itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from .entry import Entry
from .errors import AuthorError, NoSuchLesson, WrongUse
from .toml_file import head, toml

if TYPE_CHECKING:
    from .checks import Check
    from .coverage import Part
    from .lesson import Lesson
    from .quiz import Item

__all__ = [
    "checks",
    "contents",
    "covered",
    "find",
    "find_notebook",
    "find_root",
    "folders",
    "items",
    "lessons",
    "prose",
    "read",
]

NAME = re.compile(r"\d{2,}(-[a-z0-9]+)+")


def find_root(start: Path, *others: Path) -> Path:
    """The folder that holds lessons/: start or one above it, else so for others."""
    for place in (start, *others):
        for folder in (place.absolute(), *place.absolute().parents):
            if (folder / "lessons").is_dir():
                return folder
    raise WrongUse(
        f"No folder lessons/ in {start.absolute()} or above it. "
        "Change into the course's folder and try again."
    )


def folders(root: Path) -> tuple[Path, ...]:
    """The lessons' folders in the order of their numbers; names with . or _ are not."""
    return tuple(folder for folder in _numbered(root) if not _is_page(folder))


def prose(root: Path) -> tuple[Path, ...]:
    """The folders with a lesson.md, in order: those of lessons, and of mere pages."""
    return tuple(f for f in _numbered(root) if (f / "lesson.md").is_file())


def _is_page(folder: Path) -> bool:
    """True for a folder that is read but not worked on, such as 00-start-here."""
    return (folder / "lesson.md").is_file() and not (folder / "lesson.toml").exists()


def _numbered(root: Path) -> tuple[Path, ...]:
    seen: dict[int, Path] = {}
    for folder in sorted((root / "lessons").iterdir()):
        if not folder.is_dir() or folder.name.startswith((".", "_")):
            continue
        if not NAME.fullmatch(folder.name):
            raise AuthorError(
                f"lessons/{folder.name} has no lesson's name. "
                "Name it as in 07-own-words: number, hyphen, small letters."
            )
        number = _number(folder.name)
        if number in seen:
            raise AuthorError(
                f"lessons/{seen[number].name} and lessons/{folder.name} "
                f"share the number {number}. Give one of them another."
            )
        seen[number] = folder
    return tuple(seen[number] for number in sorted(seen))


def contents(root: Path) -> tuple[Entry, ...]:
    """What a list of the lessons shows of each, in order; the rest is not read."""
    return tuple(map(_entry, folders(root)))


def _entry(folder: Path) -> Entry:
    table = head(folder, "lesson.toml")
    return Entry(folder, table.line("title"), table.number("minutes"))


def read(folder: Path) -> Lesson:
    """The facts in the folder's lesson.toml."""
    from . import lesson_files

    return lesson_files.read(folder)


def checks(lesson: Lesson) -> tuple[Check, ...]:
    """The promises in the lesson's checks.py, in file order, read afresh each time."""
    from . import lesson_files

    return lesson_files.checks(lesson)


def lessons(root: Path) -> tuple[Lesson, ...]:
    """Every lesson, in order."""
    return tuple(read(folder) for folder in folders(root))


def find(root: Path, text: str) -> Lesson:
    """The lesson meant by 7, 07, 07-own-words, own-words, or a beginning of those."""
    return read(_found(folders(root), text))


def find_notebook(root: Path, text: str) -> str:
    """The name of the notebook meant by such a text; it may be a page's, as in 0."""
    return _found(prose(root), text).name


def _found(among: tuple[Path, ...], text: str) -> Path:
    names = {folder.name: folder for folder in among}
    matches = _named(text.strip().lower(), tuple(names))
    if len(matches) == 1:
        return names[matches[0]]
    if matches:
        meant = ", ".join(matches)
        raise NoSuchLesson(f"“{text}” fits more than one lesson. Say which: {meant}.")
    raise NoSuchLesson(f"No lesson goes by “{text}”. {_advice(text, tuple(names))}")


def items(root: Path) -> tuple[Item, ...]:
    """Every question of the course, lesson by lesson; each id stands there once."""
    from . import quiz
    from .lesson_files import KEBAB

    found: dict[str, Item] = {}
    for folder in _numbered(root):
        if not (folder / "quiz.toml").is_file():
            continue
        table = toml(folder, "quiz.toml")
        for item in quiz.read(table, folder.name):
            if not KEBAB.fullmatch(item.id):
                raise AuthorError(
                    f"{table.place}: “id” is {item.id!r}. "
                    "Write it in small letters and hyphens."
                )
            if item.id in found:
                other = found[item.id].lesson
                raise AuthorError(
                    f"{table.place}: lessons/{other}/quiz.toml has an item "
                    f"{item.id} too. Give one of them another id."
                )
            found[item.id] = item
    return tuple(found.values())


def covered(root: Path) -> tuple[Part, ...]:
    """What the course says that it treats, and where; nothing if it does not say."""
    if not (root / "lessons" / "coverage.toml").is_file():
        return ()
    from . import coverage

    return coverage.read(toml(root / "lessons", "coverage.toml", "lessons"))


def _named(wanted: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that the text means; more than one only when it is too short."""
    if wanted.isdecimal():
        return tuple(name for name in names if _number(name) == int(wanted))
    words = {name: (name, name.partition("-")[2]) for name in names}
    exact = tuple(name for name in names if wanted in words[name])
    if exact or not wanted:
        return exact
    return tuple(n for n in names if any(w.startswith(wanted) for w in words[n]))


def _number(name: str) -> int:
    return int(name.partition("-")[0])


def _advice(text: str, names: tuple[str, ...]) -> str:
    import difflib

    words = {word: name for name in names for word in (name, name.partition("-")[2])}
    near = difflib.get_close_matches(text.lower(), words, n=1)
    if near:
        return f"Did you mean “{words[near[0]]}”?"
    return f"There are: {', '.join(names)}." if names else "There are none yet."
