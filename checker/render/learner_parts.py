"""How one mark came about, for the learner whose it is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Set

from ..grading.marks import Column, Line, Mark, State
from ..grading.submission import Submission
from ..report import Outcome
from .class_parts import grid
from .class_words import command as trace
from .class_words import days, points
from .html import text
from .numbers import number
from .outcomes import sign

__all__ = ["earned", "hand_in", "promises", "repeat"]

SECOND = (
    "A time limit ended something at the first try, so it was tried once more on a "
    "quiet machine. The second try counts."
)


def earned(mark: Mark, secret: Set[str]) -> str:
    """The points that count, and the way to them."""
    state = "" if mark.state is State.GRADED else f" <small>{mark.state.value}</small>"
    lines = "".join(f"<li>{line}</li>\n" for line in _way(mark, secret))
    of = f"{points(mark.points)} of {points(mark.possible)} points"
    counts = (
        mark.state not in (State.BROKEN, State.PENDING) or mark.override is not None
    )
    said = of if counts else "Not counted"
    return f'<p class="sum"><b>{said}</b>{state}</p>\n<ul>\n{lines}</ul>\n'


def _way(mark: Mark, secret: Set[str]) -> Iterator[str]:
    """Each step to the points, as a line."""
    if mark.state is State.GRADED:
        yield f"{points(mark.earned)} earned by the checks"
        if mark.late_days:
            off = points(mark.late)
            yield f"{off} taken off for being {days(mark.late_days)} late"
        if mark.hints:
            yield f"{points(mark.hints)} taken off for hints"
    if mark.reason:
        yield text(mark.reason)
    if mark.override is not None:
        when = f", {text(mark.override.at)}" if mark.override.at else ""
        set_to = f"Set by hand to {points(mark.override.points)}{when}"
        yield f"{set_to}: {text(mark.override.reason)}"
    if mark.retried and not secret:  # it could be a hidden one that took so long
        yield SECOND


def hand_in(mark: Mark) -> str:
    """What was handed in and when; what came before it; what was left out."""
    if mark.submission is None:
        return ""
    rows = "".join(
        f"<dt>{t}</dt><dd>{said}</dd>\n" for t, said in _facts(mark.submission)
    )
    return f'<dl class="facts">\n{rows}</dl>\n'


def _facts(given: Submission) -> Iterator[tuple[str, str]]:
    yield "Handed in", f"<code><bdi>{text(given.source)}</bdi></code>"
    if given.at is not None:
        yield "At", f"{given.at:%Y-%m-%d %H:%M %Z}".rstrip()
    if given.attempts > 1:
        yield "Attempts", f"{given.attempts}; the newest counts"
    if given.older:
        older = ", ".join(f"<code><bdi>{text(one)}</bdi></code>" for one in given.older)
        yield "Before it", older
    if given.hints:
        yield "Hints", f"{number(given.hints, 'hint')} taken"
    for note in given.notes:
        yield "Note", text(note)


def promises(mark: Mark, secret: Set[str]) -> str:
    """The points of each promise; of hidden ones only what they come to together."""
    own = [line for line in mark.lines if line.check not in secret]
    rows = [_line(line) for line in own]
    heads = [("words", "Promise"), ("", "Outcome"), ("n", "Points"), ("n", "Of")]
    others = [line for line in mark.lines if line.check in secret]
    rest = ""
    if others:
        got = points(sum(line.points for line in others))
        of = points(sum(line.possible for line in others))
        rest = f"<p>Checks that are not shown gave {got} of {of} points.</p>\n"
    table = grid("Points for each promise", heads, rows)
    summary = "<summary>Points for each promise</summary>"
    return f"<details>{summary}\n{table}</details>\n{rest}"


def _line(line: Line) -> list[tuple[str, str]]:
    said = text(line.promise) + (" (optional)" if line.extra else "")
    outcome = Outcome(line.outcome)
    kind = "good" if outcome is Outcome.PASSED else ""
    return [
        ("words", said),
        (kind, f"{sign(outcome)} {outcome}"),
        ("n", points(line.points)),
        ("n", points(line.possible)),
    ]


def repeat(mark: Mark, column: Column, command: str, open_seed: bool) -> str:
    """How to run the same at home, and what the instructor types to see it all."""
    seed = f" --seed {mark.seed}" if open_seed and mark.seed is not None else ""
    again = f"<code>{text(command)} check {column.number}{seed}</code>"
    shown = text(trace(command, mark.person, column.number))
    return (
        f"<p><b>At home:</b> {again}</p>\n"
        f'<p class="quiet">For your instructor: <code>{shown}</code></p>\n'
    )
