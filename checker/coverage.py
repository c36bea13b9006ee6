"""Say in which cells the course treats what it has to treat. Opens no file, no lesson.

The list is lessons/coverage.toml; a test holds it against the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import AuthorError
from .table import Table

__all__ = ["Part", "Topic", "page", "read"]

PARTS = {
    "headings": (
        "What the course grew out of",
        "The headings of a common text on flash messages, in its order.",
    ),
    "corrections": (
        "What common texts say wrongly",
        "As it is, in a few words, and the experiment that shows it.",
    ),
    "gaps": ("What common texts leave out", "And where it is shown here."),
}
OPENING = """\
<!-- Published from lessons/coverage.toml. Edit there. -->

# Where it is treated

Each topic with its notebook and the names of the cells that show it. A test checks that
they exist.
"""


@dataclass(frozen=True)
class Topic:
    """What has to be treated, and the cells that do: pairs of notebook and name."""

    number: int
    text: str
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A table of the page."""

    name: str
    topics: Sequence[Topic]


def read(table: Table) -> tuple[Part, ...]:
    """The parts of a coverage.toml, in the order of the page."""
    parts = tuple(
        Part(name, [_topic(n, t) for n, t in enumerate(table.tables(name), 1)])
        for name in PARTS
    )
    table.close()
    return parts


def page(parts: Sequence[Part]) -> str:
    """docs/coverage.md."""
    return "\n".join([OPENING, *(_part(part) for part in parts)])


def _topic(number: int, table: Table) -> Topic:
    text, cells = table.text("topic"), table.texts("cells")
    table.close()
    return Topic(number, text, [_cell(cell, table.place) for cell in cells])


def _cell(text: str, place: str) -> tuple[str, str]:
    notebook, slash, name = text.partition("/")
    if not slash:
        raise AuthorError(
            f"{place}: {text!r} is no cell. Write notebook, slash and name."
        )
    return notebook, name


def _part(part: Part) -> str:
    title, what = PARTS[part.name]
    head = "| | Topic | Where |\n| --: | --- | --- |\n"
    rows = (f"| {t.number} | {t.text} | {_places(t)} |\n" for t in part.topics)
    return f"## {title}\n\n{what}\n\n{head}{''.join(rows)}"


def _places(topic: Topic) -> str:
    """The notebooks with their cells, each notebook named once."""
    found: dict[str, list[str]] = {}
    for notebook, name in topic.cells:
        found.setdefault(notebook, []).append(f"`{name}`")
    return "; ".join(_place(notebook, names) for notebook, names in found.items())


def _place(notebook: str, names: Sequence[str]) -> str:
    return f"[{notebook}](../notebooks/{notebook}.ipynb): {', '.join(names)}"
