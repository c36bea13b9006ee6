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
    whole = WHOLE if result.outcome is not Outcome.PASSED else 0
    cut = max(len(steps) - whole, 0)
    short = (replace(step, body=step.body[:BODY]) for step in steps[:cut])
    return tuple(_bounded(step) for step in (*short, *steps[cut:]))


def _bounded(step: Step) -> Step:
    texts = tuple(abridged(text) for text in step.messages[:MESSAGES])
    return replace(step, location=abridged(step.location), messages=texts)


def abridged(text: str) -> str:
    """The text, or both ends of one that nobody would read whole."""
    if len(text) <= SENTENCE:
        return text
    return f"{text[: SENTENCE * 2 // 3]} … {text[-SENTENCE // 3 :]}"
