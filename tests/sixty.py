"""A made class of sixty: solutions, styles, mistakes, attacks and wrecks; by a seed.

Everybody has a folder of their own name, and in it a folder for each lesson that they
handed in, or an archive. Runs and judges nothing.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from checker import course
from checker.lesson import Lesson
from checker.mistakes import mistakes, style_app, styles, wrong_app
from corpus import attacks, built

__all__ = ["ATTACKS", "LEARNERS", "WRECKS", "sixty"]

ROOT = Path(__file__).parents[1]
SEED = 60
WHEN = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
# One of each kind that costs little time; all others are in tests/test_attacks.py.
ATTACKS = """
    abort attacks-the-report equals-everything exit-in-a-view fixed-answers formula
    holds-fifos links-out patches-the-checker prints-a-verdict
    """.split()
NAMES = """
    ada ben cleo dilek emil fatou goran hana igor jing kofi lena malik nora oskar
    priya quentin rosa samir tove ugo vera wanda xenia yusuf zoe aisha bruno chiara
    dmitri elif farid greta hugo ines jonas kaya leila mateo nils olga pavel qing
    rana sofia tariq ursula viktor wim yara zeno amina boris carla dario esra finn
    gita henk ivo
    """.split()
LEARNERS = tuple(NAMES)
Files = Mapping[str, bytes]


def sixty(folder: Path) -> Path:
    """The folder of submissions, and who handed in what only there."""
    rng = random.Random(SEED)
    lessons = course.lessons(ROOT)
    names = iter(LEARNERS)
    for _ in range(3):
        who = next(names)
        for lesson in lessons:
            _put(_solution(lesson), folder / who / lesson.name)
    for lesson, app in (*_styles(lessons, rng), *_mistakes(lessons, rng)):
        _put(app, folder / next(names) / lesson.name)
    for attack in attacks():
        if attack.name in ATTACKS:
            built(attack, folder / next(names) / attack.lesson)
    for wreck in WRECKS:
        wreck(folder / next(names))
    for path in sorted(folder.rglob("*")):
        os.utime(path, (WHEN, WHEN), follow_symlinks=False)
    return folder


def _solution(lesson: Lesson) -> Files:
    place = ROOT / "solutions" / lesson.name
    found = [path for path in sorted(place.rglob("*")) if path.is_file()]
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in found}


def _styles(
    lessons: tuple[Lesson, ...], rng: random.Random
) -> Iterator[tuple[Lesson, Files]]:
    for lesson in lessons:
        known = [style.name for style in styles(lesson) if not style.packages]
        for name in rng.sample(known, 2):
            yield lesson, style_app(lesson, name)


def _mistakes(
    lessons: tuple[Lesson, ...], rng: random.Random
) -> Iterator[tuple[Lesson, Files]]:
    for lesson in lessons:
        for mistake in rng.sample(mistakes(lesson), 4):
            yield lesson, wrong_app(lesson, mistake)


def _put(files: Files, folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


# what is no submission --------------------------------------------------------------


def _empty(place: Path) -> None:
    place.mkdir()


def _nothing_of_it(place: Path) -> None:
    _put({"01-first-flash/essay.docx": b"PK\x03\x04 not really"}, place)


def _does_not_parse(place: Path) -> None:
    _put({"01-first-flash/app.py": b"def welcome(:\n"}, place)


def _is_binary(place: Path) -> None:
    _put({"01-first-flash/app.py": bytes(range(256))}, place)


def _no_lesson(place: Path) -> None:
    _put({"app.py": b"print('hello')\n"}, place)


def _cut_off(place: Path) -> None:
    place.mkdir()
    (place / "work.zip").write_bytes(_zipped(_solution(course.find(ROOT, "1")))[:400])


def _slips_out(place: Path) -> None:
    place.mkdir()
    (place / "work.zip").write_bytes(_zipped({"../../app.py": b"evil = True\n"}))


def _is_a_bomb(place: Path) -> None:
    place.mkdir()
    zeros = bytes(200 * 1024 * 1024)
    (place / "work.zip").write_bytes(_zipped({"01-first-flash/app.py": zeros}))


def _only_the_exercise(place: Path) -> None:
    root = ROOT / "exercises" / "03-categories"
    found = [path for path in sorted(root.rglob("*")) if path.is_file()]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
    _put(files, place / "03-categories")


def _a_zip_that_is_fine(place: Path) -> None:
    place.mkdir()
    lesson = course.find(ROOT, "2")
    files = {f"{lesson.name}/{name}": body for name, body in _solution(lesson).items()}
    (place / "work.zip").write_bytes(_zipped(files))


def _loops(place: Path) -> None:
    app = b"from flask import Flask\napp = Flask(__name__)\nwhile True:\n    pass\n"
    _put({"02-setup/app.py": app}, place)


WRECKS: tuple[Callable[[Path], None], ...] = (
    _empty,
    _nothing_of_it,
    _does_not_parse,
    _is_binary,
    _no_lesson,
    _cut_off,
    _slips_out,
    _is_a_bomb,
    _only_the_exercise,
    _a_zip_that_is_fine,
    _loops,
)


def _zipped(files: Files) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 12, 0, 0)), content)
    return whole.getvalue()
