"""Plays recorded requests to an app through Flask's test client, in warm forks.

About the least that a verdict can cost; feedback.py asks for it. The first line that
comes in is JSON: the app's folder, and the checks as lists of segments. A segment is
what is asked of one start of the app, so each gets a fork of its own, which loads the
app and asks the same with the same cookies. Then for every line with a number it plays
all, with so many forks at a time, and answers with the seconds. POSIX only.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from checker.host.apphost.load import load
from checker.host.apphost.warm import warm

Segment = Mapping[str, Any]  # its environment, and steps of a transcript


def played(folder: str, checks: Sequence[Sequence[Segment]], at_once: int) -> float:
    """Seconds for all checks, and so many of them at a time."""
    with tempfile.TemporaryDirectory(prefix="replay-") as place:
        start = time.perf_counter()
        waiting = deque(checks)
        running: dict[int, Sequence[Segment]] = {}
        while waiting or running:
            while waiting and len(running) < at_once:
                first, *rest = waiting.popleft()
                running[begun(folder, first, place)] = rest
            pid, status = os.wait()
            left = running.pop(pid)
            if status:
                raise SystemExit("The app answers otherwise than when it was recorded.")
            if left:
                waiting.appendleft(left)
        return time.perf_counter() - start


def begun(folder: str, segment: Segment, place: str) -> int:
    """A fork that plays the segment; how it ends says whether all went as recorded."""
    pid = os.fork()
    if pid:
        return pid
    fits = False
    try:
        store = f"{place}/{segment['check']}"
        os.makedirs(store, exist_ok=True)  # noqa: PTH103  as the process of an app does
        os.environ.clear()
        named = {n: v.replace("STORE", store) for n, v in segment["env"].items()}
        os.environ.update(named)
        fits = play(load(folder, f"{place}/compiled"), segment["steps"])
    except BaseException:
        traceback.print_exc()
    os._exit(not fits)


def play(app: Flask, steps: Sequence[Mapping[str, Any]]) -> bool:
    """Whether each request is answered with the status that it had."""
    clients: dict[str, FlaskClient] = {}
    for step in steps:
        who = step["visitor"]
        if who not in clients:
            clients[who] = app.test_client(use_cookies=False)
        if answered(clients[who], step) != step["status"]:
            return False
    return True


def answered(client: FlaskClient, step: Mapping[str, Any]) -> int:
    """The status of the answer; it is read to its end."""
    url, sent, more = urlsplit(step["url"]), step["sent"], dict[str, Any]()
    if step["cookies"]:
        more["headers"] = {"Cookie": step["cookies"]}
    if step["method"] == "POST":
        by_script = len(sent) == 1 and not sent[0][0]
        kind = "application/json" if by_script else "application/x-www-form-urlencoded"
        body = sent[0][1] if by_script else urlencode([tuple(x) for x in sent])
        more |= {"data": body, "content_type": kind}
    answer = client.open(
        url.path,
        method=step["method"],
        query_string=url.query,
        base_url=f"{url.scheme}://{url.netloc}",
        **more,
    )
    answer.get_data()
    return answer.status_code


def main() -> None:
    """Answers until nobody asks any more."""
    told = json.loads(sys.stdin.readline())
    warm()
    for line in sys.stdin:
        print(played(told["folder"], told["checks"], int(line)), flush=True)


if __name__ == "__main__":
    main()
