"""Everything else a learner reads: lessons, hints, starts, what a machine has. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .look import Look, columns, hang, paint
from .numbers import number

if TYPE_CHECKING:
    from ..entry import Entry
    from ..lesson import Lesson
    from ..machine import Finding
    from ..progress import Begun, Hint, Standing
    from ..protections import Protection, Protections
    from ..quiz import Beliefs

__all__ = ["begun", "hint", "lessons", "machine", "myths", "standing"]


def lessons(
    found: Sequence[Entry],
    started: Iterable[str],
    standings: Mapping[str, Standing],
    look: Look,
) -> list[str]:
    """A line for each lesson: number, title, minutes, state and points; and the sum."""
    folders = set(started)
    rows: list[tuple[str, ...]] = []
    for lesson in found:
        known = standings.get(lesson.name)
        state = _state(lesson.name in folders, known)
        minutes = f"{lesson.minutes} min"
        rows.append((str(lesson.number), lesson.title, minutes, state, _points(known)))
    lines = columns(rows) if rows else []
    checked = [known for known in standings.values() if known.run is not None]
    points = sum(known.points or 0 for known in checked)
    possible = sum(known.possible or 0 for known in checked)
    done = sum(known.done for known in checked)
    total = f"{done} of {number(len(rows), 'lesson')} done, "
    total += f"{points} of {number(possible, 'point')} in what was checked."
    return [*lines, "", *hang("", total, look)]


def _state(started: bool, known: Standing | None) -> str:
    if known is not None and known.done:
        return "✓ done"
    return "· started" if started else "  not started"


def _points(known: Standing | None) -> str:
    if known is None or known.run is None:
        return ""
    return f"{known.points} of {number(known.possible or 0, 'point')}"


def begun(lesson: Lesson, start: Begun, command: str, look: Look) -> list[str]:
    """Where the lesson's copy is, which file to open and what to do first."""
    title = f"Lesson {lesson.number}, {lesson.title}, is in {start.folder}."
    lines = hang("", title, look)
    if start.backup:
        lines += hang("", f"What was there is kept in {start.backup}.", look)
    steps = {"Read": f"{start.folder}/README.md", "Open": "", "First": "", "Then": ""}
    if start.todo:
        steps["Open"] = f"{start.folder}/{start.todo.file}, line {start.todo.line}"
    steps["First"] = f"{lesson.tasks[0].title}."
    steps["Then"] = f"“{command} check”, or “{command} watch” to check at every save."
    for name, step in steps.items():
        lines += hang(f"{name + ':':7}", step, look, "bold") if step else []
    return lines


def hint(lesson: Lesson, found: Hint | None, command: str, look: Look) -> list[str]:
    """One hint, which of how many it is, and what comes after the last."""
    if found is None:
        done = f"Every task of lesson {lesson.number} is done. There is no hint left."
        return hang("", done, look)
    task = found.task
    lines = hang("", f"Task {task.number}: {task.title}", look)
    head = f"Hint {found.number} of {len(task.hints)}: "
    lines += hang(head, found.text, look, "bold")
    if found.again:
        lines += hang("", "You have seen every hint of this task.", look)
    if found.last:
        more = f"“{command} diff {lesson.number}” shows the answer."
        lines += hang("", more, look)
    return lines


def standing(
    lesson: Lesson | None, known: Standing | None, folder: str, command: str, look: Look
) -> list[str]:
    """Where the learner stands and the next step; `folder` is "" when not started."""
    if lesson is None:
        return hang("", f"Every lesson is done. “{command} list” shows them.", look)
    title = f"Lesson {lesson.number}: {lesson.title} ({lesson.minutes} min)"
    lines = [*hang("", title, look), *hang("", lesson.summary, look)]
    if not folder:
        return [*lines, *_next(f"“{command} start {lesson.number}” begins it.", look)]
    run = known if known is not None and known.run is not None else None
    kept = f"{run.passed} of {number(run.needed or 0, 'promise')} kept" if run else ""
    lines += hang("", f"In {folder}, {kept or 'not checked yet'}.", look)
    step = f"“{command} check” checks it, “{command} hint” gives a hint."
    return [*lines, *_next(step, look)]


def myths(found: Beliefs, look: Look) -> list[str]:
    """What somebody believed of the myths asked about; nothing before the first."""
    if not found.asked:
        return []
    believed = f"You believed {found.start} of these myths at the start"
    return hang("", f"{believed}, {found.now} now.", look)


def _next(step: str, look: Look) -> list[str]:
    return hang("Next: ", step, look, "bold")


def machine(
    findings: Sequence[Finding],
    own: Sequence[Protection],
    look: Look,
    others: Protections | None = None,
    changed: Mapping[str, str] | None = None,
) -> list[str]:
    """What the machine has, what it is for, how to get the rest, what is limited.

    `own` is for one's own app, `others` for those of other people. `changed` are the
    limits that somebody set, by name, and where.
    """
    lines = []
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        sign, colour = ("✓", "green") if finding.here else ("·", "dim")
        if finding.needed and not finding.here:
            sign, colour = "✗", "red"
        here = finding.here or "not here"
        head = f"{sign} {finding.name:{width}}  "
        lines += hang(head, f"{here}: {finding.purpose}.", look, colour)
        if not finding.here:
            lines += hang(" " * (width + 4), finding.how, look)
    lines += ["", paint("While an app is checked, these are limited:", "bold", look)]
    lines += [*_protections(own, look), *_changed(changed or {}, look)]
    if others is not None and others.sandbox != "none":
        title = f"Other people's apps run within {others.sandbox}:"
        lines += ["", paint(title, "bold", look), *_protections(others.items, look)]
    elif others is not None:
        lines += ["", paint("Other people's apps do not run here:", "bold", look)]
        lines += _protections(others.items[:1], look)  # the walls, and why not
    return lines


def _changed(changed: Mapping[str, str], look: Look) -> list[str]:
    lines: list[str] = []
    for place in dict.fromkeys(changed.values()):
        names = ", ".join(name for name in changed if changed[name] == place)
        lines += hang("", f"Set by {place}: {names}.", look)
    return lines


def _protections(items: Sequence[Protection], look: Look) -> list[str]:
    lines: list[str] = []
    for item in items:
        sign, colour = ("✓", "green") if item.enforced else ("·", "dim")
        reason = "" if item.enforced else f", not here: {item.why}"
        lines += hang(f"{sign} ", f"{item.what}{reason}", look, colour)
    return lines
