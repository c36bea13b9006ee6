"""Whoever has not done a task yet is told of no mistake in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import running
from checker import course, regions
from checker.host import Host
from checker.lesson import Lesson
from checker.versions import files_of
from running import failed, judged, told, written

pytestmark = pytest.mark.gate

ROOT = Path(__file__).parents[1]
LESSONS = course.lessons(ROOT)

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.name)


@each_lesson
def test_an_exercise_just_begun_is_told_of_no_mistake(
    host: Host, lesson: Lesson
) -> None:
    report = judged(host, ROOT / "exercises" / lesson.name, lesson)

    assert report.diagnoses == ()
    assert report.smells == ()


def half_done(lesson: Lesson, done: int) -> dict[str, bytes]:
    """The exercise once its first tasks are done as in the solution."""
    files = {}
    for path in files_of(lesson.folder / "app"):
        name = path.relative_to(lesson.folder / "app").as_posix()
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            files[name] = path.read_bytes()
            continue
        text = "".join(without_marks(text.splitlines(keepends=True), done))
        files[name] = regions.split(text, lesson.task_titles, name).exercise.encode()
    return files


def without_marks(lines: Sequence[str], done: int) -> Iterator[str]:
    """The lines, those of a task that is done as the solution has them."""
    solved = False
    for line in lines:
        mark = re.search(r"(?:#|--|/\*)\s*task (\d+)\b", line)
        end = re.search(r"(?:#|--|/\*)\s*end\b", line)
        starter = re.search(r"^\s*(?:\{#|#|--|/\*):", line)
        if mark:
            solved = int(mark[1]) <= done
        if not solved or not (mark or end or starter):
            yield line
        solved = solved and not end


def left_over(lesson: Lesson, done: int) -> list[str]:
    """The checks of later tasks; what only a browser shows is not missed without."""
    checks = running.checks_of(lesson)
    return [c.name for c in checks if (c.task or 0) > done and not c.browser]


@pytest.mark.parametrize(
    ("lesson", "done"),
    [
        pytest.param(lesson, done, id=f"{lesson.name}-{done}")
        for lesson in LESSONS
        for done in range(1, len(lesson.tasks))
        if left_over(lesson, done)
    ],
)
def test_an_exercise_half_done_is_told_of_no_mistake(
    host: Host, lesson: Lesson, done: int, tmp_path: Path
) -> None:
    folder = written(half_done(lesson, done), tmp_path / "app")
    report = judged(host, folder, lesson)

    assert told(failed(report)) != []
    assert report.diagnoses == ()
