"""A report in lines for the person whose app it is. Prints and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..protections import sentence
from ..report import Outcome, Report, Result
from .look import Look, hang, paint
from .numbers import number
from .outcomes import colour, sign
from .reasons import Reasons
from .sight import Sight
from .telling import smells

__all__ = [
    "WITHOUT_TASK",
    "Words",
    "count",
    "full",
    "notes",
    "nothing_ran",
    "short",
    "total",
]

WITHOUT_TASK = "From the start"
ELSEWHERE = "Nothing fails by it here, and it does harm elsewhere"
BY_HAND = "The curl lines repeat each request while “flask run” serves the app."


@dataclass(frozen=True)
class Words:
    """What the report itself does not hold: how things are called and what is next."""

    place: str = ""  # the folder as it is said to the learner
    tasks: Mapping[int, str] = field(default_factory=dict)  # number to title
    following: str = ""  # the sentence that says what to do next
    command: str = "checker"  # what is typed to start a verb
    unseen: str = ""  # the sentence about what only a browser shows
    sights: Mapping[str, Sight] = field(default_factory=dict)  # check to what it left


def full(report: Report, words: Words, look: Look, *, show: bool = False) -> list[str]:
    """One line a promise, grouped by task, with its reason; the count; what is next.

    With `show`, the whole transcript of each.
    """
    reasons = Reasons(report, look, words.command, show=show, sights=words.sights)
    lines = [*_head(report, words, look), ""]
    if nothing_ran(report) and not show:
        lines += [*_once(report.results[0], reasons, look), ""]
    else:
        lines += _groups(report, words, reasons, look)
    lines += _smells(report, look)
    lines += hang("", count(report), look)
    if show:
        lines += hang("", BY_HAND, look)
    for note in notes(report, words):
        lines += hang("", note, look)
    if report.protections is not None:
        lines += hang("", sentence(report.protections), look)
    if words.following:
        lines += hang("Next: ", words.following, look, "bold")
    return lines


def short(report: Report, look: Look, width: int = 0) -> list[str]:
    """One line for the lesson, its name padded, then why a promise is not kept."""
    reasons = Reasons(report, look, whole=False)
    outcome = Outcome.PASSED if report.done else Outcome.FAILED
    head = f"{sign(outcome)} {report.lesson:{width}}  "
    lines = hang(head, count(report), look, colour(outcome))
    if nothing_ran(report):
        return [*lines, *_once(report.results[0], reasons, look)]
    unkept = [r for r in report.results if r.outcome is not Outcome.PASSED]
    for result in unkept:
        lines += _promise(result, _width(unkept), reasons, look)
    return lines


def notes(report: Report, words: Words) -> list[str]:
    """The sentences about the run itself."""
    return [*report.notes, *([words.unseen] if words.unseen else [])]


def total(codes: Sequence[int], look: Look) -> list[str]:
    """How many lessons are done, by their exit codes."""
    done = sum(code == 0 for code in codes)
    return hang("", f"{done} of {number(len(codes), 'lesson')} done.", look)


def count(report: Report) -> str:
    """How much is kept, in one sentence."""
    passed = [r for r in report.needed if r.outcome is Outcome.PASSED]
    points = sum(result.points for result in passed)
    extra = f" and {report.points - points} extra" if report.points > points else ""
    promises = number(len(report.needed), "promise")
    of = number(report.possible, "point")
    return f"{report.passed} of {promises} kept, {points} of {of}{extra}."


def _head(report: Report, words: Words, look: Look) -> Iterator[str]:
    place = report.lesson.partition("-")[0]
    title = f"Lesson {int(place)}: " if place.isdigit() else ""
    for line in hang("", f"{title}{report.title}", look):
        yield paint(line, "bold", look)
    where = f"{words.place or report.folder}, seed {report.seed}"
    for line in hang("", where, look):
        yield paint(line, "dim", look)


def _groups(
    report: Report, words: Words, reasons: Reasons, look: Look
) -> Iterator[str]:
    width = _width(report.results)
    for task in sorted({result.task or 0 for result in report.results}):
        title = f"Task {task}: {words.tasks.get(task, '')}".rstrip(": ")
        for line in hang("", title if task else WITHOUT_TASK, look):
            yield paint(line, "bold", look)
        for result in report.results:
            if (result.task or 0) == task:
                yield from _promise(result, width, reasons, look)
        yield ""


def _promise(result: Result, width: int, reasons: Reasons, look: Look) -> Iterator[str]:
    """The outcome and the promise; below, why it is not kept."""
    head = f"  {sign(result.outcome)} {result.outcome:{width}}  "
    promise = result.promise + (" (optional)" if result.extra else "")
    yield from hang(head, promise, look, colour(result.outcome))
    yield from reasons.under(result)


def _smells(report: Report, look: Look) -> Iterator[str]:
    """What fails nothing here and does harm elsewhere."""
    if not report.smells:
        return
    yield paint(ELSEWHERE, "bold", look)
    for part in smells(report):
        place, *texts = part.label, *part.texts
        yield from hang("  ", place, look)
        for text in texts:
            yield from hang("      ", text, look)
    yield ""


def _width(results: Sequence[Result]) -> int:
    return max((len(result.outcome) for result in results), default=0)


def _once(result: Result, reasons: Reasons, look: Look) -> Iterator[str]:
    """The one reason why no check of the report could run."""
    head = f"{sign(result.outcome)} {result.outcome}  "
    yield from hang(head, result.reason, look, colour(result.outcome))
    yield from reasons.code(result)


def nothing_ran(report: Report) -> bool:
    """True when every check has the first one's reason, all for not starting."""
    reasons = {
        (r.outcome, r.reason, r.error, r.frames)
        for r in report.results
        if r.outcome is not Outcome.WAITING
    }
    first = report.results[0].outcome if report.results else None
    return first is Outcome.NOT_STARTABLE and len(reasons) == 1
