"""`checker xray` draws an app doing its lesson's scenario, over the real host."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from checker import course as courses
from checker.errors import AppNotStarted, AuthorError
from checker.host import Host
from checker.learner import Learner
from checker.playing import played
from checker.render.xray_words import lines
from checker.scenario import Move, parse
from checker.transcript import Step
from checker.xray import exchanges
from conftest import APP, Ran
from small_course import LESSON, write_lesson

ROOT = Path(__file__).parent.parent
SCENARIO = """\
scenario = ["POST /sign-in name=Ann", "follow", "Ben: GET /", "reload"]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one lesson with a scenario, which is the current folder."""
    write_scenario(tmp_path, SCENARIO)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_scenario(root: Path, scenario: str) -> None:
    folder = write_lesson(root, app=APP)
    text = LESSON.replace("\n[[tasks]]", f"{scenario}\n[[tasks]]", 1)
    (folder / "lesson.toml").write_text(text, "utf-8")
    for tree in ("solutions", "exercises"):
        (root / tree / "01-first-flash").mkdir(parents=True)
        (root / tree / "01-first-flash" / "app.py").write_text(APP, "utf-8")
