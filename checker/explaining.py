"""Shows one mistake at work: its app and the finished one, run side by side."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import course
from .errors import NoSuchMistake
from .host import Host
from .lesson import Lesson, Mistake
from .mistakes import mistakes, style_app, wrong_app
from .report import Outcome, Report, Result
from .runner import run
from .verdict import HTTP, Visitors

__all__ = ["Explained", "explained", "known"]

SEED = 1


@dataclass(frozen=True)
class Explained:
    """A mistake, what it changes in the finished app, and what each of the two does.

    `change` are the lines of a unified diff; `wrong` and `right` the same check.
    """

    lesson: Lesson
    mistake: Mistake
    change: tuple[str, ...]
    wrong: Result
    right: Result


def known(root: Path) -> tuple[tuple[Lesson, Mistake], ...]:
    """Every mistake of the course with its lesson, in the course's order."""
    return tuple(
        (lesson, mistake)
        for lesson in course.lessons(root)
        for mistake in mistakes(lesson)
    )


def find(root: Path, name: str) -> tuple[Lesson, Mistake]:
    """The mistake of that id. Raises NoSuchMistake, with the nearest one named."""
    found = {mistake.name: (lesson, mistake) for lesson, mistake in known(root)}
    if name in found:
        return found[name]
    near = difflib.get_close_matches(name, found, n=1)
    advice = f"Did you mean “{near[0]}”?" if near else "“checker explain” lists them."
    raise NoSuchMistake(f"No mistake goes by “{name}”. {advice}")


def explained(
    root: Path, name: str, host: Host, visitors: Visitors = HTTP
) -> Explained:
    """The mistake of that id, run live.

    Raises NoSuchMistake, and NoSuchCheck for one that only a browser shows where there
    is none.
    """
    lesson, mistake = find(root, name)
    right, wrong = style_app(lesson, ""), wrong_app(lesson, mistake)
    return Explained(
        lesson,
        mistake,
        tuple(_change(right, wrong)),
        _result(lesson, mistake, wrong, host, visitors),
        _result(lesson, mistake, right, host, visitors),
    )


def _result(
    lesson: Lesson,
    mistake: Mistake,
    files: Mapping[str, bytes],
    host: Host,
    visitors: Visitors,
) -> Result:
    """What the app does in the first check that the mistake fails."""
    with tempfile.TemporaryDirectory(prefix="shelf-") as place:
        for name, content in files.items():
            file = Path(place, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        checks = course.checks(lesson)
        unseen = {check.name for check in checks if check.browser}
        # One that shows it without a browser, if there is one.
        only = sorted(mistake.fails, key=lambda name: name in unseen)[:1]
        report = run(
            Path(place),
            lesson,
            checks,
            host=host,
            seed=SEED,
            only=only,
            visitors=visitors.new,
            browser=bool(visitors.browser),
        )
    return _of(report, only)


def _of(report: Report, only: Sequence[str]) -> Result:
    """That check's result; where it waits, that of the check it waits for."""
    ran = [r for r in report.results if r.outcome is not Outcome.WAITING]
    asked = [r for r in ran if r.check in only]
    unkept = [r for r in ran if r.outcome is not Outcome.PASSED]
    return (asked or unkept or list(report.results))[0]


def _change(right: Mapping[str, bytes], wrong: Mapping[str, bytes]) -> Iterator[str]:
    """A unified diff from the finished app to the wrong one, without line numbers."""
    for name in sorted({*right, *wrong}):
        before, after = (_lines(files.get(name, b"")) for files in (right, wrong))
        rows = list(difflib.unified_diff(before, after, lineterm="", n=2))
        if rows:
            yield name
        for row in rows[2:]:
            yield "" if row.startswith("@@") else row


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").splitlines()
