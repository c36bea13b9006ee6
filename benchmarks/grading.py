"""What grading costs a submission: alone, without walls, by two, beside other graders.

Rows of speed.py. A round grades each class twice from nothing, of its first submission
and of all SIZE; what a class of 200 costs for each is worked out from the two, start,
pages and exports included: (all + (200 - SIZE) × (all - first) / (SIZE - 1)) / 200.
Each hand-in is the solution with a number of its own, so that every check is made.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from goals import Found
from graders import Other, others
from hand_ins import LESSON, ROOT, App, handed_in, solved
from rounds import FLASK, Meter, Numbers, Part, Round, Rounds

from checker import course
from checker.sandbox.choice import RUNNERS

__all__ = ["part", "peers"]

SIZE, OF = 8, 200  # submissions in a round, and what the seconds are spread over
PEER_SIZE = 3
A_CHECK = 0.025  # seconds that the goal allows for each check
WALLS = ("--sandbox", "bubblewrap")
BARE = ("--sandbox", "none", "--i-trust-this-code")
ONE, TWO, ALL = ("--jobs", "1"), ("--jobs", "2"), ()  # by default, as many as there are
TREES = ("exercises", "solutions")
Measures = dict[str, Callable[[], Numbers]]


@dataclass(frozen=True)
class Class:
    """Hand-ins, and the course that has them graded."""

    root: Path
    place: Path
    meter: Meter

    def graded(self, submissions: Path, *options: str) -> Numbers:
        """The seconds of `checker grade`, whole and from nothing."""
        marks = self.place / "marks"
        shutil.rmtree(marks, ignore_errors=True)
        words = ["grade", str(submissions), "--out", str(marks), "--seed", "1"]
        command = [sys.executable, "-m", "checker", *words, *options]
        return self.meter.took(command, self.root, PYTHONPATH=str(ROOT))

    def spread(self, *options: str) -> Numbers:
        """The seconds a submission of a class of 200."""
        first = self.graded(self.place / "first", *options)
        whole = self.graded(self.place / "all", *options)
        more = {n: (whole[n] - first[n]) / (SIZE - 1) for n in whole}
        return {n: (whole[n] + (OF - SIZE) * more[n]) / OF for n in whole}


def unable(meter: Meter) -> str:
    """Why grading cannot be measured here; "" where it can."""
    [walls] = [runner for runner in RUNNERS if runner.name == WALLS[1]]
    if not meter.group:
        return "no control group can be made here, and nothing else counts all seconds"
    return walls.missing()


def part(names: frozenset[str], meter: Meter, place: Path, *, real: bool) -> Part:
    """The rows of grading, of those that are asked for; `real` adds 200 submissions."""
    why = unable(meter)
    if why:
        return Part({}, lambda _: {name: Found(None, why) for name in names})
    place = place / "grading"
    handed_in(solved(1), place / "first")
    handed_in(solved(SIZE), place / "all")
    lesson = Class(ROOT, place, meter)
    ways: dict[str, Sequence[str]] = {"one": (*WALLS, *ONE)}
    ways |= {"two": (*WALLS, *TWO)} if names & {"workers", "grade"} else {}
    ways |= {"bare": (*BARE, *ONE)} if "sandbox" in names else {}
    measures: Measures = {}
    if names - {"six"}:
        for name, options in ways.items():
            measures[f"grade {name}"] = _spreading(lesson, options)
    if "six" in names:
        measures |= _six(place, meter)
    extra = _real(lesson) if real and "grade" in names else None
    return Part(measures, lambda rounds: _found(rounds, names, extra))


def _spreading(lesson: Class, options: Sequence[str]) -> Callable[[], Numbers]:
    return lambda: lesson.spread(*options)


def _six(place: Path, meter: Meter) -> Measures:
    """One learner and two, each with all lessons solved."""
    both, measures = Class(ROOT, place, meter), Measures()
    for learners in (1, 2):
        for lesson in course.lessons(ROOT):
            handed_in(solved(learners, lesson), place / f"six-{learners}", lesson)
        measures[f"six {learners}"] = _grading(both, place / f"six-{learners}")
    return measures


def _grading(lesson: Class, submissions: Path) -> Callable[[], Numbers]:
    return lambda: lesson.graded(submissions, *WALLS, *ONE)


def _real(lesson: Class) -> Callable[[], Numbers]:
    """A class that is as large as the others are worked out to be."""

    def grade() -> Numbers:
        folder = handed_in(solved(OF), lesson.place / "real")
        return lesson.graded(folder, *WALLS, *ONE)

    return grade


def _found(
    rounds: Rounds, names: frozenset[str], real: Callable[[], Numbers] | None
) -> dict[str, Found]:
    found = {}
    if "grade" in names:
        found["grade"] = _grade(rounds, real)
    if "sandbox" in names:
        found["sandbox"] = _compared(rounds, "grade one", "grade bare", "work")
    if "workers" in names:
        found["workers"] = _compared(rounds, "grade one", "grade two", "wall")
    if "six" in names:
        found["six"] = _six_found(rounds)
    return found


def _grade(rounds: Rounds, real: Callable[[], Numbers] | None) -> Found:
    work = rounds.of("grade one", "work")
    by_clock = rounds.each(lambda r: r["grade one"]["work"] / r[FLASK]["wall"])
    also = (
        f"{work:.3f} processor seconds, {by_clock:.2f} × the seconds of `import flask`"
        f" by the clock; {rounds.of('grade one'):.2f} s with `--jobs 1`,"
        f" {rounds.of('grade two'):.2f} s with 2"
    )
    if real:
        took = real()
        also += f"; {OF} at once really took {took['work'] / OF:.3f} each"
    ratio = rounds.each(lambda r: r["grade one"]["work"] / r[FLASK]["work"])
    return Found(ratio, also)


def _compared(rounds: Rounds, one: str, other: str, number: str) -> Found:
    """How many times the other's seconds the first one has."""
    busy = rounds.each(lambda r: r[one]["work"] / r[one]["wall"])
    unit = "processor seconds" if number == "work" else "s"
    return Found(
        rounds.each(lambda r: r[one][number] / r[other][number]),
        f"{rounds.of(one, number):.3f} by {rounds.of(other, number):.3f} {unit};"
        f" `--jobs 1` keeps {busy:.2f} processors busy",
    )


def _six_found(rounds: Rounds) -> Found:
    every = [c for x in course.lessons(ROOT) for c in course.checks(x) if not c.browser]

    def goal(one: Round) -> float:
        return 1.2 * one[FLASK]["work"] + A_CHECK * len(every)

    def more(one: Round) -> float:
        return one["six 2"]["work"] - one["six 1"]["work"]

    return Found(
        rounds.each(lambda one: one["six 1"]["work"] / goal(one)),
        f"{len(every)} checks; {rounds.of('six 1', 'work'):.2f} processor seconds with"
        f" the start of the command; one more learner {rounds.each(more):.2f},"
        f" {rounds.each(lambda one: more(one) / goal(one)):.2f} × that",
    )


def four_promises(place: Path) -> Path:
    """A course with lesson 1 alone, which asks what the other graders are asked."""
    root = place / "four"
    for tree in TREES:
        shutil.copytree(ROOT / tree / LESSON.name, root / tree / LESSON.name)
    lesson = root / "lessons" / LESSON.name
    shutil.copytree(LESSON.folder, lesson)
    shutil.copy(Path(__file__).with_name("four_promises.py"), lesson / "checks.py")
    (lesson / "diagnoses.py").unlink()
    return root


def peers(names: frozenset[str], meter: Meter, place: Path, at: Path) -> Part:
    """The rows of other graders; each is installed in a folder of `at`."""
    why = unable(meter)
    if why:
        return Part({}, lambda _: {name: Found(None, why) for name in names})
    apps = solved(PEER_SIZE)
    asked = {name: other for name, other in others(at).items() if name in names}
    for other in asked.values():
        other.ready()
    place = place / "peers"
    handed_in(solved(1), place / "first")
    handed_in(solved(SIZE), place / "all")
    ours = Class(four_promises(place), place, meter)
    measures: Measures = {
        "four": _spreading(ours, (*WALLS, *ALL)),
        "four one": _spreading(ours, (*WALLS, *ONE)),
    }
    for name, other in asked.items():
        measures[name] = _seeing(other, apps)
    return Part(measures, lambda rounds: _beside(rounds, asked))


def _seeing(other: Other, apps: Sequence[App]) -> Callable[[], Numbers]:
    return lambda: other.seen(apps)


def _beside(rounds: Rounds, asked: Mapping[str, Other]) -> dict[str, Found]:
    """How many of ours go into one of theirs."""

    def times(name: str, ours: str) -> float:
        return rounds.each(lambda one: one[name]["each"] / one[ours]["wall"])

    def also(name: str) -> str:
        one, all_ = times(name, "four one"), 4 * PEER_SIZE
        return (
            f"{asked[name].said}, four promises: {rounds.of(name, 'each'):.2f} s by"
            f" {rounds.of('four'):.2f} s; with `--jobs 1` {one:.2f} ×;"
            f" {rounds.of(name, 'kept'):.0f} of {all_} kept"
        )

    return {name: Found(times(name, "four"), also(name)) for name in asked}
