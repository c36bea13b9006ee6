"""Grading with a crew: each is checked once, kept whole, and nobody stops the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checker.grading.conduct import Run, Stop
from checker.grading.crew import LocalCrew
from checker.grading.events import Began, Ended, Event, Retrying, Started, Stopping
from checker.grading.gradebook import Gradebook
from checker.grading.marks import Mark, State
from checker.grading.packing import File
from checker.grading.plan import How
from checker.grading.work import Graded, Work, graded
from checker.limits import Limits
from grading_trial import HOW, LESSON, ROOT, SLOW, book_of, class_of, files, work

SOLUTION = files(ROOT / "solutions" / LESSON.name)
EXERCISE = files(ROOT / "exercises" / LESSON.name)
HASTY = replace(HOW, limits=Limits(start=2.0, submission=6.0))


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCrew]:
    found = LocalCrew(2, tmp_path_factory.mktemp("crew"))
    yield found
    found.close()


def run_of(
    book: Gradebook, crew: LocalCrew, how: How = HOW, stop: Stop | None = None
) -> tuple[list[Event], Run]:
    heard: list[Event] = []

    def done(hand_in: object) -> Work:
        return work(hand_in, how)  # type: ignore[arg-type]  # one of the book

    packed = Path(book.db.execute("PRAGMA database_list").fetchone()[2]).parent
    return heard, Run(book, packed, crew, done, heard.append, stop or Stop())


def marks(book: Gradebook) -> dict[str, Mark]:
    return {row.person.id: row.marks[0] for row in class_of(book).rows()}


def test_everybody_is_checked_once_and_marked(crew: LocalCrew, tmp_path: Path) -> None:
    book = book_of(tmp_path, {"ada": SOLUTION, "ben": EXERCISE, "cleo": SOLUTION})
    heard, run = run_of(book, crew)

    assert run.all(list(book.to_do()), 0)
    assert list(book.to_do()) == []
    found = marks(book)

    assert [found[name].state for name in ("ada", "ben", "cleo")] == [State.GRADED] * 3
    assert found["ada"].percent == found["cleo"].percent == 100.0
    assert found["ben"].points < found["ada"].points
    assert heard[0] == Started(2, 0, 2)
    assert {(e.person, e.lesson) for e in heard if isinstance(e, Began)} == {
        ("ada", LESSON.name),
        ("ben", LESSON.name),
    }
    ended = {e.person: (e.passed, e.fault) for e in heard if isinstance(e, Ended)}
    assert ended["ada"] == (len([x for x in found["ada"].lines if not x.extra]), "")


def test_what_a_time_limit_ended_is_tried_once_more_alone_and_marked_so(
    crew: LocalCrew, tmp_path: Path
) -> None:
    book = book_of(tmp_path, {"ada": SOLUTION, "slow": SLOW}, HASTY)
    heard, run = run_of(book, crew, HASTY)

    run.all(list(book.to_do()), 0)

    assert [e for e in heard if isinstance(e, Retrying)] == [Retrying(1)]
    assert [e.again for e in heard if isinstance(e, Ended) and e.person == "slow"] == [
        True,
        False,
    ]
    assert [mark.retried for mark in marks(book).values()] == [False, True]
    assert marks(book)["slow"].points == 0.0


@pytest.mark.parametrize(
    ("count", "browser", "together"),
    [(1, False, 0), (2, False, 1), (3, False, 1), (2, True, 0)],
)
def test_with_one_for_everybody_the_checks_of_each_take_turns(
    tmp_path: Path, count: int, browser: bool, together: int
) -> None:
    how = replace(HOW, browser=browser)
    apps = {
        f"learner-{n}": {**SOLUTION, "n.txt": File(b"%d" % n)} for n in range(count)
    }
    book = book_of(tmp_path, apps, how)
    crew = LocalCrew(2, tmp_path, _told)
    _, run = run_of(book, crew, how)

    run.all(list(book.to_do()), 0)
    crew.close()

    told = sorted(file.read_text() for file in tmp_path.glob("together-*"))
    assert told == ["0"] * count + [str(together)] * count  # a second try is alone


def _told(work: Work, content: bytes) -> str:
    with tempfile.NamedTemporaryFile("w", prefix="together-", delete=False) as file:
        file.write(str(work.together))
    return Graded(fault="once more").to_json()


def test_a_process_that_dies_takes_only_its_own_work_with_it(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"ada": SOLUTION, "bomb": EXERCISE})
    crew = LocalCrew(1, tmp_path, _killed_by_an_exercise)
    _, run = run_of(book, crew)

    run.all(list(book.to_do()), 0)
    crew.close()

    found = marks(book)
    assert (found["ada"].state, found["bomb"].state) == (State.GRADED, State.BROKEN)
    assert found["bomb"].reason.startswith("The process that checked it ended (")
    assert [h.submission.person for h in book.to_do()] == ["bomb"]  # the next run's


def _killed_by_an_exercise(work: Work, content: bytes) -> str:
    if b"TODO" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    return graded(work, content)


def test_asked_once_to_stop_it_finishes_what_runs(tmp_path: Path) -> None:
    apps = {f"p{n}": {**SOLUTION, f"{n}.txt": SOLUTION["app.py"]} for n in range(5)}
    book = book_of(tmp_path, apps)
    crew, stop = LocalCrew(1, tmp_path), Stop()
    heard, run = run_of(book, crew, stop=stop)
    run.heard = stopping(heard, stop, 1)

    assert not run.all(list(book.to_do()), 0)
    crew.close()

    states = [mark.state for mark in marks(book).values()]
    [running] = [event.running for event in heard if isinstance(event, Stopping)]
    assert states.count(State.GRADED) == 1 + running
    assert states.count(State.PENDING) == 4 - running >= 3


def test_asked_twice_it_stops_at_once_and_loses_nothing(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"ada": SOLUTION, "slow": SLOW})
    crew, stop = LocalCrew(1, tmp_path), Stop()
    heard, run = run_of(book, crew, stop=stop)

    run.heard = stopping(heard, stop, 2)
    run.all(list(book.to_do()), 0)
    crew.close(at_once=True)

    assert [mark.state for mark in marks(book).values()] == [
        State.GRADED,
        State.PENDING,
    ]


CREW = """
import os, time
from pathlib import Path
from checker.grading.crew import LocalCrew

def waiting(work, content):
    Path(content.decode()).write_text(str(os.getpid()))
    time.sleep(60)

if __name__ == "__main__":
    import grading_trial
    place = Path({place!r})
    crew = LocalCrew(1, place, waiting)
    book = grading_trial.book_of(place, {{"ada": grading_trial.SLOW}})
    [hand_in] = book.to_do()
    crew.submit(grading_trial.work(hand_in), str(place / "pid").encode())
    time.sleep(60)
"""


def test_a_crew_ends_with_whoever_hired_it(tmp_path: Path) -> None:
    script = tmp_path / "hiring.py"
    script.write_text(CREW.format(place=str(tmp_path)))
    ours = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    with subprocess.Popen([sys.executable, str(script)], env=ours) as hiring:
        pid = _appeared(tmp_path / "pid")
        hiring.kill()

    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def _appeared(file: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if file.exists() and (text := file.read_text()):
            return text
        time.sleep(0.05)
    raise AssertionError("Nobody began.")


def test_what_nobody_foresaw_is_a_fault_of_ours(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"ada": SOLUTION})
    [hand_in] = book.to_do()
    packed = (tmp_path / f"{hand_in.submission.digest}.tar").read_bytes()
    odd = replace(HOW, limits="none at all")  # type: ignore[arg-type]

    found = Graded.from_json(graded(work(hand_in, odd), packed))

    assert found.fault.startswith("The checker itself failed: AttributeError: ")


def stopping(heard: list[Event], stop: Stop, times: int) -> Callable[[Event], None]:
    """Asks so often to stop once the first was checked."""

    def hear(event: Event) -> None:
        heard.append(event)
        if isinstance(event, Ended):
            for _ in range(times - stop.asked):
                stop.ask()

    return hear
