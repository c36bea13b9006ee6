"""The course's own files that checking one lesson elsewhere needs. Runs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import AuthorError, WorkInTheWay, WrongUse
from ..lesson import Lesson
from ..versions import files_of

__all__ = ["Piece", "exercise", "filled", "packed", "written"]

ENGINE = Path(__file__).parents[2]  # a checkout: the package beside what sets it up
SETTING_UP = ("course", "pyproject.toml", "uv.lock", "LICENSE")
SETTINGS = ("checker.toml", "grading.toml")  # where a course has them
NOT_NEEDED = "styles/"  # apps that only the tests of a lesson read
FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Piece:
    """What one file holds, and whether it may be run."""

    content: bytes
    executable: bool = False


def packed(
    root: Path, lessons: Sequence[Lesson], engine: Path = ENGINE
) -> dict[str, Piece]:
    """A course of these lessons, by path: all that `course` needs to check them.

    Raises WrongUse where the checker was installed without the course.
    """
    missing = [name for name in SETTING_UP if not (engine / name).is_file()]
    if missing:
        raise WrongUse(
            f"This checker is installed without {missing[0]}, which the other grader"
            " needs to set it up. Run it from a checkout of the course."
        )
    found = {name: _piece(engine / name) for name in SETTING_UP}
    found |= _tree(engine / "checker", "checker")
    for lesson in lessons:
        for path, piece in _tree(lesson.folder, "").items():
            if not path.startswith(NOT_NEEDED):
                found[f"lessons/{lesson.name}/{path}"] = piece
    own = [name for name in SETTINGS if (root / name).is_file()]
    return found | {name: _piece(root / name) for name in own}


def exercise(root: Path, lesson: Lesson) -> dict[str, Piece]:
    """What the learner starts from, as it is published."""
    folder = root / "exercises" / lesson.name
    if not folder.is_dir():
        raise AuthorError(
            f"exercises/{lesson.name} is missing. Publish it with “checker dev build”."
        )
    return _tree(folder, "")


def filled(name: str, lesson: Lesson, *, executable: bool = False) -> Piece:
    """A file of ours for another grader, with the lesson's name put in."""
    text = (FILES / name).read_text("utf-8").replace("@LESSON@", lesson.name)
    return Piece(text.encode(), executable)


def written(folder: Path, files: Mapping[str, Piece]) -> None:
    """Writes them below a folder that is new or empty. Raises WorkInTheWay."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkInTheWay(
            f"{folder} is there already, and not empty. Name a folder that is new."
        )
    for path, piece in sorted(files.items()):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(piece.content)
        place.chmod(0o755 if piece.executable else 0o644)


def _tree(folder: Path, under: str) -> dict[str, Piece]:
    prefix = f"{under}/" if under else ""
    return {
        f"{prefix}{path.relative_to(folder).as_posix()}": _piece(path)
        for path in files_of(folder)
    }


def _piece(path: Path) -> Piece:
    return Piece(path.read_bytes(), path.name == "course")
