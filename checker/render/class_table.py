"""The table of everybody on the page of a class, row by row. Pure.

Nothing of it is held: ten thousand rows go by one after another.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..grading.file_names import file_name
from ..grading.marks import ClassMarks, Column, Mark, Row, State
from .class_words import days, name, points, state
from .html import text

__all__ = ["table"]

# What can be asked for, by the word that stands in a row's data-s.
CHOICES = {
    "": "everybody",
    "passed": "who passed",
    "not passed": "who did not pass",
    State.MISSING.value: "something missing",
    State.NOT_GRADED.value: "something not graded",
    State.BROKEN.value: "our own fault",
    State.PENDING.value: "something not checked yet",
    "late": "something late",
    "by hand": "marked by hand",
    "retried": "tried a second time",
}
# Where there is no mark, in the order in which an instructor wants to see them.
NO_MARK = {
    State.BROKEN: -4,
    State.PENDING: -3,
    State.NOT_GRADED: -2,
    State.MISSING: -1,
}


def table(marks: ClassMarks, command: str) -> Iterator[str]:
    """What to find somebody by, and everybody's marks."""
    choices = "".join(
        f'<option value="{value}">{said}</option>' for value, said in CHOICES.items()
    )
    yield (
        '<form hidden><div><label for="find">Find by name, ID or group</label>'
        '<input id="find" type="search" size="28"></div>'
        '<div><label for="show">Show</label>'
        f'<select id="show">{choices}</select></div>'
        '<p role="status"></p></form>\n'
        f"<p>A name leads to the learner’s own page. Where a mark comes from: "
        f"<code>{text(command)} grade show ID LESSON</code></p>\n"
        '<div id="people" tabindex="0" role="region" '
        'aria-label="Everybody’s marks">\n<table><thead><tr>'
        '<th scope="col">Name</th><th scope="col">ID</th>'
        '<th scope="col" class="n">Total</th><th scope="col">Passed</th>'
    )
    yield from map(_head, marks.columns)
    yield "</tr></thead>\n<tbody>\n"
    yield from map(_row, marks.rows())
    yield "</tbody></table></div>\n"


def _head(column: Column) -> str:
    possible = f"<small>of {points(column.possible)}</small>"
    return f'<th scope="col" class="n">{text(name(column))} {possible}</th>'


def _row(row: Row) -> str:
    person = row.person
    called = text(person.name) or text(person.id)
    link = f"learners/{file_name(person.id)}.html"
    group = f"<small>{text(person.section)}</small>" if person.section else ""
    cells = "".join(map(_cell, row.marks))
    passed = '<td class="good">yes' if row.passed else '<td class="bad">no'
    return (
        f'<tr data-s="{",".join(_flags(row))}"><th scope="row">'
        f'<a href="{link}"><bdi>{called}</bdi></a></th>'
        f"<td><bdi>{text(person.id)}</bdi>{group}</td>"
        f'<td class="n" data-v="{row.total:g}">{row.total:.2f} %</td>'
        f"{passed}</td>{cells}</tr>\n"
    )


def _flags(row: Row) -> Iterator[str]:
    """What the row can be asked for by."""
    yield "passed" if row.passed else "not passed"
    yield from sorted({m.state.value for m in row.marks if m.state in NO_MARK})
    if any(mark.late_days for mark in row.marks):
        yield "late"
    if any(mark.override for mark in row.marks):
        yield "by hand"
    if any(mark.retried for mark in row.marks):
        yield "retried"


def _cell(mark: Mark) -> str:
    if mark.state in NO_MARK and mark.override is None:
        value, said = NO_MARK[mark.state], state(mark)
        kind = "n care" if mark.state is not State.MISSING else "n quiet"
        return f'<td class="{kind}" data-v="{value}">{said}</td>'
    notes = "".join(f"<small>{note}</small>" for note in _notes(mark))
    said = points(mark.points)
    return f'<td class="n" data-v="{mark.points:g}">{said}{notes}</td>'


def _notes(mark: Mark) -> Iterator[str]:
    if mark.override is not None:
        yield "by hand"
    if mark.late_days:
        yield f"late {days(mark.late_days)}"
    if mark.retried:
        yield "second try"
