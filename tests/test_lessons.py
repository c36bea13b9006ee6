"""Every lesson keeps its promises, whichever lessons there are; none is named here."""

from __future__ import annotations

from pathlib import Path

import pytest

import running
from checker import course
from checker.host import Host
from checker.lesson import Lesson
from checker.report import Outcome
from checker.versions import versions
from checker.visitor.browser.person import BrowserPeople
from running import checked, seen, told, unless_missing

ROOT = Path(__file__).parent.parent
LESSONS = course.lessons(ROOT)

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.name)


@each_lesson
def test_solution_keeps_every_promise_of_its_lesson_and_of_all_before(
    host: Host, lesson: Lesson
) -> None:
    for earlier in LESSONS[: lesson.number]:
        report = checked(host, ROOT / "solutions" / lesson.name, earlier)
        missing = [r for r in unless_missing(report) if r.outcome is not Outcome.PASSED]

        assert told(missing) == []


@each_lesson
@pytest.mark.gate
def test_solution_keeps_what_only_a_browser_shows_of_its_lesson_and_of_all_before(
    host: Host, people: BrowserPeople, lesson: Lesson
) -> None:
    for earlier in LESSONS[: lesson.number]:
        if running.for_browser(earlier):
            report = seen(host, ROOT / "solutions" / lesson.name, earlier, people)
            missing = [
                r for r in unless_missing(report) if r.outcome is not Outcome.PASSED
            ]

            assert told(missing) == []


@each_lesson
@pytest.mark.gate
def test_a_browser_shows_of_the_exercise_exactly_what_belongs_to_no_task(
    host: Host, people: BrowserPeople, lesson: Lesson
) -> None:
    if running.for_browser(lesson):
        report = seen(host, ROOT / "exercises" / lesson.name, lesson, people)
        wrong = [
            r
            for r in unless_missing(report)
            if (r.outcome is Outcome.PASSED) != (r.task is None)
        ]

        assert told(wrong) == []


@each_lesson
def test_exercise_keeps_exactly_the_promises_that_belong_to_no_task(
    host: Host, lesson: Lesson
) -> None:
    report = checked(host, ROOT / "exercises" / lesson.name, lesson)
    wrong = [
        r for r in report.results if (r.outcome is Outcome.PASSED) != (r.task is None)
    ]

    assert told(wrong) == []
    asked = {check.task for check in running.checks_of(lesson)}
    assert asked >= {t.number for t in lesson.tasks}


@each_lesson
def test_every_file_of_a_lesson_before_is_still_there(lesson: Lesson) -> None:
    for earlier in LESSONS[: lesson.number - 1]:
        gone = set(versions(earlier).solution) - set(versions(lesson).exercise)

        assert gone == set()


@each_lesson
def test_lesson_is_of_the_size_it_should_be(lesson: Lesson) -> None:
    needed = {c.task for c in course.checks(lesson) if c.task and not c.extra}

    assert 2 <= len(needed) <= 4
    assert all(len(t.hints) == 3 for t in lesson.tasks)
    assert 10 <= lesson.minutes <= (25 if lesson is LESSONS[-1] else 15)
