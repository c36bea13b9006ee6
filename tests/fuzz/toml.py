"""Any lesson.toml, mistake or quiz is read, or refused by an AuthorError."""

from __future__ import annotations

import tempfile
from pathlib import Path

from checker.errors import AuthorError
from checker.lesson import Lesson
from checker.lesson_files import read
from checker.mistakes import mistakes, styles
from checker.quiz import read as quiz
from checker.toml_file import toml

LESSON = b"""title = "Own"
minutes = 15
summary = "A message."
objectives = ["Flash."]
out_of_scope = ["More."]
story = "The shelf."
scenario = ["Ben: GET /", "POST /sign-in name=Ann"]
[[tasks]]
title = "Greet"
text = "Greet them."
hints = ["a", "b", "c"]
[[contract]]
what = "POST"
rule = "Field."
"""
MISTAKE = b"""belief = "a"
why = "b"
question = "c"
fails = ["greets"]
[[edit]]
file = "app.py"
find = "a"
put = "b"
[[wording]]
style = ""
"""
QUIZ = b"""[[items]]
id = "a"
kind = "myth"
question = "b"
options = ["c", "d"]
answer = 1
why = "e"
belief = "f"
"""
WORDS = [
    LESSON,
    MISTAKE,
    QUIZ,
    *(
        word.split("\n")[0].encode()
        for word in """a = |[a]|[[a]]|"x"|'''|1|-1|0x|1e999|nan|true|1979-05-27|[1]|{}
        |"\\uD800"|[["a"]]|title = ""|minutes = true|minutes = 0|scenario = [" "]
        |a.b.c=1
        |scenario = ["'"]|hints = []|kind = "x"|answer = 9|also = 1|style = "../x"
        """.split("|")
    ),
    b"9" * 5000,
    b"a = " + b"[" * 2000,
    b"\n",
    b"\0",
    b"\xff",
]
_PLACE = tempfile.TemporaryDirectory(prefix="fuzz-toml-")
FOLDER = Path(_PLACE.name) / "07-own"
(FOLDER / "mistakes").mkdir(parents=True)
(FOLDER / "styles" / "own").mkdir(parents=True)
KEPT = Lesson(FOLDER, "Own", 1, "", (), (), "", (), ())


def one(data: bytes) -> None:
    """The bytes as each of the files that a lesson has."""
    for file in (
        "lesson.toml",
        "quiz.toml",
        "mistakes/a.toml",
        "styles/own/style.toml",
    ):
        (FOLDER / file).write_bytes(data)
    asked = (
        lambda: read(FOLDER),
        lambda: quiz(toml(FOLDER, "quiz.toml"), "07-own"),
        lambda: mistakes(KEPT),
        lambda: styles(KEPT),
    )
    for ask in asked:
        try:
            ask()
        except AuthorError as error:
            assert str(error).startswith("lessons/07-own")
            assert str(error).endswith((".", "?")), str(error)
