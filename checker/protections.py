"""What kept an app in while it was checked, as values and in one sentence. Does none.

A report carries them, so that whoever reads a mark can see what it was won under.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Protection", "Protections", "sentence"]


@dataclass(frozen=True)
class Protection:
    """One wall or limit, in words; `why` is what it lacks where it is not enforced."""

    what: str
    enforced: bool = True
    why: str = ""


@dataclass(frozen=True)
class Protections:
    """The walls by name, "none" where there were none, and every protection."""

    sandbox: str
    items: tuple[Protection, ...] = ()


def sentence(found: Protections) -> str:
    """All of it in one line: what is enforced here, and what is not, and why."""
    walls = "no walls" if found.sandbox == "none" else found.sandbox
    here = "; ".join([walls, *(item.what for item in found.items if item.enforced)])
    return f"Protections: {here}.{_missing(found.items)}"


def _missing(items: Sequence[Protection]) -> str:
    lacking = [f"{i.what} ({i.why})" for i in items if not i.enforced]
    return f" Not enforced: {'; '.join(lacking)}." if lacking else ""
