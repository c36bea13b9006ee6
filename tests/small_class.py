"""A class small enough to be read whole, with each kind of mark and of name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from checker.grading.marks import Column, Line, Mark, Row, State
from checker.grading.scheme import Override, Scheme
from checker.grading.submission import Person, Submission
from checker.report import Diagnosis, Outcome, Report, Result

FIRST, THIRD = "01-first-flash", "03-categories"
AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
SECRET = "Nobody is told of this check."
KEPT = Line("saves", "Saving shows a message.", "passed", 2, 2)
LOST = Line("once", "It is shown once.", "failed", 0, 1, mistakes=("kept-in-page",))
HIDDEN = Line("secret", SECRET, "failed", 0, 3, hidden=True)
WAITS = Line("after", "Two messages are two.", "waiting", 0, 1)
BONUS = Line("bonus", "It can be closed.", "stopped", 0, 1, extra=True)
LINES = (KEPT, LOST, HIDDEN, WAITS, BONUS)
ANA = Person(
    "ana",
    'Lopez, Ana "Nina"',
    "ana@example.org",
    login="ana",
    sis="S001",
    canvas="871",
    moodle="23",
    section="Group 1",
)
FORMULA = Person("=cmd", '=HYPERLINK("x")', login="-b", moodle="24")
RUTH = Person("רות", "רות 🙂\nאשר", "ruth@example.org", sis="S002", canvas="872")
HANDED_IN = Submission("ana", FIRST, "ana/first.zip", "ab" * 32, at=AT)
CLOSED = Override(2.5, "Shown in class, with the lid closed.", "2026-11-25")


def result(line: Line, reason: str = "") -> Result:
    found = Result(line.check, line.promise, 1, 1, Outcome(line.outcome), reason=reason)
    return replace(found, expected="“oak”", seen="nothing") if line is LOST else found


WHY = Diagnosis(
    "kept-in-page", "A page shows it for good", "", "When is it read?", "", ("once",), 0
)
REPORT = Report(
    FIRST,
    "First flash",
    "",
    42,
    (
        result(KEPT),
        result(LOST),
        result(HIDDEN),
        result(WAITS, f"Waiting for: {SECRET}"),
        result(BONUS, "The app ended by itself with exit code 3."),
    ),
    "0.1.0",
    "3.11.7",
    "3.1.3",
    diagnoses=(WHY,),
)
GRADED = Mark(
    "ana",
    FIRST,
    State.GRADED,
    1.3,
    7,
    earned=2,
    late_days=2,
    late=0.2,
    hints=0.5,
    submission=HANDED_IN,
    seed=42,
    lines=LINES,
)
BY_HAND = Mark("ana", THIRD, State.NOT_GRADED, 2.5, 3, reason="", override=CLOSED)
ABSENT = Mark("=cmd", FIRST, State.MISSING, 0, 7, reason="Nothing was handed in.")
LOCKED = Mark("=cmd", THIRD, State.NOT_GRADED, 0, 3, reason="a.zip is encrypted.")
FAULT = Mark("רות", FIRST, State.BROKEN, 0, 7, reason="The checker failed.")
LATER = Mark("רות", THIRD, State.PENDING, 0, 3, reason="It was not checked yet.")


SCHEME = Scheme((FIRST, THIRD), deadlines={FIRST: AT})


@dataclass(frozen=True)
class SmallClass:
    """A ClassMarks of the rows that it is given."""

    given: tuple[Row, ...]
    columns: tuple[Column, ...] = (
        Column(FIRST, 1, "First flash", 7),
        Column(THIRD, 3, "Categories, and levels", 3),
    )
    scheme: Scheme = SCHEME
    notes: tuple[str, ...] = ()
    reports: Mapping[str, Report] = field(default_factory=lambda: {FIRST: REPORT})

    def rows(self) -> Iterator[Row]:
        yield from self.given

    def report(self, mark: Mark) -> Report | None:
        return self.reports.get(mark.lesson) if mark.lines else None

    def pictures(self, mark: Mark) -> dict[str, bytes]:
        return {}


SMALL = SmallClass(
    (
        Row(ANA, (GRADED, BY_HAND), 50.96, passed=True),
        Row(FORMULA, (ABSENT, LOCKED), 0, passed=False),
        Row(RUTH, (FAULT, LATER), 0, passed=False),
    )
)


def alone(mark: Mark, person: Person = ANA) -> SmallClass:
    """A class of one learner and one lesson."""
    column = next(c for c in SMALL.columns if c.lesson == mark.lesson)
    row = Row(person, (mark,), mark.percent, passed=False)
    return SmallClass((row,), (column,))
