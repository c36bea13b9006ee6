"""Item analysis: how hard a check is, and whether it tells learners apart. Pure.

Difficulty is the share who keep the promise. Discrimination is the corrected item-total
correlation: that of keeping it with the points for the lesson's other checks, so that
no check is compared with itself.

Few learners give wild correlations. Downing and Yudkowsky (Assessment in Health
Professions Education, 2009) call item analysis stable from about 200 examinees, advise
caution below 100, and still find it of some use at 30; Young, Cummings and St-Onge
(Perspectives on Medical Education 6, 2017) saw nine in ten items rated both poor and
excellent by groups of 10 to 15. So none is shown below 30, and below 100 a warning
stands beside it. How a value is read follows Ebel and Frisbie (Essentials of
Educational Measurement, 1991): 0.40 and more is very good, 0.30 good, 0.20 marginal,
and what is below 0.20 asks for another look.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

__all__ = ["CAUTION", "LEAST", "Adding", "Item"]

LEAST = 30  # learners, before a discrimination is shown
CAUTION = 100  # learners, before it is shown without a warning
POOR = 0.20
ENOUGH = 1e-9  # a variance below it is none


@dataclass(frozen=True)
class Item:
    """One check as an item: who was counted, who kept it, and what that tells.

    `correlation` is None where it cannot be computed: everybody or nobody keeps the
    promise, or all have the same points elsewhere.
    """

    n: int = 0
    kept: int = 0
    correlation: float | None = None

    @property
    def difficulty(self) -> float | None:
        """The share who keep the promise: the higher, the easier; None of nobody."""
        return self.kept / self.n if self.n else None

    @property
    def discrimination(self) -> float | None:
        """The correlation, where enough learners stand behind it."""
        return self.correlation if self.n >= LEAST else None

    @property
    def remark(self) -> str:
        """What to make of it, in a few words; "" where there is nothing to say."""
        if not self.n:
            return "nobody's app was run"
        if self.kept in (0, self.n):
            return "everybody keeps it" if self.kept else "nobody keeps it"
        if self.n < LEAST:
            return f"not shown: {self.n} of the {LEAST} learners it takes"
        if self.correlation is None:
            return "all have the same points elsewhere"
        if self.correlation < 0:
            return "those who do well elsewhere keep it less often: look at the check"
        return "tells learners hardly apart" if self.correlation < POOR else ""


class Adding:
    """Adds up one check's learners; what it holds does not grow with them."""

    def __init__(self) -> None:
        self._n = self._kept = 0
        self._rest = self._squares = self._together = 0.0

    def add(self, kept: bool, rest: float) -> None:
        """One learner: kept or not, and the points for the lesson's other checks."""
        self._n += 1
        self._kept += kept
        self._rest += rest
        self._squares += rest * rest
        self._together += rest * kept

    def result(self) -> Item:
        """What was added so far, as an item."""
        return Item(self._n, self._kept, self._correlation())

    def _correlation(self) -> float | None:
        n, kept = self._n, self._kept
        ours = n * kept - kept * kept
        theirs = n * self._squares - self._rest * self._rest
        if ours == 0 or theirs <= ENOUGH * max(1.0, n * self._squares):
            return None
        return (n * self._together - kept * self._rest) / sqrt(ours * theirs)
