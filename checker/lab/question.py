"""One question at a learner: asked with widgets, kept, and answered by a run below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..quiz import Answer, Item
from ..render import quiz
from ..store import Store
from .asking import Asking
from .bundle import Shown, forms

__all__ = ["Question", "Reveal"]

NOT_YET = f'{quiz.STYLE}<div class="fc-quiz"><p>Answer above first.</p></div>'

# JupyterLab takes the arrow keys for itself; within a run they are the run's.
OPENING = '<div data-lm-suppress-shortcuts="true">'


class Question(Shown):
    """A question; `told` says at once whether an answer is right, else `reveal` does.

    A question answered before, in this notebook, shows what was answered.
    """

    def __init__(
        self, item: Item, place: str, store: Store, *, told: bool = False
    ) -> None:
        super().__init__(quiz.text(item), html=quiz.folded(item))
        self.item = item
        self._place = place
        self._store = store
        self._told = told
        self._heard: list[Callable[[Answer | None], None]] = []
        given = [a for a in store.answers() if (a.item, a.place) == (item.id, place)]
        self.answer: Answer | None = given[-1] if given else None

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        if self._widget is None:
            self._widget = self.asking().box
        return super()._repr_mimebundle_()

    def asking(self) -> Asking:
        """The widgets that ask it."""
        asking = Asking(
            self.item, self._give, lambda: self._hear(None), told=self._told
        )
        self.on_answer(asking.show)
        return asking

    def reveal(self, *runs: object) -> Reveal:
        """Shows the runs, and who was right, once this question has its answer."""
        return Reveal(self, runs)

    def on_answer(self, heard: Callable[[Answer | None], None]) -> None:
        """Tells the answer now, and again whenever it is given or taken back."""
        self._heard.append(heard)
        heard(self.answer)

    def _give(self, choice: int | None, confidence: int | None) -> str:
        """Keeps an answer; says what could not be kept."""
        known = len(self._store.notices)
        kept = self._store.answer(self.item, self._place, choice, confidence)
        self._hear(kept)
        return " ".join(self._store.notices[known:])

    def _hear(self, answer: Answer | None) -> None:
        self.answer = answer
        for heard in self._heard:
            heard(answer)


class Reveal(Shown):
    """What comes after the answer; whichever of the two is there first, both orders."""

    def __init__(self, question: Question, runs: tuple[object, ...]) -> None:
        self._question = question
        found = [forms(run) for run in runs]
        shown = "\n".join(html for html, _ in found)
        self._runs = f"{OPENING}{shown}</div>" if shown else ""
        item = question.item
        texts = [text for _, text in found]
        super().__init__(
            "\n".join([*texts, quiz.verdict_text(item)]), html=self._folded()
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        if self._widget is None:
            self._widget = self.box()
        return super()._repr_mimebundle_()

    def box(self) -> Any:
        """The widget that fills itself when the answer is there."""
        import ipywidgets

        box = ipywidgets.HTML()

        def show(answer: Answer | None) -> None:
            box.value = NOT_YET if answer is None else self._open(answer)

        self._question.on_answer(show)
        return box

    def _open(self, answer: Answer) -> str:
        said = quiz.verdict(self._question.item, answer)
        return f'{self._runs}\n{quiz.STYLE}<div class="fc-quiz">{said}</div>'

    def _folded(self) -> str:
        said = quiz.truth(self._question.item)
        return (
            f'{quiz.STYLE}<details class="fc-quiz"><summary>What happens, and why'
            f"</summary>\n{self._runs}\n{said}</details>\n"
        )
