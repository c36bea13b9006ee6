"""The walls around the process that runs learners' apps: what one has to give.

Kernel limits and a process of its own are always there (host/apphost/limit.py). A wall
that hides the rest of the machine wraps the command here; which there are, and which is
taken, stands in choice.py.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

__all__ = ["Bare", "Beginning", "Running", "Sandbox", "Wrapping"]


@dataclass(frozen=True)
class Beginning:
    """What the process that runs apps is begun with, walls or none.

    `control` is the descriptor of its socket to the checker, which `command` ends with;
    `words` takes what it says of itself. Those who begin it close neither.
    """

    command: list[str]
    environment: Mapping[str, str]
    control: int
    words: IO[bytes]


class Running(Protocol):
    """That process, once it is begun; `pid` is -1 where we have no number for it."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """Ends it at once, with all that is within."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended; raises subprocess.TimeoutExpired."""


class Sandbox(Protocol):
    """Begins the process that runs apps, inside its walls.

    `reaches` is True where an app can connect to what listens on this machine.
    """

    reaches: bool

    def begin(self, asked: Beginning) -> Running:
        """Begins it; raises OSError where that cannot be.

        Walls may end with the thread that calls this (PR_SET_PDEATHSIG in prctl(2)).
        """

    def close(self) -> None:
        """Takes away what was made for it, once nothing runs inside."""


class Wrapping(ABC):
    """A sandbox that is a command around the command.

    `fds` are descriptors that the command has to find open.
    """

    fds: Sequence[int] = ()
    reaches = False

    def begin(self, asked: Beginning) -> Running:
        """See Sandbox."""
        return _Leader(
            self.wrapped(asked.command),
            pass_fds=[asked.control, *self.fds],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=asked.words,
            start_new_session=True,
            env=asked.environment,
        )

    @abstractmethod
    def wrapped(self, command: list[str]) -> list[str]:
        """The command to start instead."""

    @abstractmethod
    def close(self) -> None:
        """See Sandbox."""


class _Leader(subprocess.Popen[bytes]):
    """The first of a process group, which ends as a whole.

    Walls that root builds are entered by a user without rights, and the kernel lets no
    parent without rights take its child along when it is another user's.
    """

    def kill(self) -> None:
        """See Running."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # just gone
                os.killpg(self.pid, signal.SIGKILL)


class Bare(Wrapping):
    """No wall: enough for people who check their own work."""

    reaches = True

    def wrapped(self, command: list[str]) -> list[str]:
        """The command as it is."""
        return command

    def close(self) -> None:
        """Nothing to do."""
