"""docs/mistakes.svg: every mistake's apps against every diagnosis. Knows no lesson.

A square's size is the share of the mistake's apps that are named so; what is off the
diagonal is a cross, so nothing hangs on colour. Text and lines take the reader's light
or dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..confusion import Block, Cell, cells, rates
from .numbers import number

__all__ = ["picture"]

CELL = 4  # of a mistake and a diagnosis, in pixels
LEFT, TOP = 132, 34
GAP, BAR = 10, 40  # before and of the column of what is not named
BELOW = 30
STYLE = """\
<style>
  svg { color: #1f2328; background: #ffffff; font: 11px system-ui, sans-serif; }
  .back { fill: #ffffff; }
  text { fill: currentColor; }
  .grid { fill: none; stroke: currentColor; stroke-opacity: 0.22; }
  .block { fill: currentColor; fill-opacity: 0.05; stroke: currentColor; }
  .right { fill: #0550ae; }
  .other { fill: none; stroke: #bc4c00; stroke-width: 1.6; }
  .nothing { fill: currentColor; }
  @media (prefers-color-scheme: dark) {
    svg { color: #e6edf3; background: #0d1117; }
    .back { fill: #0d1117; }
    .right { fill: #79c0ff; }
    .other { stroke: #ffa657; }
  }
</style>
"""


def picture(blocks: Sequence[Block]) -> str:
    """The whole picture."""
    size = CELL * sum(len(block.mistakes) for block in blocks)
    width, height = LEFT + size + GAP + BAR + 8, TOP + size + BELOW
    inner = "".join(
        [
            *_frame(blocks, size),
            *(_cell(cell, blocks, size) for block in blocks for cell in cells(block)),
            *_legend(size),
        ]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" '
        'aria-labelledby="title what">\n'
        f'<title id="title">Mistakes against diagnoses</title>\n'
        f'<desc id="what">{escape(_told(blocks))}</desc>\n'
        f"{STYLE}"
        f'<rect class="back" width="{width}" height="{height}"/>\n'
        f"{inner}</svg>\n"
    )


def _told(blocks: Sequence[Block]) -> str:
    """What the picture shows, for whoever does not see it."""
    known = [mistake for block in blocks for mistake in block.mistakes]
    found = rates([row for block in blocks for row in block.rows], known)
    return (
        f"A row for each of {number(len(known), 'mistake')}, a column for each "
        f"diagnosis, lesson by lesson. {found.rightly} of {number(found.apps, 'app')} "
        f"are named rightly and lie on the diagonal, of {found.silent} nothing is "
        f"named, {found.wrongly} are named wrongly."
    )


def _frame(blocks: Sequence[Block], size: int) -> Iterator[str]:
    """The lessons' names, their squares on the diagonal, and lines between them."""
    start = 0
    for block in blocks:
        length = CELL * len(block.mistakes)
        title = f"{block.lesson.number} {block.lesson.title}"
        middle = start + length / 2
        for x, y, w, h in (
            (LEFT + start, TOP, length, size),
            (LEFT, TOP + start, size, length),
        ):
            yield f'<rect class="grid" x="{x}" y="{y}" width="{w}" height="{h}"/>\n'
        yield (
            f'<rect class="block" x="{LEFT + start}" y="{TOP + start}" '
            f'width="{length}" height="{length}"/>\n'
        )
        yield _text(LEFT - 8, TOP + middle + 4, title, "end")
        yield _text(LEFT + middle, TOP - 8, str(block.lesson.number), "middle")
        start += length
    yield _text(LEFT + size + GAP, TOP - 8, "nothing", "start")


def _cell(cell: Cell, blocks: Sequence[Block], size: int) -> str:
    order = [mistake.name for block in blocks for mistake in block.mistakes]
    y = TOP + CELL * order.index(cell.mistake)
    said = f"{cell.mistake}: {cell.apps} of {number(cell.among, 'app')}"
    if not cell.named:
        x, width = LEFT + size + GAP, round(BAR * cell.share, 1)
        shape = f'<rect class="nothing" x="{x}" y="{y}" width="{width}" height="3"'
        return _titled(shape, f"{said} named nothing", "rect")
    x = LEFT + CELL * order.index(cell.named)
    if cell.named != cell.mistake:
        shape = f'<path class="other" d="M{x - 2},{y - 2}l8,8m0,-8l-8,8"'
        return _titled(shape, f"{said} named {cell.named}", "path")
    side = round(1 + (CELL - 1) * cell.share, 2)
    inset = round((CELL - side) / 2, 2)
    shape = (
        f'<rect class="right" x="{x + inset:g}" y="{y + inset:g}" '
        f'width="{side:g}" height="{side:g}"'
    )
    return _titled(shape, f"{said} named so", "rect")


def _titled(shape: str, title: str, tag: str) -> str:
    return f"{shape}><title>{escape(title)}</title></{tag}>\n"


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>\n'


def _legend(size: int) -> Iterator[str]:
    y = TOP + size + 20
    yield _text(LEFT, y, "Row: the mistake. Column: the diagnosis.", "start")
    yield _text(
        LEFT + size + GAP + BAR,
        y,
        "■ its own name, larger the more apps   × another   ▬ none",
        "end",
    )
