"""Tells how a folder of submissions is laid out, and reads it so. Opens no submission.

The layouts of learning platforms are in exported.py; here are those of folders that
people and git make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from ..errors import WrongUse
from .archives import CLASS, is_archive, opened, stem
from .contents import APPS
from .exported import EXPORTS
from .hand_in import HandIn, Layout, entries, folders, held, stray
from .lesson_names import LessonNames
from .moments import moment
from .nodes import Kind, Node, Notes, Refused, folder
from .streams import read, spooled
from .submission import Person

__all__ = ["AUTO", "NAMES", "told"]

AUTO = "auto"
AGAIN = re.compile(r"(.+?) ?\((\d{1,4})\)")  # what browsers call a second download
LOOKED_AT = 30  # of many entries, to tell a layout
WRAPPERS = 4  # with the folder itself
STAMP, STAMP_SIZE = "timestamp.txt", 1000
OWN = frozenset({"grading.toml"})  # what instructors leave among submissions


def told(top: Node, names: LessonNames, wanted: str) -> tuple[Layout, Node, str]:
    """The layout, the folder that has it, and where that is below the top."""
    if wanted != AUTO and wanted not in NAMES:
        known = ", ".join((AUTO, *NAMES))
        raise WrongUse(
            f"--layout {wanted}: there is no such layout. There are {known}."
        )
    asked = [each for each in LAYOUTS if wanted in (AUTO, each.name)]
    chain = list(_chain(top, names))
    for place, path in chain:
        for layout in asked:
            if layout.fits(place, names):
                return layout, place, path
    if asked[-1] is not LEARNERS:
        return asked[0], top, ""
    several = [
        (p, path) for p, path in chain if sum(map(_may_be_handed_in, held(p))) > 1
    ]
    return LEARNERS, *(several or chain)[0]


def _chain(place: Node, names: LessonNames) -> Iterator[tuple[Node, str]]:
    """The folder, and what is in it as long as that is one folder around the rest."""
    path = ""
    for _ in range(WRAPPERS):
        yield place, path
        inside = held(place)
        submitted = [each for each in inside if each.name == "submitted"]
        (one, *others) = submitted or inside or [place]
        if one is place or others or one.kind is not Kind.FOLDER:
            return
        if _has_app(one) or any(names.meant(each.name) for each in held(one)):
            return
        place, path = one, f"{path}{one.name}/"


def _may_be_handed_in(node: Node) -> bool:
    return node.kind is Kind.FOLDER or is_archive(node)


def _has_app(node: Node) -> bool:
    return any(each.name in APPS for each in held(node))


# A folder or an archive per learner: whatever it is called is the learner.


def _learners(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    for each in entries(top, strays):
        if each.name in OWN:
            continue
        if not _may_be_handed_in(each):
            strays.add(stray(each, "it is neither a folder nor an archive"))
            continue
        name, number = stem(each.name) if is_archive(each) else each.name, 0
        again = AGAIN.fullmatch(name)
        if again and is_archive(each):
            name, number = again[1], int(again[2])
        before, after = names.around(name)
        lesson = names.mentioned(name) if before or after else ""
        who = before or after or name
        yield HandIn((_person(who),), each, each.name, lesson, order=(number,))


def _person(name: str) -> Person:
    return Person(name, email=name if "@" in name else "")


# One learner's own folder: an app, or their lessons.


def _is_one_learners(top: Node, names: LessonNames) -> bool:
    lessons = [each for each in folders(top) if names.mentioned(each.name)]
    return _has_app(top) or any(map(_has_app, lessons))


def _one_learner(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    yield HandIn((_person(top.name),), top, "")


# Clones of GitHub Classroom: assignment-login, each a repository.


def _is_classroom(top: Node, names: LessonNames) -> bool:
    some = folders(top)[:LOOKED_AT]
    if not some or not all(map(_is_clone, some)):
        return False
    return bool(_shared(some)) or all(names.mentioned(each.name) for each in some)


def _is_clone(node: Node) -> bool:
    try:
        return any(each.name == ".git" for each in node.inside())
    except Refused:
        return False


def _shared(clones: tuple[Node, ...]) -> str:
    """What the names of several clones begin with: the assignment."""
    if len(clones) < 2:
        return ""
    names = sorted(each.name for each in clones)
    pairs = zip(names[0], names[-1], strict=False)
    common = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common[: common.rfind("-") + 1]


def _classroom(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    shared = _shared(folders(top))
    for each in entries(top, strays):
        if each.kind is not Kind.FOLDER:
            strays.add(stray(each, "it is no clone"))
            continue
        lesson = names.mentioned(each.name)
        login = names.around(each.name)[1] or each.name.removeprefix(shared)
        yield HandIn((Person(login, login=login),), each, each.name, lesson)


# nbgrader: submitted/USER/ASSIGNMENT, with the moment in timestamp.txt.


def _is_nbgrader(top: Node, names: LessonNames) -> bool:
    users = folders(top)[:LOOKED_AT]
    if top.name == "submitted" and any(map(folders, users)):
        return True
    inner = [each for user in users for each in folders(user)]
    return any(map(_stamp, inner))


def _stamp(assignment: Node) -> Node | None:
    return next((each for each in held(assignment) if each.name == STAMP), None)


def _nbgrader(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    for user in entries(top, strays):
        assignments = folders(user) if user.kind is Kind.FOLDER else ()
        if not assignments:
            strays.add(stray(user, "it holds no assignment"))
        for each in assignments:
            stamp = _stamp(each)
            files = (file for file in held(each) if file.name != STAMP)
            node = folder(each.name, files, each.notes)
            source = f"{user.name}/{each.name}"
            lesson, at = names.meant(each.name), _moment(stamp) if stamp else None
            yield HandIn((_person(user.name),), node, source, lesson, at)


def _moment(stamp: Node) -> datetime | None:
    try:
        with stamp.content() as content:
            return moment(read(content, STAMP_SIZE).decode("utf-8", "replace"))
    except Refused:
        return None


# A folder or an export per lesson, each laid out in its own way.


def _is_per_lesson(top: Node, names: LessonNames) -> bool:
    inside = [each for each in held(top) if _may_be_handed_in(each)]
    spoken = [names.mentioned(stem(each.name)) for each in inside]
    if not all(spoken) or len(set(spoken)) < max(1, len(inside)):
        return False
    if any("".join(names.around(stem(each.name))) for each in inside):
        with ExitStack() as stack:
            first = _opened(inside[0], stack, Notes())
            return any(export.fits(first, names) for export in EXPORTS)
    return True


def _per_lesson(top: Node, names: LessonNames, strays: Notes) -> Iterator[HandIn]:
    for each in entries(top, strays):
        lesson = names.mentioned(stem(each.name))
        if not _may_be_handed_in(each) or not lesson:
            strays.add(stray(each, "it is named like no lesson"))
            continue
        with ExitStack() as stack:
            inner = _opened(each, stack, strays)
            layout, place, path = told(inner, names, AUTO)
            for hand_in in layout.read(place, names, strays):
                source = f"{each.name}/{path}{hand_in.source}"
                yield replace(hand_in, lesson=lesson, source=source)


def _opened(node: Node, stack: ExitStack, strays: Notes) -> Node:
    if not is_archive(node):
        return node
    try:
        with node.content() as content:
            copy = stack.enter_context(spooled(content, CLASS.unpacked))
        found = opened(copy, stem(node.name), CLASS, stack)
    except Refused as no:
        strays.add(stray(node, str(no)))
        return folder(node.name, ())
    strays.add(*found.notes)
    return found


def _anyhow(top: Node, names: LessonNames) -> bool:
    return False  # what is left when nothing else fits


LEARNERS = Layout("learners", "a folder or an archive per learner", _anyhow, _learners)
LAYOUTS = (
    *EXPORTS,
    Layout("nbgrader", "what nbgrader collected", _is_nbgrader, _nbgrader),
    Layout("github-classroom", "clones of GitHub Classroom", _is_classroom, _classroom),
    Layout("one-learner", "the work of one learner", _is_one_learners, _one_learner),
    Layout("lessons", "a folder or an export per lesson", _is_per_lesson, _per_lesson),
    LEARNERS,
)
NAMES = tuple(layout.name for layout in LAYOUTS)
