"""The lines under a promise: why it is not kept, and where in the code. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..report import Outcome, Result
from . import steps
from .look import Look, hang

__all__ = ["Reasons"]

REQUESTS = 3  # requests above a failure; --show has them all
LAST_OUTPUT = 5  # lines of what the app printed, where nothing else explains
INDENT = 6
NO_CAUSE = ("", ())


class Reasons:
    """Tells the reasons of one report; what was told at length is not told again.

    With `show`, each result's whole transcript; with `requests`, its last ones.
    """

    def __init__(
        self, look: Look, *, show: bool = False, requests: bool = True
    ) -> None:
        self._look = look
        self._show = show
        self._requests = requests and not show
        self._told: set[tuple[object, ...]] = set()
        self._waiting_for = ""

    def under(self, result: Result) -> Iterator[str]:
        """The lines under the result's promise."""
        if result.outcome is Outcome.WAITING:
            if result.reason != self._waiting_for:
                yield from self._part("Why", result.reason)
        elif result.outcome is not Outcome.PASSED:
            yield from self._why(result)
        self._waiting_for = result.reason if result.outcome is Outcome.WAITING else ""
        if self._show:
            yield from self._transcript(result)

    def code(self, result: Result) -> Iterator[str]:
        """The learner's own lines of the server's traceback, and what it ended with.

        Where there is none and the app ended, the last that it printed.
        """
        lines = []
        for frame in result.frames:
            function = f", in {frame.function}" if frame.function.isidentifier() else ""
            lines.append(f"{frame.file}, line {frame.line}{function}")
            lines.append(f"    {frame.code.strip()}")
        yield from self._parts("Your code", lines)
        yield from self._part("" if lines else "Error", result.error)
        ended = result.outcome is not Outcome.FAILED and _cause(result) == NO_CAUSE
        if ended and not self._show:
            yield from self._parts("It printed", _printed(result)[-LAST_OUTPUT:])

    def _why(self, result: Result) -> Iterator[str]:
        cause = _cause(result)
        whole = (result.outcome, result.reason, *cause)
        if result.outcome is not Outcome.FAILED and not self._first(whole):
            yield from self._part("Why", "the same as above")
            return
        yield from self._part("Expected", result.expected)
        yield from self._part("Seen", result.seen)
        yield from self._part("Why", result.reason)
        if self._requests:
            recent = [steps.line(step) for step in result.steps[-REQUESTS:]]
            yield from self._parts("Requests", recent)
        if cause == NO_CAUSE or self._first(cause):
            yield from self.code(result)
        else:
            yield from self._part("Your code", "the same error as above")

    def _first(self, what: tuple[object, ...]) -> bool:
        """True the first time this is asked of a reason."""
        first = what not in self._told
        self._told.add(what)
        return first

    def _transcript(self, result: Result) -> Iterator[str]:
        inner = replace(self._look, width=self._look.width - INDENT)
        for line in steps.transcript(result.steps, inner):
            yield " " * INDENT + line
        yield from self._parts("It printed", _printed(result))

    def _part(self, label: str, text: str) -> list[str]:
        return self._parts(label, [text] if text else [])

    def _parts(self, label: str, texts: Sequence[str]) -> list[str]:
        """Each text in lines of its own, beside one label; indented texts stay so."""
        lines: list[str] = []
        for text in texts:
            shift = text[: len(text) - len(text.lstrip(" "))]
            head = " " * INDENT + f"{'' if lines else label:10}  {shift}"
            lines += hang(head, text, self._look, "dim")
        return lines


def _cause(result: Result) -> tuple[object, ...]:
    return (result.error, result.frames)


def _printed(result: Result) -> list[str]:
    return result.output.rstrip().splitlines()
