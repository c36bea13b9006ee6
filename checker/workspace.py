"""The learner's own copies of the exercises, and their backups. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .dates import dated
from .errors import AuthorError, NoSuchFolder, WorkInTheWay

if TYPE_CHECKING:
    from .lesson import Lesson
    from .progress import Begun, Place

__all__ = ["Workspace", "first_todo"]

TODO = re.compile(r"\bTODO 1\b")
NOT_COPIED = ("__pycache__", "*.pyc", "*.db", "*.db-journal")
READ = (".py", ".html", ".css", ".sql", ".toml", ".txt")  # where a TODO can stand


class Workspace:
    """The folder `work` of a course: a folder for each lesson started, and backups."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "work"
        self.history = self.folder / "progress.db"
        self.pictures = self.folder / "pictures"  # of what a browser saw that failed
        self.broken = self.folder / "broken"  # apps handed out to be mended

    def place(self, lesson: str) -> Path:
        """Where the learner's copy of the lesson of this name is, or would be."""
        return self.folder / lesson

    def started(self, lesson: str) -> bool:
        """True when there is such a copy."""
        return self.place(lesson).is_dir()

    def start(self, lesson: Lesson) -> Begun:
        """Copies the exercise to its place in the workspace; never over anything."""
        folder = self.place(lesson.name)
        if folder.exists() or folder.is_symlink():
            raise WorkInTheWay(
                f"{self.said(folder)} is there already. Go on with “checker check "
                f"{lesson.number}”, or begin anew with “checker reset {lesson.number}”."
            )
        with _told(self.said(folder)):
            self._copy(lesson, folder)
        return self.begun(lesson)

    def _copy(self, lesson: Lesson, folder: Path) -> None:
        import shutil

        self.folder.mkdir(exist_ok=True)
        # First under another name: an interrupted copy must not look like a start.
        half = self.folder / f".{lesson.name}.half"
        shutil.rmtree(half, ignore_errors=True)
        skipped = shutil.ignore_patterns(*NOT_COPIED)
        shutil.copytree(self._exercise(lesson), half, ignore=skipped)
        half.rename(folder)

    def _exercise(self, lesson: Lesson) -> Path:
        exercise = self.root / "exercises" / lesson.name
        if not exercise.is_dir():
            raise AuthorError(
                f"exercises/{lesson.name} is missing. "
                "Publish it with “checker dev build”."
            )
        return exercise

    def begun(self, lesson: Lesson) -> Begun:
        """The learner's copy as it is, and where its work begins."""
        from .progress import Begun

        folder = self.place(lesson.name)
        return Begun(self.said(folder), first_todo(folder))

    def reset(self, lesson: Lesson, when: datetime | None = None) -> Begun:
        """Puts the starter back; what was there is moved to a dated backup."""
        folder = self.place(lesson.name)
        if not folder.is_dir():
            raise NoSuchFolder(
                f"{self.said(folder)} is not there, so there is nothing to reset. "
                f"“checker start {lesson.number}” begins it."
            )
        self._exercise(lesson)  # before anything is moved
        backups = self.folder / "backups"
        backup = dated(backups / lesson.name, when or datetime.now(UTC))
        with _told(self.said(folder)):
            backups.mkdir(exist_ok=True)
            folder.rename(backup)
        return replace(self.start(lesson), backup=self.said(backup))

    def notebook(self, name: str) -> Path:
        """The learner's copy of a notebook; never copied over what is there.

        The others are copied too where they are missing, since each leads to the next.
        """
        import shutil

        published = sorted((self.root / "notebooks").glob("*.ipynb"))
        if not any(file.stem == name for file in published):
            raise AuthorError(
                f"notebooks/{name}.ipynb is missing. "
                "Publish it with “checker dev build”."
            )
        folder = self.folder / "notebooks"
        folder.mkdir(parents=True, exist_ok=True)
        for file in published:
            if not (folder / file.name).exists():
                half = folder / f".{file.name}.half"  # as for exercises
                shutil.copyfile(file, half)
                half.rename(folder / file.name)
        return folder / f"{name}.ipynb"

    def said(self, path: Path) -> str:
        """The path as it is said to the learner: from the course's folder if within."""
        try:
            return path.absolute().relative_to(self.root).as_posix()
        except ValueError:
            return str(path)


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Makes what the system objects to a sentence; nothing of the learner's is lost."""
    try:
        yield
    except OSError as error:
        raise WorkInTheWay(
            f"{place} could not be put there: {error.strerror or error}. "
            "Look at what is in that place, or uses it."
        ) from error


def first_todo(folder: Path) -> Place | None:
    """Where the first task's first TODO stands: in app.py if there, else by name."""
    from .progress import Place

    files = [f for f in sorted(folder.rglob("*")) if f.suffix in READ and f.is_file()]
    for file in sorted(files, key=lambda file: file.name != "app.py"):
        lines = file.read_text("utf-8", "replace").splitlines()
        for number, line in enumerate(lines, 1):
            if TODO.search(line):
                return Place(file.relative_to(folder).as_posix(), number)
    return None
