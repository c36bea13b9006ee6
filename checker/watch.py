"""Checks at every save until told to stop. Decides when; says nothing itself."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Protocol

from .errors import CourseError, HostError
from .learner import Learner, Target
from .lesson import Lesson
from .progress import Begun, Hint
from .report import Report

__all__ = ["Event", "Events", "Screen", "Watch", "matters", "saves"]

# Milliseconds without a further change until changes count as one save, and at most.
QUIET, LONGEST = 5, 200
IGNORED_FOLDERS = {"__pycache__", "node_modules"}
IGNORED_ENDINGS = ("~", ".pyc", ".tmp", ".swp", ".swx", ".part", ".bak")
DATABASE = re.compile(r"\.(db|sqlite3?)(-\w+)?$")  # what a running app itself writes
PROBE = "4913"  # vim makes and removes a file of this name before it saves


class Event(Enum):
    """What can happen while watching; the values are the keys."""

    SAVE = ""
    HINT = "h"
    NEXT = "n"
    RUN = "r"
    QUIT = "q"


class Events:
    """What happened and is not dealt with; safe to tell from any thread."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._told = threading.Condition()

    def tell(self, event: Event) -> None:
        """Adds the event; a save while one is waiting is the same save."""
        with self._told:
            if event is not Event.SAVE or event not in self._waiting:
                self._waiting.append(event)
            self._told.notify()

    def key(self, key: str) -> None:
        """Adds what the key stands for, if anything."""
        for event in Event:
            if key and event.value == key:
                self.tell(event)

    def next(self) -> Event:
        """The next event, waited for."""
        with self._told:
            # With a time, because a bare wait hears no Ctrl-C on Windows.
            while not self._told.wait_for(lambda: self._waiting, timeout=1.0):
                pass
            return self._waiting.popleft()

    def overtaken(self) -> bool:
        """True when the run under way is no longer wanted."""
        with self._told:
            return any(event is not Event.HINT for event in self._waiting)


class Screen(Protocol):
    """Where a watch shows what it does."""

    def checking(self, target: Target) -> None: ...
    def verdict(self, target: Target, report: Report) -> None: ...
    def trouble(self, sentence: str) -> None: ...
    def hint(self, lesson: Lesson, hint: Hint | None) -> None: ...
    def moved(self, lesson: Lesson, begun: Begun) -> None: ...
    def no_next(self) -> None: ...


class Overtaken(Exception):
    """Leaves a run because something newer happened."""


class Watch:
    """One learner at one lesson after another, each checked as often as it is saved.

    `judge` checks a folder; it calls its second argument after each check.
    """

    def __init__(
        self,
        learner: Learner,
        target: Target,
        judge: Callable[[Target, Callable[[object], None]], Report],
        screen: Screen,
        events: Events,
    ) -> None:
        self.target = target
        self._learner = learner
        self._judge = judge
        self._screen = screen
        self._events = events

    def run(self) -> None:
        """Checks now, then reacts to events until told to stop."""
        standing = self._learner.store.standings().get(self.target.lesson.name)
        self._done = standing is not None and standing.done
        self._check()
        while (event := self._events.next()) is not Event.QUIT:
            if event is Event.HINT:
                lesson = self.target.lesson
                self._screen.hint(lesson, self._learner.hint(lesson))
            elif event is not Event.NEXT or self._move():
                self._check()

    def _check(self) -> None:
        self._screen.checking(self.target)
        try:
            report = self._judge(self.target, self._heard)
        except Overtaken:
            return  # the event that overtook it is dealt with next
        except CourseError as error:
            self._screen.trouble(str(error))
            return
        self._screen.verdict(self.target, report)
        newly, self._done = report.done and not self._done, report.done
        if newly:
            self._move()

    def _heard(self, _: object) -> None:
        if self._events.overtaken():
            raise Overtaken

    def _move(self) -> bool:
        """Goes on to the next lesson that is not done, starting it if need be."""
        lesson = self._learner.following(self.target.lesson.name)
        if lesson is None:
            self._screen.no_next()
            return False
        try:
            begun = self._learner.begun(lesson)
        except CourseError as error:
            self._screen.trouble(str(error))
            return False
        self.target = self._learner.own(lesson.name)
        self._done = False
        self._screen.moved(lesson, begun)
        return True


def matters(path: Path, moved: bool, folder: Path) -> bool:
    """True when a change of the path can change what the app in the folder does.

    `moved` says that it came or went; of the folder itself nothing else matters.
    """
    if not path.is_relative_to(folder):
        return False
    parts = path.relative_to(folder).parts
    if any(part in IGNORED_FOLDERS or part.startswith((".", "#")) for part in parts):
        return False
    if path.name == PROBE or path.name.endswith(IGNORED_ENDINGS):
        return False
    return (moved or bool(parts)) and not DATABASE.search(path.name)


class _Stop(threading.Event):
    """Ends a watcher; tells from its being asked that the watcher is at work."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()

    def is_set(self) -> bool:
        self.asked.set()
        return super().is_set()


@contextmanager
def saves(
    folder: Path, wanted: Callable[[Path, bool], bool], saved: Callable[[], None]
) -> Iterator[None]:
    """Calls `saved` when something below the folder changes that is wanted.

    `wanted` is asked with the path, and whether it came or went.
    Raises HostError where this machine cannot watch the folder.
    """
    stop, failures = _Stop(), list[Exception]()

    def look() -> None:
        try:
            for _ in _changes(folder, wanted, stop):
                saved()
        except Exception as error:  # of the operating system, in many classes
            failures.append(error)
            stop.asked.set()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    stop.asked.wait()
    if failures:
        raise HostError(f"{folder} cannot be watched: {failures[0]}.")
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _changes(
    folder: Path, wanted: Callable[[Path, bool], bool], stop: threading.Event
) -> Iterator[object]:
    from watchfiles import Change, watch

    return watch(
        folder,
        watch_filter=lambda what, path: wanted(Path(path), what != Change.modified),
        step=QUIET,
        debounce=LONGEST,
        stop_event=stop,
        raise_interrupt=False,
    )
