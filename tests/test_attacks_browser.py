"""What attacks with a page earns no more where people sit at a real Chromium.

The app is within the walls that grading takes (attacking.py); the browser is not.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import attacking
import browser_trial
import engine
from attacking import LESSONS, LIMITS, SEED, checks_of
from checker.hosting import Hosting
from checker.report import Outcome
from checker.runner import run
from checker.visitor.browser.chromium import Chromium
from checker.visitor.browser.person import BrowserPeople
from corpus import Attack, attacks, built, expected

leaks, marked = engine.leaks, engine.marked
hosting, chromium = attacking.hosting, browser_trial.chromium
ATTACKS = [attack for attack in attacks() if attack.browser]
PATIENT = replace(LIMITS, request=5.0).at_browser()


@pytest.mark.gate
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_a_page_that_attacks_the_browser_earns_what_it_showed(
    attack: Attack, hosting: Hosting, chromium: Chromium, tmp_path: Path
) -> None:
    folder = built(attack, tmp_path / "app")
    before, lesson = attacking.listing(folder), LESSONS[attack.lesson]
    with attacking.ready(hosting, folder) as host:
        report = run(
            folder,
            lesson,
            checks_of(lesson),
            host=host,
            seed=SEED,
            limits=PATIENT,
            jobs=2,
            visitors=BrowserPeople(chromium),
            browser=True,
        )
    found = {r.check: r.outcome.value for r in report.results}

    assert found == expected(attack, checks_of(lesson), browser=True), [
        f"{r.check}: {r.outcome}: {r.reason or r.seen} {r.error}"
        for r in report.results
        if r.outcome not in (Outcome.PASSED, Outcome.WAITING)
    ]
    assert report.notes == attack.notes
    assert attacking.listing(folder) == before
    assert report.seconds < PATIENT.submission
