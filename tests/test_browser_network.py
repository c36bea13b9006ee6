"""A browser visits an app that lives where there is no network at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.app import App
from checker.host import Host
from checker.report import Outcome
from checker.runner import run
from checker.sandbox import Bare
from checker.visitor.browser.person import BrowserPeople
from engine import LESSON, promise, written

APP = """
from pathlib import Path

from flask import Flask, flash, get_flashed_messages, redirect

app = Flask(__name__)
app.secret_key = "a"


@app.post("/flash")
def leave():
    flash(" ".join(line.split(":")[0].strip() for line in rows()[2:]))
    return redirect("/")


@app.get("/")
def shelf():
    return "".join(f"<p class=message>{m}</p>" for m in get_flashed_messages())


def rows():
    return Path("/proc/self/net/dev").read_text().splitlines()
"""
APART = ["unshare", "--map-root-user", "--net"]


class WithoutNetwork(Bare):
    """A namespace of its own, which has a loopback device, switched off."""

    reaches = False

    def wrapped(self, command: list[str]) -> list[str]:
        return [*APART, *command]


@pytest.fixture
def apart() -> Iterator[Host]:
    """A host without network; where there can be none, a skip, and in CI a failure."""
    can = shutil.which("unshare") and subprocess.run([*APART, "true"]).returncode == 0
    if not can and os.environ.get("CI") != "true":
        pytest.skip("this system gives no network namespace")
    with Host(sandbox=WithoutNetwork()) as host:
        yield host


def test_a_browser_reaches_an_app_that_has_no_network(
    apart: Host, people: BrowserPeople, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        ann = app.person()
        page = ann.follow(ann.post("/flash"))

        assert page.messages_in_words == "“lo”"  # the only device there is
        assert [one.read for one in ann.look()] == ["lo"]

    folder = written(tmp_path, APP)
    report = run(
        folder, LESSON, [promise(body)], host=apart, visitors=people, browser=True
    )

    assert report.results[0].outcome is Outcome.PASSED, report.results[0]
