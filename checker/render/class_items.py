"""Item analysis on the page of a class: which checks are worth a look. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..grading.insight import CheckInsight, Insight
from ..grading.items import CAUTION, LEAST, POOR
from .class_parts import Cell, grid, pair, promise
from .class_words import name, percent
from .html import text

__all__ = ["items"]

HOW = f"""\
<p>Difficulty is the part of the learners who keep a promise, among those whose app ran.
Discrimination says whether those who do well in the rest of the lesson also keep this
promise: 0.40 and more is very good, below {POOR:.2f} a check tells learners hardly
apart, and below 0 it deserves a look first.</p>
"""


def items(found: Insight, drawn: str) -> Iterator[str]:
    """How it is read, what is too few to say, what is worth a look, and everything."""
    yield pair(drawn, f"<div>{HOW}{_caution(found)}{_everybody(found)}</div>\n")
    yield _worth(found)
    for one in found.lessons:
        if one.checks:
            title = text(name(one.column))
            rows = [_item(check) for check in one.checks]
            table = grid(f"{title}: item analysis", [("n", "Check"), *HEADS], rows)
            yield f"<details><summary>{title} as a table</summary>\n{table}</details>\n"


HEADS: list[Cell] = [
    ("words", "Promise"),
    ("n", "Learners"),
    ("n", "Difficulty"),
    ("n", "Discrimination"),
    ("words", "Remark"),
]


def _caution(found: Insight) -> str:
    """A warning where a lesson's learners are few; the fewest decide its words."""
    counts = [max(c.item.n for c in one.checks) for one in found.lessons if one.checks]
    fewest = min(counts, default=0)
    if fewest >= CAUTION:
        return ""
    if max(counts, default=0) < LEAST:
        said = (
            f"Too few learners: discrimination is shown from {LEAST} whose app ran. "
            "Of so few, chance alone makes the same check look excellent or poor."
        )
    else:
        said = (
            f"A small class: {fewest} learners in the smallest lesson. Below {CAUTION} "
            "read discrimination with caution; chance alone moves it by 0.2 and more."
        )
    return f'<p class="warn">{said}</p>\n'


def _worth(found: Insight) -> str:
    """Those that nobody keeps, or that tell learners hardly apart or the wrong way."""
    names = {one.column.lesson: name(one.column) for one in found.lessons}
    rows = [
        [("", text(names[check.lesson])), *_item(check)]
        for check in found.checks
        if _odd(check)
    ]
    heads = [("", "Lesson"), ("n", "Check"), *HEADS]
    return grid("Checks worth a look", heads, rows) if rows else ""


def _everybody(found: Insight) -> str:
    everybody = sum(0 < c.item.n == c.item.kept for c in found.checks)
    return f"<p>{everybody} of {len(found.checks)} checks are kept by everybody.</p>\n"


def _odd(check: CheckInsight) -> bool:
    r = check.item.discrimination
    return (r is not None and r < POOR) or (check.item.n > 0 and not check.item.kept)


def _item(check: CheckInsight) -> list[Cell]:
    r = check.item.discrimination
    return [
        ("n", f"{check.number}"),
        ("words", promise(check)),
        ("n", f"{check.item.n}"),
        ("n", percent(check.item.difficulty)),
        ("n", "–" if r is None else f"{r:.2f}"),
        ("words", check.item.remark),
    ]
