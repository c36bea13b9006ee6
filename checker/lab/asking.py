"""The widgets that ask one question: options, how sure, Commit, Skip. Keep nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets

from ..quiz import CONFIDENCES, Answer, Item
from ..render import quiz

__all__ = ["Asking"]

FIRST = "Choose an answer and how sure you are, then commit."


class Asking:
    """One question in a box of plain widgets; `told` shows at once who is right.

    `give` takes choice and confidence, `reopen` takes them back; `give` says
    what could not be kept. Both have `show` called with what holds then.
    The first button is always the same one, so that who came to it by the keyboard is
    still on it after the answer.
    """

    def __init__(
        self,
        item: Item,
        give: Callable[[int | None, int | None], str],
        reopen: Callable[[], None],
        *,
        told: bool,
    ) -> None:
        self._item = item
        self._give = give
        self._reopen = reopen
        self._told = told
        numbers = range(1, len(item.options) + 1)
        self.options = _radios([quiz.label(item, number) for number in numbers])
        self.confidence = _radios(
            CONFIDENCES,
            orientation="horizontal",
            description="How sure?",
            style={"description_width": "auto"},
        )
        self.commit = ipywidgets.Button(button_style="primary")
        self.skip = ipywidgets.Button(description="Skip")
        self.said = ipywidgets.HTML()
        self.commit.on_click(lambda _: self._commit())
        self.skip.on_click(lambda _: self._answer(None, None))
        for part in (self.options, self.confidence):
            part.observe(lambda _: self._late(), "value")
        self.box = self._box()
        self._done = self._showing = False

    def _box(self) -> ipywidgets.VBox:
        head = ipywidgets.HTML(quiz.STYLE + quiz.question(self._item))
        buttons = ipywidgets.HBox([self.commit, self.skip])
        parts = [head, self.options, self.confidence, buttons, self.said]
        box = ipywidgets.VBox(parts)
        box.add_class("fc-quiz")
        return box

    def show(self, answer: Answer | None) -> None:
        """Shows the question open, or with the answer it got."""
        self._done = done = answer is not None
        for part in (self.options, self.confidence, self.skip):
            part.disabled = done
        self.commit.description = "Answer again" if done else "Commit"
        if answer is None:
            self._say(FIRST)
            return
        self._showing = True
        self.options.value = answer.choice
        self.confidence.value = answer.confidence
        self._showing = False
        self._say(quiz.answered(self._item, answer), self._verdict(answer))

    def _commit(self) -> None:
        if self._done:
            self._reopen()
        elif self.options.value is None or self.confidence.value is None:
            self._say(f"Not yet. {FIRST}")
        else:
            self._answer(self.options.value, self.confidence.value)

    def _late(self) -> None:
        """Takes what was chosen right before Commit and comes only after it.

        A widget holds its second change back until the kernel has told that the first
        has arrived; the click of a button, which is another widget, does not wait.
        """
        choice, confidence = self.options.value, self.confidence.value
        if self._done and not self._showing and None not in (choice, confidence):
            self._answer(choice, confidence)

    def _answer(self, choice: int | None, confidence: int | None) -> None:
        trouble = self._give(choice, confidence)
        if trouble:
            self.said.value += f"<p>{escape(trouble)}</p>"

    def _verdict(self, answer: Answer) -> str:
        return quiz.verdict(self._item, answer) if self._told else ""

    def _say(self, sentence: str, below: str = "") -> None:
        self.said.value = f'<div role="status"><p>{escape(sentence)}</p>{below}</div>'


def _radios(labels: Sequence[str], **rest: object) -> ipywidgets.RadioButtons:
    """One of the labels can be chosen, by its number; at first none is."""
    options = [(label, number) for number, label in enumerate(labels, 1)]
    layout = {"width": "auto"}
    return ipywidgets.RadioButtons(options=options, value=None, layout=layout, **rest)
