"""Where one learner stands in one course, and which folder they mean. Runs no app."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import course
from .errors import NoSuchFolder, NoSuchLesson, WrongUse
from .store import Store
from .workspace import Workspace

if TYPE_CHECKING:
    from .lesson import Lesson
    from .progress import Begun, Hint, Standing
    from .quiz import Beliefs

__all__ = ["TREES", "Learner", "Target"]

TREES = ("solutions", "exercises")


@dataclass(frozen=True)
class Target:
    """One folder to check as one lesson; `kept` when it is the learner's own copy.

    `typed` is what to type after “check” to mean it again. `broken` when it was handed
    out with a mistake in it, which is then not to be named.
    """

    lesson: Lesson
    folder: Path
    typed: str
    kept: bool = False
    broken: bool = False


class Learner:
    """The person who works in this course: their workspace, history and lessons."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = Workspace(root)
        self.store = Store(self.workspace.history)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The lessons' names in the course's order."""
        return tuple(folder.name for folder in course.folders(self.root))

    def working_on(self, standings: Mapping[str, Standing] | None = None) -> str | None:
        """The name of the lesson started and not done that was touched last."""
        from .progress import current

        started = [name for name in self.names if self.workspace.started(name)]
        known = self.store.standings() if standings is None else standings
        return current(started, known)

    def following(self, name: str = "") -> Lesson | None:
        """The next lesson not done, after the one of this name; None when all are."""
        from .progress import next_open

        found = next_open(self.names, self.store.standings(), name)
        return course.find(self.root, found) if found else None

    def lesson(self, text: str | None = None) -> Lesson:
        """The lesson meant by the text; without one, what the learner is working on."""
        if text is not None:
            return course.find(self.root, text)
        name = self.working_on()
        if name is not None:
            return course.find(self.root, name)
        following = self.following()
        if following is None:
            raise WrongUse("Every lesson is done. Say which you mean by its number.")
        raise WrongUse(
            "No lesson is being worked on. "
            f"Start with “checker start {following.number}”."
        )

    def own(self, text: str | None = None) -> Target:
        """The learner's own copy of the lesson meant, which must have been started."""
        lesson = self.lesson(text)
        if not self.workspace.started(lesson.name):
            raise NoSuchFolder(
                f"Lesson {lesson.number} is not started. "
                f"Start it with “checker start {lesson.number}”."
            )
        folder = self.workspace.place(lesson.name)
        return Target(lesson, folder, str(lesson.number), kept=True)

    def start(self, lesson: Lesson) -> Begun:
        """Copies the exercise to where it is worked on, and remembers when."""
        begun = self.workspace.start(lesson)
        self.store.note(lesson.name, "started")
        return begun

    def beliefs(self) -> Beliefs:
        """How many myths the learner believed at first and believes by now."""
        from .quiz import beliefs

        answers = self.store.answers()
        return beliefs(course.items(self.root) if answers else (), answers)

    def begun(self, lesson: Lesson) -> Begun:
        """The lesson's copy as it is worked on, started if it was not."""
        if self.workspace.started(lesson.name):
            return self.workspace.begun(lesson)
        return self.start(lesson)

    def reset(self, lesson: Lesson) -> Begun:
        """Puts the starter back, with the work in a backup, and remembers when."""
        begun = self.workspace.reset(lesson)
        self.store.note(lesson.name, "reset")
        return begun

    def hint(self, lesson: Lesson) -> Hint | None:
        """The next hint, remembered as shown; None when the lesson is done."""
        from .progress import next_hint

        standing = self.store.standings().get(lesson.name)
        if standing is not None and standing.done:
            return None
        shown = [self.store.hints(lesson.name, task.number) for task in lesson.tasks]
        hint = next_hint(lesson, self.store.unfinished(lesson.name), shown)
        if not hint.again:
            self.store.note(lesson.name, "hint", hint.task.number)
        return hint

    def targets(self, text: str | None, lesson: str | None) -> tuple[Target, ...]:
        """What `check` means by its target and its --lesson."""
        if text is None:
            return (self.own(lesson),)
        if text in TREES and lesson is None:
            return tuple(
                Target(found, self.root / text / found.name, text)
                for found in course.lessons(self.root)
            )
        return (self._target(text, lesson),)

    def pictures(self, target: Target) -> Path:
        """Where what a browser saw of the target's failed checks is kept.

        What is not the learner's own copy has another place, though called the same.
        """
        folder = target.folder
        name = folder.name if target.kept else f"{folder.parent.name}-{folder.name}"
        return self.workspace.pictures / name

    def _target(self, text: str, lesson: str | None) -> Target:
        path = Path(text)
        if lesson is None and not _is_path(text):
            try:
                return self.own(text)
            except NoSuchLesson:
                if not path.exists():
                    raise
        return self._folder(path, lesson)

    def _folder(self, path: Path, lesson: str | None) -> Target:
        # Not resolve(): a link keeps its own name, which tells the lesson.
        folder = Path(os.path.abspath(path))  # noqa: PTH100
        if not folder.is_dir():
            what = "is no folder" if folder.exists() else "is not there"
            raise NoSuchFolder(f"{path} {what}. Name the folder that holds app.py.")
        found = course.find(self.root, lesson or self._guess(folder.name, path))
        import shlex

        typed = [str(path), *(["--lesson", lesson] if lesson else [])]
        kept = folder == self.workspace.place(found.name)
        broken = folder.parent == self.workspace.broken
        return Target(found, folder, shlex.join(typed), kept, broken)

    def _guess(self, folder: str, path: Path) -> str:
        """The lesson that the folder's name begins with, by number or by name."""
        number = re.match(r"\d+", folder)
        for name in self.names:
            own_number, _, words = name.partition("-")
            if number and int(number[0]) == int(own_number):
                return name
            if folder.lower().startswith(words):
                return name
        raise WrongUse(
            f"The folder's name, {folder}, does not tell the lesson. "
            f"Say it: “checker check {path} --lesson 1”."
        )


def _is_path(text: str) -> bool:
    return text.startswith(".") or "/" in text or os.sep in text
