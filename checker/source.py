"""Reads the text files of an app's folder, within limits, to explain what it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .refusals import FOREIGN

__all__ = ["texts"]

KINDS = frozenset(
    """
    .py .html .htm .css .js .mjs .xml .jinja .jinja2 .j2 .txt .toml .cfg .ini .env .sql
    """.split()
)
FILES = 300  # in one app; more is no app of a lesson
LARGEST = 200_000  # bytes of one file
ALL = 2_000_000  # bytes of all


def texts(folder: Path) -> dict[str, str]:
    """File, by its name within the folder, to its text; links and oversize left out."""
    found: dict[str, str] = {}
    room = ALL
    for path in _files(folder):
        size = path.stat().st_size
        if size <= min(LARGEST, room):
            room -= size
            name = path.relative_to(folder).as_posix()
            found[name] = path.read_bytes().decode("utf-8", "replace")
        if len(found) == FILES:
            break
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name in FOREIGN or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.suffix in KINDS and path.is_file():
            yield path
