"""The walls around the process that runs learners' apps: what one has to give.

Kernel limits and a process of its own are always there (host/apphost/limit.py). A wall
that hides the rest of the machine wraps the command here; which there are, and which is
taken, stands in choice.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

__all__ = ["Bare", "Sandbox"]


class Sandbox(Protocol):
    """Turns the host's command into one that runs it inside walls.

    `fds` are descriptors that the command has to find open. `reaches` is True where an
    app can connect to what listens on this machine.
    """

    fds: Sequence[int]
    reaches: bool

    def wrapped(self, command: list[str]) -> list[str]:
        """The command to start instead."""

    def close(self) -> None:
        """Takes away what was made for it, once nothing runs inside."""


class Bare:
    """No wall: enough for people who check their own work."""

    fds: Sequence[int] = ()
    reaches = True

    def wrapped(self, command: list[str]) -> list[str]:
        """The command as it is."""
        return command

    def close(self) -> None:
        """Nothing to do."""
