"""A browser whose visits go to an app within walls, and what its pages may take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from browser import needed
from checker.report import Outcome
from checker.sandbox.trial import bubblewrap_missing
from conftest import Checker
from engine import written

ROOT = Path(__file__).parents[1]
MISSING = bubblewrap_missing()
pytestmark = [pytest.mark.gate, pytest.mark.xdist_group("chromium"), needed]


@pytest.mark.skipif(
    bool(MISSING) and os.environ.get("CI") != "true", reason=f"bubblewrap: {MISSING}"
)
def test_a_lesson_for_eyes_passes_whole_within_walls() -> None:
    asked = "solutions/04-templates --browser --sandbox bubblewrap --json".split()
    done = subprocess.run(
        [sys.executable, "-m", "checker", "check", *asked],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    report = json.loads(done.stdout)

    assert (done.stderr, done.returncode) == ("", 0)
    assert {result["outcome"] for result in report["results"]} == {Outcome.PASSED}
    assert report["protections"]["sandbox"] == "bubblewrap"
    assert any(result["browser"] for result in report["results"])


FILLS = """
from flask import Flask

app = Flask(__name__)

@app.get("/")
def home():
    fill = "while (true) { kept.push(new Uint8Array(2 ** 22).fill(1)); }"
    return f"<h1>The shelf</h1><script>const kept = []; {fill}</script>"
"""


def test_how_much_a_page_may_take_is_set_like_any_limit(
    checker: Checker, tmp_path: Path
) -> None:
    folder = str(written(tmp_path / "app", FILLS))
    how = ("--lesson", "1", "--browser", "--limit", "tab_memory=300MiB", "--json")
    ran = checker("check", folder, *how)
    ended = [(r["outcome"], r["reason"]) for r in json.loads(ran.text)["results"]]
    reason = "The page asked for more than 300 MiB of memory."

    assert (Outcome.OVER_LIMIT, reason) in ended
