"""Reads what is recorded of all mistakes, for the page and the picture of it.

Runs none of their apps: a test does, and records what it saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .confusion import Block, Row, Wild, rows
from .errors import AuthorError
from .lesson import Lesson
from .mistakes import mistakes
from .render import matrix, proof
from .table import Table
from .toml_file import toml

__all__ = ["PAGES", "RECORDED", "blocks", "in_the_wild", "pages"]

RECORDED = "tests/recorded/mistakes"
WILD = "in-the-wild.toml"
PAGES = ("docs/mistakes.md", "docs/mistakes.svg")


def pages(root: Path, lessons: Sequence[Lesson]) -> dict[str, str]:
    """The page and the picture, where anything is recorded."""
    if not (root / RECORDED).is_dir():
        return {}
    found = blocks(root, lessons)
    texts = (proof.page(found, in_the_wild(root)), matrix.picture(found))
    return dict(zip(PAGES, texts, strict=True))


def blocks(root: Path, lessons: Sequence[Lesson]) -> tuple[Block, ...]:
    """Each lesson with its mistakes and the rows recorded of them."""
    return tuple(
        Block(lesson, mistakes(lesson), _recorded(root, lesson)) for lesson in lessons
    )


def _recorded(root: Path, lesson: Lesson) -> tuple[Row, ...]:
    name = f"{RECORDED}/{lesson.name}.tsv"
    if not (root / name).is_file():
        return ()
    known = {mistake.name for mistake in mistakes(lesson)}
    try:
        found = rows((root / name).read_text("utf-8"))
    except ValueError:
        raise AuthorError(f"{name} is no record. Record it anew.") from None
    return tuple(row for row in found if row.mistake in known)


def in_the_wild(root: Path) -> tuple[Wild, ...]:
    """The mistakes seen elsewhere, in the order of the list; () without a list."""
    if not (root / "lessons" / WILD).is_file():
        return ()
    table = toml(root / "lessons", WILD, "lessons")
    found = tuple(_wild(each) for each in table.tables("mistake"))
    table.close()
    return found


def _wild(table: Table) -> Wild:
    found = Wild(
        table.text("id"),
        table.number("lesson"),
        table.texts("ours") if "ours" in table else (),
        table.text("because") if "because" in table else "",
    )
    if bool(found.ours) == bool(found.because):
        raise AuthorError(
            f"{table.place}: {found.name} needs either “ours” or “because”. "
            "Say which of ours it is, or why it cannot occur."
        )
    table.close()
    return found
