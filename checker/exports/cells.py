"""Rows as CSV that no spreadsheet takes for formulas. Knows nothing of marks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Cell", "flat", "number", "table"]

Cell = str | float | None

# What makes a cell a formula (OWASP, “CSV Injection”), where a cell begins, and where
# one begins for a spreadsheet that takes another character for the separator.
FORMULA = re.compile(r"(?<![^;,|\t\r\n])(?=[=+\-@＝＋－＠])|\A(?=[\t\r\n])")  # noqa: RUF001
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
PLACES = 2


class _Echo:
    """Gives the csv module's lines back instead of keeping them."""

    def write(self, text: str) -> str:
        return text


def table(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as lines of CSV (RFC 4180).

    A text that a spreadsheet could run is led by an apostrophe; a number, or a text
    that is one, stays as it is.
    """
    writer = csv.writer(_Echo())
    for row in rows:
        line: str = writer.writerow([_written(cell) for cell in row])
        yield line


def number(value: float) -> str:
    """The number with no more decimals than it needs, and never more than two."""
    return f"{value:.{PLACES}f}".rstrip("0").rstrip(".")


def flat(text: str) -> str:
    """The text on one line: readers of CSV differ about lines within a cell."""
    return " ".join(text.split())


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return number(cell)
    text = cell.encode("utf-8", "replace").decode()  # half a character has no bytes
    return text if NUMBER.fullmatch(text) else FORMULA.sub("'", text)
