"""Looks for canaries in other processes, and hands out what it finds.

A canary is a word that the test has planted where no app may look; places.json
tells the spy where, which no real one would know.
"""

import contextlib
import json
import os
import re
from pathlib import Path

from flask import Response
from shelf import app

CANARY = re.compile(rb"canary-[a-z]+-[0-9a-f]{16}|nothing of how an app keeps i[t]")
PLACES = json.loads(Path(__file__).with_name("places.json").read_text())


def looked():
    yield repr(dict(os.environ)).encode()
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("environ", "cmdline"):
            with contextlib.suppress(OSError):
                yield (process / name).read_bytes()
        with contextlib.suppress(OSError):
            for link in (process / "fd").iterdir():
                if link.is_file() and link.stat().st_size < 100_000:
                    yield link.read_bytes()
    yield memory(os.getppid())
    yield memory(int(Path(f"/proc/{os.getppid()}/stat").read_text().split()[3]))


def memory(pid: int, most: int = 2**27) -> bytes:
    """What may be written to in a process's memory, as far as it can be read."""
    found = bytearray()
    with contextlib.suppress(OSError), Path(f"/proc/{pid}/mem").open("rb") as mem:
        for row in Path(f"/proc/{pid}/maps").read_text().splitlines():
            start, end = (int(side, 16) for side in row.split()[0].split("-"))
            if " rw" in row and len(found) < most and end - start < most:
                with contextlib.suppress(OSError, ValueError):
                    mem.seek(start)
                    found += mem.read(end - start)
    return bytes(found)


found = sorted({word.decode() for text in looked() for word in CANARY.findall(text)})
print("found:", *found)


@app.after_request
def handed_out(answer: Response) -> Response:
    answer.headers["X-Found"] = " ".join(found)[:4000]
    return answer
