"""A Chromium for tests: the system's own, else Playwright's. Knows no page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from checker.doctor import this_machine
from checker.machine import examine

__all__ = ["chromium", "needed", "serious"]

QUIET = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "No Chromium here can be started. Install one with your package manager, or with "
    "“python -m playwright install chromium”."
)


def _missing() -> bool:
    """True where no browser is found, and a missing part is no failure."""
    machine = this_machine()
    here = {found.name: found.here for found in examine(machine)}["Chromium"]
    return not here and os.environ.get("CI") != "true"


# For tests that start the browser by the checker itself.
needed = pytest.mark.skipif(_missing(), reason="no Chromium was found")

expect.set_options(timeout=30_000)  # machines may be busy


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, ended afterwards; without one a test is skipped, and in CI fails."""
    machine = this_machine()
    here = {found.name: found.here for found in examine(machine)}["Chromium"]
    arguments = [*QUIET, *(["--no-sandbox"] if machine.administrator else [])]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=here or None, args=arguments
            )
        except Error as error:
            sentence = f"{MISSING} {error.message.splitlines()[0]}"
            if os.environ.get("CI") == "true":
                pytest.fail(sentence)
            pytest.skip(sentence)
        yield browser
        browser.close()


def serious(page: Page, within: tuple[str, ...] = ("html",)) -> list[str]:
    """What axe-core calls serious or critical within these places of the page."""
    context = {"include": [[place] for place in within]}
    found = Axe().run(page, context).response["violations"]
    return [
        f"{finding['id']}: {node['failureSummary']} {node['html']}"
        for finding in found
        for node in finding["nodes"]
        if finding["impact"] in ("serious", "critical")
    ]
