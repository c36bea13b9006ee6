"""Every mistake is rejected and called by its own name, however it is written.

No other app is called anything. What was seen is recorded in
tests/recorded/mistakes/, of which docs/mistakes.md is made.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pytest

import rewriting
import running
from checker import confusion, course
from checker.confusion import Row
from checker.errors import AuthorError
from checker.host import Host
from checker.lesson import Edit, Lesson, Mistake, Style
from checker.mistakes import mistakes, style_app, styles, wrong_app
from checker.proof import RECORDED
from checker.report import Outcome, Report
from checker.visitor.browser.person import BrowserPeople
from running import failed, judged, told, written

pytestmark = pytest.mark.gate

ROOT = Path(__file__).parents[1]
LESSONS = course.lessons(ROOT)
REWRITINGS = 2  # of each mistake; all of them take too long to be run at every change
PAIRS = 6  # in each lesson
# Ways that would change what the app of a mistake does, so that it is another app.
CHANGING = {
    "loop-outside-a-block": "include",  # outside a block one never runs; a loop does
}

each_mistake = pytest.mark.parametrize(
    ("lesson", "mistake"),
    [
        pytest.param(lesson, mistake, id=f"{lesson.name}-{mistake.name}")
        for lesson in LESSONS
        for mistake in mistakes(lesson)
    ],
)
each_style = pytest.mark.parametrize(
    ("lesson", "style"),
    [
        pytest.param(lesson, style, id=f"{lesson.name}-{style.name}")
        for lesson in LESSONS
        for style in styles(lesson)
    ],
)


@each_mistake
@pytest.mark.timeout(300)
def test_mistake_is_rejected_and_named_however_it_is_written(
    host: Host,
    lesson: Lesson,
    mistake: Mistake,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    people, every = None, tuple(c.name for c in running.checks_of(lesson))
    if set(mistake.fails) & set(running.for_browser(lesson)):
        people = request.getfixturevalue("people")  # a browser, where it is needed
        every = tuple(n for n in every if n not in running.for_browser(lesson))
        every += tuple(n for n in mistake.fails if n not in every)
    folder = written(wrong_app(lesson, mistake), tmp_path / "own")
    own = judged(host, folder, lesson, every if people else (), people)
    named = [r for r in own.results if r.check in mistake.fails]
    if running.unavailable(named):
        pytest.skip(named[0].reason)
    rejected_for_its_own(own, mistake)
    found = [row("own", mistake, own)]
    for app, files in other_apps(lesson, mistake):
        folder = written(files, tmp_path / f"app{len(found)}")
        report = judged(host, folder, lesson, mistake.fails, people)
        found.append(row(app, mistake, report))

    right = {mistake.name, *(name for name, _ in mistake.also)}
    assert [r for r in found if set(r.named) - right] == []
    assert [r for r in found if not r.rejected] == []
    assert mistake.name in found[0].named
    assert found == recorded(lesson, mistake, found, request.config)


def rejected_for_its_own(report: Report, mistake: Mistake) -> None:
    """The whole lesson: what the mistake names fails, and nothing of another task."""
    wrong = failed(report)
    tasks = {r.task for r in report.results if r.check in mistake.fails}
    assert set(mistake.fails) <= {r.check for r in wrong}, told(wrong)
    assert told([r for r in wrong if r.task not in tasks]) == []
    assert Outcome.BROKEN not in {r.outcome for r in report.results}


def other_apps(
    lesson: Lesson, mistake: Mistake
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The mistake's wordings and rewritings, by what they are called in the record."""
    for number, wording in enumerate(mistake.wordings, 1):
        on = f" on {wording.style}" if wording.style else ""
        yield f"wording {number}{on}", wrong_app(lesson, mistake, wording)
    own = wrong_app(lesson, mistake)
    without = CHANGING.get(mistake.name, "")
    yield from rewriting.chosen(mistake.name, own, REWRITINGS, without).items()


def row(app: str, mistake: Mistake, report: Report) -> Row:
    """What became of the app."""
    first = [r for r in failed(report) if r.check in mistake.fails][:1]
    outcome = first[0].outcome if first else Outcome.PASSED
    return Row(
        mistake.name, app, outcome.value, tuple(d.mistake for d in report.diagnoses)
    )


def recorded(
    lesson: Lesson, mistake: Mistake, found: Sequence[Row], config: pytest.Config
) -> list[Row]:
    """What is recorded of the mistake; with --record, what was found now."""
    file = ROOT / RECORDED / f"{lesson.name}.tsv"
    if config.getoption("record"):
        import fcntl  # not on Windows, where nothing is recorded

        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a+") as table:  # other tests record into it as well
            fcntl.flock(table, fcntl.LOCK_EX)
            table.seek(0)
            rows = confusion.rows(table.read() or confusion.record(()))
            order = [m.name for m in mistakes(lesson)]
            kept = [r for r in rows if r.mistake in order and r.mistake != mistake.name]
            kept = sorted([*kept, *found], key=lambda r: order.index(r.mistake))
            table.truncate(0)
            table.write(confusion.record(kept))
    rows = confusion.rows(file.read_text("utf-8"))
    return [r for r in rows if r.mistake == mistake.name]


@each_style
def test_another_correct_style_keeps_every_promise_and_is_told_nothing(
    host: Host, people: BrowserPeople, lesson: Lesson, style: Style, tmp_path: Path
) -> None:
    folder = written(style_app(lesson, style.name), tmp_path / "app")
    every = [check.name for check in running.checks_of(lesson)]
    report = judged(host, folder, lesson, every, people)
    needed = [r for r in report.results if not r.extra]
    missing = [r for r in needed if r.outcome is not Outcome.PASSED]

    assert told(missing) == []
    assert report.diagnoses == ()
    assert report.smells == ()


def pairs(lesson: Lesson) -> Iterator[tuple[Mistake, Mistake]]:
    """Mistakes of different tasks that can be made in one app; always the same ones."""
    tasks = {check.name: check.task for check in course.checks(lesson)}
    every = list(combinations(mistakes(lesson), 2))
    random.Random(lesson.name).shuffle(every)
    found = 0
    for one, other in every:
        apart = {tasks[n] for n in one.fails}.isdisjoint(tasks[n] for n in other.fails)
        if found < PAIRS and apart and together(lesson, one, other):
            found += 1
            yield one, other


def together(lesson: Lesson, one: Mistake, other: Mistake) -> dict[str, bytes]:
    """The app with both mistakes; {} where their edits touch the same lines."""
    files = style_app(lesson, "")
    lines = [line for m in (one, other) for line in touched(files, m.edits)]
    if len(lines) > len(set(lines)):
        return {}
    try:
        return wrong_app(
            lesson, Mistake("", "", "", "", (), (*one.edits, *other.edits))
        )
    except AuthorError:  # the text that one looks for stands in what the other put
        return {}


def touched(files: dict[str, bytes], edits: Sequence[Edit]) -> set[tuple[str, int]]:
    """The lines that the edits take away, and the one after each."""
    found = set()
    for edit in edits:
        text = files.get(edit.file, b"").decode()
        start = text.find(edit.find) if edit.find else 0
        first = text.count("\n", 0, start)
        count = (edit.find or text).count("\n") + 2
        found |= {(edit.file, first + more) for more in range(count)}
    return found


@pytest.mark.parametrize(
    ("lesson", "one", "other"),
    [
        pytest.param(lesson, one, other, id=f"{lesson.name}-{one.name}-{other.name}")
        for lesson in LESSONS
        for one, other in pairs(lesson)
    ],
)
def test_two_mistakes_at_once_are_both_named(
    host: Host, lesson: Lesson, one: Mistake, other: Mistake, tmp_path: Path
) -> None:
    folder = written(together(lesson, one, other), tmp_path / "app")
    report = judged(host, folder, lesson)
    wrong = {r.check for r in failed(report)}
    both = [mistake for mistake in (one, other) if wrong & set(mistake.fails)]
    explained = {name for mistake in both for name in mistake.explains}
    named = {d.mistake for d in report.diagnoses}
    beside = {name for mistake in both for name, _ in mistake.also}

    assert {mistake.name for mistake in both} - explained <= named, told(failed(report))
    assert named <= {one.name, other.name, *beside}
