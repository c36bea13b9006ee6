"""A gradebook with real submissions of lesson 1 in it, for tests of grading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checker import course
from checker.grading.class_book import ClassBook
from checker.grading.edition import edition, key
from checker.grading.gradebook import Gradebook, HandIn
from checker.grading.keeping import work_for
from checker.grading.marking import column
from checker.grading.packing import File, keep
from checker.grading.plan import How
from checker.grading.scheme import Scheme
from checker.grading.submission import Intake, Person, Submission
from checker.grading.work import Work
from checker.limits import Limits

__all__ = ["HOW", "LESSON", "ROOT", "SLOW", "book_of", "class_of", "files", "work"]

ROOT = Path(__file__).parents[1]
LESSON = course.find(ROOT, "1")
HOW = How(Limits(), "none", trusted=True)
SLOW = {"app.py": File(b"import time\ntime.sleep(60)\n")}
SEED = 7
Files = Mapping[str, File]


def files(folder: Path) -> Files:
    """The files of an app."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): File(p.read_bytes()) for p in found}


def book_of(place: Path, apps: Mapping[str, Files], how: How = HOW) -> Gradebook:
    """A gradebook in the folder, with one submission for each name."""
    people, hand_ins = [], []
    for person, app in apps.items():
        people.append(Person(person))
        digest = keep(place, app)
        one = Submission(person, LESSON.name, f"{person}.zip", digest)
        found = key(digest, edition(LESSON.folder), SEED, [str(how)])
        hand_ins.append(HandIn(one, SEED, found))
    book = Gradebook(place / "gradebook.sqlite")
    said = Intake("flat", "Each file is one person's.", tuple(people), ())
    book.take_in(replace(said, submissions=_all(hand_ins)), hand_ins)
    return book


def class_of(book: Gradebook) -> ClassBook:
    """The class as it is marked without a scheme."""
    scheme = Scheme(lessons=(LESSON.name,))
    checks = [check for check in course.checks(LESSON) if not check.browser]
    one = column(LESSON.name, 1, LESSON.title, checks, scheme)
    return ClassBook(book, scheme, (one,))


def work(hand_in: HandIn, how: How = HOW) -> Work:
    """What to do for one."""
    return work_for(hand_in, how, ROOT, str(ROOT))


def _all(hand_ins: Sequence[HandIn]) -> tuple[Submission, ...]:
    return tuple(hand_in.submission for hand_in in hand_ins)
