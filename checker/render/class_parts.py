"""What the page of a class says of all together: figures, each with its table. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..grading.insight import DAYS, TIMES, CheckInsight, Held, Insight, LessonInsight
from ..grading.marks import State
from ..report import Outcome
from .class_words import days, name, percent, points
from .html import text

__all__ = [
    "checks",
    "glance",
    "grid",
    "hand_ins",
    "lessons",
    "mistakes",
    "pair",
    "picture",
    "totals",
]

SHOWN = 10  # mistakes at once; the others can be unfolded
Cell = tuple[str, str]  # its class, its HTML
HEADS: dict[str, str] = {  # how an outcome is headed, in the order of the columns
    Outcome.FAILED: "failed",
    Outcome.STOPPED: "stopped",
    Outcome.TIMED_OUT: "timed out",
    Outcome.OVER_LIMIT: "over limit",
    Outcome.NOT_STARTABLE: "not startable",
    Outcome.WAITING: "waiting",
    Outcome.BROKEN: "our fault",
}


def grid(caption: str, heads: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    """A table; each row's first cell is its head, and where it is wide, it scrolls."""
    top = "".join(f'<th scope="col"{_class(c)}>{said}</th>' for c, said in heads)
    body = "".join(map(_row, rows))
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{caption}">'
        f"<table><caption>{caption}</caption><thead><tr>{top}</tr></thead>\n"
        f"<tbody>\n{body}</tbody></table></div>\n"
    )


def _row(cells: Sequence[Cell]) -> str:
    (kind, head), *rest = cells
    data = "".join(f"<td{_class(c)}>{said}</td>" for c, said in rest)
    return f'<tr><th scope="row"{_class(kind)}>{head}</th>{data}</tr>\n'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def picture(svg: str, title: str) -> str:
    """A picture in a frame that scrolls where the page is narrower; "" of none."""
    if not svg:
        return ""
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="Picture: {title}">'
        f"{svg}</div>\n"
    )


def glance(found: Insight, pass_mark: float) -> str:
    """The few numbers that everybody asks for first."""
    share = percent(found.passed / found.learners if found.learners else None)
    tiles = [
        ("learners", f"{found.learners}"),
        (
            f"passed, from {points(pass_mark)} %",
            f"{found.passed} <small>{share}</small>",
        ),
        ("median total", f"{found.totals.median} <small>%</small>"),
        ("handed in nothing", f"{found.absent}"),
    ]
    said = "".join(f"<div><dt>{t}</dt><dd>{value}</dd></div>" for t, value in tiles)
    return f'<dl class="tiles">{said}</dl>\n{_care(found)}'


def _care(found: Insight) -> str:
    """Marks that somebody has to look at, with a way to them."""
    asked = {
        State.NOT_GRADED: "handed in and could not be graded",
        State.BROKEN: "not counted, since the checker itself failed",
        State.PENDING: "not checked yet",
    }
    lines = [
        f'<li>{found.state(state)} {said} <a class="screen" href="#everybody" '
        f'data-show="{state.value}">who</a></li>\n'
        for state, said in asked.items()
        if found.state(state)
    ]
    if not lines:
        return ""
    return (
        f'<div class="warn"><h2>Look at these</h2><ul>\n{"".join(lines)}</ul></div>\n'
    )


def totals(found: Insight) -> str:
    """The totals in numbers."""
    heads = [("", "Percent"), ("n", "Learners")]
    rows = [[("", b.label), ("n", f"{b.count}")] for b in found.totals.bins()]
    return grid("Learners by total", heads, rows)


def pair(drawn: str, beside: str) -> str:
    """A picture, and beside it, or below where that is narrow, what says the same."""
    return f'<div class="pair">\n{drawn}{beside}</div>\n' if drawn else beside


def lessons(found: Insight) -> str:
    """Each lesson's marks in numbers."""
    heads = ["Graded", "Lower quarter", "Median", "Upper quarter", "Mean"]
    rows = [
        [
            ("", text(name(one.column))),
            ("n", f"{one.graded}"),
            *(("n", said) for said in _quarters(one)),
        ]
        for one in found.lessons
    ]
    columns = [("", "Lesson"), *(("n", head) for head in heads)]
    return grid("Marks by lesson, in percent", columns, rows)


def _quarters(one: LessonInsight) -> list[str]:
    if not one.spread.n:
        return ["–"] * 4
    low, high = one.spread.quartiles
    return [f"{low}", f"{one.spread.median}", f"{high}", f"{one.spread.mean:.0f}"]


def mistakes(found: Insight, command: str) -> str:
    """What to teach again: beliefs, by how many hold them."""
    if not found.mistakes:
        return "<p>No known mistake was recognised in anybody’s app.</p>\n"
    names = {one.column.lesson: name(one.column) for one in found.lessons}
    items = [_held(one, names[one.lesson], command) for one in found.mistakes]
    first = f'<ol class="beliefs">\n{"".join(items[:SHOWN])}</ol>\n'
    if len(items) <= SHOWN:
        return first
    rest = f'<ol class="beliefs" start="{SHOWN + 1}">\n{"".join(items[SHOWN:])}</ol>'
    more = f"<summary>{len(items) - SHOWN} more</summary>"
    return f"{first}<details>{more}\n{rest}</details>\n"


def _held(one: Held, lesson: str, command: str) -> str:
    share = 100 * one.learners / one.graded
    bar = (
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect width="{share:.0f}" height="1"/></svg>'
    )
    return (
        f"<li><div><div><b>“{text(one.belief)}”</b><br><small>"
        f"<code>{text(command)} explain {text(one.mistake)}</code></small></div>"
        f"<div>{one.learners} of {one.graded} learners, {share:.0f} %{bar}"
        f"<small>{text(lesson)}</small></div></div></li>\n"
    )


def checks(found: Insight) -> Iterator[str]:
    """For each lesson its checks, how many keep them, and how the others ended."""
    met = {outcome for check in found.checks for outcome in check.outcomes}
    shown = {o: said for o, said in HEADS.items() if o in met}
    heads = [("n", "Check"), ("words", "Promise"), ("n", "Kept"), ("n", "Share")]
    for one in found.lessons:
        if one.checks:
            title = text(name(one.column))
            rows = [_check(check, list(shown)) for check in one.checks]
            columns = [*heads, *(("n", said) for said in shown.values())]
            table = grid(f"{title}: how checks ended", columns, rows)
            yield f"<details><summary>{title} as a table</summary>\n{table}</details>\n"


def _check(check: CheckInsight, shown: Sequence[str]) -> list[Cell]:
    ended = [check.outcomes.get(outcome, 0) for outcome in shown]
    return [
        ("n", f"{check.number}"),
        ("words", promise(check)),
        ("n", f"{check.kept} of {check.n}"),
        ("n", percent(check.share)),
        *(("n", f"{count}" if count else "·") for count in ended),
    ]


def promise(check: CheckInsight) -> str:
    """A promise with its check's name, and what is special about it."""
    kinds = [("optional", check.extra), ("hidden from learners", check.hidden)]
    said = "".join(f", {kind}" for kind, so in kinds if so)
    return f"{text(check.promise)}<small><code>{text(check.check)}</code>{said}</small>"


def hand_ins(found: Insight) -> str:
    """When and how often each lesson was handed in, and what was special."""
    late = [*(days(n) for n in range(1, DAYS)), f"{DAYS} days or more"]
    often = [*(f"{n} ×" for n in range(1, TIMES)), f"{TIMES} × or more"]
    other = ["Took hints", "Second try", "By hand"]
    heads = ["Missing", "In time", *(f"Late {said}" for said in late), *often, *other]
    rows = [
        [
            ("", text(name(one.column))),
            ("n", f"{one.states.get(State.MISSING, 0)}"),
            *(("n", f"{one.days.get(n, 0)}") for n in range(DAYS + 1)),
            *(("n", f"{one.times.get(n, 0)}") for n in range(1, TIMES + 1)),
            *(("n", f"{n}") for n in (one.hinted, one.retried, one.overridden)),
        ]
        for one in found.lessons
    ]
    columns = [("", "Lesson"), *(("n", head) for head in heads)]
    return grid("Hand-ins by lesson", columns, rows)
