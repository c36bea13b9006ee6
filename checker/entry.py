"""What a list of lessons shows of one. Reads no file and judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Entry"]


@dataclass(frozen=True)
class Entry:
    """The first facts of one folder under lessons/."""

    folder: Path
    title: str
    minutes: int

    @property
    def name(self) -> str:
        """The folder's name, as in 07-own-words; exercise and solution share it."""
        return self.folder.name

    @property
    def number(self) -> int:
        """The number that the folder's name begins with: the lesson's place."""
        return int(self.name.partition("-")[0])
