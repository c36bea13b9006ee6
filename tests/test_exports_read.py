"""What other systems read from the exports is what the marks say, whoever is in it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import importers
from checker.exports.cells import flat, number, table
from checker.exports.formats import exported
from checker.grading.marks import ClassMarks, Mark, Row, State
from checker.grading.submission import Person
from made_class import MadeClass
from small_class import ANA, GRADED, SMALL, SmallClass, alone

NAMES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30)
WILD = [
    '=1+1;=2"',
    "+a,-b\t@c",
    "\r\n=x",
    "a\0b",
    "רות",
    "\u202ex",
    "\ud800",
    "'=1",
    "-1",
]


def files(marks: ClassMarks) -> dict[str, str]:
    return {file.path: "".join(file.pieces) for file in exported(marks)}


def is_given(mark: Mark) -> bool:
    return mark.state is State.GRADED or mark.override is not None


def known_class() -> SmallClass:
    """A made class that Canvas and Moodle know, each learner by some of their names."""
    made = MadeClass(60)
    rows = [
        replace(row, person=known(row.person, place))
        for place, row in enumerate(made.rows(), 1)
    ]
    return SmallClass(tuple(rows), made.columns, made.scheme, reports={})


def known(person: Person, place: int) -> Person:
    email = f"{place}@example.org" if place % 5 else ""
    return replace(person, canvas=str(place), moodle=str(place), email=email)


def test_canvas_reads_the_points_of_all_that_was_graded() -> None:
    marks = known_class()
    titles = [f"Lesson {column.number}: {column.title}" for column in marks.columns]
    expected = {
        row.person.canvas: {
            title: number(mark.points) if is_given(mark) else ""
            for title, mark in zip(titles, row.marks, strict=True)
        }
        for row in marks.rows()
    }

    found = importers.canvas(files(marks)["canvas.csv"])

    assert {person[1]: grades for person, grades in found.items()} == expected


def test_moodle_reads_each_lessons_points_and_never_a_blank() -> None:
    marks = known_class()
    read = files(marks)
    for place, column in enumerate(marks.columns):
        graded = [r for r in marks.rows() if is_given(r.marks[place])]
        points = {r.person.moodle: r.marks[place].points for r in graded}
        mailed = {r.person.email: points[r.person.moodle] for r in graded}

        sheet = read[f"moodle/{column.lesson}-worksheet.csv"]
        book = read[f"moodle/{column.lesson}-gradebook.csv"]
        worksheet = importers.moodle_worksheet(sheet, column.possible)
        gradebook = importers.moodle_gradebook(book, "Email address")

        assert {id: grade for id, (grade, _) in worksheet.items()} == points
        del mailed[""]
        assert {mail: grade for mail, (grade, _) in gradebook.items()} == mailed


def test_moodle_reads_the_total_of_all_lessons() -> None:
    marks = known_class()
    totals = {
        r.person.moodle: r.total for r in marks.rows() if any(map(is_given, r.marks))
    }

    read = importers.moodle_worksheet(files(marks)["moodle-worksheet.csv"], 100)

    assert {id: grade for id, (grade, _) in read.items()} == totals


def test_who_reads_nbgraders_columns_finds_every_graded_score() -> None:
    marks = known_class()
    graded = [
        (mark.lesson, number(mark.points))
        for place in range(len(marks.columns))
        for mark in (row.marks[place] for row in marks.rows())
        if is_given(mark) or mark.state is State.MISSING
    ]

    read = importers.nbgrader(files(marks)["nbgrader.csv"])

    assert [(row["assignment"], row["score"]) for row in read] == graded


def test_github_classroom_adds_up_to_the_points_of_the_marks() -> None:
    marks = known_class()
    read = files(marks)
    found = [json.loads(text) for name, text in read.items() if name.startswith("git")]

    assert len(found) > 50
    for facts in found:
        added = importers.classroom_points(facts["runners"])
        assert added["totalPoints"] == pytest.approx(facts["points"]["totalPoints"])
        assert added["maxPoints"] == facts["points"]["maxPoints"]
    totals = [facts["points"]["totalPoints"] for facts in found]
    points = [mark.points for row in marks.rows() for mark in row.marks]
    assert sum(totals) == pytest.approx(sum(points))


def test_gradescope_shows_no_sum_where_a_test_is_hidden() -> None:
    (hidden,) = [
        t for n, t in files(alone(GRADED)).items() if n.startswith("gradescope")
    ]
    shown = replace(GRADED, lines=tuple(x for x in GRADED.lines if not x.hidden))
    (open_to_all,) = [
        t for n, t in files(alone(shown)).items() if n.startswith("gradescope")
    ]

    assert importers.gradescope(json.loads(hidden)) == {
        "Saving shows a message.": 2,
        "It is shown once.": 0,
        "Two messages are two.": 0,
        "It can be closed.": 0,
    }
    assert "1.3" not in json.loads(hidden)["output"]
    assert importers.gradescope(json.loads(open_to_all))[""] == 1.3


def test_a_platform_of_lti_records_the_score() -> None:
    score = json.loads(files(SMALL)["lti/ana-01-first-flash.json"])

    assert importers.lti(score) == 1.3 / 7


@given(st.lists(NAMES, min_size=1, max_size=5))
@example(WILD)
def test_a_cell_comes_back_as_it_was_and_is_no_formula(names: list[str]) -> None:
    text = "".join(table([names, names]))

    (cells, again) = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    assert again == cells
    for cell, name in zip(cells, names, strict=True):
        assert bare(cell) == bare(name.encode("utf-8", "replace").decode())
        for part in cell.replace(";", ",").replace("\t", ",").split(","):
            assert part[:1] not in set("=+@") or part == cell == name


def bare(text: str) -> str:
    """The text without what is put before formulas, and what this reader drops."""
    return text.replace("'", "").replace("\0", "")


@given(st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 2)))
def test_a_number_comes_back_as_the_same_number(value: float) -> None:
    (line,) = table([[value, number(value), "x"]])

    assert [float(cell) for cell in line.split(",")[:2]] == [value, value]


@settings(max_examples=60)
@given(NAMES, NAMES, NAMES)
@example(*WILD[:3])
@example(*WILD[3:6])
@example(*WILD[6:])
def test_whoever_is_in_the_class_every_file_can_be_read(
    id: str, name: str, email: str
) -> None:
    person = replace(ANA, id=id, name=name, email=email)
    other = replace(ANA, id=f"{id}2", canvas="2", moodle="2")
    row, last = alone(GRADED, person).given[0], alone(GRADED, other).given[0]
    found = files(replace(alone(GRADED), given=(row, last)))

    assert [
        float(row["score"]) for row in importers.nbgrader(found["nbgrader.csv"])
    ] == [
        1.3,
        1.3,
    ]
    canvas = importers.canvas(found["canvas.csv"])
    assert [who[1] for who in canvas] == ["871", "2"]
    worksheet = importers.moodle_worksheet(found["moodle-worksheet.csv"], 7)
    assert {id: grade for id, (grade, _) in worksheet.items()} == {"23": 1.3, "2": 1.3}
    assert len(ET.fromstring(found["junit.xml"])) == 2
    suites = [t["suite"][1] for t in json.loads(found["ctrf.json"])["results"]["tests"]]
    assert suites[0] == name
    for text in found.values():
        text.encode()


def test_a_rare_name_is_told_by_the_one_that_most_people_have() -> None:
    people = [
        replace(ANA, id="a", email="", sis="", login="ana"),
        replace(ANA, id="b", email="b@example.org", sis="", login="bob"),
        replace(ANA, id="c", email="", sis="", login=""),
    ]
    rows = tuple(Row(person, (GRADED,), 18.57, passed=False) for person in people)
    marks = replace(alone(GRADED), given=rows)

    text = files(marks)["moodle-gradebook.csv"]

    read = importers.moodle_gradebook(text, "Username")
    assert {who: grade for who, (grade, _) in read.items()} == {"ana": 1.3, "bob": 1.3}


def test_a_name_of_several_lines_is_on_one_for_other_systems() -> None:
    assert flat(" Ana\r\n\tLopez ") == "Ana Lopez"
