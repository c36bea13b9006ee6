"""Times commands, in rounds of which each runs every one of them once in turn.

So what else the machine does falls on all of them alike. A ratio is taken within each
round, and the median of the rounds is what counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from goals import Found

__all__ = ["FLASK", "Meter", "Numbers", "Part", "Round", "Rounds", "metered"]

Numbers = Mapping[str, float]  # what one measure gave: "wall" and "work" seconds, …
Round = Mapping[str, Numbers]  # by the measure's name
FLASK = "import flask"
V2, V1 = Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/cpuacct")
USED = {"cpu.stat": ("usage_usec", 1e6), "cpuacct.usage": ("", 1e9)}
SETTLED = 5.0  # seconds for what a command left behind to end


@dataclass(frozen=True)
class Part:
    """Some rows: what is measured for them in a round, and how they follow from it."""

    measures: Mapping[str, Callable[[], Numbers]]
    found: Callable[[Rounds], Mapping[str, Found]]


@dataclass
class Rounds:
    """What the rounds gave."""

    seen: list[Round] = field(default_factory=list)

    def each(self, value: Callable[[Round], float]) -> float:
        """The median of what that is in each round."""
        return statistics.median(map(value, self.seen))

    def of(self, measure: str, number: str = "wall") -> float:
        """The median of a number of a measure."""
        return self.each(lambda one: one[measure][number])

    def run(
        self, measures: Mapping[str, Callable[[], Numbers]], rounds: int, until: float
    ) -> None:
        """So many rounds, or fewer: but for the first, none that would end too late."""
        longest = 0.0
        for number in range(max(1, rounds)):
            began = time.monotonic()
            if number and began + longest > until:
                return
            self.seen.append({name: measure() for name, measure in measures.items()})
            longest = max(longest, time.monotonic() - began)
            print(
                f"round {number + 1} of {rounds}: {time.monotonic() - began:.0f} s",
                file=sys.stderr,
                flush=True,
            )


class Meter:
    """Runs commands; counts processor seconds in a control group, if there is one.

    Nothing else counts them all: what a parent has not waited for is missing in its
    times, and so is what ended with its namespace (a second of work there reads 0.03).
    """

    def __init__(self, group: Path | None) -> None:
        self.group = group

    def took(self, command: Sequence[str], folder: Path, **env: str) -> Numbers:
        """The seconds of a whole command, "work" those of the processors."""
        environment, nothing = _environment(**env), subprocess.DEVNULL
        with self._within():
            before, began = self._used(), time.perf_counter()
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=nothing, stderr=nothing
            )
        code = process.wait()
        wall = time.perf_counter() - began
        if code:
            raise SystemExit(f"{' '.join(command)} ended with {code}.")
        self._settle()
        return {"wall": wall, "work": self._used() - before}

    def flask(self) -> Numbers:
        """Those of `import flask`, which everything is measured by."""
        return self.took([sys.executable, "-c", "import flask"], Path(os.sep))

    @contextmanager
    def _within(self) -> Iterator[None]:
        """Is in the group for a moment, so that what is started then is and stays.

        Sent there between fork and exec, it would begin later by what a fork takes.
        """
        if not self.group:
            yield
            return
        _enter(self.group)
        try:
            yield
        finally:
            _enter(self.group.parent)

    def _settle(self) -> None:
        """Waits for processes that outlive their command for a moment."""
        until = time.monotonic() + SETTLED
        while self.group and (self.group / "cgroup.procs").read_text():
            if time.monotonic() > until:
                raise SystemExit(
                    "A command left processes behind. End them, try again."
                )
            time.sleep(0.002)

    def _used(self) -> float:
        if not self.group:
            return float("nan")
        file = next(file for file in USED if (self.group / file).exists())
        name, unit = USED[file]
        words = (self.group / file).read_text().split()
        return int(words[words.index(name) + 1 if name else 0]) / unit


def _enter(group: Path) -> None:
    (group / "cgroup.procs").write_text("0")


def _environment(**more: str) -> dict[str, str]:
    """Ours, without what would keep Python from finding its compiled files."""
    own = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    return {n: v for n, v in os.environ.items() if n not in own} | more


@contextmanager
def metered() -> Iterator[Meter]:
    """A meter; its group is taken away after."""
    group = next(filter(None, map(_made, _places())), None)
    try:
        yield Meter(group)
    finally:
        if group:
            group.rmdir()


def _places() -> Iterator[Path]:
    """Where a group could be made: below our own, in either version."""
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            number, names, path = line.split(":", 2)
            if number == "0":
                yield from (top / path.lstrip("/") for top in (V2, V2 / "unified"))
            elif names == "cpuacct":
                yield V1 / path.lstrip("/")


def _made(above: Path) -> Path | None:
    group = above / f"speed-{os.getpid()}"
    with suppress(OSError):
        group.mkdir()
        if any((group / file).exists() for file in USED):
            return group
        group.rmdir()
    return None
