"""How a class is marked, as frozen facts: what grading.toml says. Reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Late", "Override", "Scheme"]


@dataclass(frozen=True)
class Late:
    """What each day begun after the deadline costs, in percent of what was earned.

    After `days` of them nothing is accepted any more; None is no end. `grace` is in
    minutes.
    """

    per_day: float = 0.0
    days: int | None = None
    grace: float = 0.0


@dataclass(frozen=True)
class Override:
    """A mark set by hand, in points of the lesson, and why."""

    points: float
    reason: str
    at: str = ""


@dataclass(frozen=True)
class Scheme:
    """What a mark is made of; everything has a sensible value without a file.

    `lessons` are names in order. `weights` say what a lesson counts beside the others,
    1 where it is not named. `points` are those of a check, by lesson and check, where
    they differ from what the check itself says. `hidden` are checks, by lesson, that
    count and are shown to no learner. `deadlines` are by lesson. `optional` is "bonus"
    where optional checks add points beyond what is possible, else "ignored". `hint` is
    what a hint costs in points. `pass_mark` is in percent of the whole. `seed` is
    "class" (one for all, new for each gradebook), "learner" (another for each) or a
    number.
    """

    lessons: tuple[str, ...]
    title: str = ""
    pass_mark: float = 50.0
    weights: Mapping[str, float] = field(default_factory=dict)
    points: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    late: Late = Late()
    hint: float = 0.0
    optional: str = "ignored"
    seed: str | int = "class"

    def weight(self, lesson: str) -> float:
        """What the lesson counts beside the others."""
        return self.weights.get(lesson, 1.0)
