"""Mistakes in lines for a terminal: one explained, or a list of all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..lesson import Lesson, Mistake
from ..report import Outcome, Result
from ..transcript import told
from . import steps
from .look import Look, hang, paint, visible

__all__ = ["explanation", "handed_out", "listed", "named"]

REQUESTS = 8


def explanation(
    lesson: Lesson,
    mistake: Mistake,
    change: Iterable[str],
    both: tuple[Result, Result],
    look: Look,
) -> list[str]:
    """What somebody believes, what they write, and what the two apps do.

    `both` is the result of the wrong app and that of the finished one.
    """
    wrong, right = both
    name = f"{mistake.name}, lesson {lesson.number}: {lesson.title}"
    lines = [
        *(
            paint(line, "bold", look)
            for line in hang("", f"“{_flat(mistake.belief)}”", look)
        ),
        *(paint(line, "dim", look) for line in hang("", name, look)),
        "",
        paint("What somebody writes who believes it", "bold", look),
        *(_coloured(row, look) for row in change),
        "",
        *_did("What that app does", wrong, look),
        *_did("What the finished app does", right, look),
        *hang("Why   ", _flat(mistake.why), look, "bold"),
        *hang("Ask   ", _flat(mistake.question), look, "bold"),
    ]
    if mistake.read:
        read = f"lesson {lesson.number}, “{mistake.read}”"
        lines += hang("Read  ", read, look, "bold")
    return lines


def listed(found: Sequence[tuple[Lesson, Mistake]], look: Look) -> list[str]:
    """Every mistake under its lesson: its id, and the belief below it."""
    lines: list[str] = []
    for lesson in dict.fromkeys(lesson for lesson, _ in found):
        lines.append(paint(f"Lesson {lesson.number}: {lesson.title}", "bold", look))
        for mistake in (m for own, m in found if own == lesson):
            lines.append(f"  {mistake.name}")
            lines += hang("      ", f"“{_flat(mistake.belief)}”", look)
        lines.append("")
    return lines[:-1]


def handed_out(lesson: Lesson, folder: str, command: str, look: Look) -> list[str]:
    """Where a wrong app was put, and what to do with it."""
    what = f"lesson {lesson.number}, {lesson.title}, with one wrong belief in it."
    return [
        *hang("", f"An app of {what}", look),
        *hang("Read:  ", f"{folder}/README.md", look, "bold"),
        *hang("Then:  ", f"“{command} check {folder}”, and mend it.", look, "bold"),
    ]


def named(mistake: Mistake, command: str) -> str:
    """The belief behind a wrong app, and where to see more of it."""
    return f"It was “{_flat(mistake.belief)}”: “{command} explain {mistake.name}”."


def _did(title: str, result: Result, look: Look) -> Iterator[str]:
    yield paint(title, "bold", look)
    for step in told(result.steps)[-REQUESTS:]:
        yield from hang("  ", steps.line(step), look)
    if result.outcome is Outcome.PASSED:
        yield from hang("  ✓ ", result.promise, look, "green")
    else:
        yield from hang("  ✗ ", result.promise, look, "red")
    if result.expected:
        yield from hang("    Expected  ", result.expected, look, "dim")
        yield from hang("    Seen      ", result.seen, look, "dim")
    yield from hang("    ", result.reason, look) if result.reason else ()
    yield from hang("    ", result.error, look) if result.error else ()
    yield ""


def _coloured(row: str, look: Look) -> str:
    colour = {"+": "green", "-": "red"}.get(row[:1], "")
    return paint(f"  {visible(row)}".rstrip(), colour, look)


def _flat(text: str) -> str:
    return " ".join(text.split())
