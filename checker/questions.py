"""What to ask oneself about a failure that no diagnosis explains. Guesses no cause.

Each question starts from something that did happen in the transcript.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from .evidence import Evidence
from .report import Outcome
from .transcript import Step
from .xray import Exchange

__all__ = ["questions"]

MOST = 2  # more are not read

ENDINGS = {
    Outcome.NOT_STARTABLE: (
        "What does “flask run” say when you start the app by hand in its folder?",
        "Which line did you change last, and does the app start without that change?",
    ),
    Outcome.TIMED_OUT: (
        "Which line waits for something, and what would have to come so that it goes "
        "on?",
        "Which loop could go round for ever, and what is meant to end it?",
    ),
    Outcome.OVER_LIMIT: (
        "What grows with every request or every turn of a loop, and what makes it "
        "stop?",
        "What does one request answer or print, and how much should it be?",
    ),
    Outcome.STOPPED: (
        "Which line can end the whole process, as exit() does?",
        "What is the last that the app printed before it ended?",
    ),
}


def questions(evidence: Evidence) -> tuple[str, ...]:
    """The two most useful questions about the first failing result."""
    result = evidence.result
    if result.outcome in ENDINGS and not result.error:
        return ENDINGS[result.outcome]
    return tuple(islice(dict.fromkeys(_asked(evidence)), MOST))


def _asked(evidence: Evidence) -> Iterator[str]:
    """The questions that fit, the most useful first."""
    yield from _about_what_is_left(evidence)
    if evidence.result.error:
        yield from _about_the_error(evidence)
    for step in evidence.steps[-1:]:
        yield from _about_the_status(step)
    yield from _about_messages(evidence)
    yield "What is the first request after which something is not as you expect it?"
    yield "Which of your lines did that, and what would print() show there?"


def _about_what_is_left(evidence: Evidence) -> Iterator[str]:
    """The mark that the exercise has where the check's task is to be done."""
    mark = f"TODO {evidence.result.task}:"
    for file, text in evidence.texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            if mark in line:
                place = f"{file}, line {number}"
                yield f"{mark[:-1]} still stands in {place}: what belongs there?"


def _about_the_error(evidence: Evidence) -> Iterator[str]:
    if evidence.frames:
        frame = evidence.frames[0]
        yield (
            f"What does each name in line {frame.line} of {frame.file} stand for when "
            "the line runs?"
        )
    yield "What does the last line of the error say about what it was given?"


def _about_the_status(step: Step) -> Iterator[str]:
    if step.status == 404:
        yield f"Which route of yours answers the address {step.path}?"
    elif step.status == 405:
        yield f"Does the route of {step.path} answer {step.method}, or other methods?"
    elif step.status == 400:
        names = ", ".join(name for name, _ in step.sent if name) or "no field"
        yield f"{step.path} was sent {names}: which names does its view read?"


def _about_messages(evidence: Evidence) -> Iterator[str]:
    found = evidence.exchanges
    if not found:
        return
    last = found[-1]
    waiting = [m.text for cookie in last.kept for m in cookie.messages]
    view = _name(evidence)
    if any(exchange.lost for exchange in found):
        yield "How large does the session cookie become, and what does a browser keep?"
    if waiting and last.has_page:
        yield (
            f"“{waiting[0]}” still waits after {last.path}: which template makes up "
            "that page, and where does it ask for messages?"
        )
    yield from _about_the_list(last)
    if not any(e.added or e.shown for e in found):
        yield f"Does {view} come to a flash() in this case, and on which way?"
    yield f"Which lines of {view} run in this case, one after the other?"


def _about_the_list(last: Exchange) -> Iterator[str]:
    if last.taken and len(last.shown) < len(last.taken):
        yield (
            f"The page {last.path} took {len(last.taken)} out of the session and shows "
            f"{len(last.shown)}: what became of the rest of the list?"
        )
    if last.shown and not last.taken:
        yield f"Where does “{last.shown[0]}” come from, if it was not waiting?"
    elif last.shown:
        yield f"Which request left “{last.shown[0]}”, and what had happened by then?"


def _name(evidence: Evidence) -> str:
    """The view in question, as a person finds it."""
    step = evidence.post or evidence.last
    for head in evidence.heads:
        return f"{head.function}() in {head.file}, line {head.line},"
    return f"the view of {step.method} {step.path}" if step else "the view"
