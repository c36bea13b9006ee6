"""Apps that share what few others have are asked about, and no others."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.course import find
from checker.errors import NotInstalled
from checker.grading.packing import File, keep
from checker.grading.similar import alike, questions
from checker.grading.submission import Person, Submission
from checker.lesson import Lesson
from checker.source import texts

ROOT = Path(__file__).resolve().parents[1]
RENAMED = {"book": "item", "title": "label", "visitor": "person", "shelf": "things"}


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return find(ROOT, "3")


@pytest.fixture(scope="module")
def independent(lesson: Lesson) -> dict[str, dict[str, str]]:
    """Apps of people who do the same things in their own ways."""
    styles = sorted(p for p in (lesson.folder / "styles").iterdir() if p.is_dir())
    made = {folder.name: texts(folder) for folder in styles}
    return {
        name: {**texts(ROOT / "solutions" / lesson.name), **made[name]} for name in made
    }


def disguised(app: Mapping[str, str]) -> dict[str, str]:
    """The same app with other names, other messages and comments of one's own."""
    found = {}
    for path, text in app.items():
        for word, other in RENAMED.items():
            text = re.sub(rf"\b{word}\b", other, text)
        more = "# All of this is mine.\n" if path.endswith(".py") else ""
        found[path] = more + text
    return found


def given(lesson: Lesson) -> list[dict[str, str]]:
    return [texts(ROOT / tree / lesson.name) for tree in ("exercises", "solutions")]


def test_ways_of_ones_own_are_not_asked_about(
    lesson: Lesson, independent: dict[str, dict[str, str]]
) -> None:
    assert len(independent) > 5
    assert alike(independent.items(), given(lesson)) == ()


def test_what_the_course_gives_is_not_asked_about(lesson: Lesson) -> None:
    exercise, solution = given(lesson)
    apps = {"ana": exercise, "bob": exercise, "cem": solution, "dov": solution}

    assert alike(apps.items(), given(lesson)) == ()


def test_a_disguised_copy_is_found(
    lesson: Lesson, independent: dict[str, dict[str, str]]
) -> None:
    name, app = max(independent.items(), key=lambda item: len(item[1]["app.py"]))
    apps = {**independent, "zoe": disguised(app)}

    (pair,) = alike(apps.items(), given(lesson))

    assert {pair.one, pair.other} == {name, "zoe"}
    assert pair.share > 0.7


def test_what_many_have_is_not_asked_about(
    lesson: Lesson, independent: dict[str, dict[str, str]]
) -> None:
    app = max(independent.values(), key=lambda app: len(app["app.py"]))
    apps = {f"learner {n}": app for n in range(8)}

    assert alike(apps.items(), given(lesson)) == ()


def test_pairs_are_questions(
    tmp_path: Path, lesson: Lesson, independent: dict[str, dict[str, str]]
) -> None:
    name, app = max(independent.items(), key=lambda item: len(item[1]["app.py"]))
    apps = {**independent, "zoe": disguised(app)}
    handed_in = [
        Submission(person, lesson.name, person, packed(tmp_path, app))
        for person, app in apps.items()
    ]
    handed_in.append(Submission("yan", lesson.name, "yan.zip", trouble="It is empty."))
    people = [Person(name, "Ana\nLopez"), *(Person(n) for n in apps if n != name)]

    told = "".join(questions(handed_in, tmp_path, [lesson], people))

    asked = [line for line in told.splitlines() if line.startswith("Lesson")]
    assert len(asked) == 1
    assert re.fullmatch(
        r"Lesson 3: Did (Ana Lopez and zoe|zoe and Ana Lopez) work together\?"
        r" Of what is unusual in the one's app, \d+% is in the other's\.",
        asked[0],
    )
    assert told.startswith("These apps have much in common that few others have.")


def packed(folder: Path, app: Mapping[str, str]) -> str:
    return keep(folder, {path: File(text.encode()) for path, text in app.items()})


def test_without_pairs_there_is_nothing_to_ask(tmp_path: Path, lesson: Lesson) -> None:
    told = "".join(questions([], tmp_path, [lesson], []))

    assert told == "No two apps have much in common that few others have.\n"


def test_without_the_library_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, lesson: Lesson
) -> None:
    monkeypatch.setitem(sys.modules, "copydetect.utils", None)

    with pytest.raises(NotInstalled, match="Install the extra “similar”"):
        alike([("ana", {"app.py": ""})], [])
