"""What every lesson says of its mistakes fits together. Runs none of their apps."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from checker import course
from checker.evidence import Program, Templates
from checker.lesson import Lesson, Style
from checker.mistakes import mistakes, recognisers, style_app, styles
from checker.proof import blocks, in_the_wild
from checker.smells import smells
from checker.source import texts

ROOT = Path(__file__).parents[1]
LESSONS = course.lessons(ROOT)
FOUND = {lesson.name: mistakes(lesson) for lesson in LESSONS}
ALL = tuple(chain.from_iterable(FOUND.values()))
FEWEST = 85  # mistakes in the course
STYLES = 8  # other correct apps of a lesson, and no fewer

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda x: x.name)


def test_every_mistake_of_the_course_has_a_name_of_its_own() -> None:
    twice = [name for name, count in Counter(m.name for m in ALL).items() if count > 1]

    assert len(ALL) >= FEWEST
    assert twice == []


@each_lesson
def test_every_promise_is_broken_by_two_mistakes(lesson: Lesson) -> None:
    checks = [check.name for check in course.checks(lesson)]
    broken = Counter(name for m in FOUND[lesson.name] for name in m.fails)

    assert set(broken) <= set(checks)
    assert {check: broken[check] for check in checks if broken[check] < 2} == {}


@each_lesson
def test_every_mistake_is_recognised_once(lesson: Lesson) -> None:
    recognised = [each.mistake for each in recognisers(lesson)]

    assert sorted(recognised) == [m.name for m in FOUND[lesson.name]]


@each_lesson
def test_every_mistake_is_worded_in_two_other_ways(lesson: Lesson) -> None:
    named = {"", *(style.name for style in styles(lesson))}

    assert [m.name for m in FOUND[lesson.name] if len(m.wordings) < 2] == []
    assert {w.style for m in FOUND[lesson.name] for w in m.wordings} <= named


@each_lesson
def test_a_mistake_leads_to_a_heading_of_its_notebook_or_nowhere(
    lesson: Lesson,
) -> None:
    prose = (lesson.folder / "lesson.md").read_text("utf-8")
    headings = {"", *re.findall(r"^#+ (.+)$", prose, re.MULTILINE)}  # "": no section

    assert [
        (m.name, m.read) for m in FOUND[lesson.name] if m.read not in headings
    ] == []


@each_lesson
def test_what_a_mistake_explains_is_another_and_never_itself(lesson: Lesson) -> None:
    known = {m.name: m for m in FOUND[lesson.name]}
    for mistake in known.values():
        assert set(mistake.explains) <= known.keys()
        assert {name for name, _ in mistake.also} <= known.keys() - {mistake.name}
        reached = list(mistake.explains)
        for name in reached:
            reached += [more for more in known[name].explains if more not in reached]
        assert mistake.name not in reached


@each_lesson
def test_a_lesson_has_eight_other_correct_styles(lesson: Lesson) -> None:
    found = styles(lesson)

    assert len(found) >= STYLES
    assert len({style.summary for style in found}) == len(found)


@each_lesson
def test_no_correct_app_smells(lesson: Lesson) -> None:
    for tree in ("exercises", "solutions"):
        assert told(texts(ROOT / tree / lesson.name)) == []


@pytest.mark.parametrize(
    ("lesson", "style"),
    [
        pytest.param(lesson, style, id=f"{lesson.name}-{style.name}")
        for lesson in LESSONS
        for style in styles(lesson)
    ],
)
def test_no_other_style_smells(lesson: Lesson, style: Style) -> None:
    files = style_app(lesson, style.name).items()

    assert told({n: c.decode() for n, c in files if n.endswith((".py", ".html"))}) == []


def told(files: dict[str, str]) -> list[tuple[str, str]]:
    program = Program(files)
    found = smells(program, Templates(files, program))
    return [(smell.kind, f"{smell.place.file}:{smell.place.line}") for smell in found]


def test_every_mistake_is_recorded_with_all_its_wordings() -> None:
    for block in blocks(ROOT, LESSONS):
        for mistake in block.mistakes:
            kinds = Counter(row.kind for row in block.of(mistake))
            assert kinds["own"] == 1, mistake.name
            assert kinds["wording"] == len(mistake.wordings), mistake.name
            assert kinds["rewriting"] > 0, mistake.name


def test_every_mistake_seen_in_the_wild_is_ours_or_cannot_occur() -> None:
    seen = in_the_wild(ROOT)
    ours = {name for wild in seen for name in wild.ours}

    assert len({wild.name for wild in seen}) == len(seen) == FEWEST
    assert ours <= {mistake.name for mistake in ALL}
