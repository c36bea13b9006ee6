"""The exercise in a notebook: what to build, and the report on it. Judges nothing."""

from __future__ import annotations

from pathlib import Path

from .. import settings
from ..host import Host
from ..learner import Learner, Target
from ..lesson import Lesson
from ..render import advice, html, terminal
from ..render.look import Look
from ..report import Report
from ..sights import sights
from ..verdict import Wish, judge, visiting
from .bundle import Shown

__all__ = ["checked", "exercise"]

AGAIN, HINT, SEEN = "lab.check()", "lab.hint()", "lab.check(browser=True)"
LARGEST = 64_000  # bytes of a stylesheet that a framed page may bring along


def exercise(learner: Learner, lesson: Lesson) -> Shown:
    """The lesson's story and tasks, and where its work begins."""
    begun = learner.begun(lesson)
    where = f"Your copy of the app is in `{begun.folder}`"
    todo = begun.todo
    place = f"; begin in `{todo.file}`, line {todo.line}" if todo else ""
    tasks = [f"**Task {t.number}: {t.title}**\n\n{t.text}" for t in lesson.tasks]
    page = "\n\n".join([lesson.story, f"{where}{place}.", *tasks])
    return Shown(page, markdown=page)


def checked(learner: Learner, lesson: Lesson, *, browser: bool) -> Shown:
    """The report on the learner's own copy, as `checker check` would give it."""
    learner.begun(lesson)
    target = learner.own(lesson.name)
    limits = settings.limits(learner.root)
    with Host(limits) as host, visiting(browser, limits) as people:
        report = judge(learner, target, host, Wish(), lambda _: None, people)
    words = _words(report, target, learner)
    lines = [*terminal.full(report, words, Look()), *learner.store.notices]
    shown = html.fragment(report, words, _style(target.folder))
    notices = "".join(f"<p>{html.text(notice)}</p>" for notice in learner.store.notices)
    return Shown("\n".join(lines), html=shown + notices)


def _words(report: Report, target: Target, learner: Learner) -> terminal.Words:
    following = ""
    if report.done:
        lesson = learner.following(target.lesson.name)
        following = (
            "nothing. Every lesson is done."
            if lesson is None
            else f"lesson {lesson.number}, {lesson.title}: open {lesson.name}.ipynb."
        )
    place = learner.workspace.said(target.folder)
    titles = dict(enumerate(target.lesson.task_titles, 1))
    step = advice.after(report, AGAIN, following, HINT)
    unseen = advice.unseen(report, SEEN)
    left = sights(report, learner.workspace.said)
    return terminal.Words(place, titles, step, unseen=unseen, sights=left)


def _style(folder: Path) -> str:
    """The app's own stylesheets, since a framed page may fetch nothing."""
    files = [f for f in sorted(folder.glob("static/**/*.css")) if f.is_file()]
    sheets = [f.read_text("utf-8", "replace") for f in files]
    return "\n".join(sheets)[:LARGEST]
