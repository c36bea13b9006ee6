"""How a class was graded, kept in its gradebook, so that each mark can be traced."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from .. import course
from ..errors import WrongUse
from ..limits import Limits
from .class_book import ClassBook
from .edition import edition
from .gradebook import Gradebook, HandIn
from .marks import Column
from .plan import How
from .scheme import Late, Scheme
from .work import Work

__all__ = ["remember", "remembered", "work_for"]

NAME = "graded as"


def remember(whole: ClassBook, how: How) -> None:
    """Keeps by what the class was marked and checked, beside what was found."""
    facts = {
        "scheme": _facts(whole.scheme),
        "columns": [asdict(column) for column in whole.columns],
        "notes": whole.notes,
        "how": asdict(how),
    }
    whole.book.fact(NAME, json.dumps(facts))


def remembered(book: Gradebook) -> tuple[ClassBook, How]:
    """The class as it was graded last. Raises WrongUse where it never was."""
    found = book.fact(NAME)
    if not found:
        raise WrongUse("Nothing was graded here yet. Grade first.")
    facts = json.loads(found)
    columns = tuple(Column(**column) for column in facts["columns"])
    notes = tuple(facts["notes"])
    limits = Limits(**facts["how"].pop("limits"))
    whole = ClassBook(book, _scheme(facts["scheme"]), columns, notes)
    return whole, How(limits, **facts["how"])


def work_for(hand_in: HandIn, how: How, root: Path, there: str) -> Work:
    """What to do for a hand-in; `there` is where the course stands for who does it."""
    lesson = course.find(root, hand_in.submission.lesson)
    return Work(lesson.name, hand_in.seed, how, edition(lesson.folder), there)


def _facts(scheme: Scheme) -> dict[str, Any]:
    facts = asdict(scheme)
    hidden, deadlines = scheme.hidden, scheme.deadlines
    facts["hidden"] = {lesson: sorted(names) for lesson, names in hidden.items()}
    facts["deadlines"] = {name: at.isoformat() for name, at in deadlines.items()}
    return facts


def _scheme(facts: dict[str, Any]) -> Scheme:
    hidden, deadlines = facts["hidden"], facts["deadlines"]
    facts["lessons"] = tuple(facts["lessons"])
    facts["late"] = Late(**facts["late"])
    facts["hidden"] = {lesson: frozenset(names) for lesson, names in hidden.items()}
    moments = {name: datetime.fromisoformat(at) for name, at in deadlines.items()}
    facts["deadlines"] = moments
    return Scheme(**facts)
