"""Shows a grading while it runs: a bar at a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ..grading.events import Began, Ended, Event, Retrying, Started
from ..render import grading

__all__ = ["watched"]

Heard = Callable[[Event], None]


@contextmanager
def watched(stream: TextIO) -> Iterator[Heard]:
    """What is told here is shown on the stream while the block runs."""
    console = Console(file=stream, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        yield lambda event: _line(console, event)
        return
    shown = _Shown(console)
    with Live(shown, console=console, refresh_per_second=5, transient=True):
        yield shown.heard


def _line(console: Console, event: Event) -> None:
    text = grading.said(event)
    if text:
        console.print(Text(text))


class Rate(ProgressColumn):
    """How many are checked in a minute, once some were."""

    def render(self, task: Task) -> Text:
        """The text of the column."""
        speed = task.finished_speed or task.speed
        return Text(f"{60 * speed:.0f} a minute" if speed else "")


class _Shown:
    """A bar with counts, rate and time left; below it, what is being checked."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.jobs = 0
        self.running: dict[tuple[str, str], int] = {}
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            Rate(),
            TimeRemainingColumn(),
            console=console,
        )
        self.task = self.progress.add_task("Checked", total=None)

    def __rich__(self) -> Group:
        now = Text(grading.doing(list(self.running)[: self.jobs]), overflow="ellipsis")
        now.no_wrap = True
        return Group(self.progress, now)

    def heard(self, event: Event) -> None:
        """Takes in what happened; a failure is a line of its own above the bar."""
        if isinstance(event, Started):
            self.progress.update(self.task, total=event.todo)
            self.jobs = event.jobs  # what is handed out beyond is waiting
        if isinstance(event, Began):
            self.running[event.person, event.lesson] = 1
        if isinstance(event, Ended):
            self.running.pop((event.person, event.lesson), None)
            self.progress.update(self.task, advance=not event.again)
        if isinstance(event, Retrying):
            self.progress.update(self.task, description="Once more")
        if not isinstance(event, Ended) or grading.standing(event):
            _line(self.console, event)
