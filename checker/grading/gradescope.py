"""Reads the list of submissions in a Gradescope export. Opens none of them.

The list holds what the submissions printed as well, and may be long: it is read event
by event, and of an event no more than a scalar is kept. No object is made of a tag, and
no alias is followed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import yaml

from .moments import moment
from .nodes import Node, Refused
from .submission import Person

__all__ = ["LIST", "Listed", "listed"]

LIST = "submission_metadata.yml"
FIELDS = {":name": "name", ":sid": "sis", ":email": "email"}
LONGEST = 200  # characters of a value
DEEP = 5  # keys of a path; what stands deeper is of no interest
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Listed:
    """One submission: its folder, who made it, when, and how often they had before."""

    folder: str
    people: tuple[Person, ...]
    at: datetime | None = None
    earlier: int = 0


@dataclass
class _Frame:
    """A mapping or a sequence that is being read: where its next value belongs."""

    mapping: bool
    key: str | int = 0
    keyed: bool = False  # in a mapping: its next event is a value
    seen: int = field(default=0)


def listed(file: Node) -> Iterator[Listed]:
    """Every submission in the list; Refused where it is no such list."""
    with file.content() as content:
        # libyaml's parser where it was built in, which is most everywhere
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            scalars = _scalars(yaml.parse(content, Loader=loader))
            for name, lines in groupby(scalars, key=lambda line: line[0][0]):
                yield _listed(str(name), lines)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            said = " ".join(str(error).split())[:200]
            raise Refused(f"it is not YAML ({said})") from error


def _listed(name: str, lines: Iterator[tuple[Path, str]]) -> Listed:
    people: dict[str | int, dict[str, str]] = {}
    at, earlier = None, 0
    for path, value in lines:
        match path[1:]:
            case (":submitters", number, str(key)) if key in FIELDS:
                people.setdefault(number, {})[FIELDS[key]] = value
            case (":created_at",):
                at = moment(value)
            case (":history", int(number)):
                earlier = max(earlier, number + 1)
            case _:
                pass
    known = tuple(person for person in map(_person, people.values()) if person.id)
    return Listed(name, known, at, earlier)


def _person(said: dict[str, str]) -> Person:
    named = said.get("sis") or said.get("email") or said.get("name") or ""
    return Person(
        named, said.get("name", ""), said.get("email", ""), sis=said.get("sis", "")
    )


def _scalars(events: Iterator[yaml.Event]) -> Iterator[tuple[Path, str]]:
    """The path and text of every value; "" for one that has parts itself."""
    frames: list[_Frame] = []
    for event in events:
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frames.pop()
            continue
        begins = isinstance(event, yaml.CollectionStartEvent)
        if not begins and not isinstance(event, yaml.NodeEvent):
            continue
        path = _placed(frames, event)
        if path:
            yield path, _text(event)
        if begins:
            frames.append(_Frame(isinstance(event, yaml.MappingStartEvent)))


def _placed(frames: list[_Frame], event: yaml.Event) -> Path:
    """Where the value that begins with the event stands; () for a key or the whole."""
    if not frames:
        return ()
    frame = frames[-1]
    if frame.mapping and not frame.keyed:
        frame.key, frame.keyed = _text(event), True
        return ()
    if not frame.mapping:
        frame.key = frame.seen
    frame.seen, frame.keyed = frame.seen + 1, False
    return tuple(each.key for each in frames[:DEEP])


def _text(event: yaml.Event) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        return ""
    plain = event.implicit[0] and event.value in ("~", "null")
    # A surrogate can be written as an escape, and stored nowhere.
    said = str(event.value)[:LONGEST].encode("utf-8", "replace").decode()
    return "" if plain else unicodedata.normalize("NFC", said)
