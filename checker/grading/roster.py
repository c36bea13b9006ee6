"""Reads who is in a class from a CSV file, as systems and spreadsheets write them.

Headers are taken by their meaning, and a line that could be somebody else's is refused.
Which hand-in is whose is told in people.py.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path

from ..errors import WrongUse
from .nodes import plain, quoted
from .submission import Person

__all__ = ["key", "roster"]

LARGEST = 64 * 1024 * 1024
ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WORKBOOK = b"PK\x03\x04"
# What a header may be called, letters and digits only; those of Canvas, Moodle,
# Gradescope, GitHub Classroom and nbgrader are among them.
MEANINGS = {
    "id": "id studentid learner learnerid identifier rosteridentifier userid person",
    "name": "name fullname student studentname displayname sortablename learnername",
    "first": "firstname givenname forename first given",
    "last": "lastname surname familyname last family",
    "email": "email emailaddress mail emails",
    "login": """login loginid username user userlogin sislogin sisloginid netid github
        githubusername githublogin""",
    "sis": "sis sisid sisuserid sid idnumber studentnumber matriculationnumber",
    "canvas": "canvas canvasid canvasuserid canvasuser",
    "moodle": "moodle moodleid moodleuserid participant participantid",
    "section": "section sections group groups class",
}
OF_CANVAS = frozenset({"sisuserid", "sisloginid"})  # beside these, ID is Canvas's own
# What serves as an id where no column is one, the best first.
IDS = ("login", "sis", "email", "canvas", "moodle", "name")
ALONE = ("id", "login", "sis", "email", "canvas", "moodle")  # no two people share these
PARTICIPANT = re.compile(r"Participant[ _](\d+)", re.IGNORECASE)


def key(text: str) -> str:
    """The text as it is compared: small letters, one way to write each, no margins."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def roster(file: Path) -> tuple[Person, ...]:
    """Everybody in the file, in its order."""
    people: list[Person] = []
    seen: dict[tuple[str, str], int] = {}
    for number, person in _people(file):
        for name in ALONE:
            value = key(getattr(person, name))
            first = seen.setdefault((name, value), number) if value else number
            if first != number:
                raise WrongUse(
                    f"{file.name}, line {number}: {quoted(getattr(person, name))} is "
                    f"the {name} in line {first} as well. Leave one of the lines."
                )
        people.append(person)
    if not people:
        raise WrongUse(f"{file.name} names nobody. Write a line for each learner.")
    return tuple(people)


def _people(file: Path) -> Iterator[tuple[int, Person]]:
    lines = _lines(file)
    number, headers = next(lines, (1, []))
    meant = _meanings(headers)
    if not set(meant) & {"id", "name", "last", *IDS}:
        raise WrongUse(
            f"{file.name}, line {number}: no column is an id, a name, an e-mail address"
            " or a login. Write a line with the names of the columns first."
        )
    for number, cells in lines:
        row = {
            name: cells[place].strip()
            for name, place in meant.items()
            if _in(cells, place)
        }
        person = _person(row)
        if person.id and person.name != "Points Possible":  # a line of Canvas's own
            yield number, person


def _in(cells: list[str], place: int) -> bool:
    return place < len(cells)


def _meanings(headers: list[str]) -> dict[str, int]:
    """Which column is what; the first one of each."""
    words = [re.sub(r"[\W_]", "", key(header)) for header in headers]
    known = {w: name for name, all_words in MEANINGS.items() for w in all_words.split()}
    if OF_CANVAS & set(words):
        known["id"] = "canvas"
    meant: dict[str, int] = {}
    for place, word in enumerate(words):
        if word in known:
            meant.setdefault(known[word], place)
    return meant


def _person(row: Mapping[str, str]) -> Person:
    row = {name: unicodedata.normalize("NFC", value) for name, value in row.items()}
    whole = f"{row.get('first', '')} {row.get('last', '')}".strip()
    known = {f.name for f in fields(Person)}
    person = Person(**{"id": "", **{n: v for n, v in row.items() if n in known}})
    person = replace(person, name=person.name or whole)
    participant = PARTICIPANT.fullmatch(person.id)  # Moodle's grading worksheet
    if participant:
        person = replace(person, id="", moodle=person.moodle or participant[1])
    values = (getattr(person, name) for name in IDS)
    return replace(person, id=person.id or next(filter(None, values), ""))


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, with their numbers in the file."""
    text = _text(file)
    after = 0
    if text.startswith("sep="):  # Excel's own line
        text, after = text.partition("\n")[2], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num + after, cells
    except csv.Error as error:
        raise WrongUse(
            f"{file.name}, line {reader.line_num + after}: {error}. Mend that line."
        ) from error


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        raise WrongUse(
            f"{file} could not be read: {error.strerror or error}. Name a CSV file."
        ) from error
    if len(raw) > LARGEST or raw.startswith(WORKBOOK):
        what = "a workbook" if raw.startswith(WORKBOOK) else "larger than any roster"
        raise WrongUse(f"{file.name} is {what}. Save the list as CSV and name that.")
    for mark, encoding in ENCODINGS.items():
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    return plain(raw, "latin-1")[0]
