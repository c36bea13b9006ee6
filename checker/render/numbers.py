"""How a number is said beside its noun."""

from __future__ import annotations

__all__ = ["number"]


def number(count: int, noun: str) -> str:
    """“1 promise”, “2 promises”."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
