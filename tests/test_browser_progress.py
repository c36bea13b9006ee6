"""Where a learner stands when one run had a browser, and the next has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.learner import Learner, Target
from checker.report import Outcome, Report, Result
from checker.watch import Event, Events, Watch
from conftest import Checker
from test_watch import Paper

FIRST = "01-first-flash"
GREETS = Result("greets", "It greets.", 1, 1, Outcome.PASSED)
UNSEEN = Result("looks", "It can be seen.", 2, 1, Outcome.FAILED, browser=True)
SEEN = Result("looks", "It can be seen.", 2, 1, Outcome.PASSED, browser=True)


def report(*results: Result) -> Report:
    """A report of these; without the browser's, their number is in it."""
    return Report(FIRST, "", "", 1, results, "0", "3", "3", unseen=2 - len(results))


@pytest.fixture
def learner(course: Path, checker: Checker) -> Learner:
    checker("start", "1")
    return Learner(course)


def test_the_last_run_says_where_one_stands(learner: Learner, checker: Checker) -> None:
    said = []
    for results in ((GREETS, UNSEEN), (GREETS,), (GREETS, UNSEEN), (GREETS, SEEN)):
        learner.store.record(report(*results))
        standing = learner.store.standings()[FIRST]
        lesson = learner.lesson("1")
        hint = learner.hint(lesson)
        facts = (standing.passed, standing.needed, standing.done)
        line = checker("list").text.splitlines()[0].split()[-4:]
        said.append((facts, hint and (hint.task.number, hint.number), " ".join(line)))

    assert said == [
        ((1, 2, False), (2, 1), "1 of 2 points"),
        ((1, 1, True), None, "1 of 1 point"),
        ((1, 2, False), (2, 2), "1 of 2 points"),
        ((2, 2, True), None, "2 of 2 points"),
    ]


def test_a_watch_with_a_browser_goes_on_when_that_sees_all_kept(
    learner: Learner,
) -> None:
    learner.store.record(report(GREETS))  # done, as far as can be seen without one
    events, paper = Events(), Paper()
    reports = iter([report(GREETS, UNSEEN), report(GREETS, SEEN), report(GREETS)])
    watch = Watch(learner, learner.own("1"), lambda *_: next(reports), paper, events)
    for event in (Event.SAVE, Event.QUIT):
        events.tell(event)
    watch.run()

    assert paper.lines == [
        f"checking {FIRST}",
        "1 of 2",
        f"checking {FIRST}",
        "2 of 2",
        "now work/02-setup",
    ]


def test_a_watch_without_one_stays_done(learner: Learner) -> None:
    def judge(target: Target, _: object) -> Report:
        return report(GREETS)

    learner.store.record(report(GREETS))
    events, paper = Events(), Paper()
    watch = Watch(learner, learner.own("1"), judge, paper, events)
    events.tell(Event.QUIT)
    watch.run()

    assert paper.lines == [f"checking {FIRST}", "1 of 1"]
