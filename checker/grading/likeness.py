"""Which lesson an app was made from, told by what is published. Runs no app.

An app grows from lesson to lesson, so most of its lines are those of several. A line
counts the less, the more lessons have it; the nearest of what was handed out is meant,
if one is nearer than the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import PurePosixPath

from ..lesson import Lesson
from .packing import File

__all__ = ["Likeness"]

TREES = ("exercises", "solutions")
READ = frozenset({".py", ".html"})
WHOLE = 5040  # what the line of one lesson counts; those of several count its parts
OWN = WHOLE // 2  # what a line counts that no lesson has
LEAST, AHEAD = (
    0.15,
    0.005,
)  # a nearest that is hardly like it, or hardly nearer, is none
UNTOLD = "nothing in it tells its lesson; say it with --lesson"

_Line = tuple[str, str]  # a file and what stands in it


@dataclass(frozen=True)
class _Shape:
    """The lines of an app, each with its file, and what its README is called."""

    lines: frozenset[_Line]
    paths: frozenset[str]
    heading: str = ""


class Likeness:
    """The published apps of the lessons, to be compared with."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self._shapes = {lesson.name: tuple(_published(lesson)) for lesson in lessons}
        all_lines = Counter(
            line
            for shapes in self._shapes.values()
            for line in frozenset[_Line]().union(*(s.lines for s in shapes))
        )
        self._weights = {line: WHOLE // count for line, count in all_lines.items()}

    def nearest(self, files: Mapping[str, File]) -> tuple[str, str]:
        """The lesson of the app in the files, and a sentence; or "" and why not."""
        shape = _shape((path, file.content) for path, file in files.items())
        for name, shapes in self._shapes.items():
            if shape.heading and shape.heading in {s.heading for s in shapes}:
                return name, f"Taken for {name}, as its README.md says."
        ranked = sorted(
            (max((self._like(shape, s) for s in shapes), default=0.0), name)
            for name, shapes in self._shapes.items()
        )
        (second, _), (first, name) = ((0.0, ""), (0.0, ""), *ranked)[-2:]
        if first < LEAST or first - second < AHEAD:
            return "", UNTOLD
        return name, f"Taken for {name}, which it is most like."

    def _like(self, shape: _Shape, published: _Shape) -> float:
        """How much of both is in both, from 0 to 1."""
        lines = published.lines
        if not any(path.endswith(".html") for path in shape.paths):  # app.py alone
            lines = frozenset(line for line in lines if line[0] in shape.paths)
        both = self._weight(shape.lines & lines)
        return both / ((self._weight(shape.lines) + self._weight(lines) - both) or 1)

    def _weight(self, lines: Iterable[_Line]) -> int:
        return sum(map(self._weights.get, lines, repeat(OWN)))


def _published(lesson: Lesson) -> Iterator[_Shape]:
    root = lesson.folder.parent.parent
    for tree in TREES:
        folder = root / tree / lesson.name
        found = [file for file in folder.rglob("*") if file.is_file()]
        if found:
            yield _shape(
                (file.relative_to(folder).as_posix(), file.read_bytes())
                for file in found
            )


def _shape(files: Iterable[tuple[str, bytes]]) -> _Shape:
    lines: set[_Line] = set()
    heading = ""
    for path, content in files:
        text = content.decode("utf-8", "replace")
        if path == "README.md":
            heading = next((x for x in text.splitlines() if x.startswith("# ")), "")
        if PurePosixPath(path).suffix in READ:
            stripped = (line.strip() for line in text.splitlines())
            lines |= {(path, line) for line in stripped if line}
    return _Shape(frozenset(lines), frozenset(path for path, _ in lines), heading)
