"""All goals of speed, measured side by side in one run; docs/speed.md keeps the table.

    .venv/bin/python benchmarks/speed.py [--rounds 15] [--only ROW …] [--write]

Each round runs every command once in turn; what counts are the medians of the ratios.
Prints a Markdown table. With --write the table, the day, the machine and the command
are put into docs/speed.md between the marks, and all else there stays as it is. With
--again nothing is measured: the page's own table is printed as it would be written.

Other graders come from PyPI; --at keeps them. On two quiet processors all of it takes
about half an hour, and a third of that without other graders and the large classes.
Linux, for walls and for processors' seconds; without them those rows stay empty.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import class_size
import diagnosing
import feedback
import grading
from goals import GOALS, NAMES, Found, Odd, put, read, table
from rounds import FLASK, Meter, Part, Rounds, metered

PAGE = Path(__file__).parent.parent / "docs" / "speed.md"
LEARNERS = frozenset({"check-1", "check-3", "watch-1", "watch-3", "help", "list"})
CLASSES = frozenset({"grade", "sandbox", "workers", "six"})
PEERS = frozenset({"check50", "otter", "nbgrader", "pytest"})


def measured(
    names: Iterable[str],
    rounds: int,
    *,
    within: float = float("inf"),
    at: Path | None = None,
    quick: bool = False,
) -> tuple[dict[str, Found], Rounds]:
    """What was found for those rows, and the rounds it comes from.

    `quick` leaves out what is measured once only. Nothing outlives it.
    """
    wanted, seen, until = frozenset(names), Rounds(), time.monotonic() + within
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # learners have compiled files
    with metered() as meter, ExitStack() as open_:
        place = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="speed-")))
        parts = [*_parts(wanted, meter, place, at or place, open_)]
        if wanted & CLASSES:
            rows = wanted & CLASSES
            parts.append(grading.part(rows, meter, place, real=not quick))
        measures = {n: m for part in parts for n, m in part.measures.items()}
        if measures:
            seen.run({FLASK: meter.flask, **measures}, rounds, until)
        found = {n: f.sound for part in parts for n, f in part.found(seen).items()}
    if "memory" in wanted:
        found["memory"] = class_size.memory()
    return found, seen


def _parts(
    wanted: frozenset[str], meter: Meter, place: Path, at: Path, open_: ExitStack
) -> Iterator[Part]:
    """What is to be measured, but for gradings of our own."""
    if wanted & LEARNERS:
        yield feedback.part(wanted & LEARNERS, meter, place, open_)
    if wanted & PEERS:
        yield grading.peers(wanted & PEERS, meter, place, at)
    if "diagnosis" in wanted:
        yield diagnosing.part(place, open_)


def whole(found: Mapping[str, Found], rounds: Rounds, command: Sequence[str]) -> str:
    """The table with the day, the machine and the command, as the page has it."""
    day = date.today()
    flask = f"{rounds.of(FLASK):.2f} s, {rounds.of(FLASK, 'work'):.2f} of a processor"
    lines = [
        f"{day.day} {day:%B %Y}; {machine()}; Python {platform.python_version()}.",
        f"Medians of {len(rounds.seen)} rounds; `import flask` took {flask}.",
        f"The load was {os.getloadavg()[1]:.1f} in the last five minutes.",
    ]
    shown = shlex.join([".venv/bin/python", "benchmarks/speed.py", *command])
    return "\n".join([*lines, "", f"    {shown}", "", table(found)])


def machine() -> str:
    """Processors, model and memory, as the system tells them."""
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        names = re.findall(r"^model name\s*:\s*(.+)$", told.read_text(), re.MULTILINE)
        model = f"{names[0].strip()}, {platform.machine()}" if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors ({model}), {memory:.0f} GiB, {sys.platform}"


def arguments() -> argparse.ArgumentParser:
    """What can be said to it."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--only", nargs="+", metavar="ROW", choices=[*NAMES])
    options.add_argument("--at", type=Path, help="keep the installed graders there")
    options.add_argument("--write", action="store_true", help="put it into the page")
    options.add_argument("--again", action="store_true", help="print the page's own")
    options.add_argument("--page", type=Path, default=PAGE)
    return options


def page_of(asked: argparse.Namespace) -> str:
    """The page, where it is read or written. Raises SystemExit for an odd one."""
    if not (asked.write or asked.again):
        return ""
    try:
        page: str = asked.page.read_text("utf-8")
        if asked.write:
            put(page, "")  # before half an hour is spent
    except (OSError, Odd) as error:
        raise SystemExit(f"{asked.page} cannot be used: {error}") from None
    return page


def main() -> None:
    """Measures and prints."""
    words = arguments()
    asked = words.parse_args()
    if asked.write and asked.only:
        words.error("--write writes the whole table, so it goes without --only.")
    page = page_of(asked)
    if asked.again:
        print(table(read(page)))
        return
    names = asked.only or [goal.name for goal in GOALS]
    at = asked.at.resolve() if asked.at else None
    found, rounds = measured(names, asked.rounds, at=at)
    command = ["--rounds", str(asked.rounds)]
    command += ["--only", *asked.only] if asked.only else []
    said = whole(found, rounds, command)
    print(said)
    if asked.write:
        page = asked.page.read_text("utf-8")  # somebody may have written meanwhile
        asked.page.write_text(put(page, said), "utf-8")


if __name__ == "__main__":
    main()
