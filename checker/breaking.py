"""Hands out an app with a mistake in it, to be found and mended. Judges nothing."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import course
from .errors import NoSuchFolder, WorkInTheWay
from .lesson import Lesson, Mistake, Wording
from .mistakes import mistakes, styles, wrong_app
from .workspace import Workspace

__all__ = ["Broken", "broken_at", "chosen", "put"]

NAME = re.compile(r"(?P<lesson>.+)-(?P<seed>\d+)")
PAGE = """\
# Something is wrong in here

This is the finished app of lesson {number}, {title}, as somebody wrote it who
believes one thing that is not so. It breaks a promise of the lesson.

1. `{command} check {folder}` says which promise, and what it saw.
2. Read the app and find the line. What did its author believe?
3. Mend it, and check again. Once every promise is kept, the belief is named.

`{command} break {number} --seed {seed} --tell` names it before that.
"""


@dataclass(frozen=True)
class Broken:
    """One such app: the mistake in that wording, None being its own; `seed` chose."""

    lesson: Lesson
    mistake: Mistake
    wording: Wording | None
    seed: int

    @property
    def name(self) -> str:
        """Its folder's name, from which it can be told again."""
        return f"{self.lesson.name}-{self.seed}"


def chosen(lesson: Lesson, seed: int) -> Broken:
    """The app that the seed stands for; the same seed gives the same app.

    It has a mistake that is found without a browser.
    Raises NoSuchFolder for a lesson without mistakes.
    """
    unseen = _only_seen(lesson)
    found = [m for m in mistakes(lesson) if m.name not in unseen]
    if not found:
        raise NoSuchFolder(
            f"Lesson {lesson.number} has no mistakes recorded. Choose another lesson."
        )
    source = random.Random(seed)
    mistake = source.choice(found)
    plain = {"", *(style.name for style in styles(lesson) if not style.packages)}
    wordings = [w for w in mistake.wordings if w.style in plain]
    return Broken(lesson, mistake, source.choice((None, *wordings)), seed)


def _only_seen(lesson: Lesson) -> frozenset[str]:
    """The mistakes of the lesson that a check without a browser would not notice."""
    apart = {check.name for check in course.checks(lesson) if check.browser}
    return frozenset(m.name for m in mistakes(lesson) if set(m.fails) <= apart)


def put(broken: Broken, workspace: Workspace, command: str) -> Path:
    """Writes the app into work/broken, with a page that says what to do.

    Raises WorkInTheWay where it stands already; nothing is written over.
    """
    folder = workspace.broken / broken.name
    if folder.exists():
        raise WorkInTheWay(
            f"{workspace.said(folder)} is there already. Go on with it, or choose "
            "another seed."
        )
    half = folder.with_name(f".{broken.name}.half")  # an interrupted copy is no app
    shutil.rmtree(half, ignore_errors=True)
    for name, content in wrong_app(
        broken.lesson, broken.mistake, broken.wording
    ).items():
        (half / name).parent.mkdir(parents=True, exist_ok=True)
        (half / name).write_bytes(content)
    page = PAGE.format(
        number=broken.lesson.number,
        title=broken.lesson.title,
        command=command,
        folder=workspace.said(folder),
        seed=broken.seed,
    )
    (half / "README.md").write_text(page, "utf-8")
    half.rename(folder)
    return folder


def broken_at(folder: Path, workspace: Workspace) -> Broken | None:
    """What was handed out in that folder; None for any other folder."""
    if folder.parent != workspace.broken:
        return None
    found = NAME.fullmatch(folder.name)
    names = {lesson.name: lesson for lesson in course.lessons(workspace.root)}
    if found is None or found["lesson"] not in names:
        return None
    return chosen(names[found["lesson"]], int(found["seed"]))
