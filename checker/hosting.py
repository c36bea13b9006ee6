"""The hosts that run apps: one for all, or within walls one for each submission."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .host import Host
from .limits import Limits
from .protections import Protections

if TYPE_CHECKING:
    from .sandbox import Sandbox
    from .sandbox.choice import Builder, Runner

__all__ = ["Hosting"]


class Hosting:
    """Gives each submission the host that runs it.

    `sandbox` is a name of sandbox/choice.py, or "" where nobody asked for walls: then
    there are none, and no report says what there was. Raises NoSandbox.
    """

    def __init__(
        self,
        limits: Limits,
        sandbox: str = "",
        *,
        foreign: bool = False,
        trusted: bool = False,
    ) -> None:
        self.limits = limits
        self.protections: Protections | None = None
        runner: Runner | None = None
        if sandbox:
            from .sandbox.choice import NONE, chosen, protections

            found = chosen(sandbox, foreign=foreign, trusted=trusted)
            self.protections = protections(found, limits)
            runner = found if found.name != NONE.name else None
        self._walls: Callable[[Path, Limits], Sandbox] | None = None
        self._builder: Builder | None = None
        if runner is not None:
            self._walls = runner.around
        if runner is not None and runner.many is not None and foreign:
            self._builder = runner.many()
            self._walls = self._builder.around
        self._host: Host | None = None
        if self._walls is None:  # it gets ready while others load what they need
            self._host = Host(limits, protections=self.protections)

    @contextmanager
    def around(self, folder: Path) -> Iterator[Host]:
        """The host for the submission in the folder; within walls it ends with it."""
        if self._host is not None:
            yield self._host
            return
        assert self._walls is not None  # there is one or the other
        walls = self._walls(folder, self.limits)
        with Host(self.limits, sandbox=walls, protections=self.protections) as host:
            yield host

    def close(self) -> None:
        """Ends the host for all, if there is one, and what made walls quickly."""
        if self._host is not None:
            self._host.close()
        if self._builder is not None:
            self._builder.close()

    def __enter__(self) -> Hosting:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
