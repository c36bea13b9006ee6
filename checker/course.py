"""Find the course and read its lessons: the only one to open them. Runs no app."""

from __future__ import annotations

import difflib
import re
import tomllib
import traceback
from pathlib import Path
from types import ModuleType

from . import coverage, quiz
from .checks import Check
from .coverage import Part
from .errors import AuthorError, NoSuchLesson, WrongUse
from .lesson import Edit, Lesson, Mistake, Rule, Task
from .quiz import Item
from .scenario import Move, parse
from .table import Table

__all__ = [
    "checks",
    "covered",
    "find",
    "find_notebook",
    "find_root",
    "folders",
    "items",
    "lessons",
    "mistakes",
    "prose",
    "read",
]

NAME = re.compile(r"\d{2,}(-[a-z0-9]+)+")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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


def read(folder: Path) -> Lesson:
    """The facts in the folder's lesson.toml."""
    table = _parse(folder, "lesson.toml")
    lesson = Lesson(
        folder=folder,
        title=_line(table, "title"),
        minutes=table.number("minutes"),
        summary=_line(table, "summary"),
        objectives=table.texts("objectives"),
        out_of_scope=table.texts("out_of_scope"),
        story=table.text("story"),
        tasks=tuple(_task(n, part) for n, part in enumerate(table.tables("tasks"), 1)),
        contract=tuple(_rule(part) for part in table.tables("contract")),
        scenario=_scenario(table),
    )
    table.close()
    return lesson


def items(root: Path) -> tuple[Item, ...]:
    """Every question of the course, lesson by lesson; each id stands there once."""
    found: dict[str, Item] = {}
    for folder in _numbered(root):
        if not (folder / "quiz.toml").is_file():
            continue
        table = _parse(folder, "quiz.toml")
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
    return coverage.read(_parse(root / "lessons", "coverage.toml", "lessons"))


def mistakes(lesson: Lesson) -> tuple[Mistake, ...]:
    """The lesson's recorded mistakes, in the order of their names."""
    found = sorted((lesson.folder / "mistakes").glob("*.toml"))
    return tuple(_mistake(lesson.folder, file) for file in found)


def checks(lesson: Lesson) -> tuple[Check, ...]:
    """The promises in the lesson's checks.py, in file order, read afresh each time."""
    file, place = lesson.folder / "checks.py", f"lessons/{lesson.name}/checks.py"
    if not file.is_file():
        raise AuthorError(f"{place} is missing. Write it.")
    # Not imported by name: two lessons' checks.py must not meet, nor an old copy stay.
    module = ModuleType(f"checks of {lesson.name}")
    module.__file__ = str(file)
    try:
        exec(compile(file.read_bytes(), file, "exec"), module.__dict__)
    except Exception as error:
        raise AuthorError(f"{place}: {_reason(error)}") from error
    found = tuple(item for item in vars(module).values() if isinstance(item, Check))
    return _fitting(found, lesson, place)


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
    words = {word: name for name in names for word in (name, name.partition("-")[2])}
    near = difflib.get_close_matches(text.lower(), words, n=1)
    if near:
        return f"Did you mean “{words[near[0]]}”?"
    return f"There are: {', '.join(names)}." if names else "There are none yet."


def _parse(folder: Path, file: str, within: str = "") -> Table:
    place = f"{within or f'lessons/{folder.name}'}/{file}"
    try:
        return Table(tomllib.loads((folder / file).read_text("utf-8")), place)
    except FileNotFoundError:
        raise AuthorError(f"{place} is missing. Write it.") from None
    except UnicodeDecodeError as error:
        raise AuthorError(f"{place} is not UTF-8: {error}. Save it as such.") from error
    except tomllib.TOMLDecodeError as error:
        raise AuthorError(f"{place} is not TOML: {error}. Mend that line.") from error


def _task(number: int, table: Table) -> Task:
    hints = table.texts("hints")
    if len(hints) != 3:
        raise AuthorError(
            f"{table.place}: the number of hints is {len(hints)}. "
            "Write three: nudge, pointer, near-answer."
        )
    task = Task(number, _line(table, "title"), table.text("text"), hints)
    table.close()
    return task


def _rule(table: Table) -> Rule:
    rule = Rule(_line(table, "what"), table.text("rule"))
    table.close()
    return rule


def _scenario(table: Table) -> tuple[Move, ...]:
    """What the lesson's X-ray shows; a lesson may have none."""
    lines = table.texts("scenario") if "scenario" in table else ()
    try:
        return tuple(map(parse, lines))
    except ValueError as error:
        raise AuthorError(f"{table.place}: “scenario”: {error}. Mend it.") from error


def _mistake(folder: Path, file: Path) -> Mistake:
    table = _parse(folder, f"mistakes/{file.name}")
    if not KEBAB.fullmatch(file.stem):
        raise AuthorError(
            f"{table.place}: the file's name is the mistake's. "
            "Write it in small letters and hyphens."
        )
    mistake = Mistake(
        name=file.stem,
        belief=table.text("belief"),
        why=table.text("why"),
        question=table.text("question"),
        fails=table.texts("fails"),
        edits=tuple(_edit(part) for part in table.tables("edit")),
    )
    table.close()
    return mistake


def _edit(table: Table) -> Edit:
    edit = Edit(table.text("file"), table.verbatim("find"), table.verbatim("put"))
    if not edit.find:
        raise AuthorError(f"{table.place}: “find” is empty. Fill it.")
    table.close()
    return edit


def _line(table: Table, key: str) -> str:
    """A text that stands in a heading or a comment, so on one line."""
    text = table.text(key)
    if "\n" in text:
        raise AuthorError(f"{table.place}: “{key}” has several lines. Write one.")
    return text


def _reason(error: Exception) -> str:
    """The exception in words, with the line of checks.py that it comes from."""
    frames = traceback.extract_tb(error.__traceback__)[1:2]  # [0] is our own exec
    lines = [frame.lineno for frame in frames]
    if isinstance(error, SyntaxError) and error.lineno:
        lines = [error.lineno]
    where = "".join(f"line {line}: " for line in lines)
    return f"{where}{type(error).__name__}: {error.args[0] if error.args else ''}"


def _fitting(found: tuple[Check, ...], lesson: Lesson, place: str) -> tuple[Check, ...]:
    if not found:
        raise AuthorError(f"{place} declares no check. Write one under @check.")
    for item in found:
        if item.task is not None and not 1 <= item.task <= len(lesson.tasks):
            raise AuthorError(
                f"{place}: {item.name} belongs to task {item.task}, "
                f"and lesson.toml has {len(lesson.tasks)}. Give it another."
            )
    return found
