"""The goals of speed as rows, and their table in docs/speed.md, written and read.

Measures nothing. A row's number is a ratio; the table is the one place that keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["GOALS", "NAMES", "Found", "Goal", "Odd", "inside", "put", "read", "table"]

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
HEADS = ("row", "what", "goal", "measured", "met", "also seen")
NOT_MEASURED = "not measured"


class Odd(Exception):
    """A page whose table cannot be read; the text is a sentence for a person."""


@dataclass(frozen=True)
class Goal:
    """What is to be at most, or at `least`, so many times another thing.

    `quick` ones are measured by the guard too.
    """

    name: str
    what: str
    bound: float
    times: str
    least: bool = False
    quick: bool = True

    @property
    def said(self) -> str:
        """The goal in words."""
        return f"at {'least' if self.least else 'most'} {self.bound:g} × {self.times}"

    def met(self, ratio: float) -> bool:
        """Whether the ratio is within the bound."""
        return ratio >= self.bound if self.least else ratio <= self.bound

    def worse(self, then: float, now: float) -> float:
        """How many times worse it is than it was; below 1 it is better."""
        return then / now if self.least else now / then


@dataclass(frozen=True)
class Found:
    """The ratio that was measured, or None and the reason in `also`."""

    ratio: float | None
    also: str = ""

    @property
    def said(self) -> str:
        """The ratio as it is written."""
        if self.ratio is None:
            return NOT_MEASURED
        return f"{self.ratio:.{3 if self.ratio < 1000 else 6}g}"

    @property
    def sound(self) -> Found:
        """The same, or nothing where others kept the machine too busy to tell."""
        if self.ratio is None or 0 < self.ratio < float("inf"):
            return self
        return Found(None, f"the machine was too busy; {self.also}")


CLIENT = "the same requests through Flask's test client, one warm fork after the other"
COLD = "(1.5 × `import flask` + 25 ms a check)"
LEARNER = "(1.2 × `import flask` + 25 ms a check), of one core"
PEERS = (("check50", 6.0), ("otter", 30.0), ("nbgrader", 10.0), ("pytest", 4.0))
GOALS = (
    *(Goal(f"check-{n}", f"`checker check {n}`, cold", 1, COLD) for n in (1, 3)),
    *(
        Goal(f"watch-{n}", f"`checker watch {n}`, save to verdict", 1.5, CLIENT)
        for n in (1, 3)
    ),
    Goal(
        "grade",
        "grading lesson 1 of one submission of 200, within walls",
        0.6,
        "`import flask`, of one core",
    ),
    *(
        Goal(n, "the same, in a second", bound, f"what {n} does", True, False)
        for n, bound in PEERS
    ),
    Goal("sandbox", "the same as `grade`, within walls", 1.15, "the same without"),
    Goal("six", "grading all six lessons of one learner", 1, LEARNER),
    Goal("workers", "`grade --jobs 2`, in a second", 1.9, "what `--jobs 1` does", True),
    Goal(
        "memory",
        "peak of the grading process, 10,000 submissions",
        1.1,
        "that of 100",
        quick=False,
    ),
    Goal("diagnosis", "diagnosing an app of any lesson", 0.15, "its check"),
    Goal("help", "`checker --help`", 0.35, "`import flask`"),
    Goal("list", "`checker list`", 0.35, "`import flask`"),
)
NAMES = {goal.name: goal for goal in GOALS}


def table(found: Mapping[str, Found]) -> str:
    """The Markdown table of what was found, in the order of the goals."""
    rows = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    for goal in GOALS:
        if goal.name in found:
            one = found[goal.name]
            cells = (f"`{goal.name}`", goal.what, goal.said, one.said)
            rows.append(f"| {' | '.join((*cells, _verdict(goal, one), one.also))} |")
    return "\n".join(rows)


def _verdict(goal: Goal, found: Found) -> str:
    if found.ratio is None:
        return "unknown"
    return "met" if goal.met(float(found.said)) else "not met"  # as it will be read


def inside(page: str) -> str:
    """What stands between the marks. Raises Odd."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or _swapped(page):
        raise Odd(f"The page needs one {BEGIN} and below it one {END}.")
    return page.partition(BEGIN)[2].partition(END)[0].strip("\n")


def _swapped(page: str) -> bool:
    return page.index(BEGIN) > page.index(END)


def put(page: str, text: str) -> str:
    """The page with that text between the marks; all else as it was. Raises Odd."""
    inside(page)
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def read(page: str) -> dict[str, Found]:
    """What the table between the marks says, row by row. Raises Odd."""
    found: dict[str, Found] = {}
    for name, said, also in _rows(inside(page)):
        if name not in NAMES:
            raise Odd(f"The table has a row “{name}”, and there is no such goal.")
        if name in found:
            raise Odd(f"The table has the row “{name}” twice.")
        found[name] = Found(_number(name, said), also)
    if not found:
        raise Odd("Between the marks is no table. Fill it with `speed.py --write`.")
    return found


def _rows(text: str) -> Iterator[tuple[str, str, str]]:
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    for line in lines:
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) != len(HEADS):
            raise Odd(f"A row of the table has not {len(HEADS)} cells: {line}")
        yield cells[0].strip("`"), cells[3], cells[5]


def _number(name: str, said: str) -> float | None:
    if said == NOT_MEASURED:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", said) or float(said) == 0:
        raise Odd(f"The row “{name}” says “{said}” where its ratio belongs.")
    return float(said)
