"""A made class: as many learners as asked for, with wild names and every kind of mark.

Outcomes are drawn by a seed, better and worse learners keep more and fewer promises;
who gets marked is decided by checker.grading.marking as for anybody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from checker.course import checks, lessons
from checker.grading import marking
from checker.grading.marks import Column, Mark, Row
from checker.grading.scheme import Late, Override, Scheme
from checker.grading.submission import Person, Submission
from checker.lesson import Lesson, Mistake
from checker.mistakes import mistakes
from checker.report import Diagnosis, Frame, Outcome, Report, Result
from small_class import SmallClass

ROOT = Path(__file__).parents[1]
NAMES = ("01-first-flash", "03-categories", "06-storage")
SCHEME = Scheme(
    NAMES,
    title="Web programming, autumn",
    hidden={"03-categories": frozenset({"third_is_warning", "lent_is_error"})},
    deadlines={name: datetime(2026, 11, 20, 18, tzinfo=UTC) for name in NAMES},
    late=Late(per_day=10.0),
)
# Who is called what nobody thinks of.
WILD = (
    ("ada", "Ada Lovelace"),
    ("=cmd|' /C calc'!A0", "=HYPERLINK(0)"),
    ("<script>alert(1)</script>", "<img src=x onerror=alert(2)>"),
    ("a&b", "Quote \" and ' and & and </style></script>"),
    ("..", "../../etc/passwd"),
    ("CON", "Con, the device"),
    ("con", "Con, in small letters"),
    ("\u202egnp.exe", "Turned \u202eround"),
    ("bell\x07", "Rings a\x07 bell\nand breaks a line"),
    ("מאיה", "מאיה כהן"),
    ("ليلى", "ليلى حداد"),
    ("日本", "日本 太郎"),
    ("🦊", "Fox 🦊 the 👩‍👩‍👧‍👦"),
    ("long", "L" + "o" * 120 + "ng"),
    ("o'brien", "Sinéad O’Brien"),
    ("nameless", ""),
)


@dataclass(frozen=True)
class MadeClass:
    """A ClassMarks over nothing: each row is drawn anew from its number."""

    count: int = 25
    scheme: Scheme = SCHEME
    notes: tuple[str, ...] = ("Protections: bubblewrap; memory 512 MiB.",)
    real: Mapping[tuple[str, str], Report] = field(default_factory=dict)
    shots: Mapping[tuple[str, str], Mapping[str, bytes]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(
            marking.column(n, known(n).number, known(n).title, asked(n), self.scheme)
            for n in self.scheme.lessons
        )

    def rows(self) -> Iterator[Row]:
        columns = self.columns
        for person in self.people():
            marks = [self.mark(person, column) for column in columns]
            yield marking.row(person, marks, self.scheme)

    def row(self, id: str) -> Row:
        return next(row for row in self.rows() if row.person.id == id)

    def people(self) -> list[Person]:
        wild = [Person(id, name, section="A") for id, name in WILD][: self.count]
        more = [
            Person(f"s{n:05}", f"Learner Number {n}", section="B")
            for n in range(1, self.count - len(wild) + 1)
        ]
        return sorted([*wild, *more], key=lambda person: person.id)

    def mark(self, person: Person, column: Column) -> Mark:
        chance = random.Random(f"{person.id}:{column.lesson}")
        override = None
        if chance.random() < 0.05:
            override = Override(
                column.possible, "The app was <shown> in class.", "2026-11-25"
            )
        kind = chance.random()
        real = (person.id, column.lesson) in self.real
        if kind < 0.08 and not real:
            return marking.missing(person.id, column, override)
        trouble = "" if kind > 0.12 or real else "archive.zip is encrypted."
        given = submission(person.id, column.lesson, trouble, chance)
        fault = "The checker stopped: OSError." if 0.12 < kind < 0.14 else ""
        unchecked = trouble or (fault and not real) or (0.14 < kind < 0.15 and not real)
        report = None if unchecked else self._report(person.id, column.lesson)
        return marking.marked(
            given,
            column,
            self.scheme,
            None if report is None else marking.verdicts(report),
            seed=None if trouble else 20261129,
            retried=chance.random() < 0.08,
            fault="" if real else fault,
            override=override,
        )

    def report(self, mark: Mark) -> Report | None:
        return self._report(mark.person, mark.lesson) if mark.lines else None

    def pictures(self, mark: Mark) -> dict[str, bytes]:
        return dict(self.shots.get((mark.person, mark.lesson), {}))

    def _report(self, id: str, lesson: str) -> Report:
        made = self.real.get((id, lesson))
        return made if made is not None else drawn(id, lesson)


@dataclass(frozen=True)
class Again(SmallClass):
    """The same few rows over and over, none of them held."""

    times: int = 1

    def rows(self) -> Iterator[Row]:
        for _ in range(self.times):
            yield from self.given


def submission(id: str, lesson: str, trouble: str, chance: random.Random) -> Submission:
    hours = chance.choice([-90, -40, -5, -1, -1, 2, 30, 60, 200])
    attempts = chance.choice([1, 1, 1, 2, 3, 7])
    return Submission(
        id,
        lesson,
        f"{id}/{lesson}.zip",
        "" if trouble else "ab" * 32,
        trouble,
        SCHEME.deadlines["01-first-flash"] + timedelta(hours=hours),
        attempts=attempts,
        older=tuple(f"{id}/{lesson}-{n}.zip" for n in range(1, attempts)),
        notes=("Left out: __pycache__, 3 files.",) if attempts > 2 else (),
        hints=chance.choice([0, 0, 0, 2]),
    )


def drawn(id: str, lesson: str) -> Report:
    """A report as an app of that ability might get it."""
    ability, chance = random.Random(id).gauss(0.3, 1), random.Random(f"{lesson}/{id}")
    never = chance.random() < 0.05
    found = [
        Result(
            check.name,
            check.promise,
            check.task,
            check.points,
            Outcome.NOT_STARTABLE if never else outcome(ability, n, chance),
            check.extra,
            browser=check.browser,
            reason="app.py, line 3: SyntaxError." if never else "",
            expected="a message with “ginger-hazel-dahlia”",
            seen="“<b>Welcome</b>”",
        )
        for n, check in enumerate(asked(lesson))
    ]
    report = Report(
        lesson, known(lesson).title, "submission", 20261129, tuple(found), *VERSIONS
    )
    held = [] if never else believed(lesson, found)
    return Report(**{**vars(report), "diagnoses": tuple(held)})


VERSIONS = ("0.1.0", "3.11.7", "3.1.3")
ENDINGS = [Outcome.FAILED] * 7 + [Outcome.STOPPED, Outcome.TIMED_OUT, Outcome.WAITING]


def outcome(ability: float, number: int, chance: random.Random) -> Outcome:
    hard = random.Random(f"hard {number}").gauss(-0.4, 1)
    if ability + chance.gauss(0, 0.8) > hard:
        return Outcome.PASSED
    return chance.choice(ENDINGS)


def believed(lesson: str, found: list[Result]) -> Iterator[Diagnosis]:
    """For each check that failed, the first mistake of the lesson that fails it."""
    failing = {r.check for r in found if r.outcome is Outcome.FAILED}
    for mistake in wrong(lesson):
        theirs = tuple(check for check in mistake.fails if check in failing)
        if theirs:
            failing -= set(theirs)
            places = (Frame("app.py", 31, "home", "    flash(name)"),)
            yield Diagnosis(
                mistake.name,
                mistake.belief,
                mistake.why,
                mistake.question,
                mistake.read,
                theirs,
                0,
                places,
            )


@cache
def known(name: str) -> Lesson:
    return next(lesson for lesson in lessons(ROOT) if lesson.name == name)


asked = cache(lambda name: checks(known(name)))


@cache
def wrong(name: str) -> tuple[Mistake, ...]:
    return mistakes(known(name))
