"""Starts and stops learners' apps, each in a process of its own. Judges nothing.

Where a process can fork, one host process imports Flask once and forks a child for each
app (forking.py); where it cannot, each app is a fresh process (fresh.py).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..limits import Limits

if TYPE_CHECKING:
    from types import TracebackType

    from ..protections import Protections
    from ..sandbox import Sandbox
    from .process import Listener, Process, Start

__all__ = ["Host"]


class Host:
    """Runs apps; starts getting ready at once, in the background.

    `forks` is for systems that could but should not; by default it is what can be had.
    `sandbox` is the walls around the process that forks; by default there are none.
    `protections` are what reports are to say of them.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        forks: bool | None = None,
        sandbox: Sandbox | None = None,
        protections: Protections | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.protections = protections
        self.reaches = sandbox is None or sandbox.reaches
        if hasattr(os, "fork") if forks is None else forks:
            from .forking import Forking

            self._kind: Forking | Fresh = Forking(sandbox)
        else:
            from .fresh import Fresh

            self._kind = Fresh()

    def launch(self, start: Start, listener: Listener) -> Process:
        """Starts an app at the listener's address; returns once it said its first word.

        Raises TimedOut when it says none within limits.start seconds.
        """
        return self._kind.launch(start, listener)

    def stop(self, process: Process) -> None:
        """Ends an app, and returns when it has ended."""
        self._kind.stop(process)

    def pause(self, process: Process) -> None:
        """From now on the process answers nothing, until resume."""
        self._kind.pause(process)

    def resume(self, process: Process) -> None:
        """Lets a paused process answer again."""
        self._kind.resume(process)

    def kept(self, path: Path, most: int) -> bytes | None:
        """What an app has written to the file; None for none, or no plain one.

        None, too, for one of more than `most` bytes.
        """
        return self._kind.kept(path, most)

    def close(self) -> None:
        """Ends every app and the host itself."""
        self._kind.close()

    def __enter__(self) -> Host:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


if TYPE_CHECKING:
    from .forking import Forking
    from .fresh import Fresh
