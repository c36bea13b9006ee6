"""A page that fills the machine's memory is ended, and nobody else is hurt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import browser_trial
import engine
from browser_trial import Trial, Trials
from checker.app import App
from checker.endings import OverLimit
from checker.limits import MIB
from checker.report import Outcome
from checker.visitor.browser.chromium import Chromium

pytestmark = pytest.mark.slow  # a real browser
leaks, marked, forking = engine.leaks, engine.marked, engine.forking
trials = browser_trial.trials

MOST = 450  # MiB; an empty page has about 100, and of its own values 256 at most
REASON = "The page asked for more than 450 MiB of memory."
OWN = "The tab crashed: the page asks more than a browser has."
FILLING = {
    "buffers": "kept.push(new Uint8Array(2 ** 22).fill(1));",
    "elements": """for (let n = 0; n < 1000; n++) {
        const text = document.createElement("p");
        text.hidden = true;
        text.textContent = "filling ".repeat(500);
        kept.push(text);  // in the page it would be too long to read before
    }""",
    "canvases": """const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 1000;
        canvas.getContext("2d").fillRect(0, 0, 1000, 1000);
        kept.push(canvas);""",
    "modules": """const memory = new WebAssembly.Memory({initial: 64});
        kept.push(new Uint8Array(memory.buffer).fill(1));""",
}
VALUES = {"values": "kept.push(new Array(1e6).fill(kept.length));"}
PAGES = f"""
from flask import Flask

app = Flask(__name__)
filling = {FILLING | VALUES}


@app.get("/")
def home():
    return "<h1>Home</h1>"


@app.get("/at-once/<what>")
def at_once(what):
    step = filling[what]
    return "<script>const kept = []; while (true) {{ " + step + " }}</script>"


@app.get("/by-and-by/<what>")
def by_and_by(what):
    step = filling[what]
    return "here<script>const kept = []; setInterval(() => {{ " + step + " }})</script>"
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A browser whose pages may hold less than usual."""
    yield from browser_trial.started(Chromium(tab_memory=MOST * MIB))


@pytest.fixture(scope="module")
def pages(trials: Trials) -> Trial:
    return trials(PAGES)


@pytest.mark.parametrize("what", FILLING)
def test_a_page_that_fills_memory_while_it_loads_is_over_limit(
    pages: Trial, what: str
) -> None:
    def body(app: App) -> None:
        app.visitor("Ann").get(f"/at-once/{what}")

    result = pages(body)

    assert (result.outcome, result.reason) == (Outcome.OVER_LIMIT, REASON)


@pytest.mark.parametrize("what", FILLING)
def test_a_page_that_fills_memory_once_it_stands_is_over_limit(
    pages: Trial, what: str
) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        ann.get(f"/by-and-by/{what}")
        while True:
            ann.head("/")

    result = pages(body)

    assert (result.outcome, result.reason) == (Outcome.OVER_LIMIT, REASON)


def test_nobody_else_at_the_browser_is_hurt(pages: Trial) -> None:
    def body(app: App) -> None:
        ben = app.visitor("Ben")
        ben.get("/")
        with pytest.raises(OverLimit):
            app.visitor("Ann").get("/at-once/buffers")

        assert ben.reload().text == "Home"
        assert app.visitor("Cleo").get("/").text == "Home"

    pages.passes(body)


def test_a_page_with_too_many_values_of_its_own_has_crashed(pages: Trial) -> None:
    def body(app: App) -> None:
        with pytest.raises(OverLimit, match=REASON):
            app.visitor("Ann").get("/at-once/buffers")
        app.visitor("Ben").get("/at-once/values")

    result = pages(body)

    assert (result.outcome, result.reason) == (Outcome.OVER_LIMIT, OWN)
