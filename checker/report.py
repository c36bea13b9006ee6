"""What one run of a lesson's checks found: frozen facts, to and from versioned JSON.

No file, clock or process here; whoever runs checks fills these in, whoever shows them
reads them.
"""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, TypeVar

from .protections import Protection, Protections
from .transcript import CookieNote, Step

__all__ = [
    "VERSION",
    "Diagnosis",
    "Frame",
    "Outcome",
    "Report",
    "Result",
    "Smell",
    "from_json",
    "to_json",
]

VERSION = 4
SHOWN = 300  # characters of what is wrong with a report
MOST = 10**100  # what a number in it is below, so that sums can be written
PLAIN = str | int | float | None  # kinds of a version that can be told
KINDS: dict[str, type | UnionType] = {  # by how the fields below are declared
    "str": str,
    "int": int,
    "int | None": int | None,
    "bool": bool,
    "float": int | float,  # JSON writes 2.0 as it likes
}


class Outcome(enum.StrEnum):
    """How a check ended; every check always gets exactly one."""

    PASSED = "passed"
    FAILED = "failed"
    WAITING = "waiting"
    STOPPED = "stopped"
    TIMED_OUT = "timed out"
    OVER_LIMIT = "over limit"
    NOT_STARTABLE = "not startable"
    BROKEN = "broken"


@dataclass(frozen=True)
class Frame:
    """One of the learner's own lines in a traceback; the file as in their folder."""

    file: str
    line: int
    function: str
    code: str


@dataclass(frozen=True)
class Result:
    """One check's outcome, with what explains it.

    `matters` says why a user of the app cares about the promise. `reason` is a sentence
    for every outcome but passed and failed; `expected` and `seen` are filled for
    failed. Only a browser shows those with `browser`; `picture` and `trace` are files
    with what it saw of one not passed, and `pictured` says what is on the picture.
    `meaning` says what `error` means, where that is known; `questions` are what to ask
    oneself where no diagnosis fits. `error` and `frames` come from the server's own
    output and explain only; they never decide. `steps` is the transcript.
    """

    check: str
    promise: str
    task: int | None
    points: int
    outcome: Outcome
    extra: bool = False
    browser: bool = False
    matters: str = ""
    expected: str = ""
    seen: str = ""
    reason: str = ""
    error: str = ""
    meaning: str = ""
    frames: tuple[Frame, ...] = ()
    questions: tuple[str, ...] = ()
    output: str = ""
    picture: str = ""
    pictured: str = ""
    trace: str = ""
    steps: tuple[Step, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Diagnosis:
    """A mistake recognised in the app, with evidence and place.

    `checks` are those not passed that it explains; `step` counts, from 0, the step in
    the first one's transcript that shows it. `places` are lines of the app's files,
    the first the likeliest. `read` is a heading of the lesson's notebook.
    """

    mistake: str
    belief: str
    why: str
    question: str
    read: str
    checks: tuple[str, ...]
    step: int
    places: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Smell:
    """A line that fails nothing here and does harm elsewhere; `advice` says more."""

    kind: str
    advice: str
    place: Frame


@dataclass(frozen=True)
class Report:
    """Every outcome of one lesson for one submission; `seed` replays it.

    `diagnoses` are in the order in which to read them. `notes` are sentences about the
    run itself. `unseen` counts the promises that the run left out, since only a browser
    shows whether they are kept. `protections` are what the app was kept in by, where
    somebody asked for it.
    """

    lesson: str
    title: str
    folder: str
    seed: int
    results: tuple[Result, ...]
    checker: str
    python: str
    flask: str
    seconds: float = 0.0
    diagnoses: tuple[Diagnosis, ...] = ()
    smells: tuple[Smell, ...] = ()
    notes: tuple[str, ...] = ()
    unseen: int = 0
    protections: Protections | None = None
    version: int = field(default=VERSION)

    @property
    def passed(self) -> int:
        """How many promises are kept, optional ones left out."""
        return sum(r.outcome is Outcome.PASSED for r in self.needed)

    @property
    def needed(self) -> tuple[Result, ...]:
        """The results that count for being done."""
        return tuple(r for r in self.results if not r.extra)

    @property
    def points(self) -> int:
        """Points earned, optional ones included."""
        return sum(r.points for r in self.results if r.outcome is Outcome.PASSED)

    @property
    def possible(self) -> int:
        """Points that can be earned without the optional ones."""
        return sum(r.points for r in self.needed)

    @property
    def done(self) -> bool:
        """True when every needed promise is kept."""
        return self.passed == len(self.needed)

    @property
    def exit_code(self) -> int:
        """0 all kept, 1 something not done yet, 3 not startable, 4 our own fault."""
        outcomes = {r.outcome for r in self.needed}
        if Outcome.BROKEN in outcomes:
            return 4
        if outcomes and outcomes <= {Outcome.NOT_STARTABLE, Outcome.WAITING}:
            return 3
        return 0 if self.done else 1


Fact = TypeVar(
    "Fact",
    Report,
    Result,
    Diagnosis,
    Smell,
    Frame,
    Step,
    CookieNote,
    Protection,
    Protections,
)


def to_json(report: Report) -> str:
    """The report as JSON, keys in the order of docs/report.md, ending in a newline."""
    facts = dataclasses.asdict(report)
    version = facts.pop("version")
    totals = {
        "passed": report.passed,
        "needed": len(report.needed),
        "points": report.points,
        "possible": report.possible,
        "done": report.done,
    }
    return json.dumps({"version": version, **facts, **totals}, indent=2) + "\n"


def from_json(text: str) -> Report:
    """The report that to_json wrote.

    Raises ValueError with a sentence for other text or a version this cannot read.
    """
    try:
        facts = json.loads(
            text, parse_constant=_number, parse_float=_number, parse_int=_number
        )
        version = facts["version"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ValueError("This is not a report of the checker.") from None
    if version != VERSION:
        said = f"{version}"[:SHOWN] if isinstance(version, PLAIN) else "of no kind"
        raise ValueError(
            f"This report has version {said}, and this checker reads {VERSION}."
            " Read it with the checker that wrote it."
        )
    try:
        return _report(facts)
    except (TypeError, KeyError, ValueError, AttributeError, RecursionError) as error:
        said = repr(error)[:SHOWN]
        raise ValueError(f"This report is damaged: {said}.") from error


def _number(word: str) -> int | float:
    """A number that can be added up and written; NaN and 1e999 Python reads as well."""
    number = int(word) if word.lstrip("-").isdigit() else float(word)
    if not -MOST < number < MOST:
        raise ValueError(f"{word} is none")
    return number


def _report(facts: dict[str, Any]) -> Report:
    names = {f.name for f in dataclasses.fields(Report)}
    rest = {name: facts[name] for name in names}
    rest["results"] = tuple(_result(r) for r in rest["results"])
    rest["diagnoses"] = tuple(_diagnosis(d) for d in rest["diagnoses"])
    rest["smells"] = tuple(_smell(s) for s in rest["smells"])
    rest["notes"] = _texts(rest["notes"])
    if rest["protections"] is not None:
        rest["protections"] = _protections(rest["protections"])
    return _typed(Report(**rest))


def _protections(facts: dict[str, Any]) -> Protections:
    items = tuple(_typed(Protection(**item)) for item in facts["items"])
    return _typed(Protections(facts["sandbox"], items))


def _result(facts: dict[str, Any]) -> Result:
    rest = dict(facts)
    outcome = Outcome(rest.pop("outcome"))
    frames = _frames(rest.pop("frames"))
    questions = _texts(rest.pop("questions"))
    steps = tuple(map(_step, rest.pop("steps")))
    return _typed(
        Result(**rest, outcome=outcome, frames=frames, questions=questions, steps=steps)
    )


def _step(facts: dict[str, Any]) -> Step:
    step = _typed(Step.from_facts(facts))
    for note in step.set_cookies:
        _typed(note)
    for texts in (step.messages, *step.sent):
        _texts(texts)
    return step


def _diagnosis(facts: dict[str, Any]) -> Diagnosis:
    rest = dict(facts)
    places, checks = _frames(rest.pop("places")), _texts(rest.pop("checks"))
    return _typed(Diagnosis(**rest, places=places, checks=checks))


def _smell(facts: dict[str, Any]) -> Smell:
    rest = dict(facts)
    place = _typed(Frame(**rest.pop("place")))
    return _typed(Smell(**rest, place=place))


def _frames(facts: list[dict[str, Any]]) -> tuple[Frame, ...]:
    return tuple(_typed(Frame(**frame)) for frame in facts)


def _texts(facts: Sequence[str]) -> tuple[str, ...]:
    if not all(isinstance(text, str) for text in facts):
        raise TypeError(f"{facts!r} are not all texts")
    return tuple(facts)


def _typed(fact: Fact) -> Fact:
    """The fact, once its plain values are known to be of the kinds they should be."""
    for part in dataclasses.fields(fact):
        value, kind = getattr(fact, part.name), str(part.type)
        fits = isinstance(value, KINDS.get(kind, object))
        if not fits or (isinstance(value, bool) and kind != "bool"):
            raise TypeError(f"{part.name} is {value!r}")
    return fact
