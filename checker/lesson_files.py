"""Read what stands in one lesson's folder, or refuse it. Looks for no lesson."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING

from .errors import AuthorError
from .lesson import Lesson, Rule, Task
from .scenario import Move, parse
from .table import Table
from .toml_file import toml

if TYPE_CHECKING:
    from .checks import Check

__all__ = ["KEBAB", "checks", "loaded", "read"]

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # the ids of mistakes and questions


def read(folder: Path) -> Lesson:
    """The facts in the folder's lesson.toml."""
    table = toml(folder, "lesson.toml")
    lesson = Lesson(
        folder=folder,
        title=table.line("title"),
        minutes=table.number("minutes"),
        summary=table.line("summary"),
        objectives=table.texts("objectives"),
        out_of_scope=table.texts("out_of_scope"),
        story=table.text("story"),
        tasks=tuple(_task(n, part) for n, part in enumerate(table.tables("tasks"), 1)),
        contract=tuple(_rule(part) for part in table.tables("contract")),
        scenario=_scenario(table),
    )
    table.close()
    return lesson


def checks(lesson: Lesson) -> tuple[Check, ...]:
    """The promises in the lesson's checks.py, in file order, read afresh each time."""
    from .checks import Check

    place = f"lessons/{lesson.name}/checks.py"
    found = tuple(x for x in loaded(lesson, "checks.py") if isinstance(x, Check))
    return _fitting(found, lesson, place)


def loaded(lesson: Lesson, file: str) -> tuple[object, ...]:
    """What a Python file of the lesson defines, in its order, read afresh."""
    path, place = lesson.folder / file, f"lessons/{lesson.name}/{file}"
    if not path.is_file():
        raise AuthorError(f"{place} is missing. Write it.")
    # Not imported by name: two lessons' files must not meet, nor an old copy stay.
    module = ModuleType(f"{path.stem} of {lesson.name}")
    module.__file__ = str(path)
    try:
        exec(_compiled(path.read_bytes(), str(path)), module.__dict__)
    except Exception as error:
        raise AuthorError(f"{place}: {_reason(error)}") from error
    return tuple(vars(module).values())


# A watch asks for the same at every save; what it does is done afresh all the same.
@lru_cache(64)
def _compiled(content: bytes, path: str) -> CodeType:
    return compile(content, path, "exec")


def _task(number: int, table: Table) -> Task:
    hints = table.texts("hints")
    if len(hints) != 3:
        raise AuthorError(
            f"{table.place}: the number of hints is {len(hints)}. "
            "Write three: nudge, pointer, near-answer."
        )
    task = Task(number, table.line("title"), table.text("text"), hints)
    table.close()
    return task


def _rule(table: Table) -> Rule:
    rule = Rule(table.line("what"), table.text("rule"))
    table.close()
    return rule


def _scenario(table: Table) -> tuple[Move, ...]:
    """What the lesson's X-ray shows; a lesson may have none."""
    lines = table.texts("scenario") if "scenario" in table else ()
    try:
        return tuple(map(parse, lines))
    except ValueError as error:
        raise AuthorError(f"{table.place}: “scenario”: {error}. Mend it.") from error


def _reason(error: Exception) -> str:
    """The exception in words, with the line of checks.py that it comes from."""
    import traceback

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
