"""The questions at a lesson's end, one below the other. Chooses none of them."""

from __future__ import annotations

from collections.abc import Sequence

from ..render import quiz
from .bundle import Shown
from .question import Question

__all__ = ["Recall"]

NOTHING = "There is nothing to recall yet."


class Recall(Shown):
    """Questions in one box; each says at once whether its answer is right."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        items = [question.item for question in questions]
        text = "\n\n".join(map(quiz.text, items))
        html = "<hr>\n".join(map(quiz.folded, items))
        super().__init__(text or NOTHING, html=html)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        if self._widget is None and self.questions:
            import ipywidgets

            boxes = [question.asking().box for question in self.questions]
            self._widget = ipywidgets.VBox(boxes)
        return super()._repr_mimebundle_()
