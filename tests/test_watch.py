"""Watching: what counts as a save, what each event leads to, and a real terminal."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.errors import HostError, NoSuchFolder
from checker.learner import Learner, Target
from checker.lesson import Lesson
from checker.progress import Begun, Hint
from checker.report import Outcome, Report, Result
from checker.verdict import Warm
from checker.watch import Event, Events, Watch, matters, saves
from conftest import Ran

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect", reason="there is no terminal to drive")

Checker = Callable[..., Ran]
FIRST, SECOND = "01-first-flash", "02-setup"


class Paper:
    """Writes down what a watch shows."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def checking(self, target: Target) -> None:
        self.lines.append(f"checking {target.lesson.name}")

    def verdict(self, target: Target, report: Report) -> None:
        self.lines.append(f"{report.passed} of {len(report.needed)}")

    def trouble(self, sentence: str) -> None:
        self.lines.append(sentence)

    def hint(self, lesson: Lesson, hint: Hint | None) -> None:
        self.lines.append(f"hint {hint.number if hint else None}")

    def moved(self, lesson: Lesson, begun: Begun) -> None:
        self.lines.append(f"now {begun.folder}")

    def no_next(self) -> None:
        self.lines.append("no next")


def report(target: Target, done: bool) -> Report:
    outcome = Outcome.PASSED if done else Outcome.FAILED
    result = Result("greets", "It greets.", 1, 1, outcome)
    return Report(target.lesson.name, "", "", 1, (result,), "0", "3", "3")


@pytest.fixture
def learner(course: Path, checker: Checker) -> Learner:
    checker("start", "1")
    return Learner(course)


def watched(learner: Learner, done: Iterator[bool], *keys: str) -> list[str]:
    """What is shown when these keys are pressed; a space is a save."""
    paper, events = Paper(), Events()
    for key in (*keys, "q"):
        if key == " ":
            events.tell(Event.SAVE)
        events.key(key)

    def judge(target: Target, heard: object) -> Report:
        found = report(target, next(done))
        learner.store.record(found)
        return found

    Watch(learner, learner.own(), judge, paper, events).run()
    return paper.lines


def test_each_save_and_each_wish_is_one_check(learner: Learner) -> None:
    shown = watched(learner, iter([False] * 3), " ", " ", "x", "r")

    assert shown == ["checking 01-first-flash", "0 of 1"] * 3


def test_hints_come_one_after_the_other(learner: Learner) -> None:
    shown = watched(learner, iter([False]), "h", "h", "h", "h")

    assert shown[2:] == ["hint 1", "hint 2", "hint 3", "hint 3"]


def test_a_lesson_that_becomes_done_leads_to_the_next(learner: Learner) -> None:
    shown = watched(learner, iter([False, True, False]), " ", "r")

    assert shown[2:] == [
        "checking 01-first-flash",
        "1 of 1",
        "now work/02-setup",
        "checking 02-setup",
        "0 of 1",
    ]
    assert learner.workspace.started(SECOND)


def test_a_lesson_that_was_done_is_watched_as_long_as_one_likes(
    learner: Learner,
) -> None:
    learner.store.record(report(learner.own("1"), done=True))
    paper, events = Paper(), Events()
    events.tell(Event.QUIT)
    target = learner.own("1")
    Watch(learner, target, lambda t, _: report(t, done=True), paper, events).run()

    assert paper.lines == ["checking 01-first-flash", "1 of 1"]


def test_the_next_key_goes_on_as_long_as_there_is_a_next(learner: Learner) -> None:
    learner.start(learner.lesson("2"))
    learner.store.note(FIRST, "started")
    shown = watched(learner, iter([False, True, True]), "n")

    assert shown == [
        "checking 01-first-flash",
        "0 of 1",
        "now work/02-setup",
        "checking 02-setup",
        "1 of 1",
        "now work/01-first-flash",
    ]


def test_when_all_is_done_there_is_no_next(learner: Learner) -> None:
    learner.store.record(report(Target(learner.lesson("2"), Path(), ""), done=True))
    shown = watched(learner, iter([True]), "n", "h")

    assert shown == [
        "checking 01-first-flash",
        "1 of 1",
        "no next",
        "no next",
        "hint None",
    ]


def test_a_next_lesson_that_cannot_start_is_said(
    learner: Learner, course: Path
) -> None:
    (course / "work" / SECOND).touch()

    assert watched(learner, iter([False]), "n")[2:] == [
        "work/02-setup is there already. Go on with “checker check 2”, "
        "or begin anew with “checker reset 2”."
    ]


def test_a_save_during_a_run_starts_it_again(learner: Learner) -> None:
    paper, events = Paper(), Events()
    runs = []

    def judge(target: Target, heard: Callable[[object], None]) -> Report:
        runs.append(target)
        if len(runs) == 1:
            events.tell(Event.HINT)  # a hint can wait
            heard(None)
            events.tell(Event.SAVE)
            heard(None)
        events.tell(Event.QUIT)
        return report(target, done=False)

    Watch(learner, learner.own(), judge, paper, events).run()

    checking = "checking 01-first-flash"
    assert paper.lines == [checking, "hint 1", checking, "0 of 1"]


def test_a_folder_that_went_away_is_said_and_waited_for(learner: Learner) -> None:
    paper, events = Paper(), Events()
    events.tell(Event.QUIT)

    def judge(target: Target, heard: object) -> Report:
        raise NoSuchFolder("It is not there.")

    Watch(learner, learner.own(), judge, paper, events).run()

    assert paper.lines == ["checking 01-first-flash", "It is not there."]


def test_events_are_waited_for() -> None:
    events = Events()
    threading.Timer(1.2, events.key, ["n"]).start()

    assert events.next() is Event.NEXT


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("app.py", True),
        ("templates/base.html", True),
        ("static/style.css", True),
        ("", False),
        ("../02-setup/app.py", False),
        ("__pycache__/app.cpython-311.pyc", False),
        ("app.pyc", False),
        ("shelf.db", False),
        ("shelf.db-journal", False),
        ("shelf.sqlite3-wal", False),
        (".git/index", False),
        (".app.py.swp", False),
        ("app.py~", False),
        ("#app.py#", False),
        ("4913", False),
    ],
)
def test_what_counts_as_a_save(tmp_path: Path, name: str, wanted: bool) -> None:
    folder = tmp_path / ".hidden" / "01-first-flash"

    path = Path(f"{folder}/{name}").resolve()

    assert matters(path, False, folder.resolve()) is wanted


def test_a_folder_that_came_or_went_counts_as_a_save(tmp_path: Path) -> None:
    assert matters(tmp_path, True, tmp_path)


def test_a_save_is_noticed(tmp_path: Path) -> None:
    noticed = threading.Event()
    with saves(tmp_path, lambda path, _: path.name == "app.py", noticed.set):
        (tmp_path / "other.py").touch()
        assert not noticed.wait(0.2)
        (tmp_path / "app.py").touch()

        assert noticed.wait(5)


def test_a_folder_that_cannot_be_watched_is_said(tmp_path: Path) -> None:
    watching = saves(tmp_path / "away", lambda *_: True, lambda: None)

    with pytest.raises(HostError, match="away cannot be watched: "), watching:
        pass


def test_a_host_at_fault_is_replaced(learner: Learner, course: Path) -> None:
    lessons = (course / "lessons").resolve()
    (course / "lessons").unlink()
    (course / "lessons" / FIRST).mkdir(parents=True)
    for part in ("lesson.toml", "app"):
        (course / "lessons" / FIRST / part).symlink_to(lessons / FIRST / part)
    checks = (lessons / FIRST / "checks.py").read_text("utf-8")
    broken = checks.replace(
        '    page = app.visitor().get("/")\n', "    app.nothing()\n"
    )
    (course / "lessons" / FIRST / "checks.py").write_text(broken, "utf-8")
    with closing(Warm(learner)) as warm:
        first = warm.judge(learner.own("1"), lambda _: None)
        (course / "lessons" / FIRST / "checks.py").write_text(checks, "utf-8")
        second = warm.judge(learner.own("1"), lambda _: None)

    assert (first.exit_code, second.exit_code) == (4, 1)
