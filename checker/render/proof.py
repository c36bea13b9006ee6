"""docs/mistakes.md: whether every mistake is rejected and named. Knows no lesson."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..confusion import KINDS, Block, Cell, Rates, Row, Wild, cells, rates
from ..lesson import Mistake
from .numbers import number

__all__ = ["page"]

OPENING = """\
<!-- Published from tests/recorded/mistakes/ and lessons/. Record and edit there. -->

# Every mistake, and what the checker calls it

A mistake is one wrong belief, and the app that somebody who holds it writes. Each is
run, several times over: as it is recorded in its lesson (“own”), as others write it, on
another solution and by hand (“wordings”), and as a program rewrites its own app without
changing what it does (“rewritings”). Of every app three things are asked: is it
rejected, is the mistake named, and is any other named?

To name nothing is allowed, and a wrong name is not: whoever is told of a belief that
they do not hold looks in the wrong place. So a wrong name fails the test that makes
this page, and so does an app that is not rejected. Where nothing is named, a person is
told what was expected and seen, and gets two questions to ask oneself.

Read the rates for what they are. The recognisers were written with these very apps at
hand, so they say that nothing known goes unnamed or misnamed; how often a stranger's
app is named, they do not say.

![Each mistake's apps against each diagnosis: all named apps lie on the diagonal.]\
(mistakes.svg)

To run it all again: `./course test -n auto -m gate tests/test_mistakes.py`. It takes
minutes. With `--record` what is seen is written down, and the difference is to be read.
"""
KIND = {
    "own": "Its own app",
    "wording": "Wordings, by hand",
    "rewriting": "Rewritings, by program",
}
RATES = "| | Apps | Rejected | Named rightly | Named nothing | Named wrongly |\n"
RATES += "| --- | --: | --: | --: | --: | --: |\n"
WAYS = """\
Each mistake's own app is rewritten in {ways} that its name chooses, so that every way
gets its turn. A way proves itself: the solution, rewritten so, still keeps every
promise of its lesson.
"""
BESIDE = """\
## Off the diagonal

An app may truly show two mistakes. Then both names are right; the reason stands here.
"""
NONE_BESIDE = """\
## Off the diagonal

Nothing: no app is named as a mistake that is not its own.
"""
SILENT = """\
## Named nothing

These apps are rejected, with what was expected and seen, and no mistake is named.
"""
ELSEWHERE = """\
## In the wild

Mistakes that people were seen to make with flash messages, and which of ours they are.
"""


def page(blocks: Sequence[Block], wild: Sequence[Wild]) -> str:
    """The whole page."""
    parts = [OPENING, *_rates(blocks), *_beside(blocks), *_silent(blocks)]
    parts += [_lesson(block) for block in blocks if block.mistakes]
    return "\n".join([*parts, *_wild(wild)])


def _rates(blocks: Sequence[Block]) -> Iterator[str]:
    """Three tables: by kind of app, by lesson, and by way of rewriting."""
    known = [mistake for block in blocks for mistake in block.mistakes]
    every = [row for block in blocks for row in block.rows]

    def table(groups: Iterable[tuple[str, Iterable[Row]]]) -> str:
        lines = (_line(name, rates(rows, known)) for name, rows in groups)
        return RATES + "".join(lines)

    kinds = [(KIND[k], [r for r in every if r.kind == k]) for k in KINDS]
    yield f"## How many are named\n\n{number(len(known), 'mistake')}.\n"
    yield table([*kinds, ("**All**", every)])
    yield table((_title(block), block.rows) for block in blocks)
    rewritten = [row for row in every if row.kind == "rewriting"]
    ways = sorted({row.app for row in rewritten})
    most = max((sum(r.kind == "rewriting" for r in b.of(m)) for b, m in _all(blocks)))
    yield WAYS.format(ways=number(most, "way"))
    yield table((way, [r for r in rewritten if r.app == way]) for way in ways)


def _all(blocks: Iterable[Block]) -> Iterator[tuple[Block, Mistake]]:
    return ((block, mistake) for block in blocks for mistake in block.mistakes)


def _line(name: str, found: Rates) -> str:
    counts = (found.rejected, found.rightly, found.silent, found.wrongly)
    shares = " | ".join(f"{count} ({_percent(count, found.apps)})" for count in counts)
    return f"| {name} | {found.apps} | {shares} |\n"


def _percent(part: int, whole: int) -> str:
    """Rounded down, so that 100 % means all of them; up where it is not quite none."""
    share = part * 1000 // whole if whole else 0
    return f"{share / 10:g} %" if share or not part else "0.1 %"


def _title(block: Block) -> str:
    return f"{block.lesson.number}. {block.lesson.title}"


def _beside(blocks: Sequence[Block]) -> Iterator[str]:
    """The cells that are off the diagonal, each with its reason."""
    found = [
        f"| `{c.mistake}` | `{c.named}` | {c.apps} of {c.among} | {_reason(c)} |\n"
        for block in blocks
        for c in cells(block)
        if c.named not in ("", c.mistake)
    ]
    head = (
        "| The app of | is also named | Apps | Because |\n| --- | --- | --: | --- |\n"
    )
    yield from (BESIDE, head + "".join(found)) if found else (NONE_BESIDE,)


def _reason(cell: Cell) -> str:
    return cell.because.replace("|", "\\|") or "This is a bug of the checker."


def _silent(blocks: Sequence[Block]) -> Iterator[str]:
    found = [
        f"| `{row.mistake}` | {row.app} | {row.outcome} |\n"
        for block in blocks
        for row in block.rows
        if not row.named
    ]
    if found:
        yield SILENT
        yield "| The app of | as | Outcome |\n| --- | --- | --- |\n" + "".join(found)


def _lesson(block: Block) -> str:
    head = "| Mistake | What is believed | Checks that fail | Wordings | Rewritings |\n"
    head += "| --- | --- | --- | --: | --: |\n"
    lines = (_mistake(block, mistake) for mistake in block.mistakes)
    return f"## {_title(block)}\n\n{head}{''.join(lines)}"


def _mistake(block: Block, mistake: Mistake) -> str:
    checks = ", ".join(f"`{check}`" for check in mistake.fails)
    kinds = ([r for r in block.of(mistake) if r.kind == k] for k in KINDS[1:])
    named = (f"{sum(mistake.name in r.named for r in k)} of {len(k)}" for k in kinds)
    belief = mistake.belief.replace("|", "\\|")
    return f"| `{mistake.name}` | {belief} | {checks} | {' | '.join(named)} |\n"


def _wild(wild: Sequence[Wild]) -> Iterator[str]:
    if wild:
        head = "| Lesson | In the wild | Ours, or why it cannot occur |\n"
        yield ELSEWHERE
        yield head + "| --: | --- | --- |\n" + "".join(map(_seen, wild))


def _seen(wild: Wild) -> str:
    ours = ", ".join(f"`{name}`" for name in wild.ours)
    return f"| {wild.lesson} | {wild.name} | {ours or wild.because} |\n"
