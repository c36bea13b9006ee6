"""The report as JSON: the schema, the page about it and the program say the same."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.report import (
    VERSION,
    Frame,
    Outcome,
    Report,
    Result,
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
    steps=(STEP,),
)
REPORT = Report(
    "01-first-flash", "First flash", "/x", 7, (RESULT,), "0.1.0", "3.11.7", "3.1.3"
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
    [("outcome", "fine"), ("seen", ""), ("promise", ""), ("more", 1)],
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
