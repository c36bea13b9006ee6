"""One learner's page: their marks, how they came about, what to do about them. Pure.

Nothing on it is about anybody else, and what is hidden in the scheme is told as a sum
of points alone. No script; its styles are its own, but a page of the learner's app may
stand in a frame, which has this page's policy beside a stricter one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from ..grading.marks import ClassMarks, Column, Mark, Row, State
from ..grading.shown import hidden, shown
from ..report import Report
from . import html
from .class_parts import grid
from .class_style import HEAD, STYLE
from .class_words import name, points
from .html import text
from .learner_parts import earned, hand_in, promises, repeat
from .look import visible
from .sight import Sight
from .terminal import Words

__all__ = ["page"]

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
Tasks = Mapping[str, Mapping[int, str]]  # titles by lesson and number


def page(
    marks: ClassMarks, row: Row, tasks: Tasks | None = None, command: str = "./course"
) -> Iterator[str]:
    """The page of one row; `tasks` are the titles of the lessons' tasks."""
    called = row.person.name or row.person.id
    title = escape(visible(f"Marks of {called}"))
    yield HEAD.format(policy=POLICY, title=title, style=STYLE)
    yield html.STYLE
    about = [row.person.id, row.person.section, marks.scheme.title]
    said = " · ".join(f"<bdi>{text(one)}</bdi>" for one in about if one)
    yield f"<header><h1><bdi>{text(called)}</bdi></h1>\n<p>{said}</p></header>\n"
    yield "<main>\n"
    yield _total(marks, row)
    yield _overview(marks, row)
    for column, mark in zip(marks.columns, row.marks, strict=True):
        yield from _lesson(marks, column, mark, (tasks or {}).get(mark.lesson), command)
    yield "</main>\n</html>\n"


def _total(marks: ClassMarks, row: Row) -> str:
    passed = '<dd class="good">passed' if row.passed else '<dd class="bad">not passed'
    need = f"from {points(marks.scheme.pass_mark)} %"
    return (
        f'<dl class="tiles"><div><dt>total</dt><dd>{points(row.total)} '
        f"<small>%</small></dd></div><div><dt>{need}</dt>{passed}</dd></div></dl>\n"
    )


def _overview(marks: ClassMarks, row: Row) -> str:
    """All lessons in a table; where weights differ, with them."""
    weighted = len({column.weight for column in marks.columns}) > 1
    heads = [("", "Lesson"), ("n", "Points"), ("n", "Of"), ("n", "Percent")]
    heads += [("n", "Weight")] if weighted else []
    rows = []
    for column, mark in zip(marks.columns, row.marks, strict=True):
        link = f'<a href="#lesson-{column.number}">{text(name(column))}</a>'
        cells = [("", link), *(("n", said) for said in _counted(mark))]
        rows.append([*cells, *([("n", points(column.weight))] if weighted else [])])
    return (
        f"<section><h2>Lessons</h2>\n{grid('Marks by lesson', heads, rows)}</section>\n"
    )


def _counted(mark: Mark) -> tuple[str, str, str]:
    if mark.state in (State.BROKEN, State.PENDING) and mark.override is None:
        return "not counted", points(mark.possible), "–"
    return points(mark.points), points(mark.possible), f"{points(mark.percent)} %"


def _lesson(
    marks: ClassMarks,
    column: Column,
    mark: Mark,
    tasks: Mapping[int, str] | None,
    command: str,
) -> Iterator[str]:
    """One lesson: the sum, the hand-in, every promise, and how to see it again."""
    secret = hidden(mark, marks.scheme)
    yield f'<section id="lesson-{column.number}"><h2>{text(name(column))}</h2>\n'
    yield earned(mark, secret)
    yield hand_in(mark)
    report = marks.report(mark)
    if report is not None:
        yield promises(mark, secret)
        own = shown(report, secret)
        sights = _sights(own, marks.pictures(mark))
        words = Words("", tasks or {}, "", command, "", sights)
        yield html.promises(own, words, 3)
    open_seed = not any(marks.scheme.hidden.values()) and not secret
    yield repeat(mark, column, command, open_seed)
    yield "</section>\n"


def _sights(report: Report, pictures: Mapping[str, bytes]) -> dict[str, Sight]:
    """What a browser showed of checks that are shown; the files stay where they are."""
    return {
        result.check: Sight("", pictures[result.check], result.pictured)
        for result in report.results
        if result.check in pictures
    }
