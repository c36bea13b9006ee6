"""Who is in a class and what they handed in, as frozen facts. Reads no file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Intake", "Person", "Submission"]


@dataclass(frozen=True, slots=True)  # there are as many as learners
class Person:
    """One learner, by every name that a system calls them; what nobody said is "".

    `id` is theirs alone in this class, and what the instructor types. `canvas` and
    `moodle` are the numbers that Canvas and Moodle gave them (in Moodle that of the
    participant), `login` is their user name, `sis` the number of the school's own
    records.
    """

    id: str
    name: str = ""
    email: str = ""
    login: str = ""
    sis: str = ""
    canvas: str = ""
    moodle: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one person handed in for one lesson; the newest, if they did so often.

    `digest` is the SHA-256 of its packed content, which stands in a file of that name;
    "" where there is nothing that could be graded, and then `trouble` is the sentence
    that says why. `lesson` is a lesson's name, or "" where nothing tells it. `source`
    is where it came from, below the folder of submissions. `attempts` counts hand-ins,
    and `older` are the sources of those before. `notes` are sentences about what was
    left out of it. `hints` are those that its progress file says were shown.
    """

    person: str
    lesson: str
    source: str
    digest: str = ""
    trouble: str = ""
    at: datetime | None = None
    late: bool = False
    attempts: int = 1
    older: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hints: int = 0


@dataclass(frozen=True)
class Intake:
    """All that a folder held: what it was taken for, by whom, and what was left.

    `submissions` are in the order of people and lessons; `strays` are sentences about
    what belongs to nobody or was refused whole.
    """

    layout: str
    said: str
    people: tuple[Person, ...]
    submissions: tuple[Submission, ...]
    strays: tuple[str, ...] = ()
