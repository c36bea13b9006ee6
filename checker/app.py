"""The learner's app as a check sees it: started, restarted, visited by people.

Everything it does or sees goes into the transcript; it judges nothing.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from . import words
from .company import Company
from .encounters import Encounter, Encounters
from .endings import NotStartable, Stopped, TimedOut, Unavailable
from .host import Host
from .host.command import app_environment
from .host.process import Listener, Process, Start
from .limits import Limits
from .refusals import Refusal, not_startable, stopped, way_of_ending
from .source import python
from .transcript import Step
from .visitor.http import HttpVisitor
from .visitor.person import How, Person
from .visitor.visitor import Kept, Newcomers, Visitor
from .visitor.wire import Answer, Request, exchange

__all__ = ["TOGETHER", "App", "Refusal"]

LATE = 5.0  # seconds in which whoever asks an app that has ended has noticed
TOGETHER = "All checks together took longer than {:g} seconds."


class App:
    """One app within one check, with an address of its own from first to last."""

    def __init__(
        self,
        host: Host,
        folder: Path,
        store: Path,
        source: random.Random,
        limits: Limits,
        cache: Path | None = None,
        until: float = math.inf,
        visitors: Newcomers = HttpVisitor,
        encounters: Encounters | None = None,
        check: str = "",
    ) -> None:
        self.folder = folder
        self.store = store
        self.random = source
        self.limits = limits
        self.steps: list[Step] = []
        self._host = host
        self._cache = cache or store
        key = f"{words.triple(source)}-{source.getrandbits(64):016x}"
        self._env = app_environment(store, key)
        self._deadline = min(time.monotonic() + limits.check, until)
        self._late = (
            TOGETHER.format(limits.submission)
            if self._deadline == until
            else f"The check took longer than {limits.check:g} seconds."
        )
        self._listener = Listener()
        self._processes: list[Process] = []
        self._past: list[Process] = []
        self._answering: list[Process] = []
        self._turn = itertools.count()
        self._company = Company(self, visitors, encounters, check, self._give)
        self._starting = threading.Condition()
        self._carried = 0  # requests that are with the app
        self._closed = False
        self._over = threading.Event()
        self._undo: list[Callable[[], None]] = []

    # words for checks -----------------------------------------------------------

    def word(self) -> str:
        """Words nobody could have guessed, such as "ginger-hazel-dahlia"."""
        return words.triple(self.random)

    def number(self, low: int, high: int) -> int:
        """A number from low to high, both possible."""
        return self.random.randint(low, high)

    def visitor(self, name: str = "") -> Visitor:
        """A person at a browser that has never been here."""
        visitor = self._company.visitor(name)
        self._undo.append(visitor.close)
        return visitor

    another_visitor = visitor

    def person(
        self,
        name: str = "",
        *,
        scripts: bool = True,
        remembering: bool = False,
        clock: bool = False,
    ) -> Person:
        """A visitor with eyes and hands at a real browser, for checks that need one.

        Without `scripts` it runs none; a `remembering` one keeps pages as they were
        left (the back/forward cache); with a `clock` time can pass without waiting.
        Raises Unavailable where the browser here cannot.
        """
        person = self._company.person(name, How(scripts, remembering, clock))
        self._undo.append(person.close)
        return person

    def barriers_met(self) -> tuple[Encounter, ...]:
        """What barred people on the pages of this run so far, the worst first.

        Of each sort of page one was looked at, whichever check came to it. For checks
        marked with `last`. If such a check fails, the first one's picture is kept.
        """
        return self._company.barriers()

    def start(self, **env: str | None) -> None:
        """Starts the app, with variables added to its environment; None removes one.

        Raises NotStartable when it does not load, TimedOut when it takes too long.
        """
        self.restart(**env)

    def restart(self, **env: str | None) -> None:
        """Ends the app and starts it anew at the same address, in memory of nothing."""
        self._change(env)
        if self._processes:
            self._note("the app is restarted")
        self._launch(1)

    def workers(self, count: int, **env: str | None) -> None:
        """Starts the app anew as several processes that share the address."""
        self._change(env)
        self._note(f"the app is started as {count} processes")
        self._launch(count)

    def only(self, number: int | None) -> None:
        """From now on only that process answers, counted from 1; None: all again."""
        chosen = [p for i, p in enumerate(self._processes, 1) if number in (i, None)]
        if not chosen:
            raise ValueError(f"There is no process {number}. Start so many workers.")
        for process in self._answering:
            if process not in chosen:
                self._host.pause(process)
        for process in chosen:
            if process not in self._answering:
                self._host.resume(process)
        self._answering = chosen
        self._note(f"process {number} answers" if number else "all processes answer")

    def refuses_to_start(self, **env: str | None) -> Refusal | None:
        """Why the app does not load in that environment; None when it does."""
        try:
            self.restart(**env)
        except NotStartable:
            said = self.printed().strip().splitlines() or [""]
            return self._processes[-1].refusal or Refusal("exit", said[-1])
        return None

    def wait(self, seconds: float) -> None:
        """Lets real time pass."""
        self._note(f"{seconds:g} seconds pass")
        self._over.wait(min(seconds, max(self._deadline - time.monotonic(), 0)))

    def source(self) -> str:
        """All Python text of the app's folder, file after file."""
        return "\n".join(text for _, text in self.sources())

    def sources(self) -> Iterator[tuple[Path, str]]:
        """Each Python file below the app's folder, with its text."""
        return python(self.folder)

    def stored(self, name: str) -> bytes:
        """Every value of every table in the SQLite file of that name in the app's home.

        b"" where there is no such database. Raises OverLimit for one beyond reading.
        """
        from .rows import BESIDE, values

        most = self.limits.file_size
        kept = {e: self._host.kept(self.store / f"{name}{e}", most) for e in BESIDE}
        return values({e: content for e, content in kept.items() if content})

    def redis(self) -> str:
        """The address of a real Redis server started for this check alone.

        Raises Unavailable where redis-server is not on this machine, and where the app
        could not reach it.
        """
        from .redis import serving

        if not self._host.reaches:
            raise Unavailable(
                "This needs a Redis server, and the sandbox lets an app reach none."
            )
        url, end = serving(self.store)
        self._undo.append(end)
        return url

    # for visitors ------------------------------------------------------------------

    @property
    def origin(self) -> str:
        """The app's address, as in http://127.0.0.1:4711."""
        return f"http://127.0.0.1:{self._listener.address[1]}"

    def carry(self, request: Request) -> Answer:
        """Takes one request to the app, which is started if it is not there."""
        with self._starting:
            if not self._answering:
                self._launch(1)
            answering = self._answering
            self._carried += 1
        try:
            return self._carry(request, answering)
        finally:
            with self._starting:
                self._carried -= 1
                self._starting.notify_all()

    def record(self, step: Step) -> None:
        """Adds a step to the transcript."""
        self.steps.append(step)

    # for the runner -----------------------------------------------------------------

    def require_time(self) -> None:
        """Raises TimedOut when the check took longer than its limit."""
        if time.monotonic() > self._deadline:
            raise TimedOut(self._late)

    def noticed(self) -> set[str]:
        """Sentences about what the app's processes did beside answering."""
        every = [*self._past, *self._processes]
        return {sentence for process in every for sentence in process.noticed()}

    def printed(self) -> str:
        """What the app's processes have printed, one after the other."""
        return "".join(p.printed() for p in [*self._past, *self._processes])

    def keep(self, place: Path, at: tuple[int, ...]) -> Kept:
        """What whoever acted last has before them, kept in files; nothing over HTTP.

        `at` are the elements of the page to be outlined, its messages if there is none.
        """
        return self._company.keep(self.steps, place, at)

    def give_up(self) -> None:
        """Ends the check's time and the app from another thread."""
        self._deadline = 0.0
        self._over.set()
        for process in self._processes:
            self._host.stop(process)

    def close(self) -> None:
        """Ends every process and gives everything back, whatever fails meanwhile."""
        with contextlib.ExitStack() as last:
            last.callback(self._listener.close)
            last.callback(self._end_for_good)
            for undo in self._undo:
                last.callback(undo)

    def _give(self, seconds: float) -> None:
        self._deadline += seconds

    def _launch(self, count: int) -> None:
        self.require_time()
        with self._starting:
            if self._closed:
                raise Stopped("The check is over, and its app with it.")
            self._end()
            left = max(self._deadline - time.monotonic(), 0.0)
            limits = replace(self.limits, start=min(self.limits.start, left))
            start = Start(self.folder, dict(self._env), limits, self._cache)
            for _ in range(count):
                process = self._host.launch(start, self._listener)
                self._processes.append(process)
                if not process.loaded:
                    raise self._not_loaded(process)
            self._answering = list(self._processes)

    def _carry(self, request: Request, answering: list[Process]) -> Answer:
        process = answering[next(self._turn) % len(answering)]
        deadline = time.monotonic() + self.limits.request
        try:
            return exchange(
                request,
                process.address,
                [p.ended for p in answering],
                self.limits,
                min(deadline, self._deadline),
            )
        except TimedOut:
            self.require_time()  # or it was the check's time, not the request's
            raise
        except Stopped as stopped:
            raise self._stopped(str(stopped), answering) from None

    def _not_loaded(self, process: Process) -> Exception:
        if process.late:
            self.require_time()  # or it was the check's time, not the start's
            seconds = f"{self.limits.start:g}"
            return TimedOut(f"The app did not load within {seconds} seconds.")
        end = way_of_ending(process.status)
        return not_startable(process.refusal, self.folder, f"it {end}")

    def _stopped(self, sentence: str, ended: list[Process]) -> Exception:
        for process in ended:
            process.wait(1)
        return stopped(sentence, [p.status for p in ended])

    def _end(self) -> None:
        ended, self._processes, self._answering = self._processes, [], []
        self._past += ended
        with contextlib.ExitStack() as last:
            for process in ended:
                last.callback(process.close)
                last.callback(self._host.stop, process)

    def _end_for_good(self) -> None:
        """Ends it also where requests come late, as from threads of a check.

        A start under way is waited for, since nobody else would end what it starts.
        """
        with self._starting:
            self._closed = True
            for process in self._processes:
                self._host.stop(process)
            self._starting.wait_for(lambda: not self._carried, LATE)
            self._end()

    def _change(self, env: dict[str, str | None]) -> None:
        changed = {**self._env, **env}
        self._env = {n: value for n, value in changed.items() if value is not None}

    def _note(self, note: str) -> None:
        self.record(Step("", note=note))
