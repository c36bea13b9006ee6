"""Dated names for what is kept out of the way. Moves nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

__all__ = ["dated"]


def dated(path: Path, when: datetime) -> Path:
    """The path with the local date and time in its name; nothing stands there yet."""
    stem = f"{path.stem}-{when.astimezone():%Y-%m-%d-%H%M}"
    found, number = path.with_name(stem + path.suffix), 1
    while found.exists():
        number += 1
        found = path.with_name(f"{stem}-{number}{path.suffix}")
    return found
