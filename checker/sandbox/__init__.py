"""The walls around the process that runs learners' apps: how its command is wrapped.

Kernel limits and a process of its own are always there (host/serve.py). A wall that
hides the rest of the machine wraps the command here.
"""

from __future__ import annotations

from typing import Protocol

__all__ = ["Bare", "Sandbox"]


class Sandbox(Protocol):
    """Turns the host's command into one that runs it inside walls."""

    def wrapped(self, command: list[str]) -> list[str]:
        """The command to start instead."""


class Bare:
    """No wall: enough for people who check their own work."""

    def wrapped(self, command: list[str]) -> list[str]:
        """The command as it is."""
        return command
