"""A class's pictures: what is on them, in whose colours, with the same bytes again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from checker import charts
from checker.figures import pictures
from checker.grading.insight import insight
from made_class import MadeClass
from small_class import GRADED, SMALL, SmallClass, alone

ROOT = Path(__file__).parents[1]
FOUND = insight(MadeClass(80))
SAID = re.compile(r'<(?:path|line)[^>]* ?aria-label="([^"]+)" role="graphics-symbol"')


@cache
def drawn() -> dict[str, str]:
    """The pictures of the made class, drawn once, when the first test asks for them."""
    return pictures(FOUND, 50)


def said(name: str) -> list[str]:
    """What the marks of a picture say to who cannot see it."""
    return SAID.findall(drawn()[name])


def test_the_same_class_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "from checker.figures import pictures; import json;"
        "from checker.grading.insight import insight; from made_class import MadeClass;"
        "print(json.dumps(pictures(insight(MadeClass(80)), 50)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    assert json.loads(done.stdout) == drawn()


@pytest.mark.parametrize("name", ["totals", "lessons", "heat", "items"])
def test_a_picture_has_no_colour_name_or_script_of_its_own(name: str) -> None:
    svg = drawn()[name]

    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))
    assert {c for c in colours if not c.startswith("var(--")} <= {"none", "transparent"}
    assert re.findall(r"style=|<style|<script| id=|href=|url\(", svg) == []


def test_each_bar_says_how_many_learners_it_stands_for() -> None:
    counts = [(bar.label, bar.count) for bar in FOUND.totals.bins()]
    bars = [f"{x} percent: {n} learner{'s' * (n != 1)}" for x, n in counts]

    assert said("totals") == [*bars, "Pass mark: 50 percent"]


def test_each_lesson_says_its_median_and_its_middle_half() -> None:
    one = FOUND.lessons[0].spread
    low, high = one.quartiles

    assert len(said("lessons")) == 3
    assert said("lessons")[0] == (
        f"1 First flash: median {one.median} percent, middle half {low} to {high}"
    )


def test_each_cell_says_its_check_and_who_keeps_it() -> None:
    check = FOUND.checks[0]

    assert len(said("heat")) == len(FOUND.checks)
    assert said("heat")[0] == (
        f"1 First flash, check 1, kept by {round(100 * (check.share or 0))} percent: "
        f"{check.promise}"
    )


def test_each_point_says_difficulty_and_discrimination() -> None:
    shown = [c for c in FOUND.checks if c.item.discrimination is not None]
    item = shown[0].item

    assert len(said("items")) == len(shown) + 1
    assert said("items")[0] == (
        f"1 First flash, check 1: kept by {100 * (item.difficulty or 0):.0f} percent, "
        f"discrimination {item.discrimination:.2f}"
    )


def test_what_would_show_nothing_is_not_drawn() -> None:
    assert list(pictures(insight(SMALL), 50)) == ["totals", "lessons", "heat"]
    assert pictures(insight(SmallClass(())), 50) == {}
    faulty = replace(GRADED, lines=(replace(GRADED.lines[0], outcome="broken"),))
    assert list(pictures(insight(alone(faulty)), 50)) == ["totals", "lessons"]


def test_without_the_library_there_are_no_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)

    assert pictures(FOUND, 50) == {}


def test_a_bonus_beyond_all_points_has_room() -> None:
    counts = {**FOUND.totals.counts, 120: 2}
    rich = replace(FOUND, totals=replace(FOUND.totals, counts=counts))

    last = charts.totals(rich, 50)["data"]["values"][-1]
    assert last["said"] == "over 100 percent: 2 learners"
