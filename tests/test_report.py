"""The report as JSON: the schema, the page about it and the program say the same."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.protections import Protection, Protections
from checker.report import (
    VERSION,
    Diagnosis,
    Frame,
    Outcome,
    Report,
    Result,
    Smell,
    from_json,
    to_json,
)
from checker.transcript import CookieNote, Step

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / f"checker/schema/report-{VERSION}.json").read_text("utf-8"))
PAGE = (ROOT / "docs/report.md").read_text("utf-8")
PARTS = {
    "report": ("The report", Report),
    "result": ("A result", Result),
    "diagnosis": ("A diagnosis", Diagnosis),
    "smell": ("A smell", Smell),
    "protections": ("Protections", Protections),
    "protection": ("A protection", Protection),
    "frame": ("A frame", Frame),
    "step": ("A step", Step),
    "cookie": ("A cookie", CookieNote),
}
TOTALS = ["passed", "needed", "points", "possible", "done"]
STEP = Step(
    "Ann",
    "POST",
    "http://127.0.0.1:1/sign-in",
    (("name", "Ann"),),
    "a=b",
    302,
    "/",
    (CookieNote("a", "set", "", "b"), CookieNote("c", "refused", "too long")),
    ("Welcome.",),
    "<p>",
)
RESULT = Result(
    "greets",
    "It greets.",
    1,
    1,
    Outcome.FAILED,
    expected="a message",
    seen="none",
    error="NameError",
    frames=(Frame("app.py", 3, "sign_in", "flash(nme)"),),
    picture="/x/greets.png",
    pictured="The page / as Ann had it before them.",
    trace="/x/greets.zip",
    steps=(STEP,),
)
PLACE = Frame("app.py", 4, "sign_in", "flash(name)")
REPORT = Report(
    "01-first-flash",
    "First flash",
    "/x",
    7,
    (RESULT,),
    "0.1.0",
    "3.11.7",
    "3.1.3",
    diagnoses=(Diagnosis("a-b", "I", "No.", "Is it?", "", ("greets",), 1, (PLACE,)),),
    smells=(Smell("debug", "Leave it out.", PLACE),),
    notes=("A note.",),
    protections=Protections("none", (Protection("memory", False, "no kernel"),)),
)


def rows(title: str) -> list[str]:
    """The first column of the table under a heading of the page."""
    section = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def keys(part: str) -> list[str]:
    """The keys of a part of the report, in the order they are written."""
    kind = PARTS[part][1]
    names = [field.name for field in dataclasses.fields(kind)]
    if part != "report":
        return names
    return ["version", *(name for name in names if name != "version"), *TOTALS]


def test_a_report_fits_the_schema() -> None:
    jsonschema.validate(json.loads(to_json(REPORT)), SCHEMA)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("outcome", "fine"),
        ("seen", ""),
        ("promise", ""),
        ("more", 1),
        ("pictured", ""),
        ("picture", ""),
        ("picture", None),
        ("trace", None),
        ("browser", 1),
    ],
)
def test_the_schema_refuses_what_is_no_report(key: str, value: object) -> None:
    facts = json.loads(to_json(REPORT))
    facts["results"][0][key] = value

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(facts, SCHEMA)


def test_an_outcome_without_its_reason_is_refused() -> None:
    result = dataclasses.replace(RESULT, outcome=Outcome.STOPPED, reason="")
    report = dataclasses.replace(REPORT, results=(result,))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(to_json(report)), SCHEMA)


def test_a_picture_of_what_passed_is_refused() -> None:
    result = dataclasses.replace(RESULT, outcome=Outcome.PASSED)
    report = dataclasses.replace(REPORT, results=(result,))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(to_json(report)), SCHEMA)


@pytest.mark.parametrize("part", PARTS)
def test_schema_page_and_program_name_the_same_keys(part: str) -> None:
    described: dict[str, Any] = SCHEMA["$defs"][part]

    assert list(described["properties"]) == keys(part)
    assert described["required"] == keys(part)
    assert rows(PARTS[part][0]) == keys(part)


def test_schema_page_and_program_name_the_same_outcomes() -> None:
    outcomes = [str(outcome) for outcome in Outcome]

    described = SCHEMA["$defs"]["result"]["properties"]["outcome"]
    assert described["enum"] == outcomes
    assert rows("Outcomes") == outcomes


def test_a_report_is_written_in_the_order_of_the_page() -> None:
    facts = json.loads(to_json(REPORT))

    assert list(facts) == rows("The report")
    assert list(facts["results"][0]) == rows("A result")


def test_what_was_written_can_be_read() -> None:
    assert from_json(to_json(REPORT)) == REPORT


def test_protections_are_told_only_where_somebody_asked_for_them() -> None:
    report = dataclasses.replace(REPORT, protections=None)

    assert json.loads(to_json(report))["protections"] is None
    jsonschema.validate(json.loads(to_json(report)), SCHEMA)
    assert from_json(to_json(report)) == report


def ended(*outcomes: Outcome, extra: Outcome = Outcome.PASSED) -> Report:
    """A report of checks of two points each, and an optional one of five."""
    needed = [
        dataclasses.replace(RESULT, check=f"c{n}", outcome=outcome, points=2)
        for n, outcome in enumerate(outcomes)
    ]
    optional = dataclasses.replace(RESULT, outcome=extra, points=5, extra=True)
    return dataclasses.replace(REPORT, results=(*needed, optional))


def test_optional_checks_earn_points_and_are_never_needed() -> None:
    report = ended(Outcome.PASSED, Outcome.FAILED)

    assert (report.passed, len(report.needed), report.done) == (1, 2, False)
    assert (report.points, report.possible) == (7, 4)
    report = ended(Outcome.PASSED, extra=Outcome.FAILED)
    assert (report.done, report.points, report.exit_code) == (True, 2, 0)


P, F, W = Outcome.PASSED, Outcome.FAILED, Outcome.WAITING
N, B = Outcome.NOT_STARTABLE, Outcome.BROKEN


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 0),
        ([P, P], 0),
        ([P, F], 1),
        ([P, W], 1),
        ([Outcome.STOPPED, Outcome.TIMED_OUT, Outcome.OVER_LIMIT], 1),
        ([N, N], 3),
        ([N, W], 3),
        ([N, P], 1),
        ([N, F], 1),
        ([P, B], 4),
        ([N, B], 4),
    ],
)
def test_the_exit_code_says_what_is_to_be_done(
    outcomes: list[Outcome], code: int
) -> None:
    assert ended(*outcomes).exit_code == code
    assert ended(*outcomes, extra=B).exit_code == code


def test_what_cannot_be_written_as_text_is_in_the_report_all_the_same() -> None:
    step = dataclasses.replace(STEP, body="\ud800\0\x1b[31m“ü”\U0001f389")
    report = dataclasses.replace(
        REPORT, results=(dataclasses.replace(RESULT, steps=(step,)),)
    )

    assert to_json(report).isascii()
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", "null", "{}", "[" * 100_000, '{"a":' * 100_000],
    ids=["", "{", "[]", "7", "null", "{}", "deep list", "deep object"],
)
def test_what_is_no_report_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^This is not a report of the checker\.$"):
        from_json(text)


@pytest.mark.parametrize("version", [VERSION + 1, 0, "1", None])
def test_another_version_is_refused_with_what_to_do(version: object) -> None:
    facts = {**json.loads(to_json(REPORT)), "version": version, "results": "new"}

    with pytest.raises(ValueError) as error:
        from_json(json.dumps(facts))
    assert str(error.value) == (
        f"This report has version {version}, and this checker reads {VERSION}."
        " Read it with the checker that wrote it."
    )


def without(key: str) -> dict[str, Any]:
    return {k: v for k, v in json.loads(to_json(REPORT)).items() if k != key}


def with_result(**changes: object) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(to_json(REPORT))
    facts["results"][0] |= changes
    return facts


FIRST_STEP = json.loads(to_json(REPORT))["results"][0]["steps"][0]


@pytest.mark.parametrize(
    "facts",
    [
        without("results"),
        without("seed"),
        without("seed") | {"seed": "7"},
        without("seconds") | {"seconds": None},
        without("unseen"),
        without("unseen") | {"unseen": "3"},
        without("results") | {"results": None},
        without("results") | {"results": [7]},
        without("results") | {"results": "fine"},
        with_result(outcome="fine"),
        with_result(more=1),
        with_result(points="1"),
        with_result(task="1"),
        with_result(extra=None),
        with_result(frames=[{"file": "app.py"}]),
        with_result(frames=[{"file": "a", "line": "3", "function": "", "code": ""}]),
        with_result(steps=[{}]),
        with_result(steps=[FIRST_STEP | {"status": "302"}]),
        with_result(steps=[FIRST_STEP | {"sent": [["a"]]}]),
        with_result(questions=[7]),
        with_result(browser="yes"),
        with_result(picture=None),
        with_result(pictured=7),
        without("notes") | {"notes": [7]},
        without("smells") | {"smells": [{"kind": "debug"}]},
        without("diagnoses") | {"diagnoses": [{"mistake": "a-b"}]},
    ],
    ids=range(26),
)
def test_a_damaged_report_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^This report is damaged: .+\.$"):
        from_json(json.dumps(facts))


def test_a_time_may_be_a_whole_number_and_a_check_may_have_no_task() -> None:
    facts = without("seconds") | {"seconds": 2}
    facts["results"][0]["task"] = None

    report = from_json(json.dumps(facts))
    assert (report.seconds, report.results[0].task) == (2, None)
