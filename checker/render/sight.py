"""What a failed check left to look at, as it is said to one reader. Reads no file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Sight"]


@dataclass(frozen=True)
class Sight:
    """A picture: its `place` as a path to type, the PNG, and what is on it in words.

    `trace` is the command that opens the trace; each is empty where it was not kept.
    """

    place: str = ""
    png: bytes = b""
    pictured: str = ""
    trace: str = ""
