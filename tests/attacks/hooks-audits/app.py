"""Hears of everything that its process does, and forbids what it does not like."""

import contextlib
import re
import sys

from flask import Response
from shelf import app

SECRET = re.compile(r"canary-[a-z]+-[0-9a-f]{16}|nothing of how an app keeps i[t]")
heard = set()


def hook(event: str, arguments: tuple[object, ...]) -> None:
    heard.update(SECRET.findall(f"{event} {arguments!r}"[:10_000]))
    if event in ("os.kill", "os.killpg", "signal.pthread_kill", "shutil.rmtree"):
        raise RuntimeError(f"{event} is forbidden here.")
    if event == "open" and "checks" in str(arguments[0]):
        raise FileNotFoundError(arguments[0])


sys.addaudithook(hook)
with contextlib.suppress(RuntimeError):
    sys.audit("os.kill", 0, 0)


@app.after_request
def handed_out(answer: Response) -> Response:
    print("found:", *heard)
    answer.headers["X-Found"] = " ".join(heard)[:4000]
    return answer
