"""How much of what an app says is kept in a result. Judges nothing and prints nothing.

An app may answer with megabytes; a person reads a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .report import Outcome, Result
from .transcript import Step

__all__ = ["abridged", "kept"]

BODY = 2000  # characters of an answer
WHOLE = 3  # requests of a failed check whose answers are kept as far as they were read
SENTENCE = 1500  # characters of a sentence, a message or an address
MESSAGES = 200  # of one page


def kept(result: Result, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The transcript, answers cut short but for the last of a check not passed."""
    asked = [n for n, step in enumerate(steps) if step.method and not step.by_page]
    whole = asked[-WHOLE:] if result.outcome is not Outcome.PASSED else []
    return tuple(_bounded(step, n in whole) for n, step in enumerate(steps))


def _bounded(step: Step, whole: bool) -> Step:
    body = step.body if whole else step.body[:BODY]
    texts = tuple(abridged(text) for text in step.messages[:MESSAGES])
    return replace(step, body=body, location=abridged(step.location), messages=texts)


def abridged(text: str) -> str:
    """The text, or both ends of one that nobody would read whole."""
    if len(text) <= SENTENCE:
        return text
    return f"{text[: SENTENCE * 2 // 3]} … {text[-SENTENCE // 3 :]}"
