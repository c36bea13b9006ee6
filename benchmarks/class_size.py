"""What a class costs as it grows: memory, seconds and disk for 100 to 10,000 hand-ins.

    .venv/bin/python benchmarks/class_size.py [--sizes 100 1000 10000] [--checked 50]

Makes a class for lesson 1 from the solution and the apps that our mistakes give, each
with a number in a comment, so that so many contents differ as --checked says. Then runs
the whole command, walls and all. What is the same is checked once, so with 10,000
hand-ins of 50 contents the checking is real for 50, and all that grows with a class is
done 10,000 times: taking in, keeping, marking, pages and exports. Seconds are told
apart: those of the checks, and those of the rest. With --checked 0 each content is
another. Prints a Markdown table. Linux: peaks are the kernel's own (VmHWM).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import psutil
from goals import Found
from hand_ins import ROOT, different, handed_in

__all__ = ["memory"]

MIB = 1024 * 1024
CONTENTS = 8  # that differ; what is the same is checked once
EVERY = 0.05  # seconds between two looks at the processes
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
# The command, and at its end its own peak: that of a process which is gone is not told.
COMMAND = """
import atexit, pathlib, sys
from checker.cli import main
status = pathlib.Path("/proc/self/status")
atexit.register(lambda: print(status.read_text()))
main()
"""
HEADS = (
    "hand-ins",
    "contents",
    "peak MiB",
    "x first",
    "worker MiB",
    "all MiB",
    "check s",
    "rest s",
    "rest ms each",
    "gradebook KiB each",
    "content KiB",
    "files KiB each",
)


@dataclass
class Peaks:
    """The most that processes below one held, as far as looks at them tell.

    `worker` is one of the crew, `all` everything at one moment, what is shared of it
    counted for each.
    """

    worker: int = 0
    all: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def look(self, pid: int) -> None:
        """Looks again and again until it is over."""
        with suppress(psutil.NoSuchProcess):
            above = psutil.Process(pid)
            while not self.over.wait(EVERY):
                self._once(above)

    def _once(self, above: psutil.Process) -> None:
        whole = above.memory_info().rss
        for one in above.children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                held = one.memory_info().rss
                whole += held
                if one.ppid() == above.pid:
                    self.worker = max(self.worker, held)
        self.all = max(self.all, whole)


@dataclass(frozen=True)
class Measured:
    """One run: bytes and seconds."""

    peak: int
    below: Peaks
    seconds: float
    checking: float
    book: int
    content: int
    files: int


def graded(hand_ins: int, contents: int, jobs: int) -> Measured:
    """Grades a class that is made for it, of so many contents, from nothing."""
    place = Path(tempfile.mkdtemp(prefix="class-"))
    try:
        different_ones = list(islice(different(), contents))
        handed_in(islice(cycle(different_ones), hand_ins), place / "in")
        return run(place, jobs)
    finally:
        shutil.rmtree(place)


def memory() -> Found:
    """The row of speed.py: the grading process's peak for 10,000 by that for 100."""
    jobs = os.cpu_count() or 1
    few, many = (graded(hand_ins, CONTENTS, jobs) for hand_ins in (100, 10_000))
    also = f"{many.peak / MIB:.0f} by {few.peak / MIB:.0f} MiB, {CONTENTS} contents,"
    return Found(many.peak / few.peak, f"{also} once each")


def run(place: Path, jobs: int) -> Measured:
    """Grades the class in the place, from nothing."""
    words = ["grade", str(place / "in"), "--out", str(place / "marks"), "--seed", "5"]
    command = [sys.executable, "-c", COMMAND, *words, "--jobs", str(jobs)]
    below = Peaks()
    began = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as grading:
        looking = threading.Thread(target=below.look, args=[grading.pid])
        looking.start()
        said = grading.communicate()[0].decode()
        below.over.set()
        looking.join()
    took = time.monotonic() - began
    assert grading.returncode == 0, said
    [peak] = PEAK.findall(said)
    return _measured(place / "marks", int(peak) * 1024, below, took, jobs)


def _measured(marks: Path, peak: int, below: Peaks, took: float, jobs: int) -> Measured:
    book = marks / "gradebook.sqlite"
    with closing(sqlite3.connect(book)) as db:
        [(checking,)] = db.execute("SELECT sum(seconds) FROM graded").fetchall()
    content = size(marks / "content")
    files = size(marks) - content - book.stat().st_size
    checked = checking / jobs
    return Measured(peak, below, took, checked, book.stat().st_size, content, files)


def size(folder: Path) -> int:
    """Bytes on the disk of all files below the folder."""
    return sum(
        Path(above, name).stat().st_blocks * 512
        for above, _, names in os.walk(folder)
        for name in names
    )


def row(hand_ins: int, contents: int, found: Measured, first: Measured) -> str:
    """A line of the table."""
    rest = found.seconds - found.checking
    cells = (
        f"{hand_ins:,}",
        f"{contents:,}",
        f"{found.peak / MIB:.0f}",
        f"{found.peak / first.peak:.2f}",
        f"{found.below.worker / MIB:.0f}",
        f"{found.below.all / MIB:.0f}",
        f"{found.checking:.1f}",
        f"{rest:.1f}",
        f"{1000 * rest / hand_ins:.1f}",
        f"{found.book / 1024 / hand_ins:.1f}",
        f"{found.content / 1024 / contents:.1f}",
        f"{found.files / 1024 / hand_ins:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measures and prints."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    words.add_argument("--checked", type=int, default=50, help="contents that differ")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = words.parse_args()
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    first: Measured | None = None
    for hand_ins in asked.sizes:
        contents = min(asked.checked or hand_ins, hand_ins)
        found = graded(hand_ins, contents, asked.jobs)
        first = first or found
        print(row(hand_ins, contents, found, first), flush=True)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\n{os.cpu_count()} processors, {platform.machine()}; load {load}.")


if __name__ == "__main__":
    main()
