"""Checks whose visitors sit at a real Chromium, for tests of that visitor.

A test module takes the fixtures it uses as its own: `pages = browser_trial.pages`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import engine
from apps import FRIENDLY, HOSTILE
from browser import MISSING
from browser_pages import PAGES
from checker.errors import NotInstalled
from checker.host import Host
from checker.report import Outcome, Result
from checker.runner import run
from checker.visitor.browser.chromium import Chromium
from checker.visitor.browser.person import BrowserPeople
from engine import LESSON, Body, promise, written

# Machines may be busy, and a browser is slow then: these end only what would not end.
PATIENT = replace(engine.QUICK, start=30.0, request=20.0, check=90.0)


@dataclass(frozen=True)
class Trial:
    """Checks on one app, whose visitors sit at the browser of this module."""

    host: Host
    folder: Path
    chromium: Chromium
    pictures: Path | None = None
    traced: bool = False

    def __call__(self, body: Body, **limits: float) -> Result:
        """The result of a check with that body, within those limits."""
        within = replace(PATIENT, **limits)  # type: ignore[arg-type]  # some are whole
        checks = [promise(body)]
        done = run(
            self.folder,
            LESSON,
            checks,
            host=self.host,
            seed=7,
            limits=within,
            visitors=BrowserPeople(self.chromium, traced=self.traced),
            browser=True,
            pictures=self.pictures,
        )
        return done.results[0]

    def passes(self, body: Body, **limits: float) -> Result:
        """The same, which must have passed; `body` may use assert."""
        result = self(body, **limits)
        assert result.outcome is Outcome.PASSED, result
        return result


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """The browser of this module; without one a test is skipped, and in CI fails."""
    yield from started(Chromium())


def started(chromium: Chromium) -> Iterator[Chromium]:
    """A browser for a fixture of its own, ended afterwards."""
    path = os.environ["PATH"].removesuffix(f"{os.pathsep}{engine.MARK}")
    with chromium as browser:
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PATH", path)  # its tabs come and go as it likes
                browser.start()
        except NotInstalled as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{MISSING} {error}")
            pytest.skip(f"{MISSING} {error}")
        yield browser


Trials = Callable[[str], Trial]


@pytest.fixture(scope="module")
def trials(
    forking: Host, chromium: Chromium, tmp_path_factory: pytest.TempPathFactory
) -> Trials:
    def on(source: str) -> Trial:
        return Trial(forking, written(tmp_path_factory.mktemp("app"), source), chromium)

    return on


@pytest.fixture(scope="module")
def pages(trials: Trials) -> Trial:
    return trials(PAGES)


@pytest.fixture(scope="module")
def friendly(trials: Trials) -> Trial:
    return trials(FRIENDLY)


@pytest.fixture(scope="module")
def hostile(trials: Trials) -> Trial:
    return trials(HOSTILE)
