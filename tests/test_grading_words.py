"""What an instructor reads while a class is graded, and of its end."""

# ruff: noqa: E501  lines as wide as a terminal

from __future__ import annotations

from pathlib import Path

import pytest

from checker.grading.events import (
    Began,
    Ended,
    Event,
    Retrying,
    Started,
    Stopping,
    Told,
)
from checker.grading.marks import Column, Line, Mark, State
from checker.grading.plan import Summary
from checker.grading.scheme import Override
from checker.grading.submission import Person, Submission
from checker.render.grading import doing, ending, said, standing, traced
from checker.render.look import Look

ADA = Person("ada", "Ada Lovelace")
COLUMN = Column("01-first", 1, "First", 4.0)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Told("Taken for\x1b[2J one zip."), "Taken for\\x1b[2J one zip."),
        (Started(1, 0, 2), "1 submission to check."),
        (Started(3, 2, 2), "3 submissions to check, 2 are known from before."),
        (Began("ada", "01-first"), ""),
        (Ended("ada", "01-first", 3, 4, 1.25), "ada, 01-first: 3 of 4, 1.2 s."),
        (
            Ended("ada", "01-first", 0, 0, 0.0, fault="The host ended."),
            "ada, 01-first: The host ended.",
        ),
        (
            Ended("ada", "01-first", 0, 4, 90.0, again=True),
            "ada, 01-first: its time was up; it gets another.",
        ),
        (Retrying(2), "Once more, one at a time: 2 whose time was up."),
        (
            Stopping(2),
            "Stopping after 2 submissions. ^C once more stops now; nothing found is"
            " lost.",
        ),
    ],
)
def test_each_event_is_one_line(event: Event, line: str) -> None:
    assert said(event) == line


def test_only_what_is_not_whole_stands_above_the_bar() -> None:
    assert not standing(Ended("ada", "01", 4, 4, 1.0))
    assert standing(Ended("ada", "01", 3, 4, 1.0))
    assert standing(Ended("ada", "01", 4, 4, 1.0, fault="Ours."))
    assert standing(Ended("ada", "01", 4, 4, 1.0, again=True))


def test_what_is_checked_now_is_named() -> None:
    assert doing([("ada", "01"), ("b\x07n", "02")]) == "Now: ada 01, b\\x07n 02"
    assert doing([]) == ""


def test_the_end_says_what_came_of_it_and_what_is_next() -> None:
    whole = Summary(2, 3, 3, 0, 0, 0, Path("marks/index.html"))
    parts = Summary(1, 6, 1, 2, 1, 2, Path("marks/index.html"))

    assert ending(whole, "checker grade s", Look()) == [
        "2 learners, 3 submissions: 3 marked.",
        "Next: open marks/index.html.",
    ]
    assert ending(parts, "checker grade s", Look()) == [
        "1 learner, 6 submissions: 1 marked, 2 could not be graded, 1 met a fault of the",
        "checker, 2 not checked yet.",
        "Next: “checker grade s” goes on with the rest. Meanwhile open marks/index.html.",
    ]


def test_a_mark_is_traced_to_all_that_it_is_made_of() -> None:
    mark = Mark(
        "ada",
        "01-first",
        State.GRADED,
        2.5,
        4.0,
        earned=4.0,
        late_days=2,
        late=1.0,
        hints=0.5,
        override=Override(2.5, "Shown in class."),
        submission=Submission(
            "ada",
            "01-first",
            "ada.zip",
            "abc",
            older=("ada-1.zip",),
            notes=("“.git” was left out.",),
        ),
        seed=7,
        retried=True,
        lines=(
            Line("greets", "It greets.", "passed", 1.0, 1.0),
            Line("once", "Once.", "failed", 0.0, 1.0, False, True, ("shown-twice",)),
        ),
    )

    assert list(traced(ADA, COLUMN, mark, Look())) == [
        "Ada Lovelace (ada), lesson 1: First",
        "Mark     2.5 of 4 points, graded (earned 4, 1 off for 2 days late, 0.5 off for",
        "         hints)",
        "By hand  Shown in class.",
        "Source   ada.zip",
        "Note     “.git” was left out.",
        "Before   ada-1.zip",
        "Content  abc",
        "Seed     7",
        "Twice    Its time was up, so it was checked again.",
        "      1/1  passed: greets",
        "      0/1  failed, hidden: once (shown-twice)",
    ]
