"""What to do after a run, in one sentence that names a command. Runs nothing."""

from __future__ import annotations

from ..lesson import Lesson
from ..report import Outcome, Report, Result
from .numbers import number

__all__ = ["after", "done", "unseen"]


def after(report: Report, again: str, following: str, hint: str = "") -> str:
    """The next step; "" when nothing is left to do.

    `again` is the command that checks this folder, `hint` the one for its next hint
    (none for a folder that is not the learner's), `following` what comes when done.
    """
    if report.done:
        return following
    first = _first(report.needed)
    mended = f"then “{again}” again"
    if first.outcome is Outcome.BROKEN:
        return (
            f"this is the checker's fault and does not count. Try “{again}” once more."
        )
    if first.outcome is Outcome.NOT_STARTABLE:
        return f"mend your app{_place(first, report)}, {mended}."
    task = f"task {first.task}" if first.task else "what worked from the start"
    advice = f"“{hint}” gives a hint, {mended}" if hint and first.task else mended
    return f"{task}{_place(first, report)}. {advice[0].upper()}{advice[1:]}."


def done(lesson: Lesson, following: Lesson | None, started: bool, command: str) -> str:
    """What comes when a lesson is done: the next one, or nothing."""
    if following is None:
        return f"nothing. Lesson {lesson.number} is done, and so is every other."
    verb = "check" if started else "start"
    title = f"lesson {following.number}, {following.title}"
    return f"{title}: “{command} {verb} {following.number}”."


def unseen(report: Report, command: str) -> str:
    """How what only a browser shows can be seen; "" where the run left nothing out."""
    if not report.unseen:
        return ""
    promises = number(report.unseen, "more promise")
    return f"{promises} can be seen only by a browser: “{command}”."


def _first(results: tuple[Result, ...]) -> Result:
    """The first result to do something about: a waiting one only when alone."""
    unkept = [r for r in results if r.outcome is not Outcome.PASSED]
    return next((r for r in unkept if r.outcome is not Outcome.WAITING), unkept[0])


def _place(result: Result, report: Report) -> str:
    """The line of the error, else the first one of the diagnosis."""
    named = [d.places for d in report.diagnoses if result.check in d.checks]
    places = [*result.frames[-1:], *(place for each in named for place in each)]
    if not places:
        return ""
    return f", in {places[0].file}, line {places[0].line}"
