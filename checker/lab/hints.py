"""Hints in a notebook, one at a press of a button. Writes none of them."""

from __future__ import annotations

from html import escape
from typing import Any

from ..learner import Learner
from ..lesson import Lesson, Task
from ..render import quiz
from .bundle import Shown

__all__ = ["Hints"]

START = "Stuck? There are three hints for each task; the first only nudges."
DONE = "Every task is done. There is no hint left."


class Hints(Shown):
    """The next hint of the first unfinished task; without widgets all, folded away."""

    def __init__(self, learner: Learner, lesson: Lesson) -> None:
        self._learner = learner
        self._lesson = lesson
        super().__init__(START, html="".join(map(_folded, lesson.tasks)))

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        if self._widget is None:
            self._widget = self.box()
        return super()._repr_mimebundle_()

    def box(self) -> Any:
        """The button, and what it brought so far."""
        import ipywidgets

        self.button = ipywidgets.Button(description="Next hint")
        self.said = ipywidgets.HTML(f"{quiz.STYLE}<p>{START}</p>")
        self.button.on_click(lambda _: self._next())
        box = ipywidgets.VBox([self.said, self.button])
        box.add_class("fc-quiz")
        return box

    def _next(self) -> None:
        hint = self._learner.hint(self._lesson)
        if hint is None:
            self._say(f"<p>{DONE}</p>")
            return
        task, seen = hint.task, hint.task.hints[: hint.number]
        said = "".join(_line(number, text) for number, text in enumerate(seen, 1))
        self._say(f"<p><strong>{_title(task)}</strong></p>\n{said}")

    def _say(self, html: str) -> None:
        self.said.value = f'{quiz.STYLE}<div role="status">{html}</div>'


def _folded(task: Task) -> str:
    hints = "".join(
        f"<details><summary>Hint {number}</summary>{quiz.paragraphs(text)}</details>\n"
        for number, text in enumerate(task.hints, 1)
    )
    head = f"<summary>{_title(task)}</summary>"
    return f'<details class="fc-quiz">{head}\n{hints}</details>\n'


def _line(number: int, text: str) -> str:
    return quiz.paragraphs(f"Hint {number}: {text}")


def _title(task: Task) -> str:
    return f"Task {task.number}: {escape(task.title)}"
