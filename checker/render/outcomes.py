"""How each outcome is said: a sign and a colour beside its word, never alone."""

from __future__ import annotations

from ..report import Outcome

__all__ = ["colour", "sign"]

SIGNS = {Outcome.PASSED: "✓", Outcome.WAITING: "·", Outcome.BROKEN: "!"}
COLOURS = {
    Outcome.PASSED: "green",
    Outcome.WAITING: "dim",
    Outcome.BROKEN: "yellow",
}


def sign(outcome: Outcome) -> str:
    """One character before the word."""
    return SIGNS.get(outcome, "✗")


def colour(outcome: Outcome) -> str:
    """The colour of the sign and the word, where there are colours."""
    return COLOURS.get(outcome, "red")
