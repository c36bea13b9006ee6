"""Reads folders of submissions as learning platforms export them. Opens no submission.

The names of files are the platforms' own, from their sources: Moodle's
mod/assign/classes/downloader.php, Canvas's lib/content_zipper.rb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from .archives import is_archive
from .gradescope import LIST, Listed, listed
from .hand_in import HandIn, Layout, entries, held, stray
from .lesson_names import LessonNames
from .nodes import Kind, Node, Notes, Refused, folder, quoted
from .submission import Person

__all__ = ["EXPORTS"]

# The first of what fits is the platform's; what a learner called a file comes after.
MOODLE = re.compile(r"(?s)(.+?)_(\d+)_assignsubmission_([a-z]+)(?:_(.+))?")
CANVAS = re.compile(
    r"(?s)(?:(?P<name>(?!LATE_).+?)_)?(?P<late>LATE_)?(?P<user>\d+|anon_\w{5})_"
    r"(?:(?P<number>\d+)_(?P<file>.+)|(?P<text>(?:text|link)\.html))"
)
COUNTED = re.compile(r"(.+)-(\d{1,2})")  # a file of the same name, handed in again
TEXT = "handed in a text and no file"


# Moodle: “Ann Lee_123_assignsubmission_file”, a folder or what files begin with.


def _is_moodle(top: Node, names: LessonNames) -> bool:
    return any(MOODLE.fullmatch(each.name) for each in held(top))


def _moodle(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    people: dict[str, list[tuple[re.Match[str], Node]]] = {}
    for each in entries(top, strays):
        match = MOODLE.fullmatch(each.name)
        if match is None:
            strays.add(stray(each, "Moodle names no submission like that"))
        else:
            people.setdefault(match[2], []).append((match, each))
    for number, several in people.items():
        name = several[0][0][1]
        blind = name == "Participant"
        person = Person(number, "" if blind else name, moodle=number)
        files = [(m, node) for m, node in several if m[3] == "file"]
        source = (files or several)[0][1].name
        if not files:
            yield HandIn((person,), None, source, trouble=f"{quoted(name)} {TEXT}.")
        elif files[0][0][4] is None:
            yield HandIn((person,), files[0][1], source)
        else:
            loose = (replace(node, name=m[4]) for m, node in files)
            yield HandIn((person,), folder(name, loose), source)


# Canvas: “leeann_LATE_17_4711_app.zip”, one file beside the other.


@dataclass(frozen=True)
class _Attached:
    """One file of an export of Canvas."""

    node: Node
    source: str
    number: int
    late: bool


def _is_canvas(top: Node, names: LessonNames) -> bool:
    inside = held(top)
    return sum(bool(CANVAS.fullmatch(each.name)) for each in inside) > len(inside) / 2


def _canvas(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    people: dict[Person, list[_Attached]] = {}
    for each in entries(top, strays):
        match = CANVAS.fullmatch(each.name)
        if match is None:
            strays.add(stray(each, "Canvas names no submission like that"))
            continue
        user, late = match["user"], bool(match["late"])
        person = Person(user, match["name"] or "", canvas=user)
        attached = people.setdefault(person, [])
        if match["file"]:
            node = replace(each, name=match["file"])
            attached.append(_Attached(node, each.name, int(match["number"]), late))
        else:
            attached.append(_Attached(each, each.name, -1, late))
    for person, attached in people.items():
        yield from _of_canvas(person, sorted(attached, key=lambda one: one.number))


def _of_canvas(person: Person, attached: list[_Attached]) -> Iterator[HandIn]:
    """What one learner attached: each archive for itself, loose files together."""
    loose: dict[str, _Attached] = {}
    older: list[str] = []
    last = attached[-1]
    if last.number < 0:
        trouble = f"{quoted(person.name or person.id)} {TEXT}."
        yield HandIn((person,), None, last.source, late=last.late, trouble=trouble)
    for one in attached:
        if is_archive(one.node) or one.node.kind is Kind.FOLDER:
            order = (one.number,)
            yield HandIn((person,), one.node, one.source, late=one.late, order=order)
        elif one.number >= 0:
            base = _base(one.node.name)
            older += [loose[base].source] if base in loose else []
            loose[base] = replace(one, node=replace(one.node, name=base))
    if loose:
        node = folder(person.name or person.id, (one.node for one in loose.values()))
        last = max(loose.values(), key=lambda one: one.number)
        made = HandIn(
            (person,), node, last.source, late=last.late, order=(last.number,)
        )
        yield replace(made, older=tuple(older))


def _base(name: str) -> str:
    """The name of the file before Canvas numbered it."""
    path = PurePosixPath(name)
    counted = COUNTED.fullmatch(path.stem)
    return f"{counted[1]}{path.suffix}" if counted else name


# Gradescope: a folder per submission, and a list of whose they are.


def _is_gradescope(top: Node, names: LessonNames) -> bool:
    return any(each.name == LIST and each.kind is Kind.FILE for each in held(top))


def _gradescope(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    nodes = {each.name: each for each in entries(top, strays)}
    for one in _list(nodes.pop(LIST, None), strays):
        node = nodes.pop(one.folder, None)
        trouble = "" if node else f"{quoted(one.folder)} is in {LIST} and nowhere else."
        if not one.people:
            strays.add(f"{quoted(one.folder)} has no submitters in {LIST}.")
        people = one.people or (Person(one.folder),)
        yield HandIn(
            people, node, one.folder, at=one.at, earlier=one.earlier, trouble=trouble
        )
    for node in nodes.values():
        strays.add(f"{quoted(node.name)} is not in {LIST}, so it is nobody's we know.")
        yield HandIn((Person(node.name),), node, node.name)


def _list(file: Node | None, strays: Notes) -> tuple[Listed, ...]:
    try:
        return tuple(listed(file)) if file else ()
    except Refused as no:
        strays.add(f"{LIST} does not say whose the submissions are: {no}.")
        return ()


EXPORTS = (
    Layout("gradescope", "an export of Gradescope", _is_gradescope, _gradescope),
    Layout("moodle", "an export of Moodle", _is_moodle, _moodle),
    Layout("canvas", "an export of Canvas", _is_canvas, _canvas),
)
