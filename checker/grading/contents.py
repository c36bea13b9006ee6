"""Finds the apps in what one person handed in, and which lesson each is for.

People hand in an app, a folder of apps, or either of them wrapped in folders and
archives. Decides no name of a person, and packs what it finds where it is told to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..lesson import Lesson
from .archives import is_archive, stem, within
from .gathering import Room, gathered, useful
from .hints import shown
from .lesson_names import LessonNames
from .likeness import Likeness
from .nodes import Kind, Node, Notes, Refused, folder, quoted
from .packing import keep
from .tree import PACKAGES

__all__ = ["APPS", "Contents", "Found"]

APPS = ("app.py", "wsgi.py")  # what `flask run` looks for
DEEP = 6  # folders around an app
FOLDERS = 3_000  # looked into for an app
WRAPPED = 8  # archives in one hand-in that are looked into
NAMED = 3  # names of files in a sentence
MANY = 40  # sentences about all archives of one hand-in


@dataclass(frozen=True)
class Found:
    """One app of a hand-in, by its `place` in there; as in submission.Submission."""

    lesson: str
    place: str = ""
    digest: str = ""
    trouble: str = ""
    notes: tuple[str, ...] = ()
    hints: int = 0


@dataclass(frozen=True)
class _Spot:
    """A folder with an app, or without one where its name is that of a lesson."""

    path: tuple[str, ...]
    lesson: str
    app: Node | None = None


class Contents:
    """Looks into hand-ins; `told` is the lesson of those that do not say theirs."""

    def __init__(self, into: Path, lessons: Sequence[Lesson], told: str) -> None:
        self.told = told
        self._into = into
        self._names, self._likeness = LessonNames(lessons), Likeness(lessons)

    def found(self, hand_in: Node, lesson: str) -> tuple[Found, ...]:
        """All that it holds, at least one thing; `lesson` is what its place says."""
        with ExitStack() as stack:
            look = _Look(self._names, stack)
            try:
                root = _root(hand_in, stack)
                spots = _of_lesson(lesson, look.spots(root))
            except Refused as no:
                trouble = f"{quoted(hand_in.name)} was not taken in: {no}."
                return (Found(lesson or self.told, trouble=trouble),)
            if not spots:
                trouble = look.nothing(root)
                return (Found(lesson or self.told, "", "", trouble, look.notes.all),)
            room = Room()
            found = [self._found(spot, lesson, look, room) for spot in spots]
        return tuple(_once(found))

    def _found(self, spot: _Spot, lesson: str, look: _Look, room: Room) -> Found:
        place = "/".join(spot.path)
        found = Found(lesson or spot.lesson or self.told, place)
        if spot.app is None:
            trouble = f"{quoted(place)} holds no app.py."
            return replace(found, trouble=trouble, notes=look.notes.all)
        notes = Notes(most=MANY)
        notes.add(*look.notes.all)
        try:
            files = gathered(spot.app, room, notes)
        except Refused as no:
            trouble = f"The app was not taken in: {no}."
            return replace(found, trouble=trouble, notes=notes.all)
        found = replace(found, notes=notes.all)
        if not any(name in files for name in APPS):
            about = (n for n in notes.said if any(quoted(app) in n for app in APPS))
            said = next(about, notes.said[0])
            return replace(found, trouble=f"Its app could not be read. {said}")
        if not found.lesson:
            name, said = self._likeness.nearest(files)
            if not name:
                return replace(found, trouble=f"It was not graded: {said}.")
            found = replace(found, lesson=name, notes=(said, *found.notes))
        hints = look.hints.get(found.lesson, 0)
        return replace(found, digest=keep(self._into, files), hints=hints)


def _root(hand_in: Node, stack: ExitStack) -> Node:
    """The hand-in as a folder."""
    if is_archive(hand_in):
        return within(hand_in, stack)
    return folder(hand_in.name, [hand_in]) if hand_in.kind is Kind.FILE else hand_in


def _of_lesson(lesson: str, spots: tuple[_Spot, ...]) -> tuple[_Spot, ...]:
    """Those that were handed in for the lesson, where people hand in all they have."""
    named = [spot for spot in spots if spot.app and spot.lesson == lesson != ""]
    return tuple(named) or spots


@dataclass
class _Look:
    """One look into a hand-in, with what was seen on the way."""

    names: LessonNames
    stack: ExitStack
    notes: Notes = field(default_factory=lambda: Notes(most=MANY))
    hints: dict[str, int] = field(default_factory=dict)
    opened: int = 0
    folders: int = 0
    refusals: list[str] = field(default_factory=list)

    def spots(self, root: Node) -> tuple[_Spot, ...]:
        """Where its apps are; archives in it are opened only where there are none."""
        self.notes.add(*root.notes)
        found = tuple(self._apps(root, (), ""))
        if not any(spot.app for spot in found):
            return tuple(self._apps(self._unwrapped(root, DEEP), (), "")) or found
        known = {"", *(spot.lesson for spot in found if spot.path)}
        beside = useful(root) if known != {""} else ()  # where lessons are folders
        for archive in filter(is_archive, beside):
            lesson = self.names.meant(stem(archive.name))
            if lesson not in known:
                opened = folder(root.name, self._opened(archive))
                found += tuple(self._apps(opened, (), "")) or (
                    _Spot((archive.name,), lesson),
                )
        return found

    def _apps(self, node: Node, path: tuple[str, ...], lesson: str) -> Iterator[_Spot]:
        held = useful(node)
        self.folders += 1
        if self.folders > FOLDERS:
            raise Refused(f"it holds more than {FOLDERS:,} folders")
        if any(each.kind is Kind.FILE and each.name in APPS for each in held):
            yield _Spot(path, lesson, node)
            return
        if not self.hints:
            self.hints.update(shown(held))
        for each in held:
            if each.kind is not Kind.FOLDER or each.name in PACKAGES:
                continue
            said = self.names.meant(each.name)
            below = (*path, each.name)
            deeper = len(path) < DEEP
            some = False
            for spot in self._apps(each, below, said or lesson) if deeper else ():
                some = True
                yield spot
            if said and not some and not each.name.isdecimal():
                yield _Spot(below, said)

    def _unwrapped(self, node: Node, deep: int) -> Node:
        """The folder with the archives in it as folders, but not those in them."""
        held = []
        for each in useful(node):
            if each.kind is Kind.FOLDER and deep and each.name not in PACKAGES:
                held.append(self._unwrapped(each, deep - 1))
            elif is_archive(each):
                held += self._opened(each)
        return folder(node.name, held)

    def _opened(self, archive: Node) -> list[Node]:
        self.opened += 1
        try:
            if self.opened > WRAPPED:
                raise Refused(f"it is one of more than {WRAPPED} archives")
            found = within(archive, self.stack)
        except Refused as no:
            self.refusals.append(f"{quoted(archive.name)} was not taken in: {no}.")
            self.notes.add(self.refusals[-1])
            return []
        self.notes.add(*found.notes)
        return [found]

    def nothing(self, root: Node) -> str:
        """The sentence for a hand-in without any app."""
        if self.refusals:
            return self.refusals[0]
        names = [quoted(each.name) for each in useful(root)]
        if not names:
            return f"{quoted(root.name)} holds nothing."
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        listed = ", ".join(names[:NAMED])
        return f"{quoted(root.name)} holds no app.py, only {listed}{more}."


def _once(found: Sequence[Found]) -> Iterator[Found]:
    """Each lesson once: two different apps for one are none."""
    by_lesson: dict[str, list[Found]] = {}
    for each in found:
        by_lesson.setdefault(each.lesson, []).append(each)
    for lesson, several in by_lesson.items():
        one = next((each for each in several if each.digest), several[0])
        if lesson and len({e.digest for e in several if e.digest}) > 1:
            places = " and ".join(quoted(e.place) for e in several if e.digest)
            said = f"It holds several apps for {lesson}: {places}. One is to be left."
            yield replace(one, digest="", trouble=said)
        elif lesson:
            yield one
        else:
            yield from several
