"""The browser that visitors sit at starts, ends and is missed with a sentence."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Error

import browser_trial
import engine
from browser_trial import Trial
from checker.app import App
from checker.doctor import this_machine
from checker.errors import NotInstalled
from checker.machine import Machine
from checker.report import Outcome
from checker.visitor.browser.chromium import Chromium
from checker.visitor.browser.gate import REFUSED, Gate
from checker.visitor.browser.tab import Tab
from checker.visitor.browser.visitor import BrowserVisitor
from checker.visitor.person import How
from checker.visitor.wire import Request
from engine import facts, summaries

pytestmark = pytest.mark.slow  # a real browser
leaks, marked, forking = engine.leaks, engine.marked, engine.forking
chromium, trials = browser_trial.chromium, browser_trial.trials
pages = browser_trial.pages


async def asked(tab: Tab, method: str) -> Any:
    """What the browser of a tab says to a command of the DevTools protocol."""
    browser = tab.context.browser
    assert browser is not None
    session = await browser.new_browser_cdp_session()
    return await session.send(method)


def end(chromium: Chromium, tab: Tab) -> None:
    """Kills the browser of a tab, and waits until that is known."""
    found = chromium.do(asked(tab, "SystemInfo.getProcessInfo"), 20)
    main = [p["id"] for p in found["processInfo"] if p["type"] == "browser"]
    os.kill(main[0], signal.SIGKILL)
    chromium.do(ended(tab), 20)


async def ended(tab: Tab) -> None:
    browser = tab.context.browser
    while not tab.has_ended or (browser and browser.is_connected()):
        await asyncio.sleep(0.01)


def test_a_browser_that_has_ended_is_replaced(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.visitor("Ann")
        tab = pages.chromium.tab(app)
        end(pages.chromium, tab)
        pages.chromium.do(tab.close(), 20)
        app.visitor("Ben").get("/")
        ann.get("/")

    result = pages(body)

    assert summaries(result) == ["Ben: GET / → 200"]
    assert result.outcome is Outcome.TIMED_OUT
    assert result.reason == "The browser did not answer any more."


def test_a_tab_that_cannot_be_opened_leaves_nothing(pages: Trial) -> None:
    def body(app: App) -> None:
        tab = pages.chromium.tab(app)
        browser = tab.context.browser
        assert browser is not None
        end(pages.chromium, tab)
        pages.chromium.do(tab.close(), 20)

        with pytest.raises(Error):
            pages.chromium.do(Tab.opened(browser, app), 20)

    pages.passes(body)


def test_without_scripts_a_page_is_as_it_was_sent(pages: Trial) -> None:
    def body(app: App) -> None:
        plain = BrowserVisitor(app, "Ann", pages.chromium, How(scripts=False))
        with closing(plain):
            assert plain.get("/drawn").text == ""
            assert facts(plain.post("/echo", a="1"))["form"] == {"a": ["1"]}
            assert plain.head("/").status == 200

    pages.passes(body)


def test_a_remembering_browser_keeps_a_page_as_it_was_left(pages: Trial) -> None:
    def body(app: App) -> None:
        for remembering in (False, True):
            tab = pages.chromium.tab(app, How(remembering=remembering))
            left = pages.chromium.do(gone_back(tab, app.origin), 20)
            pages.chromium.do(tab.close(), 20)

            assert left is remembering

    pages.passes(body)


async def gone_back(tab: Tab, origin: str) -> object:
    """Whether a page is the very one that was left, when a person comes back to it."""
    await tab.go(f"{origin}/forms")
    await tab.leaf.evaluate("() => { window.left = true }")
    await tab.go(f"{origin}/echo")
    await tab.leaf.go_back(wait_until="commit")
    return await tab.leaf.evaluate("() => window.left === true")


def test_what_a_page_still_asks_for_once_its_person_left_reaches_no_app(
    pages: Trial,
) -> None:
    def body(app: App) -> None:
        gate = Gate(app, lambda _: None)
        gate.shut = True
        page = f"{app.origin}/"
        answer = gate.pass_on(Request("GET", "/", (), b""), page, "document")
        gate.close()

        assert (answer.status, app.steps) == (REFUSED, [])

    assert pages(body).outcome is Outcome.PASSED


def test_without_playwright_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)

    with Chromium() as chromium, pytest.raises(NotInstalled) as caught:
        chromium.start()

    assert str(caught.value) == (
        "To check with a browser, the package playwright is needed, and it is not "
        "there. Start the checker with ./course, which installs it."
    )


def nowhere(which: Callable[[str], str | None]) -> Machine:
    """This machine, if it had no programs but those."""
    return replace(this_machine(), which=which, exists=lambda _: False)


def test_without_a_browser_it_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    machine = nowhere({"apt-get": "/usr/bin/apt-get"}.get)

    with Chromium(machine) as chromium, pytest.raises(NotInstalled) as caught:
        chromium.start()

    assert str(caught.value) == (
        "No browser here can be started. To get it: sudo apt-get install chromium"
    )


def test_a_browser_that_does_not_start_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    machine = replace(nowhere({"chromium": "/bin/false"}.get), administrator=False)

    with Chromium(machine) as chromium, pytest.raises(NotInstalled) as caught:
        chromium.start()

    start = "No browser here can be started. /bin/false: BrowserType.launch: "
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith("has it, or its own site.")


def test_a_browser_can_be_closed_twice() -> None:
    chromium = Chromium()
    chromium.close()

    chromium.close()
