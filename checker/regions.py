"""Exercise and solution from one marked text. Opens no file, knows no lesson.

A region is the lines between the marks “task N” and “end”, each mark a comment on a
line of its own. Three rules make both versions look written by hand:

- Blank lines at a region's edge stand outside it.
- Where a mark or a line goes, the blank lines around it become one run, as long as
  the longest of them.
- Such a run goes too at the start or end of the text, below a line that the next one
  is indented under, and above a line that closes a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Literal

from .errors import AuthorError

__all__ = ["Versions", "split"]

COMMENTS = (
    (re.compile(r"([ \t]*)#(?=[ :])(.*)"), "# {}"),
    (re.compile(r"([ \t]*)\{#(.*)#\}\s*"), "{{# {} #}}"),
    (re.compile(r"([ \t]*)/\*(.*)\*/\s*"), "/* {} */"),
    (re.compile(r"([ \t]*)--(?=[ :])(.*)"), "-- {}"),
)
START = re.compile(r"task (\d{1,9})")
CLOSERS = (")", "]", "}", "</", "{% end", "{%- end")


@dataclass(frozen=True)
class Versions:
    """What a marked text becomes, and the numbers of the tasks that have a region."""

    exercise: str
    solution: str
    tasks: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Mark:
    """A comment that steers; `code` is what stands behind the colon of a starter."""

    line: int
    indent: str
    comment: str
    kind: Literal["task", "starter", "end"]
    task: int = 0
    code: str = ""


@dataclass(frozen=True)
class _Line:
    """What a line of the marked text is in each version; None where it goes."""

    exercise: str | None
    solution: str | None


GONE = _Line(None, None)


def split(text: str, titles: Sequence[str], file: str) -> Versions:
    """Both versions of the text; `titles` are the tasks' in order, `file` for errors.

    Raises AuthorError, with file and line, for marks that do not fit together.
    """
    body = text.removesuffix("\n")
    rest = iter(enumerate(body.split("\n"), 1))
    lines: list[_Line] = []
    tasks: set[int] = set()
    for number, line in rest:
        if mark := _mark(number, line):
            todo = _todo(mark, titles, file)
            lines += _edged(todo, list(_inside(mark, rest, file)))
            tasks.add(mark.task)
        else:
            lines.append(_Line(line, line))
    if not tasks:
        return Versions(text, text)
    ending = text[len(body) :]
    exercise = _joined([line.exercise for line in lines], ending)
    solution = _joined([line.solution for line in lines], ending)
    return Versions(exercise, solution, frozenset(tasks))


def _mark(number: int, line: str) -> _Mark | None:
    """The mark on this line, if there is one."""
    for pattern, comment in COMMENTS:
        if not (found := pattern.fullmatch(line)):
            continue
        indent, said = found[1], found[2].rstrip()
        if said.startswith(":"):
            code = said[1:].removeprefix(" ")
            return _Mark(number, indent, comment, "starter", code=code)
        if start := START.fullmatch(said.strip()):
            return _Mark(number, indent, comment, "task", task=int(start[1]))
        if said.strip() == "end":
            return _Mark(number, indent, comment, "end")
    return None


def _todo(mark: _Mark, titles: Sequence[str], file: str) -> _Line:
    """The line that stands for the region in the exercise."""
    if mark.kind == "starter":
        reason = "This starter line stands outside a region. Move it into one."
        raise _refusal(file, mark, reason)
    if mark.kind == "end":
        reason = "This “end” closes no region. Remove it, or write “task N” above it."
        raise _refusal(file, mark, reason)
    if not 1 <= mark.task <= len(titles):
        reason = f"lesson.toml has no task {mark.task}. Add it, or mend the number."
        raise _refusal(file, mark, reason)
    said = f"TODO {mark.task}: {titles[mark.task - 1]}"
    return _Line(mark.indent + mark.comment.format(said), None)


def _inside(
    start: _Mark, rest: Iterator[tuple[int, str]], file: str
) -> Iterator[_Line]:
    """The lines from the start of a region to its end, taken from the rest."""
    for number, line in rest:
        mark = _mark(number, line)
        if mark is None:
            yield _Line(None, line)
        elif mark.kind == "starter":
            yield _Line(mark.code and mark.indent + mark.code, None)
        elif mark.kind == "end":
            return
        else:
            reason = f"The region of line {start.line} is still open. Close it first."
            raise _refusal(file, mark, reason)
    end = start.comment.format("end")
    reason = f"This region is not closed. Write “{end}” below its last line."
    raise _refusal(file, start, reason)


def _refusal(file: str, mark: _Mark, reason: str) -> AuthorError:
    return AuthorError(f"{file}:{mark.line}: {reason}")


def _edged(todo: _Line, inside: list[_Line]) -> list[_Line]:
    """The region's lines, with the blank ones at its edges moved outside."""
    above = len(list(takewhile(_blank, inside)))
    below = len(list(takewhile(_blank, reversed(inside[above:]))))
    code = inside[above : len(inside) - below]
    blank = _Line("", "")
    return [GONE, *[blank] * above, todo, *code, *[blank] * below, GONE]


def _blank(line: _Line) -> bool:
    return line.solution is not None and not line.solution.strip()


def _joined(lines: Sequence[str | None], ending: str) -> str:
    """The lines that stay, as one text without the blank runs that nobody writes."""
    stay: list[str] = []
    run: list[str | None] = []
    for line in lines:
        if line is None or not line.strip():
            run.append(line)
        else:
            stay += [*_needed(run, stay[-1] if stay else "", line), line]
            run = []
    stay += _needed(run, "", "")
    return "\n".join(stay) + ending if stay else ""


def _needed(run: list[str | None], above: str, below: str) -> list[str]:
    """The blank lines that stay of a run; all, unless a mark or a line went out of it.

    An empty `above` or `below` is the start or the end of the text.
    """
    blanks = [line for line in run if line is not None]
    if len(blanks) == len(run):
        return blanks
    closes = below.lstrip().startswith(CLOSERS)
    if not above or not below or _indent(below) > _indent(above) or closes:
        return []
    runs = [list(group) for gone, group in groupby(run, _is_gone) if not gone]
    return [""] * max(map(len, runs), default=0)


def _is_gone(line: str | None) -> bool:
    return line is None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
