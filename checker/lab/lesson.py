"""One lesson or page as its notebook sees it: what may be asked, shown and checked."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import flask

from .. import course, quiz
from ..errors import AuthorError, NoSuchLesson
from ..learner import Learner
from ..lesson import Lesson
from ..mistakes import mistakes
from ..quiz import Item, Kind
from . import apps, code, radios
from .build import checked, exercise
from .bundle import Shown
from .hints import Hints
from .question import Question
from .recall import Recall

__all__ = ["Lab", "open_lesson"]

TASK = re.compile(r"task (\d+)")


def open_lesson(name: str) -> Lab:
    """The lesson or page of this name, in the course that the notebook stands in."""
    package = Path(__file__).parent.parent
    lab = Lab(Learner(course.find_root(Path.cwd(), package)), name)
    radios.mend(name)
    return lab


class Lab:
    """What a notebook can do with its lesson, each in one line."""

    def __init__(self, learner: Learner, name: str) -> None:
        self.name = name
        self._learner = learner
        self._questions: dict[str, Question] = {}
        folder = learner.root / "lessons" / name
        if not folder.is_dir():
            raise NoSuchLesson(
                f"lessons/{name} is not there. Name a folder in lessons/."
            )
        self._folder = folder

    def __repr__(self) -> str:
        return f"open_lesson({self.name!r})"

    def predict(self, item: str) -> Question:
        """Asks before a run; what happens comes with `reveal` in a cell below."""
        return self._question(item, Kind.PREDICT)

    def myth(self, item: str) -> Question:
        """Asks whether a common belief is true; `reveal` shows what is."""
        return self._question(item, Kind.MYTH)

    def recall(self) -> Recall:
        """Three questions, of this lesson and of earlier ones, as they are due."""
        store = self._learner.store
        now = datetime.now(UTC)
        found = quiz.choose(self._items, store.answers(), self.name, now)
        place = quiz.recall_place(self.name)
        return Recall([Question(item, place, store, told=True) for item in found])

    def exercise(self) -> Shown:
        """What to build, and which file to open; starts the exercise if it was not."""
        return exercise(self._learner, self._lesson)

    def check(self, *, browser: bool = False) -> Shown:
        """The report on the learner's own app; starts the exercise if it was not.

        With `browser` the visitors of the app are at a real Chromium.
        """
        return checked(self._learner, self._lesson, browser=browser)

    def hint(self) -> Hints:
        """A button for the next hint of the first task that is not done."""
        return Hints(self._learner, self._lesson)

    def app(self, mistake: str = "", *, own: bool = False, **given: str) -> flask.Flask:
        """The finished app of the lesson, fresh, as if it had just been started.

        With a mistake, the app of somebody who makes it; with `own`, the learner's.
        What is given by name is the app's environment, as in SECRET_KEY="…".
        """
        if own:
            self._learner.begun(self._lesson)
            return apps.load(self._learner.workspace.place(self.name), given)
        if not mistake:
            return apps.load(self._solution, given)
        known = {found.name: found for found in mistakes(self._lesson)}
        if mistake not in known:
            raise AuthorError(
                f"lessons/{self.name}/mistakes has no {mistake}. "
                f"There are: {', '.join(known)}."
            )
        return apps.load(apps.mistaken(self._lesson, known[mistake]), given)

    def show(self, file: str, region: str = "") -> Shown:
        """A file of the finished app, or of it a function, a class or “task 1”."""
        folder = self._folder / "app" if TASK.fullmatch(region) else self._solution
        path = folder / file
        if not path.is_file():
            raise AuthorError(f"The app of {self.name} has no {file}. Name another.")
        text = path.read_text("utf-8")
        if found := TASK.fullmatch(region):
            titles = self._lesson.task_titles
            return code.show_task(text, file, int(found[1]), titles)
        return code.show_text(text, file, region)

    @property
    def _solution(self) -> Path:
        return self._learner.root / "solutions" / self.name

    @cached_property
    def _lesson(self) -> Lesson:
        return course.read(self._folder)

    @cached_property
    def _items(self) -> tuple[Item, ...]:
        return course.items(self._learner.root)

    @cached_property
    def _asked(self) -> dict[str, Item]:
        return {item.id: item for item in self._items}

    def _question(self, name: str, kind: Kind) -> Question:
        """The question of this name, the same one each time its cell is run."""
        item = self._asked.get(name)
        if item is None or item.kind is not kind:
            known = ", ".join(i.id for i in self._items if i.kind is kind)
            raise AuthorError(
                f"The course has no {kind} item “{name}”. There are: {known}."
            )
        if name not in self._questions:
            store = self._learner.store
            self._questions[name] = Question(item, self.name, store)
        return self._questions[name]
