"""Looks for canaries in what its links lead to, and hands out what it finds.

A canary is a word that the test has planted where no app may look; places.json
tells the spy where, which no real one would know.
"""

import contextlib
import json
import re
from pathlib import Path

from flask import Response
from shelf import app

CANARY = re.compile(rb"canary-[a-z]+-[0-9a-f]{16}|nothing of how an app keeps i[t]")
PLACES = json.loads(Path(__file__).with_name("places.json").read_text())


def looked():
    for link in sorted(Path(__file__).parent.glob("link*")):
        files = [link, *(link.glob("*") if link.is_dir() else ())]
        for file in files[:2000]:
            with contextlib.suppress(OSError):
                if file.is_file():
                    yield file.read_bytes()[:200_000]


found = sorted({word.decode() for text in looked() for word in CANARY.findall(text)})
print("found:", *found)


@app.after_request
def handed_out(answer: Response) -> Response:
    answer.headers["X-Found"] = " ".join(found)[:4000]
    return answer
