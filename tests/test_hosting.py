"""Which walls are chosen, when an app runs without, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.errors import NoSandbox
from checker.hosting import Hosting
from checker.limits import Limits
from checker.protections import Protection, Protections, sentence
from checker.sandbox import Bare
from checker.sandbox.choice import NONE, RUNNERS, Runner, chosen
from checker.sandbox.trial import bubblewrap_missing
from conftest import Checker

ROOT = Path(__file__).parents[1]


def runner(name: str, missing: str) -> Runner:
    return Runner(name, lambda: missing, lambda folder, limits: Bare(), tuple)


BROKEN = (runner("one", "it is not installed"), runner("two", "it is asleep"))


def refused(wanted: str, *, foreign: bool = True, trusted: bool = False) -> str:
    with pytest.raises(NoSandbox) as caught:
        chosen(wanted, foreign=foreign, trusted=trusted, runners=BROKEN)
    return str(caught.value)


def test_the_first_that_works_is_taken() -> None:
    works = runner("three", "")

    assert chosen("auto", foreign=True, runners=(*BROKEN, works)) is works
    assert chosen("three", runners=(*BROKEN, works)) is works


def test_other_peoples_code_does_not_run_without_walls() -> None:
    assert refused("auto") == (
        "No sandbox works here (one: it is not installed; two: it is asleep), and other"
        " people's apps are not run without one. Mend that, or say"
        " --i-trust-this-code."
    )
    assert refused("none") == (
        "Without a sandbox, other people's code can do here whatever you can. Leave out"
        " --sandbox none, or say --i-trust-this-code as well."
    )


def test_ones_own_code_and_trusted_code_do() -> None:
    assert chosen("auto", runners=BROKEN) is NONE
    assert chosen("none") is NONE
    for wanted in ("auto", "none"):
        assert chosen(wanted, foreign=True, trusted=True, runners=BROKEN) is NONE


def test_walls_that_were_asked_for_by_name_are_never_left_out() -> None:
    assert refused("two", foreign=False, trusted=True) == (
        "--sandbox two does not work here (two: it is asleep). See doctor."
    )


def test_a_name_that_nothing_has_is_said_to_be_none() -> None:
    assert refused("shed", foreign=False) == (
        "There is no sandbox “shed”. There are auto, one, two and none."
    )


def test_every_runner_says_why_it_is_not_here_or_works() -> None:
    for one in RUNNERS:
        assert isinstance(one.missing(), str)


def test_one_sentence_says_what_was_enforced_and_what_was_not() -> None:
    items = (Protection("no network"), Protection("memory", False, "no kernel"))

    assert sentence(Protections("bubblewrap", items)) == (
        "Protections: bubblewrap; no network. Not enforced: memory (no kernel)."
    )
    assert sentence(Protections("none")) == "Protections: no walls."


def test_without_a_wish_one_host_serves_all_and_nothing_is_said() -> None:
    with Hosting(Limits()) as hosting:
        with hosting.around(ROOT) as first, hosting.around(ROOT / "tests") as second:
            assert first is second

        assert hosting.protections is None


def test_a_check_says_that_there_were_no_walls(checker: Checker) -> None:
    said = " ".join(
        checker("check", "solutions/01-first-flash", "--sandbox", "none").text.split()
    )

    assert "Protections: no walls; 5 s to load" in said
    assert "walls around the app (none were asked for)" in said


@pytest.mark.skipif(bool(bubblewrap_missing()), reason=bubblewrap_missing())
def test_a_solution_keeps_its_promises_within_walls(checker: Checker) -> None:
    folder = "solutions/01-first-flash"
    done = checker(
        "check", folder, "--sandbox", "bubblewrap", "--json", "--limit", "check=60"
    )
    report = json.loads(done.text)

    assert report["done"] is True
    assert report["protections"]["sandbox"] == "bubblewrap"
    assert report["protections"]["items"][0] == {
        "what": "no network",
        "enforced": True,
        "why": "",
    }
