"""Looks for canaries in files, and hands out what it finds.

A canary is a word that the test has planted where no app may look; places.json
tells the spy where, which no real one would know.
"""

import contextlib
import itertools
import json
import os
import re
from pathlib import Path

from flask import Response
from shelf import app

CANARY = re.compile(rb"canary-[a-z]+-[0-9a-f]{16}|nothing of how an app keeps i[t]")
PLACES = json.loads(Path(__file__).with_name("places.json").read_text())


def looked():
    for place in [*PLACES, "..", "../..", str(Path.home()), "/root", "/home", "/work"]:
        yield from within(Path(place))


def within(place: Path, most: int = 100):
    files = [place]
    if place.is_dir():
        walk = ((folder, name) for folder, _, names in os.walk(place) for name in names)
        files = [Path(folder, name) for folder, name in itertools.islice(walk, most)]
    for file in files:
        with contextlib.suppress(OSError):
            if file.is_file():
                yield file.read_bytes()[:200_000]


found = sorted({word.decode() for text in looked() for word in CANARY.findall(text)})
print("found:", *found)


@app.after_request
def handed_out(answer: Response) -> Response:
    answer.headers["X-Found"] = " ".join(found)[:4000]
    return answer
