"""Which walls are taken on this machine, and when an app is run without any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..errors import NoSandbox
from ..limits import Limits
from ..protections import Protection, Protections
from . import Bare, Sandbox

__all__ = ["NONE", "RUNNERS", "Builder", "Runner", "chosen", "protections"]

WALLS = tuple(
    Protection(what)
    for what in (
        "no network",
        "only the app, Python and libraries to see",
        "the machine's files read-only",
        "processes apart",
        "no rights, and no way to new ones",
    )
)


@dataclass(frozen=True)
class Runner:
    """One kind of walls: why it is not to be had here, and how to build it.

    `missing` is a clause after the name, "" where it works. `walls` are what it gives.
    `uncounted` says why it does not count the memory of all processes together.
    `many` makes what builds them for one submission after the other.
    """

    name: str
    missing: Callable[[], str]
    around: Callable[[Path, Limits], Sandbox]
    walls: Callable[[], tuple[Protection, ...]]
    uncounted: Callable[[], str] = str
    many: Callable[[], Builder] | None = None


class Builder(Protocol):
    """Builds walls for submissions; close() when the last of these is closed."""

    def around(self, folder: Path, limits: Limits) -> Sandbox:
        """The walls around the submission in the folder."""

    def close(self) -> None:
        """Ends what it runs."""


def _bubblewrap_missing() -> str:
    from .trial import bubblewrap_missing

    return bubblewrap_missing()


def _bubblewrap(folder: Path, limits: Limits) -> Sandbox:
    from .bubblewrap import Bubblewrap

    return Bubblewrap(folder, limits)


def _bubblewrap_for_many() -> Builder:
    from .warm import Warm

    return Warm()


def _bubblewrap_walls() -> tuple[Protection, ...]:
    from .calls import missing

    why = missing()
    return (*WALLS, Protection("system calls filtered", not why, why))


def _bubblewrap_uncounted() -> str:
    from .cgroup import missing

    return missing()


def _container(name: str) -> Runner:
    """The walls of a container engine."""

    def missing() -> str:
        from .container import missing

        return missing(name)

    def around(folder: Path, limits: Limits) -> Sandbox:
        from .container import Container

        return Container(name, folder, limits)

    def uncounted() -> str:
        from .container import uncounted

        return uncounted(name)

    own = Protection("system calls filtered")  # by the engine's own list
    return Runner(name, missing, around, lambda: (*WALLS, own), uncounted)


def _bare(why: str) -> Runner:
    """No walls, and why there are none."""
    lacking = (Protection("walls around the app", False, why),)
    return Runner("none", str, lambda folder, limits: Bare(), lambda: lacking)


NONE = _bare("none were asked for")
RUNNERS = (
    Runner(
        "bubblewrap",
        _bubblewrap_missing,
        _bubblewrap,
        _bubblewrap_walls,
        _bubblewrap_uncounted,
        _bubblewrap_for_many,
    ),
    _container("podman"),
    _container("docker"),
)


def chosen(
    wanted: str,
    *,
    foreign: bool = False,
    trusted: bool = False,
    runners: Sequence[Runner] = RUNNERS,
) -> Runner:
    """The walls to take: those wanted, or for "auto" the first that work here.

    `foreign` is code of other people, which runs without walls only when it is
    `trusted`. Raises NoSandbox with a sentence for what cannot or may not be.
    """
    if wanted == NONE.name:
        return _without(foreign and not trusted)
    if wanted not in ("auto", *(runner.name for runner in runners)):
        names = ", ".join(("auto", *(runner.name for runner in runners)))
        raise NoSandbox(f"There is no sandbox “{wanted}”. There are {names} and none.")
    asked = [r for r in runners if wanted in ("auto", r.name)]
    reasons = {}
    for runner in asked:
        reasons[runner.name] = runner.missing()
        if not reasons[runner.name]:
            return runner
    why = "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
    if wanted == "auto" and (trusted or not foreign):
        return _bare(f"no sandbox works: {why}")
    if wanted == "auto":
        raise NoSandbox(
            f"No sandbox works here ({why}), and other people's apps are not run"
            " without one. Mend that, or say --i-trust-this-code."
        )
    raise NoSandbox(f"--sandbox {wanted} does not work here ({why}). See doctor.")


def protections(runner: Runner, most: Limits) -> Protections:
    """What keeps an app in when it is run so on this machine."""
    from ..doctor import this_machine
    from ..machine import limits

    walled, why = runner.name != NONE.name, runner.uncounted()
    found = limits(this_machine(), most, walled=walled, group=walled and not why)
    together = Protection("memory of all processes together", False, why)
    lacking = (together,) if why else ()
    return Protections(runner.name, (*runner.walls(), *found, *lacking))


def _without(refused: bool) -> Runner:
    if refused:
        raise NoSandbox(
            "Without a sandbox, other people's code can do here whatever you can."
            " Leave out --sandbox none, or say --i-trust-this-code as well."
        )
    return NONE
