"""A grading in sentences: what happens while it runs, its end, and one mark. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..grading.events import Ended, Event, Retrying, Started, Stopping, Told
from ..grading.marks import Column, Line, Mark, State
from ..grading.plan import Summary
from ..grading.submission import Person, Submission
from .look import Look, hang, visible

__all__ = ["doing", "ending", "said", "standing", "traced"]


def said(event: Event) -> str:
    """The line for what happened, "" where it is not worth one."""
    if isinstance(event, Told):
        return visible(event.sentence)
    if isinstance(event, Started):
        kept = f", {event.kept} are known from before" if event.kept else ""
        return f"{_many(event.todo, 'submission')} to check{kept}."
    if isinstance(event, Ended):
        return _ended(event)
    if isinstance(event, Retrying):
        return f"Once more, one at a time: {event.todo} whose time was up."
    if isinstance(event, Stopping):
        rest = _many(event.running, "submission")
        return f"Stopping after {rest}. ^C once more stops now; nothing found is lost."
    return ""


def doing(running: Sequence[tuple[str, str]]) -> str:
    """What is being checked at the moment."""
    names = ", ".join(f"{person} {lesson}" for person, lesson in running)
    return visible(f"Now: {names}") if names else ""


def standing(event: Ended) -> bool:
    """True where it is a failure to be shown as it comes."""
    return bool(event.fault) or event.again or event.passed < event.needed


def ending(summary: Summary, again: str, look: Look) -> list[str]:
    """What came of it, and what is next."""
    first = (
        f"{_many(summary.people, 'learner')}, "
        f"{_many(summary.submissions, 'submission')}: {summary.graded} marked"
    )
    parts = [first]
    if summary.troubled:
        parts.append(f"{summary.troubled} could not be graded")
    if summary.faults:
        parts.append(f"{summary.faults} met a fault of the checker")
    if summary.left:
        parts.append(f"{summary.left} not checked yet")
    lines = hang("", f"{', '.join(parts)}.", look)
    step = f"open {summary.index}."
    if summary.left or summary.faults:
        step = f"“{again}” goes on with the rest. Meanwhile {step}"
    return [*lines, *hang("Next: ", step, look, "bold")]


def traced(person: Person, column: Column, mark: Mark, look: Look) -> Iterator[str]:
    """How one mark came about."""
    name = f"{person.name} ({person.id})" if person.name else person.id
    yield from hang("", f"{name}, lesson {column.number}: {column.title}", look, "bold")
    yield from hang("Mark     ", _sum(mark), look)
    if mark.override:
        yield from hang("By hand  ", mark.override.reason, look)
    if mark.reason:
        yield from hang("Why      ", mark.reason, look)
    if mark.submission:
        yield from _handed_in(mark.submission, mark.reason, look)
    if mark.seed is not None and mark.state is State.GRADED:
        yield from hang("Seed     ", str(mark.seed), look)
    if mark.retried:
        yield from hang("Twice    ", "Its time was up, so it was checked again.", look)
    yield from ("  " + _line(line) for line in mark.lines)


def _handed_in(one: Submission, reason: str, look: Look) -> Iterator[str]:
    yield from hang("Source   ", one.source, look)
    for note in one.notes:
        if note != reason:
            yield from hang("Note     ", note, look)
    for older in one.older:
        yield from hang("Before   ", older, look)
    yield from hang("Content  ", one.digest or "none", look)


def _sum(mark: Mark) -> str:
    told = f"{mark.points:g} of {mark.possible:g} points, {mark.state.value}"
    taken = [f"earned {mark.earned:g}"]
    if mark.late:
        taken.append(f"{mark.late:g} off for {_many(mark.late_days, 'day')} late")
    if mark.hints:
        taken.append(f"{mark.hints:g} off for hints")
    return f"{told} ({', '.join(taken)})" if len(taken) > 1 else told


def _line(line: Line) -> str:
    points = f"{line.points:g}/{line.possible:g}"
    mistakes = f" ({', '.join(line.mistakes)})" if line.mistakes else ""
    hidden = ", hidden" if line.hidden else ""
    return f"{points:>7}  {line.outcome}{hidden}: {line.check}{mistakes}"


def _ended(event: Ended) -> str:
    who = visible(f"{event.person}, {event.lesson}")
    if event.again:
        return f"{who}: its time was up; it gets another."
    if event.fault:
        return f"{who}: {visible(event.fault)}"
    return f"{who}: {event.passed} of {event.needed}, {event.seconds:.1f} s."


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
