"""Grades a class from one end to the other: hand-ins, gradebook, crew, files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from .. import course
from ..checks import asked
from ..errors import NoSuchFolder, WrongUse
from ..lesson import Lesson
from ..protections import Protections, sentence
from ..sandbox.choice import chosen, protections
from .class_book import ClassBook
from .conduct import Run, Stop
from .crew import Crew, LocalCrew
from .edition import edition, key, seed_of
from .events import Event, Started, Told
from .gradebook import Gradebook, HandIn, ToDo
from .intake import taken_in
from .keeping import remember, work_for
from .marking import column
from .marks import State
from .marks_folder import CONTENT, alone, opened, place
from .outputs import INDEX, filed, written
from .packing import keep_only
from .plan import How, Plan, Summary
from .scheme import Scheme
from .scheme_file import FILE as RULES
from .scheme_file import scheme
from .submission import Intake, Submission
from .work import Work

__all__ = ["Grading"]

SIMILAR = "similar.txt"


@dataclass
class Grading:
    """One grading, ready to run. Raises WrongUse for a plan that cannot be followed."""

    plan: Plan
    heard: Callable[[Event], None]
    stop: Stop = field(default_factory=Stop)

    def run(self) -> Summary:
        """Takes in, checks, marks and writes; the files are there when it returns."""
        if not self.plan.submissions.exists():
            raise NoSuchFolder(
                f"{self.plan.submissions} is not there. Name the folder of submissions."
            )
        _ = self._scheme  # before anything is written
        new = not self.plan.out.exists()
        self.plan.out.mkdir(parents=True, exist_ok=True)
        with alone(self.plan.out), self._book() as book, place(book) as there:
            try:
                _ = self._walls
                notes = self._taken_in(book)
            except WrongUse:
                if new:  # nothing was checked, so nothing is lost
                    shutil.rmtree(self.plan.out)
                raise
            return self._run(book, notes, there)

    def _run(self, book: Gradebook, notes: tuple[str, ...], there: Path) -> Summary:
        marked_by, only = self._scheme, self.plan.only
        if self.plan.regrade:
            book.forget(only)
        todo = book.to_do(only)
        self._check(book, todo, book.contents(only) - len(todo), there)
        whole = self._class(book, marked_by, notes)
        remember(whole, self._how)
        written(whole, self.plan.out, self.plan.root, self.plan.command)
        if self.plan.similar:
            self._ask_about_similar(book)
        return _summary(whole, self.plan.out)

    def _taken_in(self, book: Gradebook) -> tuple[str, ...]:
        """Puts into the book what was handed in; what is to be said of it.

        The facts of a large class are held nowhere else when this returns.
        """
        intake, secret = self._intake(), book.seed()
        hand_ins = (self._hand_in(s, secret) for s in intake.submissions)
        book.take_in(intake, hand_ins)
        held = {one.digest for one in intake.submissions}
        keep_only(self.plan.out / CONTENT, held)
        return (intake.said, *intake.strays)

    @cached_property
    def _scheme(self) -> Scheme:
        own = self.plan.root / RULES
        found = scheme(
            self.plan.scheme or (own if own.is_file() else None), self.plan.root
        )
        if self.plan.seed is not None:
            found = replace(found, seed=self.plan.seed)
        if self.plan.lesson:
            one = course.find(self.plan.root, self.plan.lesson)
            found = replace(found, lessons=(one.name,))
        return found

    def _intake(self) -> Intake:
        intake = taken_in(
            self.plan.submissions,
            self.plan.out / CONTENT,
            self._lessons,
            layout=self.plan.layout,
            roster=self.plan.roster,
            lesson=self.plan.lesson,
        )
        self.heard(Told(intake.said))
        for stray in intake.strays:
            self.heard(Told(stray))
        known = {person.id for person in intake.people}
        for person in self.plan.only:
            if person not in known:
                raise WrongUse(f"--only {person}: nobody here is called that.")
        return intake

    def _hand_in(self, one: Submission, secret: int) -> HandIn:
        seed = seed_of(one.person, self._scheme, secret)
        if not one.digest or not one.lesson:
            return HandIn(one, seed, "")
        lesson = next(each for each in self._lessons if each.name == one.lesson)
        how = [lesson.name, self.plan.browser, self._walls.sandbox]
        how += astuple(self.plan.limits)
        found = key(one.digest, edition(lesson.folder), seed, how)
        return HandIn(one, seed, found)

    def _check(self, book: Gradebook, todo: ToDo, kept: int, there: Path) -> None:
        if not todo:
            self.heard(Started(0, kept, 0))
            return
        with self._crew(there) as crew:
            packed = self.plan.out / CONTENT
            Run(book, packed, crew, self._work, self.heard, self.stop).all(todo, kept)

    @contextmanager
    def _crew(self, there: Path) -> Iterator[Crew]:
        """Whoever checks; ended when it is left, at once where it was left early."""
        crew = self._hired(there)
        at_once = True
        try:
            yield crew
            at_once = self.stop.asked > 1
        finally:
            crew.close(at_once=at_once)

    def _hired(self, place: Path) -> Crew:
        if self.plan.cluster:
            from .cluster import ClusterCrew

            return ClusterCrew(self.plan.cluster)
        return LocalCrew(self.plan.jobs or os.cpu_count() or 1, place)

    def _work(self, hand_in: HandIn) -> Work:
        root = "" if self.plan.cluster else str(self.plan.root)
        return work_for(hand_in, self._how, self.plan.root, root)

    def _class(self, book: Gradebook, by: Scheme, notes: tuple[str, ...]) -> ClassBook:
        seen = book.lessons()
        names = by.lessons or tuple(x.name for x in self._lessons if x.name in seen)
        by = replace(by, lessons=names)
        columns = []
        for lesson in self._lessons:
            if lesson.name in names:
                made = asked(course.checks(lesson), (), browser=self.plan.browser)
                name, number = lesson.name, lesson.number
                columns.append(column(name, number, lesson.title, made, by))
        notes = (*notes, sentence(self._walls))
        return ClassBook(book, by, tuple(columns), notes)

    def _ask_about_similar(self, book: Gradebook) -> None:
        from .similar import questions

        there = self.plan.out / SIMILAR
        packed = self.plan.out / CONTENT
        people = tuple(book.people())
        handed_in = [h.submission for p in people for h in book.hand_ins(p.id)]
        asked = questions(handed_in, packed, self._lessons, people)
        filed(there, asked)
        self.heard(Told(f"What is much alike is asked about in {there}."))

    @cached_property
    def _lessons(self) -> Sequence[Lesson]:
        return course.lessons(self.plan.root)

    @cached_property
    def _how(self) -> How:
        plan = self.plan
        return How(plan.limits, self._walls.sandbox, plan.trusted, plan.browser)

    @cached_property
    def _walls(self) -> Protections:
        runner = chosen(self.plan.sandbox, foreign=True, trusted=self.plan.trusted)
        return protections(runner, self.plan.limits)

    @contextmanager
    def _book(self) -> Iterator[Gradebook]:
        with opened(self.plan.out, new=True) as book:
            yield book


def _summary(whole: ClassBook, out: Path) -> Summary:
    """Counts submissions; one for no lesson that is known stands in each mark."""
    counts = dict.fromkeys(State, 0)
    people = 0
    for row in whole.rows():
        people += 1
        found = {m.submission: m.state for m in row.marks if m.submission}
        for state in found.values():
            counts[state] += 1
    return Summary(
        people,
        sum(counts.values()),
        counts[State.GRADED],
        counts[State.NOT_GRADED],
        counts[State.BROKEN],
        counts[State.PENDING],
        out / INDEX,
    )
