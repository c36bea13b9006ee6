"""Marks from outcomes: points, weights, lateness, hints, and what counts for nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from checker.checks import Check
from checker.grading.marking import Verdict, column, marked, missing, row, verdicts
from checker.grading.marks import Column, Line, Mark, State
from checker.grading.scheme import Late, Override, Scheme
from checker.grading.submission import Person, Submission
from checker.report import Diagnosis, Outcome, Report, Result

SCHEME = Scheme(lessons=("01-first",))
COLUMN = Column("01-first", 1, "First", 3.0)
DEADLINE = datetime(2026, 12, 1, 12, tzinfo=UTC)
HANDED_IN = Submission("ada", "01-first", "ada.zip", "digest")
FOUND = (
    Verdict("greets", "It greets.", "passed", 2, extra=False),
    Verdict("once", "Once.", "failed", 1, extra=False, mistakes=("shown-twice",)),
    Verdict("sings", "It sings.", "passed", 5, extra=True),
)


def mark(
    scheme: Scheme = SCHEME, *, at: datetime | None = None, hints: int = 0
) -> Mark:
    handed_in = Submission("ada", "01-first", "ada.zip", "digest", at=at, hints=hints)
    return marked(handed_in, COLUMN, scheme, FOUND, seed=7)


def test_a_mark_is_the_points_of_what_is_kept_and_can_be_traced() -> None:
    assert mark() == Mark(
        "ada",
        "01-first",
        State.GRADED,
        2.0,
        3.0,
        earned=2.0,
        submission=HANDED_IN,
        seed=7,
        lines=(
            Line("greets", "It greets.", "passed", 2.0, 2.0),
            Line("once", "Once.", "failed", 0.0, 1.0, mistakes=("shown-twice",)),
            Line("sings", "It sings.", "passed", 0.0, 0.0, extra=True),
        ),
    )


def test_optional_checks_are_a_bonus_where_the_scheme_says_so() -> None:
    assert mark(Scheme(lessons=("01-first",), optional="bonus")).points == 7.0


def test_points_of_a_check_are_what_the_scheme_says() -> None:
    scheme = Scheme(
        lessons=("01-first",),
        points={"01-first": {"greets": 0.5}},
        hidden={"01-first": frozenset({"greets"})},
    )
    checks = [Check("greets", "It greets.", print), Check("once", "Once.", print)]

    assert column("01-first", 1, "First", checks, scheme).possible == 1.5
    assert mark(scheme).lines[0] == Line(
        "greets", "It greets.", "passed", 0.5, 0.5, hidden=True
    )


@pytest.mark.parametrize(
    ("after", "days", "points", "reason"),
    [
        (timedelta(0), 0, 2.0, ""),
        (timedelta(minutes=10), 0, 2.0, ""),
        (timedelta(minutes=11), 1, 1.6, ""),
        (timedelta(days=1, minutes=11), 2, 1.2, ""),
        (timedelta(days=9), 9, 0.0, "9 days late; nothing is accepted after 2."),
    ],
)
def test_each_day_begun_after_the_deadline_costs(
    after: timedelta, days: int, points: float, reason: str
) -> None:
    scheme = Scheme(
        lessons=("01-first",),
        deadlines={"01-first": DEADLINE},
        late=Late(per_day=20, days=2, grace=10),
    )

    found = mark(scheme, at=DEADLINE + after)

    assert (found.late_days, found.points, found.reason) == (days, points, reason)
    assert found.late == pytest.approx(2.0 - points)


def test_a_hand_in_without_a_zone_is_taken_to_be_in_utc() -> None:
    scheme = Scheme(lessons=("01-first",), deadlines={"01-first": DEADLINE})

    assert mark(scheme, at=datetime(2026, 12, 2, 12)).late_days == 1


def test_what_somebody_else_calls_late_is_one_day() -> None:
    late = Submission("ada", "01-first", "ada.zip", "digest", late=True)
    scheme = Scheme(lessons=("01-first",), late=Late(per_day=50))

    assert marked(late, COLUMN, scheme, FOUND).points == 1.0


def test_hints_are_free_unless_the_scheme_says_what_they_cost() -> None:
    dear = Scheme(lessons=("01-first",), hint=0.75)

    assert mark(hints=2).points == 2.0
    assert mark(dear, hints=2).points == 0.5
    assert mark(dear, hints=9).points == 0.0


def test_a_mark_set_by_hand_wins_over_all_else() -> None:
    override = Override(2.5, "Shown in class.")
    nothing = missing("ada", COLUMN, override)

    assert marked(HANDED_IN, COLUMN, SCHEME, FOUND, override=override).points == 2.5
    assert (nothing.points, nothing.state) == (2.5, State.MISSING)


@pytest.mark.parametrize(
    ("trouble", "fault", "state", "reason"),
    [
        ("It is empty.", "", State.NOT_GRADED, "It is empty."),
        ("", "The host ended.", State.BROKEN, "The host ended."),
        ("", "", State.PENDING, "It was not checked yet."),
    ],
)
def test_what_was_not_checked_says_why(
    trouble: str, fault: str, state: State, reason: str
) -> None:
    handed_in = Submission("ada", "01-first", "ada.zip", trouble=trouble)

    found = marked(handed_in, COLUMN, SCHEME, None, fault=fault)

    assert (found.state, found.reason, found.points) == (state, reason, 0.0)


def test_a_fault_of_ours_is_counted_against_nobody() -> None:
    ours = (Verdict("greets", "It greets.", "broken", 2, extra=False),)
    broken = marked(HANDED_IN, COLUMN, SCHEME, ours)
    whole = Mark("ada", "02", State.GRADED, 3.0, 4.0)

    assert broken.state is State.BROKEN
    assert row(Person("ada"), [broken, whole], SCHEME).total == 75.0
    assert row(Person("ada"), [broken], SCHEME).total == 0.0


def test_the_total_is_the_weighted_mean_and_missing_work_counts() -> None:
    scheme = Scheme(lessons=("01", "02"), weights={"02": 3}, pass_mark=75)
    marks = [
        missing("ada", Column("01", 1, "First", 2.0)),
        Mark("ada", "02", State.GRADED, 4.0, 4.0),
    ]

    found = row(Person("ada"), marks, scheme)

    assert (found.total, found.passed) == (75.0, True)


def test_verdicts_are_what_a_mark_needs_of_a_report() -> None:
    results = (
        Result("greets", "It greets.", 1, 2, Outcome.PASSED),
        Result("once", "Once.", 1, 1, Outcome.FAILED),
        Result("sings", "It sings.", None, 5, Outcome.PASSED, extra=True),
    )
    diagnosis = Diagnosis("shown-twice", "", "", "", "", ("once",), 0)
    report = Report(
        "01-first", "First", "", 7, results, "1", "3", "3", diagnoses=(diagnosis,)
    )

    assert verdicts(report) == FOUND
