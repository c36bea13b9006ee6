"""What a lesson is, as frozen facts. Reads no file and judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .entry import Entry

if TYPE_CHECKING:
    from .scenario import Move

__all__ = ["Edit", "Lesson", "Mistake", "Rule", "Style", "Task", "Wording"]


@dataclass(frozen=True)
class Task:
    """One thing to do in an exercise; `hints` are nudge, pointer and near-answer."""

    number: int
    title: str
    text: str
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One line of the contract: what the checks rely on, so any style passes."""

    what: str
    rule: str


@dataclass(frozen=True)
class Edit:
    """One change to a file of an app; `find` occurs there exactly once.

    Where `find` is None, `put` is the whole file, new or not.
    """

    file: str
    find: str | None
    put: str


@dataclass(frozen=True)
class Wording:
    """The same mistake made differently: edits of a style, "" being the solution."""

    style: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Mistake:
    """One wrong belief, and the edits that make the app of somebody who holds it.

    `read` is a heading of the lesson's notebook. `explains` are mistakes that are told
    no more when this one is; `also` those rightly named beside it, with the reason.
    """

    name: str
    belief: str
    why: str
    question: str
    fails: tuple[str, ...]
    edits: tuple[Edit, ...]
    read: str = ""
    explains: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True)
class Style:
    """A correct app that looks unlike the solution: files that join or replace it.

    `without` are patterns of the solution's files that it does not have.
    """

    name: str
    folder: Path
    summary: str
    without: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson(Entry):
    """The facts of one folder under lessons/."""

    summary: str
    objectives: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    story: str
    tasks: tuple[Task, ...]
    contract: tuple[Rule, ...]
    scenario: tuple[Move, ...] = ()

    @property
    def task_titles(self) -> tuple[str, ...]:
        """The titles in the order of the tasks' numbers."""
        return tuple(task.title for task in self.tasks)
