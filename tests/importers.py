"""How other systems read what the checker exports, told again from their sources.

Each function takes the text of a file and gives what the system would keep of it, or
raises ValueError where it would refuse the file.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

PURE_NUMBER = re.compile(r"-?[0-9.,]+%?")
TITLE_AND_ID = re.compile(r"(.*)\s\((\d+)\)", re.DOTALL)
NO_LESSON = re.compile(
    "(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)"
)
POSTING = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
KNOWN_BY = 4  # name, ID, SIS User ID, SIS Login ID


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def canvas(text: str) -> dict[tuple[str, ...], dict[str, str]]:
    """What gradebook_importer.rb of Canvas reads: grades by person and assignment."""
    _canvas_takes_commas(text)
    lines = [row for row in rows(text) if not re.fullmatch("[;, ]+", ",".join(row))]
    header, *people = [[_canvas_number(cell) for cell in row] for row in lines]
    if "Student" not in header[0] or "ID" not in header[1] or header[4] != "Section":
        raise ValueError("Invalid header row")
    titles = [_canvas_title(name) for name in header[5:] if not NO_LESSON.search(name)]
    found = {}
    for row in people:
        if "Points Possible" in row[0] or all(POSTING.fullmatch(cell) for cell in row):
            continue
        grades = [row[header.index(name)].strip() for name in header[5:]]
        found[tuple(row[:KNOWN_BY])] = dict(zip(titles, grades, strict=True))
    return found


def _canvas_takes_commas(text: str) -> None:
    """It counts the cells of the first three lines, once for each separator."""
    first = io.StringIO(text, newline="").readlines()[:3]
    counts = {}
    for separator in ";,":
        sizes = {len(next(csv.reader([line], delimiter=separator))) for line in first}
        counts[separator] = sizes.pop() if len(sizes) == 1 else 0
    if counts[";"] > counts[","]:
        raise ValueError("taken for a file with semicolons")


def _canvas_number(cell: str) -> str:
    if not PURE_NUMBER.fullmatch(cell):
        return cell
    *whole, last = re.split("[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


def _canvas_title(name: str) -> str:
    found = TITLE_AND_ID.fullmatch(name)
    return found[1] if found else name


def moodle_worksheet(text: str, highest: float) -> dict[str, tuple[float, str]]:
    """What importgradeslib.php and locallib.php of Moodle keep: grade and feedback."""
    header, *people = rows(text)
    try:
        places = [header.index(name) for name in ("Identifier", "Grade")]
        header.index("Last modified (grade)")
    except ValueError:
        raise ValueError("invalidgradeimport") from None
    comments = header.index("Feedback comments")
    found = {}
    for row in people:
        if len(row) != len(header):
            raise ValueError("csvweirdcolumns")
        id, grade = row[places[0]].removeprefix("Participant "), row[places[1]]
        if id.isdigit() and grade and 0 <= float(grade) <= highest:
            found[id] = float(grade), row[comments]
    return found


def moodle_gradebook(text: str, mapped: str) -> dict[str, tuple[float | None, str]]:
    """What load_data.php of Moodle keeps, people told by the column `mapped`.

    A row whose person is blank is taken for the one before: nobody wants that.
    """
    header, *people = rows(text)
    place, student, found = header.index(mapped), "", {}
    for row in people:
        student = row[place].strip() or student
        if not student:
            raise ValueError("usermappingerrorusernotfound")
        value = row[1].strip()
        grade = None if value in {"", "-"} else float(value)
        if grade is not None and grade > 100:
            raise ValueError("gradevaluetoobig")
        found[student] = grade, row[2]
    return found


def nbgrader(text: str) -> list[dict[str, str]]:
    """What reads nbgrader's own export: lines, and commas between cells."""
    header, *lines = text.splitlines()
    names = header.split(",")
    return [dict(zip(names, line.split(","), strict=True)) for line in lines]


def classroom_points(runners: dict[str, Any]) -> dict[str, float]:
    """What notify-classroom.js of GitHub Classroom's reporter adds up."""
    counted = [result for result in runners.values() if result["max_score"]]
    return {
        "totalPoints": sum(test["score"] for r in counted for test in r["tests"]),
        "maxPoints": sum(result["max_score"] for result in counted),
    }


def gradescope(facts: dict[str, Any]) -> dict[str, float]:
    """The learner's view by Gradescope's specification: visible tests, and the sum.

    The sum is hidden, and so not here, as soon as one test is.
    """
    tests = facts.get("tests", [])
    if "score" not in facts and not all("score" in test for test in tests):
        raise ValueError("no score at the top, and not in every test")
    for test in tests:
        if test["status"] not in {"passed", "failed"}:
            raise ValueError(f"status {test['status']}")
    visible = {t["name"]: t["score"] for t in tests if t["visibility"] == "visible"}
    if len(visible) == len(tests):
        visible[""] = facts.get("score", sum(test["score"] for test in tests))
    return visible


# As Moodle's gradebookservices::validate_iso8601_date holds a time to be one.
ISO_8601 = re.compile(
    r"[+-]?\d{4}(?!\d{2}\b)-(0[1-9]|1[0-2])-([12]\d|0[1-9]|3[01])"
    r"[T\s]([01]\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?([zZ]|[+-]([01]\d|2[0-3]):?[0-5]\d)"
)


def lti(score: dict[str, Any]) -> float:
    """The grade that the scores service of Moodle keeps, between 0 and 1."""
    asked = ("userId", "timestamp", "gradingProgress", "activityProgress")
    if not all(score.get(name) for name in asked):
        raise ValueError("Incorrect score received")
    if not ISO_8601.fullmatch(score["timestamp"]):
        raise ValueError(f"timestamp {score['timestamp']}")
    if score["gradingProgress"] != "FullyGraded" or score["scoreMaximum"] <= 0:
        raise ValueError("not recorded")
    return float(score["scoreGiven"] / score["scoreMaximum"])
