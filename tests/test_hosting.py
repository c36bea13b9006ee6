"""Which walls are chosen, when an app runs without, and what is said of it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from checker.errors import NoSandbox
from checker.host.forking import Forking
from checker.hosting import Hosting
from checker.limits import Limits
from checker.protections import Protection, Protections, sentence
from checker.sandbox import Bare, container, trial
from checker.sandbox.choice import NONE, RUNNERS, Runner, chosen, protections
from checker.sandbox.trial import bubblewrap_missing
from checker.sandbox.warm import Cell
from conftest import Checker

ROOT = Path(__file__).parents[1]


walls_here = pytest.mark.skipif(
    bool(bubblewrap_missing()) and os.environ.get("CI") != "true",
    reason=bubblewrap_missing(),
)


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
    assert chosen("none") is NONE
    assert chosen("none", foreign=True, trusted=True) is NONE
    for found in (
        chosen("auto", runners=BROKEN),
        chosen("auto", foreign=True, trusted=True, runners=BROKEN),
    ):
        assert sentence(Protections(found.name, found.walls())) == (
            "Protections: no walls. Not enforced: walls around the app (no sandbox"
            " works: one: it is not installed; two: it is asleep)."
        )


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


def test_where_processes_are_not_counted_together_the_report_says_why() -> None:
    lacking = replace(runner("one", ""), uncounted=lambda: "it may not")
    counting = runner("two", "")
    found = {one.name: protections(one, Limits()).items for one in (lacking, counting)}

    together = Protection("memory of all processes together", False, "it may not")
    assert found["one"][-1] == together
    assert Protection("memory of 1 GiB of addresses a process") in found["one"]
    assert Protection("memory of 1 GiB in all") in found["two"]


def test_doctor_says_why_other_peoples_apps_do_not_run_here(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    asked_once = trial.bubblewrap_missing, container.missing
    for once in asked_once:
        once.cache_clear()
    said = " ".join(checker("doctor").text.split())
    for once in asked_once:
        once.cache_clear()

    linux = sys.platform.startswith("linux")
    first = "it is not installed" if linux else "it exists for Linux only"
    assert said.endswith(
        "Other people's apps do not run here: · walls around the app, not here: no"
        f" sandbox works: bubblewrap: {first}; podman: it is not installed; docker: it"
        " is not installed"
    )


@walls_here
def test_doctor_says_plainly_that_calls_are_not_filtered(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyseccomp", None)

    assert (
        "· system calls filtered, not here: the package pyseccomp is not installed"
        in checker("doctor").text
    )


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


@walls_here
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


@walls_here
def test_other_peoples_apps_are_in_cells_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "app").mkdir()
    with Hosting(Limits(), "bubblewrap", foreign=True) as hosting:
        for _ in range(2):
            with hosting.around(tmp_path / "app") as host:
                kind = host._kind
                assert isinstance(kind, Forking)
                assert isinstance(kind.sandbox, Cell)

    assert list(tmp_path.iterdir()) == [tmp_path / "app"]
