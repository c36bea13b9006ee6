"""A report without what differs from run to run: times, ports, keys. Pure.

The same app checked twice with the same seed then gives the same bytes, and what a
person reads of it is unchanged: a cookie keeps its length and what it says. Of a check
that passed nobody reads the pages, and what visitors did at once comes in any order.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from ..report import Outcome, Report, Result
from ..transcript import Step

__all__ = ["APP", "PORT", "timeless"]

PORT = "5000"  # as in the curl lines that repeat a transcript
APP = "submission"  # stands for the folder that an app was unpacked to
ADDRESS = re.compile(r"\b(127\.0\.0\.1|localhost):\d{4,5}\b")
# Flask's session cookie: payload, time and signature (flask_cookie.py). Only the
# payload says something.
SIGNED = re.compile(
    r"(?<![\w.-])(\.eJ[\w-]+|eyJ[\w-]+|e30)\.([\w-]{5,8})\.([\w-]{27})(?![\w-])"
)
RANDOM = re.compile(r"[\w.%+/=-]{16,}")  # a session's number, a token, a signature
FILLING = "A"
Fact = TypeVar("Fact")


def timeless(report: Report, folder: str) -> Report:
    """The report as any other run of the same app would give it.

    `folder` is where the app stood meanwhile; "submission" stands in its place.
    """
    short = tuple(map(_short, report.results))
    report = dataclasses.replace(report, results=short)
    again = _Again(report, folder)
    found: Report = again.fact(report)
    return dataclasses.replace(found, folder=APP)


class _Again:
    """Replaces the same thing by the same thing wherever it stands in a report."""

    def __init__(self, report: Report, folder: str) -> None:
        known = {folder: APP} if folder else {}
        for number, value in enumerate(_random(report), 1):
            known.setdefault(value, _filled(value, number))
        longest = sorted(known, key=len, reverse=True)
        self.known = known
        self.pattern = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def fact(self, fact: Any) -> Any:
        """The fact with every text in it replaced, and no seconds."""
        changes: dict[str, Any] = {}
        for part in dataclasses.fields(fact):
            value = getattr(fact, part.name)
            changes[part.name] = 0.0 if part.name == "seconds" else self.value(value)
        return dataclasses.replace(fact, **changes)

    def value(self, value: Any) -> Any:
        """The same for what a fact holds."""
        if type(value) is str:  # not an Outcome
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(map(self.value, value))
        return self.fact(value) if dataclasses.is_dataclass(value) else value

    def text(self, text: str) -> str:
        """The text as another run would have it."""
        text = self.pattern.sub(lambda found: self.known[found[0]], text)
        text = SIGNED.sub(_unsigned, text)
        return ADDRESS.sub(rf"\1:{PORT}", text)


def _short(result: Result) -> Result:
    """The result; of one that passed, without the pages that it saw."""
    if result.outcome is not Outcome.PASSED:
        return result
    steps = tuple(
        dataclasses.replace(s, body="", messages=tuple(sorted(s.messages)))
        for s in result.steps
    )
    return dataclasses.replace(result, steps=steps)


def _random(report: Report) -> Iterator[str]:
    """Values of cookies that say nothing, in the order in which they turn up."""
    for result in report.results:
        for step in result.steps:
            for value in _values(step):
                if not SIGNED.fullmatch(value) and RANDOM.fullmatch(value):
                    yield value


def _values(step: Step) -> Iterator[str]:
    for pair in step.cookies.split("; "):
        yield pair.partition("=")[2]
    for note in step.set_cookies:
        yield note.value


def _filled(value: str, number: int) -> str:
    """A value as long, told from others by its number."""
    return f"{number}".rjust(len(value), FILLING)


def _unsigned(found: re.Match[str]) -> str:
    payload, time, signature = found.groups()
    return f"{payload}.{FILLING * len(time)}.{FILLING * len(signature)}"
