"""Tells which hand-in is whose, by every name that anybody has. Reads no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from .nodes import Notes, quoted
from .roster import key
from .submission import Person

__all__ = ["People"]

NUMBERED = ("canvas", "moodle")  # numbers that a system gave, and no other means
NAMES = ("sis", "email", "login")


class People:
    """Everybody by their names; who is on no roster is told by the id alone."""

    def __init__(self, roster: Sequence[Person] | None) -> None:
        self._strict = roster is not None
        self._by_key: dict[tuple[str, str], tuple[str, ...]] = {}
        self._people: dict[str, Person] = {}
        self.strays = Notes(most=200)
        for person in roster or ():
            self._people[person.id] = person
            for name in _keys(person):
                known = self._by_key.get(name, ())
                if person.id not in known:
                    self._by_key[name] = (*known, person.id)

    @property
    def all(self) -> tuple[Person, ...]:
        """Everybody met or on the roster, in the order of their ids."""
        return tuple(self._people[id] for id in sorted(self._people))

    def id(self, seen: Person) -> str:
        """The id of whoever the names that a hand-in came with are."""
        found = self._known(seen)
        if found is None:
            found = self._own(seen)
        self._people[found] = _together(
            self._people.get(found, replace(seen, id=found)), seen
        )
        return found

    def _known(self, seen: Person) -> str | None:
        for name in _asked(seen):
            found = self._by_key.get(name, ())
            one = next(iter(found), None)
            if one is not None and len(found) == 1 and self._agree(one, seen):
                return one
        return None

    def _agree(self, id: str, seen: Person) -> bool:
        """False where numbers differ: a name can be taken on by anybody."""
        known = self._people[id]
        pairs = ((getattr(known, n), getattr(seen, n)) for n in (*NUMBERED, "sis"))
        return all(key(a) == key(b) for a, b in pairs if a and b)

    def _own(self, seen: Person) -> str:
        """The id of somebody on no roster: theirs, if nobody on it has the same."""
        number = next((name for name in NUMBERED if getattr(seen, name)), "another")
        there = self._by_key.get(("id", key(seen.id)), ())
        id = f"{number}-{seen.id}" if there else seen.id
        own = self._by_key.setdefault(("own", key(id)), (id,))
        found = own[0]
        if self._strict and found not in self._people:
            self.strays.add(self._unknown(seen))
        return found

    def _unknown(self, seen: Person) -> str:
        said = quoted(seen.name or seen.id)
        for name in _asked(seen):
            several = sorted(self._by_key.get(name, ()))
            if several:
                both = " and ".join(map(quoted, several[:3]))
                return f"{said} may be {both} of the roster; taken for somebody else."
        return (
            f"{said} is not on the roster; what they handed in is graded all the same."
        )


def _keys(person: Person) -> Iterator[tuple[str, str]]:
    """All that somebody on the roster is known by."""
    for field in fields(person):
        value = key(getattr(person, field.name))
        if value and field.name != "section":
            yield field.name, value
            if field.name not in ("name", *NUMBERED):
                yield "any", value
    yield from {("name", each) for each in _orders(person.name)}
    yield from {("squeezed", re.sub(r"\W", "", each)) for each in _orders(person.name)}
    local = key(person.email).partition("@")[0]
    if local:
        yield "local", local


def _orders(name: str) -> Iterator[str]:
    """The name with every word of it first: Lee, Ann is Ann Lee."""
    words = re.sub(r"[^\w\s'’-]", " ", key(name)).split()
    for first in range(len(words)):
        yield " ".join([*words[first:], *words[:first]])


def _asked(seen: Person) -> Iterator[tuple[str, str]]:
    """What somebody who handed in may be known by, the surest first."""
    number = next((name for name in NUMBERED if getattr(seen, name)), "")
    for name in (*NUMBERED, *NAMES):
        value = key(getattr(seen, name))
        if value:
            yield name, value
            if name in NAMES:
                yield "any", value
    if not number:  # else the id is that number, which means nobody elsewhere
        yield "any", key(seen.id)
        yield from (("name", each) for each in list(_orders(seen.id))[:1])
        yield "local", key(seen.id)
    if seen.name:
        yield from (("name", each) for each in list(_orders(seen.name))[:1])
        yield "squeezed", re.sub(r"\W", "", key(seen.name))


def _together(known: Person, seen: Person) -> Person:
    """What is known of somebody, and beside it what they were called this time."""
    more = {
        field.name: getattr(seen, field.name)
        for field in fields(known)
        if field.name != "id" and not getattr(known, field.name)
    }
    return replace(known, **more)
