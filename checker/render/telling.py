"""What is told of one result, part by part, for every door alike. Lays nothing out.

Terminal, notebook and HTML show these parts in this order; what was told at length
once is not told again in the same report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..report import Diagnosis, Frame, Outcome, Report, Result
from ..transcript import told
from . import exhibit, steps
from .sight import Sight

__all__ = ["Part", "Telling", "smells"]

REQUESTS = 3  # above a failure; --show has them all
LAST_OUTPUT = 5  # lines of what the app printed, where nothing else explains
NO_CAUSE = ("", ())


@dataclass(frozen=True)
class Part:
    """A label, and texts beside it, and below them a picture, if any.

    `code` texts keep their blanks; what is `typed` stays on one line, however long.
    """

    label: str
    texts: tuple[str, ...]
    code: bool = False
    typed: bool = False
    png: bytes = b""


class Telling:
    """Tells the reasons of one report, each at length where it is met first.

    Without `whole`, only what a list of many lessons has room for; with `transcript`
    not what stands in the transcript beside it. `command` is what is typed, `sights`
    what checks left to look at.
    """

    def __init__(
        self,
        report: Report,
        command: str = "checker",
        *,
        whole: bool = True,
        transcript: bool = False,
        sights: Mapping[str, Sight] | None = None,
    ) -> None:
        self._command = command
        self._sights = sights or {}
        self._whole = whole
        self._beside = transcript
        self._number = report.lesson.partition("-")[0].lstrip("0")
        self._diagnoses = report.diagnoses
        self._by_eye = frozenset(r.check for r in report.results if r.browser)
        self._told: set[object] = set()
        self._waiting_for = ""

    def of(self, result: Result) -> tuple[Part, ...]:
        """The parts under the result's promise; none for one that is kept."""
        waiting = result.outcome is Outcome.WAITING
        before, self._waiting_for = self._waiting_for, result.reason if waiting else ""
        if waiting:
            return _parts("Why", "" if result.reason == before else result.reason)
        if result.outcome is Outcome.PASSED:
            return ()
        return tuple(part for part in self._why(result) if any(part.texts))

    def code(self, result: Result) -> tuple[Part, ...]:
        """The learner's own lines of the server's traceback, and what it ended with.

        Where there is none and the app ended, the last that it printed.
        """
        places = tuple(line for frame in result.frames for line in _place(frame))
        ended = result.outcome is not Outcome.FAILED and _cause(result) == NO_CAUSE
        ended = ended and not self._beside
        printed = result.output.rstrip().splitlines()[-LAST_OUTPUT:] if ended else []
        return (
            Part("Your code", places, code=True),
            *_parts("Error", result.error),
            *_parts("It means", result.meaning),
            Part("It printed", tuple(printed), code=True),
        )

    def _why(self, result: Result) -> Iterator[Part]:
        cause = _cause(result)
        whole = (result.outcome, result.reason, *cause)
        if result.outcome is not Outcome.FAILED and not self._first(whole):
            yield Part("Why", ("the same as above",))
            return
        yield Part("Expected", (result.expected,))
        yield Part("Seen", (result.seen,))
        yield Part("Why", (result.reason,))
        if self._whole:
            yield from self._shown(result)
        if self._whole and not self._beside:
            yield from self._requests(result)
        if cause == NO_CAUSE or self._first(cause):
            yield from self.code(result)
        else:
            yield Part("Your code", ("the same error as above",))
        yield from self._diagnosed(result)
        if self._whole and result.questions and self._first(result.questions):
            yield Part("Ask", result.questions)

    def _shown(self, result: Result) -> Iterator[Part]:
        """What it left to look at, the piece of page and cookie, and why it matters."""
        sight = self._sights.get(result.check, Sight())
        yield Part("Picture", (sight.place,), code=True, typed=True, png=sight.png)
        yield Part("Trace", (sight.trace,), code=True, typed=True)
        if result.outcome is Outcome.FAILED and not result.error:
            yield from _parts("Page", exhibit.page_piece(told(result.steps)))
            yield from _parts("Cookie", exhibit.cookie(told(result.steps)))
        yield from _parts("It matters", result.matters)

    def _requests(self, result: Result) -> Iterator[Part]:
        yield Part(
            "Requests", tuple(steps.line(s) for s in told(result.steps)[-REQUESTS:])
        )
        typed = [line for line in steps.by_hand(told(result.steps))[-REQUESTS:] if line]
        yield Part("Repeat", tuple(typed), code=True, typed=True)

    def _diagnosed(self, result: Result) -> Iterator[Part]:
        for diagnosis in self._diagnoses:
            if result.check not in diagnosis.checks:
                continue
            if self._first(diagnosis):
                yield from self._belief(diagnosis)
            else:
                yield Part("Belief", (f"as above: “{diagnosis.belief}”",))

    def _belief(self, diagnosis: Diagnosis) -> Iterator[Part]:
        yield Part("Belief", (f"“{diagnosis.belief}”",))
        places = tuple(line for frame in diagnosis.places for line in _place(frame))
        yield Part("Here", places, code=True)
        if not self._whole:
            return
        yield Part("But", (" ".join(diagnosis.why.split()),))
        yield Part("Ask", (diagnosis.question,))
        where = f"lesson {self._number}, “{diagnosis.read}”"
        yield from _parts("Read", diagnosis.read and where)
        explain = f"{self._command} explain {diagnosis.mistake}"
        unseen = self._by_eye.issuperset(diagnosis.checks)  # by all but a browser
        yield Part("See it", (f"“{explain}{' --browser' if unseen else ''}”",))

    def _first(self, what: object) -> bool:
        """True the first time this is asked of a reason."""
        first = what not in self._told
        self._told.add(what)
        return first


def smells(report: Report) -> tuple[Part, ...]:
    """What fails nothing here and does harm elsewhere, a part for each line."""
    return tuple(
        Part(" ".join(_place(smell.place)[:1]), (smell.place.code, smell.advice))
        for smell in report.smells
    )


def _place(frame: Frame) -> Sequence[str]:
    function = f", in {frame.function}" if frame.function.isidentifier() else ""
    return [f"{frame.file}, line {frame.line}{function}", f"    {frame.code.strip()}"]


def _parts(label: str, *texts: str) -> tuple[Part, ...]:
    given = tuple(text for text in texts if text)
    return (Part(label, given),) if given else ()


def _cause(result: Result) -> tuple[object, ...]:
    return (result.error, result.frames)
