"""What a graded class is exported as, whole, and as the standards want it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema

from checker.exports.formats import FORMATS, exported
from checker.grading.marks import ClassMarks
from made_class import MadeClass
from small_class import (
    ABSENT,
    ANA,
    AT,
    BY_HAND,
    CLOSED,
    FAULT,
    GRADED,
    SECRET,
    SMALL,
    alone,
)

SCHEMAS = Path(__file__).parent / "schemas"
CTRF = json.loads((SCHEMAS / "ctrf-schema-0.0.json").read_text("utf-8"))


@cache
def junit() -> xmlschema.XMLSchema10:
    """JUnit's schema; reading it takes seconds, so only when somebody asks for it."""
    return xmlschema.XMLSchema10(SCHEMAS / "junit-10.xsd")


def files(marks: ClassMarks) -> dict[str, str]:
    return {file.path: "".join(file.pieces) for file in exported(marks)}


def test_all_that_a_small_class_is_exported_as(
    transcript: Callable[[str, str], None],
) -> None:
    text = "".join(f"== {name}\n{text}\n" for name, text in files(SMALL).items())

    transcript("exports", text.replace("\r\n", "\n"))


def test_the_same_class_gives_the_same_bytes() -> None:
    assert files(MadeClass()) == files(MadeClass())


def test_every_file_is_of_a_format_of_the_table_and_has_a_name_of_its_own() -> None:
    names = [file.path.lower() for file in exported(MadeClass())]
    beginnings = tuple(kind.pattern.partition("{")[0] for kind in FORMATS)

    assert len(set(names)) == len(names) > 100
    assert all(name.startswith(beginnings) for name in names)


@pytest.mark.parametrize("marks", [SMALL, MadeClass()], ids=["small", "made"])
def test_junit_is_what_its_schema_wants(marks: ClassMarks) -> None:
    text = files(marks)["junit.xml"]

    junit().validate(text)
    suites = ET.fromstring(text)
    assert len(suites) == sum(len(row.marks) for row in marks.rows())
    for suite in suites:
        kinds = [kind.tag for case in suite.iter("testcase") for kind in case]
        counted = {kind: int(suite.get(f"{kind}s", 0)) for kind in ("failure", "error")}
        assert counted == {kind: kinds.count(kind) for kind in counted}
        assert int(suite.get("tests", 0)) == len(suite.findall("testcase"))


@pytest.mark.parametrize("marks", [SMALL, MadeClass()], ids=["small", "made"])
def test_ctrf_is_what_its_schema_wants_and_its_sums_are_right(
    marks: ClassMarks,
) -> None:
    facts = json.loads(files(marks)["ctrf.json"])

    jsonschema.validate(facts, CTRF)
    statuses = [test["status"] for test in facts["results"]["tests"]]
    counted = {kind: statuses.count(kind) for kind in set(statuses)}
    summary = facts["results"]["summary"]
    assert summary["tests"] == len(statuses)
    assert {kind: summary[kind] for kind in counted} == counted


LEARNERS = ("gradescope/", "github/", "lti/", "moodle")


def test_no_file_that_a_learner_sees_names_a_hidden_check() -> None:
    seen = {n: text for n, text in files(SMALL).items() if n.startswith(LEARNERS)}
    scope = json.loads(seen.pop("gradescope/ana/results.json"))
    shown = [test for test in scope["tests"] if test["visibility"] != "hidden"]

    assert len(seen) > 5
    assert [name for name, text in seen.items() if SECRET in text] == []
    assert SECRET not in json.dumps(shown)
    assert SECRET not in scope["output"]


def test_what_was_not_graded_is_in_no_other_gradebook() -> None:
    for mark in (ABSENT, FAULT):
        found = files(alone(mark))

        assert found["canvas.csv"].splitlines()[-1].endswith(",Group 1,")
        assert len(found["moodle-worksheet.csv"].splitlines()) == 1
        assert len(found["moodle-gradebook.csv"].splitlines()) == 1
        assert [name for name in found if name.startswith("lti/")] == []


def test_what_is_our_own_fault_gives_gradescope_nothing_to_show() -> None:
    assert "gradescope/ana/results.json" not in files(alone(FAULT))
    assert "gradescope/ana/results.json" in files(alone(ABSENT))


def test_a_score_without_a_time_of_its_own_takes_the_one_it_is_given() -> None:
    marks = alone(BY_HAND)
    name = "lti/ana-03-categories.json"

    timed = {file.path: "".join(file.pieces) for file in exported(marks, at=AT)}
    local = AT.replace(tzinfo=None)
    naive = {file.path: "".join(file.pieces) for file in exported(marks, at=local)}

    assert name not in files(marks)
    assert json.loads(timed[name])["timestamp"] == "2026-11-20T18:30:00.000Z"
    assert naive == timed


def test_a_runner_of_github_classroom_gets_what_a_step_hands_on() -> None:
    text = files(alone(replace(GRADED, override=CLOSED, points=2.5)))["github/ana.json"]
    result = json.loads(text)["runners"]["01-first-flash"]
    handed_on = base64.b64encode(json.dumps(result).encode())

    again = json.loads(base64.b64decode(handed_on))
    assert sum(test["score"] for test in again["tests"]) == 2.5
    assert again["status"] == "fail"


def test_moodle_is_never_given_more_than_it_takes() -> None:
    rich = replace(GRADED, points=9.0)

    row = files(alone(rich, ANA))["moodle-worksheet.csv"].splitlines()[1]

    assert row.split(",")[-6:-4] == ["7", "7"]


def test_the_page_about_exports_names_every_file() -> None:
    page = (SCHEMAS.parents[1] / "docs/exports.md").read_text("utf-8")
    names = [kind.pattern.format(person="ID", lesson="LESSON") for kind in FORMATS]

    assert [name for name in names if f"`{name}`" not in page] == []
