"""Questions and answers: what is asked again, and which myths are believed. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from .errors import AuthorError
from .table import Table

__all__ = [
    "CONFIDENCES",
    "Answer",
    "Beliefs",
    "Item",
    "Kind",
    "beliefs",
    "box",
    "choose",
    "read",
    "recall_place",
]

CONFIDENCES = ("a guess", "fairly sure", "certain")  # counted from 1 in an answer
# How long an item rests in each box of a Leitner system before it is asked again.
RESTS = tuple(timedelta(days=days) for days in (0, 1, 3, 7, 21))
SITTING = timedelta(hours=6)  # within it a recall asks the same questions again


class Kind(enum.StrEnum):
    """Where an item is asked: before a run, at a lesson's end, or about a belief."""

    PREDICT = "predict"
    RECALL = "recall"
    MYTH = "myth"


@dataclass(frozen=True)
class Item:
    """One question; `answer` counts the options from 1, `belief` is the wrong one."""

    id: str
    kind: Kind
    question: str
    options: tuple[str, ...]
    answer: int
    why: str
    belief: str
    lesson: str

    def letter(self, choice: int) -> str:
        """How the option of this number is called: A, B, C or D."""
        return "ABCD"[choice - 1]


@dataclass(frozen=True)
class Answer:
    """What somebody answered; without a choice they skipped the question.

    `place` is the notebook that asked, or what recall_place makes of its name.
    """

    item: str
    place: str
    choice: int | None
    confidence: int | None
    right: bool
    at: datetime

    @property
    def skipped(self) -> bool:
        """True when there was no choice."""
        return self.choice is None


@dataclass(frozen=True)
class Beliefs:
    """How many myths somebody was asked about, and believed at first and at last."""

    asked: int
    start: int
    now: int


def recall_place(lesson: str) -> str:
    """The place of answers that were given to the questions at a lesson's end."""
    return f"{lesson}/recall"


def read(table: Table, lesson: str) -> tuple[Item, ...]:
    """The items in a lesson's quiz.toml, in its order."""
    items = tuple(_item(part, lesson) for part in table.tables("items"))
    table.close()
    return items


def _item(table: Table, lesson: str) -> Item:
    item = Item(
        id=table.text("id"),
        kind=_kind(table),
        question=table.text("question"),
        options=table.texts("options"),
        answer=table.number("answer"),
        why=table.text("why"),
        belief=table.text("belief") if "belief" in table else "",
        lesson=lesson,
    )
    table.close()
    _require_fit(item, table.place)
    return item


def _kind(table: Table) -> Kind:
    word = table.text("kind")
    if word not in set(Kind):
        known = ", ".join(Kind)
        raise AuthorError(f"{table.place}: “kind” is {word!r}. Write one of {known}.")
    return Kind(word)


def _require_fit(item: Item, place: str) -> None:
    if not 2 <= len(item.options) <= 4:
        count = len(item.options)
        raise AuthorError(f"{place}: the number of options is {count}. Write 2 to 4.")
    if item.answer > len(item.options):
        raise AuthorError(
            f"{place}: “answer” is {item.answer}, and there are "
            f"{len(item.options)} options. Name one of them."
        )
    if item.kind is Kind.MYTH and not item.belief:
        raise AuthorError(f"{place}: a myth needs its “belief”. Write it.")


def box(answers: Iterable[Answer]) -> int:
    """The item's Leitner box by its answers in order; a right guess moves nothing."""
    found = 0
    for answer in answers:
        if not answer.right:
            found = 0
        elif answer.confidence != 1:
            found = min(found + 1, len(RESTS) - 1)
    return found


def beliefs(items: Iterable[Item], answers: Sequence[Answer]) -> Beliefs:
    """What was believed at the first answer about each myth, and at the last."""
    asked = [_given(item, answers) for item in items if item.belief]
    found = [given for given in asked if given]
    start = sum(_believes(given[0]) for given in found)
    return Beliefs(len(found), start, sum(_believes(given[-1]) for given in found))


def choose(
    items: Iterable[Item],
    answers: Sequence[Answer],
    lesson: str,
    now: datetime,
    count: int = 3,
) -> tuple[Item, ...]:
    """What to ask at the end of a lesson: one item of its own, others as they are due.

    Answers that this very recall got in the last hours are left out, so that it asks
    the same until the next sitting.
    """
    place = recall_place(lesson)
    known = [a for a in answers if a.place != place or now - a.at >= SITTING]
    known.sort(key=lambda answer: answer.at)
    asked = {item: _given(item, known) for item in items if item.lesson <= lesson}
    fit = [item for item in asked if _is_asked_again(item, asked[item])]
    fit.sort(key=lambda item: _urgency(item, asked[item], lesson, now))
    own = [item for item in fit if item.lesson == lesson][:1]
    rest = [item for item in fit if item not in own]
    return tuple(own + rest[: count - len(own)])


def _given(item: Item, answers: Iterable[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.item == item.id]


def _believes(answer: Answer) -> bool:
    return not answer.right and not answer.skipped


def _is_asked_again(item: Item, given: Sequence[Answer]) -> bool:
    """True for what is made for it, and for a belief that somebody held."""
    return item.kind is Kind.RECALL or (
        bool(item.belief) and any(map(_believes, given))
    )


def _urgency(
    item: Item, given: Sequence[Answer], lesson: str, now: datetime
) -> tuple[int, float, int]:
    """Smaller is sooner: wrong before, due again, never asked, and then the rest.

    What is equal stands in an order that differs from lesson to lesson.
    """
    order = crc32(f"{lesson} {item.id}".encode())
    if not given:
        return (2, item.lesson != lesson, order)
    reached = box(given)
    late = (now - given[-1].at - RESTS[reached]).total_seconds()
    if late < 0:
        return (3, -late, order)
    return (0 if reached == 0 else 1, -late, order)
