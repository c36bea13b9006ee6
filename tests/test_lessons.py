"""Every lesson keeps its promises, whichever lessons there are; none is named here."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from checker import course
from checker.build import versions
from checker.host import Host
from checker.lesson import Lesson, Mistake
from checker.report import Outcome, Report, Result
from checker.runner import run

ROOT = Path(__file__).parent.parent
LESSONS = course.lessons(ROOT)
SEED = 20261124
KEPT = (Outcome.PASSED, Outcome.WAITING)

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.name)
each_mistake = pytest.mark.parametrize(
    ("lesson", "mistake"),
    [
        pytest.param(lesson, mistake, id=f"{lesson.name}-{mistake.name}")
        for lesson in LESSONS
        for mistake in course.mistakes(lesson)
    ],
)


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    with Host() as host:
        yield host


def checked(host: Host, folder: Path, lesson: Lesson) -> Report:
    return run(folder, lesson, course.checks(lesson), host=host, seed=SEED)


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def with_mistake(lesson: Lesson, mistake: Mistake, folder: Path) -> Path:
    files = dict(versions(lesson).solution)
    for edit in mistake.edits:
        text = files[edit.file].decode()
        assert text.count(edit.find) == 1, f"{edit.find!r} in {edit.file}"
        files[edit.file] = text.replace(edit.find, edit.put).encode()
    return written(files, folder)


def told(results: list[Result]) -> list[str]:
    """What a person needs to mend a test that fails here."""
    return [
        f"{r.outcome}: {r.check}: {r.expected} | {r.seen} | {r.reason} | {r.error}"
        for r in results
    ]


def unavailable(results: list[Result]) -> bool:
    """True when this machine, which is no CI's, cannot run these optional checks."""
    missing = all(r.extra and r.outcome is Outcome.WAITING for r in results)
    return missing and os.environ.get("CI") != "true"


def unless_missing(report: Report) -> list[Result]:
    """The results, but for optional checks that this machine cannot run."""
    return [r for r in report.results if not unavailable([r])]


@each_lesson
def test_solution_keeps_every_promise_of_its_lesson_and_of_all_before(
    host: Host, lesson: Lesson
) -> None:
    for earlier in LESSONS[: lesson.number]:
        report = checked(host, ROOT / "solutions" / lesson.name, earlier)
        missing = [r for r in unless_missing(report) if r.outcome is not Outcome.PASSED]

        assert told(missing) == []


@each_lesson
def test_exercise_keeps_exactly_the_promises_that_belong_to_no_task(
    host: Host, lesson: Lesson
) -> None:
    report = checked(host, ROOT / "exercises" / lesson.name, lesson)
    wrong = [
        r for r in report.results if (r.outcome is Outcome.PASSED) != (r.task is None)
    ]

    assert told(wrong) == []
    assert {r.task for r in report.results} >= {t.number for t in lesson.tasks}


@pytest.mark.gate
@each_mistake
def test_mistake_fails_what_it_names_and_no_other_task(
    host: Host, lesson: Lesson, mistake: Mistake, tmp_path: Path
) -> None:
    report = checked(host, with_mistake(lesson, mistake, tmp_path / "app"), lesson)
    failed = [r for r in report.results if r.outcome not in KEPT]
    named = [r for r in report.results if r.check in mistake.fails]
    if unavailable(named):
        pytest.skip(named[0].reason)

    assert set(mistake.fails) <= {r.check for r in failed}, told(failed)
    assert told([r for r in failed if r.task not in {n.task for n in named}]) == []
    assert Outcome.BROKEN not in {r.outcome for r in report.results}


@each_lesson
def test_every_promise_is_broken_by_a_mistake(lesson: Lesson) -> None:
    found = course.mistakes(lesson)

    assert len(found) >= 3
    assert {c.name for c in course.checks(lesson)} == {
        n for m in found for n in m.fails
    }


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
