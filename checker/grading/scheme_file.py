"""Reads grading.toml: how a class is to be marked. Marks nothing."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from .. import course
from ..errors import CourseError, WrongUse
from ..lesson import Lesson
from .scheme import Late, Scheme

__all__ = ["FILE", "scheme"]

FILE = "grading.toml"
MOST = 1e6  # more points, percent or days than anybody gives
SEEDS = ("class", "learner")
OPTIONAL = ("ignored", "bonus")
Values = Mapping[str, Any]


def scheme(file: Path | None, root: Path) -> Scheme:
    """What the file says; without one, what a class is marked by as a rule.

    Without a list of lessons in it, `lessons` is empty: those that were handed in are
    meant. Raises WrongUse with a sentence that names the place.
    """
    if file is None:
        return Scheme(lessons=())
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WrongUse(f"{file} cannot be read: {reason}. Mend it.") from error
    return _Reader(file.name, root).scheme(values)


class _Reader:
    """Takes values one by one; whatever is odd is a sentence about its place."""

    def __init__(self, place: str, root: Path) -> None:
        self.place = place
        self.root = root

    def scheme(self, values: Values) -> Scheme:
        """The whole file."""
        kinds: dict[str, Callable[[str, Any], Any]] = {
            "title": self.text,
            "lessons": self.lessons,
            "pass": self.number,
            "hint": self.number,
            "optional": lambda key, value: self.one_of(key, value, OPTIONAL),
            "seed": self.seed,
            "weights": lambda key, value: self.by_lesson(key, value, self.number),
            "points": lambda key, value: self.by_lesson(key, value, self.points),
            "hidden": lambda key, value: self.by_lesson(key, value, self.hidden),
            "deadlines": lambda key, value: self.by_lesson(key, value, self.moment),
            "late": self.late,
        }
        found = self.taken("", values, kinds)
        found["pass_mark"] = found.pop("pass", 50.0)
        for name in ("points", "hidden"):
            for lesson, checks in found.get(name, {}).items():
                self.demand_checks(name, lesson, checks)
        return Scheme(**{"lessons": (), **found})

    def taken(
        self, table: str, values: Any, kinds: Mapping[str, Callable[[str, Any], Any]]
    ) -> dict[str, Any]:
        """The values of one table, each read as its kind."""
        found = {}
        for key, value in self.table(table, values).items():
            if key not in kinds:
                near = difflib.get_close_matches(key, kinds, n=1)
                advice = f"Is it “{near[0]}”?" if near else f"There are {_all(kinds)}."
                where = f" in [{table}]" if table else ""
                raise WrongUse(f"{self.place}: nothing reads “{key}”{where}. {advice}")
            found[key] = kinds[key](f"{table}.{key}".lstrip("."), value)
        return found

    def by_lesson(
        self, key: str, value: Any, kind: Callable[[str, Any], Any]
    ) -> dict[str, Any]:
        """A table whose keys are lessons, as they may be called anywhere."""
        found = {}
        for text, each in self.table(key, value).items():
            name = self.lesson(key, text).name
            if name in found:
                raise WrongUse(f"{self.place}: [{key}] names {name} twice. Keep one.")
            found[name] = kind(f"{key}.{text}", each)
        return found

    def lessons(self, key: str, value: Any) -> tuple[str, ...]:
        """Names in the course's order."""
        if not isinstance(value, list) or not value:
            raise self.odd(key, value, "a list of lessons, such as [1, 3]")
        found = {self.lesson(key, text).name for text in value}
        return tuple(
            folder.name for folder in course.folders(self.root) if folder.name in found
        )

    def lesson(self, key: str, text: Any) -> Lesson:
        """The lesson that a number or a text means."""
        if isinstance(text, bool) or not isinstance(text, int | str):
            raise self.odd(key, text, "a lesson's number or name")
        try:
            return course.find(self.root, str(text))
        except CourseError as error:
            raise WrongUse(f"{self.place}, {key}: {error}") from error

    def points(self, key: str, value: Any) -> dict[str, float]:
        """Points by check."""
        found = self.table(key, value)
        return {
            name: self.number(f"{key}.{name}", each) for name, each in found.items()
        }

    def hidden(self, key: str, value: Any) -> frozenset[str]:
        """Names of checks."""
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.odd(key, value, "a list of names of checks")
        return frozenset(value)

    def demand_checks(self, key: str, lesson: str, names: Collection[str]) -> None:
        """Refuses a name that no check of the lesson has."""
        known = [check.name for check in course.checks(course.find(self.root, lesson))]
        for name in names:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                advice = f"Is it “{near[0]}”?" if near else f"There are {_all(known)}."
                what = f"{lesson} has no check “{name}”"
                raise WrongUse(f"{self.place}, {key}: {what}. {advice}")

    def late(self, key: str, value: Any) -> Late:
        """What lateness costs."""
        kinds = {"per_day": self.number, "days": self.whole, "grace": self.number}
        return Late(**self.taken(key, value, kinds))

    def seed(self, key: str, value: Any) -> str | int:
        """A policy, or the seed itself."""
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        return self.one_of(key, value, SEEDS, " or a whole number")

    def one_of(
        self, key: str, value: Any, known: tuple[str, ...], more: str = ""
    ) -> str:
        """One of a few words."""
        if value not in known:
            raise self.odd(key, value, " or ".join(f"“{k}”" for k in known) + more)
        return str(value)

    def moment(self, key: str, value: Any) -> datetime:
        """A day and time that is the same everywhere."""
        if not isinstance(value, datetime) or value.tzinfo is None:
            wanted = "day, time and zone, as in 2026-12-01T23:59:00+01:00"
            raise self.odd(key, value, wanted)
        return value

    def number(self, key: str, value: Any) -> float:
        """A number from 0."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.odd(key, value, "a number")
        if not 0 <= value <= MOST:  # false for nan as well
            raise self.odd(key, value, "a number from 0")
        return float(value)

    def whole(self, key: str, value: Any) -> int:
        """A whole number from 0."""
        number = self.number(key, value)
        if number != int(number):
            raise self.odd(key, value, "a whole number")
        return int(number)

    def text(self, key: str, value: Any) -> str:
        """Any text."""
        if not isinstance(value, str):
            raise self.odd(key, value, "a text")
        return value.strip()

    def table(self, key: str, value: Any) -> Values:
        """A table, whatever is in it."""
        if not isinstance(value, dict):
            raise self.odd(key, value, f"a table [{key}]")
        return value

    def odd(self, key: str, value: Any, wanted: str) -> WrongUse:
        """The error about a value that is none."""
        told = str(value) if isinstance(value, datetime) else repr(value)
        return WrongUse(f"{self.place}: “{key}” is {told}. Write {wanted}.")


def _all(names: Collection[str]) -> str:
    return ", ".join(names)
