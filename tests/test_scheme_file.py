"""grading.toml: what it can say, and the sentence for what it cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.errors import WrongUse
from checker.grading.scheme import Late, Scheme
from checker.grading.scheme_file import scheme

ROOT = Path(__file__).parents[1]
WHOLE = """
title = "Web course"
lessons = [3, "first-flash"]
pass = 60
hint = 0.5
optional = "bonus"
seed = "learner"

[weights]
3 = 2

[points.3]
kinds_look_different = 4

[hidden]
first-flash = ["greets_by_name"]

[deadlines]
1 = 2026-12-01T23:59:00Z

[late]
per_day = 10
days = 7
grace = 15
"""


def said(text: str, tmp_path: Path) -> str:
    file = tmp_path / "grading.toml"
    file.write_text(text)
    with pytest.raises(WrongUse) as caught:
        scheme(file, ROOT)
    return str(caught.value)


def test_without_a_file_a_class_is_marked_as_a_rule() -> None:
    assert scheme(None, ROOT) == Scheme(lessons=())


def test_all_that_a_file_can_say_is_read(tmp_path: Path) -> None:
    file = tmp_path / "grading.toml"
    check = _a_check("03-categories")
    file.write_text(WHOLE.replace("kinds_look_different", check))

    assert scheme(file, ROOT) == Scheme(
        lessons=("01-first-flash", "03-categories"),
        title="Web course",
        pass_mark=60.0,
        weights={"03-categories": 2.0},
        points={"03-categories": {check: 4.0}},
        hidden={"01-first-flash": frozenset({"greets_by_name"})},
        deadlines={"01-first-flash": datetime(2026, 12, 1, 23, 59, tzinfo=UTC)},
        late=Late(per_day=10.0, days=7, grace=15.0),
        hint=0.5,
        optional="bonus",
        seed="learner",
    )


def test_a_seed_may_be_a_number(tmp_path: Path) -> None:
    file = tmp_path / "grading.toml"
    file.write_text("seed = 7")

    assert scheme(file, ROOT).seed == 7


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be read: No such file"):
        scheme(tmp_path / "grading.toml", ROOT)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pass 5", "cannot be read: Expected '=' after a key"),
        ("passs = 5", "grading.toml: nothing reads “passs”. Is it “pass”?"),
        ("zzz = 5", "grading.toml: nothing reads “zzz”. There are title, lessons"),
        ("late.per_dy = 5", "nothing reads “per_dy” in [late]. Is it “per_day”?"),
        ("pass = 'half'", "grading.toml: “pass” is 'half'. Write a number."),
        ("pass = -1", "grading.toml: “pass” is -1. Write a number from 0."),
        ("pass = nan", "grading.toml: “pass” is nan. Write a number from 0."),
        ("pass = true", "grading.toml: “pass” is True. Write a number."),
        ("late.days = 1.5", "“late.days” is 1.5. Write a whole number."),
        ("late = 3", "grading.toml: “late” is 3. Write a table [late]."),
        ("title = 3", "grading.toml: “title” is 3. Write a text."),
        ("seed = 'new'", "“seed” is 'new'. Write “class” or “learner” or a whole"),
        ("optional = 1", "“optional” is 1. Write “ignored” or “bonus”."),
        ("lessons = []", "“lessons” is []. Write a list of lessons, such as [1, 3]."),
        ("lessons = [true]", "“lessons” is True. Write a lesson's number or name."),
        ("lessons = [77]", "grading.toml, lessons: No lesson goes by “77”."),
        ("weights.1 = 1\nweights.first-flash = 2", "[weights] names 01-first-flash"),
        (
            "deadlines.1 = 2026-12-01T23:59:00",
            "“deadlines.1” is 2026-12-01 23:59:00. Write day, time and zone, as in",
        ),
        ("deadlines.1 = 'soon'", "“deadlines.1” is 'soon'. Write day, time and zone"),
        ("hidden.1 = 'all'", "“hidden.1” is 'all'. Write a list of names of checks."),
        (
            "hidden.1 = ['greets_by_nam']",
            "01-first-flash has no check “greets_by_nam”. Is it “greets_by_name”?",
        ),
        ("points.1.zzz = 2", "01-first-flash has no check “zzz”. There are "),
        ("points.1.greets_by_name = []", "“points.1.greets_by_name” is []."),
    ],
)
def test_what_cannot_be_meant_is_a_sentence_with_its_place(
    text: str, sentence: str, tmp_path: Path
) -> None:
    assert sentence in said(text, tmp_path)


def _a_check(lesson: str) -> str:
    from checker import course

    return course.checks(course.find(ROOT, lesson))[0].name
