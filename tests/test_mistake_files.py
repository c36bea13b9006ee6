"""A lesson's mistakes and styles are read as they are meant, and make their apps."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import course
from checker.errors import AuthorError
from checker.lesson import Edit, Lesson, Style, Wording
from checker.mistakes import mistakes, recognisers, style_app, styles, wrong_app
from small_course import MISTAKE, write_lesson

MORE = """\
read = "What a flash is"
explains = ["quiet"]

[[also]]
mistake = "mute"
because = "It says nothing either."

[[wording]]
style = "factory"

[[wording.edit]]
file = "shelf.py"
find = "flash(word)"
put = "word"

[[wording]]

[[wording.edit]]
file = "extra.py"
put = "x = 1"
"""
RECOGNISER = """\
from checker.diagnosis import recogniser


@recogniser
def silent(seen):
    return True


other = 3
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    folder = write_lesson(tmp_path)
    head, edit = MISTAKE.split("\n\n")
    (folder / "mistakes/silent.toml").write_text(f"{head}\n{MORE}\n{edit}", "utf-8")
    style = folder / "styles/factory"
    style.mkdir(parents=True)
    (style / "style.toml").write_text(
        'summary = "A factory."\nwithout = ["static/*", "app.py"]\n'
        'packages = ["cachelib"]\n',
        "utf-8",
    )
    (style / "shelf.py").write_text("flash(word)\n", "utf-8")
    return course.read(folder)


def refused(lesson: Lesson, mistake: int = 0, wording: int = 0) -> str:
    found = mistakes(lesson)[mistake]
    with pytest.raises(AuthorError) as error:
        wrong_app(lesson, found, found.wordings[wording])
    return str(error.value)


def test_a_mistake_says_where_to_read_what_it_explains_and_its_wordings(
    lesson: Lesson,
) -> None:
    [mistake] = mistakes(lesson)

    assert (mistake.read, mistake.explains) == ("What a flash is", ("quiet",))
    assert mistake.also == (("mute", "It says nothing either."),)
    assert mistake.wordings == (
        Wording("factory", (Edit("shelf.py", "flash(word)", "word"),)),
        Wording("", (Edit("extra.py", None, "x = 1"),)),
    )


def test_a_style_joins_the_solution_and_leaves_out_what_it_does_not_have(
    lesson: Lesson,
) -> None:
    folder = lesson.folder / "styles/factory"
    gone = ("static/*", "app.py")

    assert styles(lesson) == (
        Style("factory", folder, "A factory.", gone, ("cachelib",)),
    )
    assert style_app(lesson, "factory") == {"shelf.py": b"flash(word)\n"}
    assert set(style_app(lesson, "")) == {"app.py", "static/icon.png"}


def test_a_mistakes_app_is_the_solution_or_a_style_with_the_edits_made(
    lesson: Lesson,
) -> None:
    [mistake] = mistakes(lesson)
    in_factory, beside = (wrong_app(lesson, mistake, w) for w in mistake.wordings)

    assert b'flash("Welcome.")' not in wrong_app(lesson, mistake)["app.py"]
    assert in_factory == {"shelf.py": b"word\n"}
    assert beside["extra.py"] == b"x = 1"


def test_an_edit_that_does_not_fit_is_refused(lesson: Lesson) -> None:
    (lesson.folder / "styles/factory/shelf.py").write_text("flash(text)\n", "utf-8")

    assert refused(lesson) == (
        "lessons/01-first-flash/mistakes/silent.toml: “find” occurs 0 times in "
        "shelf.py: 'flash(word)'. Choose what stands there once."
    )


def test_a_style_that_is_not_there_is_refused(lesson: Lesson) -> None:
    (lesson.folder / "styles/factory/style.toml").unlink()

    assert refused(lesson) == "lessons/01-first-flash has no style factory. Write it."


def test_recognisers_are_those_of_the_lessons_diagnoses(lesson: Lesson) -> None:
    assert recognisers(lesson) == ()

    (lesson.folder / "diagnoses.py").write_text(RECOGNISER, "utf-8")

    assert [each.mistake for each in recognisers(lesson)] == ["silent"]


def test_a_recogniser_of_no_mistake_is_refused(lesson: Lesson) -> None:
    odd = RECOGNISER.replace("def silent", "def loud_noise")
    (lesson.folder / "diagnoses.py").write_text(odd, "utf-8")

    with pytest.raises(AuthorError) as error:
        recognisers(lesson)
    assert str(error.value) == (
        "lessons/01-first-flash/diagnoses.py recognises loud-noise, which is no "
        "mistake of the lesson. Record it in mistakes/, or mend the name."
    )
