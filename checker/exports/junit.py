"""Marks as JUnit XML of the family xunit2, for the person who grades. Writes no file.

Hidden checks are named in it. Times are left out, so that grading the same class again
gives the same bytes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from ..grading.marks import ClassMarks, Column, Line, Mark, Row, State
from ..report import Outcome
from .words import OWN, heading

__all__ = ["suites"]

# What XML cannot hold in any spelling; a tester of names would put one in.
FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KINDS = {Outcome.WAITING: "skipped", Outcome.BROKEN: "error"}
HANDED_IN = "Something to check was handed in."


def suites(marks: ClassMarks) -> Iterator[str]:
    """One suite for each person's lesson, one case for each check."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="checker">\n'
    for row in marks.rows():
        for column, mark in zip(marks.columns, row.marks, strict=True):
            yield ET.tostring(_suite(row, column, mark), "unicode") + "\n"
    yield "</testsuites>\n"


def _suite(row: Row, column: Column, mark: Mark) -> ET.Element:
    cases = [_case(column, line) for line in mark.lines] or [_empty(column, mark)]
    kinds = [child.tag for case in cases for child in case]
    name = f"{row.person.name or row.person.id}: {heading(column)}"
    suite = ET.Element(
        "testsuite",
        name=_clean(name),
        tests=str(len(cases)),
        failures=str(kinds.count("failure")),
        errors=str(kinds.count("error")),
        skipped=str(kinds.count("skipped")),
    )
    properties = ET.SubElement(suite, "properties")
    facts = {
        "id": row.person.id,
        "lesson": mark.lesson,
        "points": f"{mark.points:g}",
        "possible": f"{mark.possible:g}",
        "state": mark.state.value,
    }
    for key, value in facts.items():
        ET.SubElement(properties, "property", name=key, value=_clean(value))
    suite.extend(cases)
    return suite


def _case(column: Column, line: Line) -> ET.Element:
    case = ET.Element("testcase", classname=column.lesson, name=_clean(line.promise))
    if line.outcome != Outcome.PASSED:
        kind = KINDS.get(Outcome(line.outcome), "failure")
        why = f"{line.outcome}: {', '.join(line.mistakes)}".rstrip(": ")
        _ended(case, kind, why, line.outcome)
    return case


def _empty(column: Column, mark: Mark) -> ET.Element:
    """The case of a mark without checks."""
    case = ET.Element("testcase", classname=column.lesson, name=HANDED_IN)
    kind = "error" if mark.state is State.BROKEN else "skipped"
    kind = kind if mark.state in {*OWN, State.MISSING} else "failure"
    _ended(case, kind, mark.reason, mark.state)
    return case


def _ended(case: ET.Element, kind: str, why: str, outcome: str) -> None:
    child = ET.SubElement(case, kind, message=_clean(why))
    if kind != "skipped":
        child.set("type", outcome)


def _clean(text: str) -> str:
    """The text as every reader of XML gives it back: no return, nothing forbidden."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r", "\n"))
