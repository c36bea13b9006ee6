"""A roster is read as systems and spreadsheets write it, and names whose is whose."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import WrongUse
from checker.grading import roster as module
from checker.grading.people import People
from checker.grading.roster import roster
from checker.grading.submission import Person

ANN = Person("ann", "Ann Lee", "ann@x.org", "", "00123")


def read(tmp_path: Path, content: str | bytes) -> tuple[Person, ...]:
    file = tmp_path / "roster.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return roster(file)


def refused(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(WrongUse) as refusal:
        read(tmp_path, content)
    return str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        "id,name,email,sid\nann,Ann Lee,ann@x.org,00123\n",
        "sep=;\r\nID;First Name;LAST_NAME;E-Mail;Sis Id\r\nann;Ann;Lee;ann@x.org;00123",
        "\n Student-ID \tName\tmail\t?\tID number\r\rann\tAnn Lee\tann@x.org\t\t00123",
        '"id","name","email","idnumber"\n"ann"," Ann Lee ",ann@x.org,00123\n,,,\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_columns_are_told_by_their_headers(
    tmp_path: Path, content: str, encoding: str
) -> None:
    assert read(tmp_path, content.encode(encoding)) == (ANN,)


def test_a_gradebook_of_canvas_is_a_roster(tmp_path: Path) -> None:
    content = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Lesson 1 (12)\n"
        "    Points Possible,,,,,10\n"
        '"Lee, Ann",871,S001,ann,"One; Two",8\n'
        '"Poe, Bob",872,S002,,One\n'
    )

    assert read(tmp_path, content) == (
        Person("ann", "Lee, Ann", "", "ann", "S001", "871", "", "One; Two"),
        Person("S002", "Poe, Bob", "", "", "S002", "872", "", "One"),
    )


def test_a_worksheet_of_moodle_is_a_roster(tmp_path: Path) -> None:
    content = (
        "Identifier,Full name,Email address,Status,Grade\n"
        "Participant 17,Ann Lee,ann@x.org,Submitted,-\nParticipant 18,,,,\n"
    )

    assert read(tmp_path, content) == (
        Person("ann@x.org", "Ann Lee", "ann@x.org", moodle="17"),
        Person("18", moodle="18"),
    )


def test_a_roster_of_github_classroom_is_one(tmp_path: Path) -> None:
    content = (
        '"identifier","github_username","github_id","name"\n"7","ann","99","Ann"\n'
    )

    assert read(tmp_path, content) == (Person("7", "Ann", login="ann"),)


def test_names_are_those_that_were_written(tmp_path: Path) -> None:
    content = 'name\n"Zoë, “=1+1”\n\U0001f600"\n\u05e2\u05d3\n'

    assert [p.id for p in read(tmp_path, content)] == [
        "Zoë, “=1+1”\n\U0001f600",
        "\u05e2\u05d3",
    ]
    assert read(tmp_path, "name\nZoë\n".encode("latin-1"))[0].id == "Zoë"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "id,name\nann,A\nbob,B\n\nANN,C\n",
            "roster.csv, line 5: “ANN” is the id in line 2 as well. "
            "Leave one of the lines.",
        ),
        (
            "sep=,\nid,e-mail\na,x@x.org\nb,X@x.org\n",
            "roster.csv, line 4: “X@x.org” is the email in line 3 as well. "
            "Leave one of the lines.",
        ),
        (
            "foo,bar\n1,2\n",
            "roster.csv, line 1: no column is an id, a name, an e-mail address or a "
            "login. Write a line with the names of the columns first.",
        ),
        (
            "",
            "roster.csv, line 1: no column is an id, a name, an e-mail address or a "
            "login. Write a line with the names of the columns first.",
        ),
        ("id\n", "roster.csv names nobody. Write a line for each learner."),
        (
            b"PK\x03\x04",
            "roster.csv is a workbook. Save the list as CSV and name that.",
        ),
        (
            "id\n" + "a" * 200_000,
            "roster.csv, line 2: field larger than field limit (131072). "
            "Mend that line.",
        ),
    ],
)
def test_a_roster_that_does_not_say_who_is_who_is_refused(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    assert refused(tmp_path, content) == said


def test_a_roster_that_is_not_there_or_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WrongUse, match=r"could not be read: No such file .*Name a CSV"):
        roster(tmp_path / "none.csv")
    monkeypatch.setattr(module, "LARGEST", 3)
    assert refused(tmp_path, "name\n").startswith(
        "roster.csv is larger than any roster"
    )


CLASS = (
    Person("7", "Ann Maria Lee", "ann@x.org", "alee", "S7", "17", "107"),
    Person("8", "Bob Poe", "bob@x.org"),
    Person("9", "Bob Poe", "bob@y.org", "zed"),
    Person("10", "Élodie Noël"),
)


@pytest.mark.parametrize(
    ("seen", "id"),
    [
        (Person("ALEE"), "7"),
        (Person("s7"), "7"),
        (Person("Ann@X.org"), "7"),
        (Person("Lee, Ann Maria"), "7"),
        (Person("ann"), "7"),
        (Person("17", "leeannmaria", canvas="17"), "7"),
        (Person("99", "leeannmaria", canvas="99"), "99"),
        (Person("107", "Somebody", moodle="107"), "7"),
        (Person("x", "Whoever", sis="S7"), "7"),
        (Person("E\u0301lodie noe\u0308l"), "10"),
        (Person("zed", login="zed"), "9"),
        (Person("8", "Bob Poe", moodle="8"), "moodle-8"),
        (Person("Bob Poe"), "Bob Poe"),
        (Person("bob"), "bob"),
    ],
)
def test_people_are_known_by_any_name_that_is_theirs_alone(
    seen: Person, id: str
) -> None:
    people = People(CLASS)

    assert people.id(seen) == id
    assert people.id(seen) == id  # and again, whatever was learnt of them
    assert len(people.all) == len(CLASS) + (id not in {p.id for p in CLASS})


def test_who_is_not_known_for_sure_is_told(tmp_path: Path) -> None:
    people = People(CLASS)
    for seen in (Person("Bob Poe"), Person("cy", "Cy"), Person("cy"), Person("alee")):
        people.id(seen)

    assert people.strays.all == (
        "“Bob Poe” may be “8” and “9” of the roster; taken for somebody else.",
        "“Cy” is not on the roster; what they handed in is graded all the same.",
    )


def test_nobody_becomes_another_by_taking_on_their_name() -> None:
    people = People((Person("7", "Ann Lee"), Person("8", "Bob Poe", sis="S8")))
    seen = (
        Person("17", "Ann Lee", moodle="17"),
        Person("18", "Ann Lee", moodle="18"),
        Person("S9", "Bob Poe", sis="S9"),
    )

    assert [people.id(person) for person in seen] == ["7", "18", "S9"]
    assert people.strays.all == (
        "“Ann Lee” may be “7” of the roster; taken for somebody else.",
        "“Bob Poe” may be “8” of the roster; taken for somebody else.",
    )


def test_without_a_roster_everybody_is_who_they_are_called() -> None:
    people = People(None)

    assert [people.id(Person(name)) for name in ("Ann", "ann", "bob", "\uff22OB")] == [
        "Ann",
        "Ann",
        "bob",
        "bob",
    ]
    assert people.all == (Person("Ann"), Person("bob"))
    assert people.strays.all == ()


def test_what_is_learnt_of_somebody_is_kept() -> None:
    people = People((Person("7", "Ann Lee"),))
    people.id(Person("17", "Ann Lee", moodle="17"))

    assert people.all == (Person("7", "Ann Lee", moodle="17"),)
