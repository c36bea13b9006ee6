"""Write the course's Markdown pages from its facts. Opens no file, runs no check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import indent

from .checks import Check
from .lesson import Lesson, Rule, Task

__all__ = ["OPENING", "exercise_page", "lesson_table", "tree_page", "with_table"]

PUBLISHED = "Published from lessons/. Edit there."
OPENING, CLOSING = "<!-- lessons -->", "<!-- /lessons -->"

TREES = {
    "exercises": (
        "# Exercises",
        "One app, grown from lesson to lesson, each with a few tasks left open. "
        "`./course start 3` copies one to `work/`, where it is yours to change; "
        "`./course check 3` says what your app does.",
        "Every page here is made of its lesson's facts, every app is the finished one "
        "of its lesson with the task regions taken out. "
        "`./course dev build` writes them, and a test compares them byte for byte.",
    ),
    "solutions": (
        "# Solutions",
        "The finished app of each lesson: one way to do it, not the only one. "
        "`./course diff 3` shows what yours does otherwise.",
        "Every app here is that of its lesson without the marks of the task regions. "
        "`./course dev build` writes them, and a test compares them byte for byte.",
    ),
    "notebooks": (
        "# Notebooks",
        "Each lesson to read, predict, run and build in. "
        "`./course lab` opens JupyterLab at the first, `./course lab 3` at a lesson, "
        "each as a copy in `work/notebooks/` that is yours to change.",
        "Every notebook here is made of its lesson's `lesson.md`, without outputs. "
        "`./course dev build` writes them, and a test compares them byte for byte.",
    ),
}


def exercise_page(
    lesson: Lesson, checks: Sequence[Check], places: Mapping[int, Sequence[str]]
) -> str:
    """The README.md of an exercise; `places` are the files that hold a task's TODO."""
    return _page(
        f"<!-- {PUBLISHED} -->",
        f"# {lesson.number}. {lesson.title}",
        f"*{lesson.minutes} minutes, {_counted(len(lesson.tasks), 'task')}.*",
        lesson.story,
        "When you are through, you can:",
        _bullets(lesson.objectives),
        _start(lesson),
        *(part for task in lesson.tasks for part in _task(task, checks, places)),
        *_others(checks),
        *_contract(lesson.contract),
        *_commands(lesson),
        "## Not in this lesson",
        _bullets(lesson.out_of_scope),
    )


def tree_page(tree: str, lessons: Sequence[Lesson]) -> str:
    """The README.md of a published tree: how it is made, and what is in it."""
    title, what, how = TREES[tree]
    ending = ".ipynb" if tree == "notebooks" else "/"
    return _page(title, PUBLISHED, what, lesson_table(lessons, "", ending), how)


def lesson_table(lessons: Iterable[Lesson], folder: str = "", ending: str = "/") -> str:
    """The lessons as a Markdown table, linked to their places in the folder."""
    rows = (
        f"| {lesson.number} | [{_cell(lesson.title)}]({folder}{lesson.name}{ending}) "
        f"| {lesson.minutes} | {_cell(lesson.summary)} |"
        for lesson in lessons
    )
    head = (
        "| Lesson | Title | Minutes | What it is about |",
        "| --: | --- | --: | --- |",
    )
    return "\n".join((*head, *rows))


def with_table(page: str, table: str) -> str | None:
    """The page with the table between its two markers; None where it has no two."""
    before, opening, rest = page.partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not (opening and closing):
        return None
    return f"{before}{OPENING}\n\n{table}\n\n{CLOSING}{after}"


def _start(lesson: Lesson) -> str:
    return (
        "## What to do\n\n"
        f"Work in `work/{lesson.name}/`, a copy of this folder that "
        f"`./course start {lesson.number}` makes. "
        "There `TODO 1` and so on mark the places."
    )


def _task(
    task: Task, checks: Sequence[Check], places: Mapping[int, Sequence[str]]
) -> tuple[str, ...]:
    files = ", ".join(f"`{file}`" for file in places[task.number])
    promises = [item for item in checks if item.task == task.number]
    kept = [item.promise for item in promises if not item.extra]
    extra = [f"{item.promise} *(optional)*" for item in promises if item.extra]
    return (
        f"### Task {task.number}: {task.title}",
        f"In {files}.",
        task.text,
        "You are done when your app keeps these promises:",
        _bullets([*kept, *extra]),
    )


def _others(checks: Sequence[Check]) -> Iterable[str]:
    """What holds from the start, and what nobody has to do."""
    kept = [item.promise for item in checks if item.task is None and not item.extra]
    extra = [item.promise for item in checks if item.task is None and item.extra]
    if kept:
        yield "### What works already, and should go on working"
        yield _bullets(kept)
    if extra:
        yield "### If you want more"
        yield _bullets(extra)


def _contract(contract: Sequence[Rule]) -> tuple[str, ...]:
    return (
        "## The whole contract",
        "The checks use your app as visitors do, and rely on this and nothing else. "
        "How you write it is up to you.",
        _bullets([f"**{rule.what}**: {rule.rule}" for rule in contract]),
    )


def _commands(lesson: Lesson) -> tuple[str, ...]:
    number = lesson.number
    return (
        "## Check it",
        f"```console\n"
        f"./course check {number}    # once\n"
        f"./course watch {number}    # at every save\n"
        f"./course hint {number}     # stuck? first a nudge, then a pointer, "
        f"then nearly the answer\n"
        f"```",
        f"On Windows write `py course check {number}`.",
    )


def _page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def _bullets(items: Iterable[str]) -> str:
    """A list; lines after an item's first are indented, so they stay within it."""
    return "\n".join(f"- {indent(item, '  ').strip()}" for item in items)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
