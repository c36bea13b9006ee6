"""Pairs of apps that share what few others have, as questions. Accuses nobody.

Apps are compared without names, comments and spaces, in overlapping pieces. A piece
that the course gives, or that more than a few in the class have, says nothing.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from ..errors import NotInstalled
from ..lesson import Lesson
from ..source import texts
from ..versions import versions
from .packing import content, unpacked
from .submission import Person, Submission

__all__ = ["Pair", "alike", "questions"]

READ = (".py", ".html")
PIECE = 25  # characters without names, comments and spaces
FEWEST, MOST = 3, 20  # who may share a piece that is still unusual
PART_OF_CLASS = 0.05
SHARED = 60  # pieces, and so 84 characters in a row or more
ALIKE = 0.5  # of the unusual pieces of the one who has fewer
MISSING = (
    "Similar apps are found with copydetect, which is not installed. "
    "Install the extra “similar”, or grade without --similar."
)
HEAD = (
    "These apps have much in common that few others have. That can have many reasons:"
    " a lesson learnt together, a page both have read. Ask, before you judge."
)
NONE = "No two apps have much in common that few others have."
Pieces = frozenset[int]


@dataclass(frozen=True, order=True)
class Pair:
    """Two people, and how much of what is unusual in one's app the other's has."""

    one: str
    other: str
    share: float


def questions(
    submissions: Sequence[Submission],
    packed: Path,
    lessons: Iterable[Lesson],
    people: Iterable[Person],
) -> Iterator[str]:
    """A question for each pair, lesson by lesson; what it means stands before them.

    `packed` is the folder with the contents. Raises NotInstalled without the library.
    """
    names = {person.id: person.name or person.id for person in people}
    asked = [
        f"Lesson {lesson.number}: Did {names[pair.one]} and {names[pair.other]} work"
        f" together? Of what is unusual in the one's app, {pair.share:.0%} is in the"
        " other's."
        for lesson in lessons
        for pair in alike(_apps(submissions, packed, lesson), _given(lesson))
    ]
    yield f"{HEAD if asked else NONE}\n"
    yield from (f"\n{' '.join(question.split())}\n" for question in asked)


def alike(
    apps: Iterable[tuple[str, Mapping[str, str]]],
    given: Sequence[Mapping[str, str]],
) -> tuple[Pair, ...]:
    """The pairs of people whose apps are much alike, the likest first.

    Apps are texts by path. Whoever has an app twice is not compared with themselves.
    """
    known = frozenset[int]().union(*map(_pieces, given))
    own = {person: _pieces(app) - known for person, app in apps}
    unusual = _unusual(own)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    sizes: dict[str, int] = defaultdict(int)
    for holders in unusual:
        for person in holders:
            sizes[person] += 1
        for pair in combinations(holders, 2):
            shared[pair] += 1
    pairs = [
        Pair(one, other, count / min(sizes[one], sizes[other]))
        for (one, other), count in shared.items()
        if count >= SHARED
    ]
    found = [pair for pair in pairs if pair.share >= ALIKE]
    return tuple(sorted(found, key=lambda p: (-p.share, p.one, p.other)))


def _unusual(own: Mapping[str, Pieces]) -> Iterator[list[str]]:
    """Who has each piece that no more than a few have."""
    few = min(max(FEWEST, round(len(own) * PART_OF_CLASS)), MOST)
    holders: dict[int, list[str]] = defaultdict(list)
    for person in sorted(own):
        for piece in own[person]:
            holders[piece].append(person)
    return (people for people in holders.values() if len(people) <= few)


def _pieces(app: Mapping[str, str]) -> Pieces:
    """The app's pieces, whatever file they are in."""
    filter_code, hashed_kgrams = _library()
    found: set[int] = set()
    for path, text in app.items():
        if path.endswith(READ):
            plain, _ = filter_code(text, Path(path).name)
            found.update(map(int, hashed_kgrams(plain, PIECE)))
    return frozenset(found)


def _library() -> tuple[Callable[..., Any], Callable[..., Any]]:
    try:
        from copydetect.utils import filter_code, hashed_kgrams
    except ImportError as error:
        raise NotInstalled(MISSING) from error
    return filter_code, hashed_kgrams


def _apps(
    submissions: Iterable[Submission], packed: Path, lesson: Lesson
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Everybody's app of the lesson, one after the other."""
    for one in submissions:
        if one.lesson == lesson.name and one.digest:
            with tempfile.TemporaryDirectory(prefix="alike-") as place:
                folder = Path(place, "app")
                unpacked(content(packed, one.digest), folder)
                yield one.person, texts(folder)


def _given(lesson: Lesson) -> tuple[Mapping[str, str], ...]:
    """What the course itself shows: exercise and solution."""
    app = versions(lesson)
    return tuple(
        {path: text.decode("utf-8", "replace") for path, text in tree.items()}
        for tree in (app.exercise, app.solution)
    )
