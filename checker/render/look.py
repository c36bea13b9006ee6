"""How text is laid out for one reader: width, colour, signs. Prints nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .inline import Protocol

__all__ = ["Look", "cells", "columns", "hang", "paint", "plain", "visible", "wrap"]

NARROWEST = 20
COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
ASCII = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "·": "-",
        "→": "->",
        "…": "...",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "×": "x",
        "≤": "<=",
        "\u00a0": " ",
    }
)
# Terminal controls, marks that turn the direction of text around, tags and fillers that
# are never seen, and halves of characters, which no terminal or file takes.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Printable ASCII and our own signs, each of which takes one cell.
NARROW = frozenset([*map(chr, range(0x20, 0x7F)), *map(chr, ASCII)])


@dataclass(frozen=True)
class Look:
    """One reader's terminal; `signs` is False where only ASCII can be shown.

    `pictures` is how it shows a picture, None where it shows none.
    """

    width: int = 80
    colour: bool = False
    signs: bool = True
    pictures: Protocol | None = None


def visible(text: str) -> str:
    """The text with each control character written out, so that it controls nothing."""
    return UNSEEN.sub(lambda found: _written_out(found[0]), text).expandtabs(4)


def _written_out(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"


def plain(text: str) -> str:
    """The text with our own signs in ASCII; other people's letters stay as they are."""
    return text.translate(ASCII)


def paint(text: str, colour: str, look: Look) -> str:
    """The text in a colour, where the reader's terminal has colours."""
    if not (look.colour and colour and text):
        return text
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"


def cells(text: str) -> int:
    """How many cells of a terminal the text takes; of other letters rich knows it."""
    if NARROW.issuperset(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _chopped(word: str, width: int) -> list[str]:
    """The word in pieces of at most so many cells."""
    if cells(word) <= width:
        return [word]
    from rich.cells import chop_cells

    return chop_cells(word, width)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; a blank text is no line."""
    width = max(width, NARROWEST)
    lines = visible(text).splitlines()
    return [piece for line in lines for piece in _wrap_line(line, width)]


def _wrap_line(line: str, width: int) -> list[str]:
    words = [piece for word in line.split() for piece in _chopped(word, width)]
    lines = words[:1]
    for word in words[1:]:
        if cells(lines[-1]) + 1 + cells(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def hang(head: str, text: str, look: Look, colour: str = "") -> list[str]:
    """The text beside its head; its further lines stand under its first."""
    if not look.signs:  # before wrapping, because some become longer
        head, text = plain(head), plain(text)
    indent = " " * cells(head)
    lines = wrap(text, look.width - len(indent)) or [""]
    first = f"{paint(head, colour, look)}{lines[0]}".rstrip()
    return [first, *(indent + line for line in lines[1:])]


def columns(rows: list[tuple[str, ...]], gap: str = "  ") -> list[str]:
    """The rows with each column as wide as its widest cell; numbers stand right."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        gap.join(_pad(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _pad(cell: str, width: int) -> str:
    space = " " * (width - cells(cell))
    return space + cell if cell.isdigit() else cell + space
