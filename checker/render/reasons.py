"""The lines under a promise in a terminal: why it is not kept, and where. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..report import Outcome, Report, Result
from . import steps
from .inline import inline
from .look import Look, hang, paint, plain, visible
from .sight import Sight
from .telling import Part, Telling

__all__ = ["Reasons"]

INDENT = 6
LABEL = 11  # cells of the longest label
WIDEST = 60  # cells of a picture, which is then about as high as a screen has room for


class Reasons:
    """Lays out the reasons of one report for one reader.

    With `show`, each result's whole transcript; without `whole`, only the main parts.
    """

    def __init__(
        self,
        report: Report,
        look: Look,
        command: str = "checker",
        *,
        show: bool = False,
        whole: bool = True,
        sights: Mapping[str, Sight] | None = None,
    ) -> None:
        self._look = look
        self._show = show
        self._telling = Telling(
            report, command, whole=whole, transcript=show, sights=sights
        )

    def under(self, result: Result) -> Iterator[str]:
        """The lines under the result's promise."""
        yield from self._lines(self._telling.of(result))
        if self._show:
            yield from self._transcript(result)

    def code(self, result: Result) -> Iterator[str]:
        """The learner's own lines of the server's traceback, and what it ended with."""
        yield from self._lines(self._telling.code(result))

    def _transcript(self, result: Result) -> Iterator[str]:
        inner = replace(self._look, width=self._look.width - INDENT)
        for line in steps.transcript(result.steps, inner):
            yield " " * INDENT + line
        if result.outcome is not Outcome.PASSED or result.output:
            printed = tuple(result.output.rstrip().splitlines())
            yield from self._lines([Part("It printed", printed)])

    def _lines(self, parts: Iterable[Part]) -> Iterator[str]:
        for part in parts:
            label = part.label
            for text in part.texts:
                head = " " * INDENT + f"{label:{LABEL}} "
                yield from self._beside(head, text, part)
                label = ""
            yield from self._picture(part.png)

    def _picture(self, png: bytes) -> Iterator[str]:
        """The picture itself, in a terminal that shows one."""
        if png and self._look.pictures is not None:
            columns = min(self._look.width - INDENT, WIDEST)
            shown = inline(png, self._look.pictures, columns)
            yield from [" " * INDENT + shown] if shown else []

    def _beside(self, head: str, text: str, part: Part) -> list[str]:
        """The text beside its label; indented texts stay so, a command on one line."""
        if part.typed:
            said = visible(text) if self._look.signs else plain(visible(text))
            return [f"{paint(head, 'dim', self._look)}{said}"]
        shift = text[: len(text) - len(text.lstrip(" "))]
        return hang(head + shift, text, self._look, "dim")
