"""Takes in a folder of submissions: who handed in what, packed for whoever checks it.

Grades nothing. Whatever is wrong with a submission is a sentence in its row, and the
rest goes on. Only facts are held; the content of one hand-in is read at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ..errors import NoSuchFolder, NoSuchLesson, WrongUse
from ..lesson import Lesson
from .archives import CLASS, opened, stem
from .contents import Contents, Found
from .exported import EXPORTS
from .hand_in import HandIn, Layout
from .layouts import AUTO, told
from .lesson_names import LessonNames
from .nodes import Kind, Node, Notes, Refused, on_disk, quoted
from .people import People
from .roster import roster as read_roster
from .submission import Intake, Submission

__all__ = ["taken_in"]

STRAYS = 200  # sentences about what belongs to nobody
LONG_AGO = datetime.min.replace(tzinfo=UTC)
Attempt = tuple[
    tuple[int, ...], Submission
]  # of two at one moment the greater is later


def taken_in(
    folder: Path,
    into: Path,
    lessons: Sequence[Lesson],
    *,
    layout: str = AUTO,
    roster: Path | None = None,
    lesson: str = "",
) -> Intake:
    """All that the folder holds, or a zip or tar; the content goes to `into`, packed.

    With `lesson`, everything that does not say its own is for that one, and what is for
    another is left aside. Raises WrongUse for what cannot be a folder of submissions.
    """
    names = LessonNames(lessons)
    only = names.meant(lesson)
    if lesson and not only:
        raise NoSuchLesson(f"No lesson goes by “{lesson}”. “checker list” names them.")
    people = People(read_roster(roster) if roster else None)
    strays = Notes(most=STRAYS)
    into.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        top = _top(folder, stack, {into, *([roster] if roster else [])})
        strays.add(*top.notes)
        how, place, path = told(top, names, layout)
        named = names.mentioned(top.name)  # as in WEB1-Lesson 3-4711.zip
        contents = Contents(into, lessons, only or named)
        attempts = _Attempts(people, only, named if how in EXPORTS else "")
        try:
            for hand_in in how.read(place, names, strays):
                attempts.add(hand_in, path, contents)
        except Refused as no:
            raise WrongUse(f"{folder} was not taken in: {no}.") from no
    submissions = attempts.newest()
    if attempts.others:
        strays.add(
            f"{attempts.others:,} for other lessons than {only} were left aside."
        )
    said = _said(top, how, attempts.count, len({s.person for s in submissions}), layout)
    left = (*strays.all, *people.strays.all)
    return Intake(how.name, said, people.all, submissions, left)


def _said(top: Node, how: Layout, hand_ins: int, people: int, asked: str) -> str:
    counted = f"{_counted(hand_ins, 'hand-in')} of {_counted(people, 'learner')}"
    said = f"{quoted(top.name)} was taken for {how.said}: {counted}."
    return f"{said} If it is another, say so with --layout." if asked == AUTO else said


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("s" if number != 1 else "")


def _top(folder: Path, stack: ExitStack, own: set[Path]) -> Node:
    """The folder or the archive as a folder, without what is the instructor's own."""
    path = folder.resolve()
    if not path.exists():
        raise NoSuchFolder(f"{folder} is not there. Name the folder of submissions.")
    try:
        node = on_disk(path)
        if node.kind is Kind.FILE:
            file = stack.enter_context(node.content())
            return opened(file, stem(node.name), CLASS, stack)
    except Refused as no:
        raise WrongUse(f"{folder} was not taken in: {no}.") from no
    beside = {p.resolve().relative_to(path).parts[:1] for p in own if _is_in(p, path)}
    names = {part for parts in beside for part in parts}

    def inside() -> tuple[Node, ...]:
        return tuple(each for each in node.inside() if each.name not in names)

    return replace(node, inside=inside)


def _is_in(path: Path, folder: Path) -> bool:
    return folder in path.resolve().parents


@dataclass
class _Attempts:
    """Everything handed in, by who and for which lesson."""

    people: People
    only: str
    lesson: str  # of all that does not say its own

    def __post_init__(self) -> None:
        self.count = self.others = 0
        self._all: dict[tuple[str, str], list[Attempt]] = {}

    def add(self, hand_in: HandIn, path: str, contents: Contents) -> None:
        """Looks into one hand-in, and keeps what was found for each of its people."""
        self.count += 1
        lesson = hand_in.lesson or self.lesson
        found: Sequence[Found] = (Found(lesson or contents.told),)
        if hand_in.node is not None:
            found = contents.found(hand_in.node, lesson)
        ids = [self.people.id(person) for person in hand_in.people]
        for one in found:
            if self.only and one.lesson not in ("", self.only):
                self.others += 1
                continue
            parts = (f"{path}{hand_in.source}", one.place)
            source = "/".join(filter(None, parts)) or "."
            for id in ids:
                submission = _submission(id, source, hand_in, one)
                attempt = (hand_in.order, submission)
                self._all.setdefault((id, one.lesson), []).append(attempt)

    def newest(self) -> tuple[Submission, ...]:
        """The last for each, in the order of people and lessons."""
        return tuple(_newest(self._all[who]) for who in sorted(self._all))


def _submission(id: str, source: str, hand_in: HandIn, found: Found) -> Submission:
    return Submission(
        id,
        found.lesson,
        source,
        found.digest,
        hand_in.trouble or found.trouble,
        hand_in.at,
        hand_in.late,
        1 + hand_in.earlier + len(hand_in.older),
        hand_in.older,
        found.notes,
        found.hints,
    )


def _newest(attempts: list[Attempt]) -> Submission:
    """The last attempt, with the others' sources."""
    ranked = sorted(attempts, key=lambda a: (a[1].at or LONG_AGO, a[0], a[1].source))
    *before, (_, last) = ranked
    older = tuple(source for _, each in before for source in (*each.older, each.source))
    count = sum(each.attempts for _, each in ranked)
    return replace(last, attempts=count, older=(*older, *last.older))
