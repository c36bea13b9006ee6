"""How values in percent are spread over a class, by counts per percent. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

__all__ = ["Bin", "Counting", "Spread"]

WIDTH = 10  # percent of a bin
TINY = 1e-9  # sums of decimal points end a hair below what they should be


@dataclass(frozen=True)
class Bin:
    """How many values begin at one percent and end before, or at, another."""

    start: int
    end: int
    count: int

    @property
    def label(self) -> str:
        """The whole percents in it: “0–9”, the last “90–100”, or what lies above."""
        if self.start > 100:
            return "over 100"
        return f"{self.start}–{self.end if self.end == 100 else self.end - 1}"


@dataclass(frozen=True)
class Spread:
    """How many values there are at each whole percent, and their exact mean.

    A value counts at the percent that it has reached, so that 49.9 is not 50.
    """

    counts: Mapping[int, int]
    mean: float

    @property
    def n(self) -> int:
        """How many values there are."""
        return sum(self.counts.values())

    def reached_by(self, share: float) -> int:
        """The percent that this share of the values do not exceed; 0 where none are."""
        wanted, seen = max(1, ceil(share * self.n - TINY)), 0
        for percent in sorted(self.counts):
            seen += self.counts[percent]
            if seen >= wanted:
                return percent
        return 0

    @property
    def median(self) -> int:
        """The percent that half of them do not exceed."""
        return self.reached_by(0.5)

    @property
    def quartiles(self) -> tuple[int, int]:
        """The percents between which the middle half lies."""
        return self.reached_by(0.25), self.reached_by(0.75)

    def bins(self) -> tuple[Bin, ...]:
        """The counts in tens; 100 belongs to the last, more to a bin of its own."""
        found: Counter[int] = Counter()
        for percent, count in self.counts.items():
            start = 110 if percent > 100 else min(percent, 99) // WIDTH * WIDTH
            found[start] += count
        starts = [*range(0, 100, WIDTH), *([110] if found[110] else [])]
        return tuple(Bin(start, start + WIDTH, found[start]) for start in starts)


class Counting:
    """Counts values one after another; what it holds does not grow with them."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._sum = 0.0

    def add(self, percent: float) -> None:
        """Count one value."""
        self._counts[floor(percent + TINY)] += 1
        self._sum += percent

    def result(self) -> Spread:
        """What was counted so far."""
        n = self._counts.total()
        counts = dict(sorted(self._counts.items()))
        return Spread(counts, self._sum / n if n else 0.0)
