"""The checking on a real Dask cluster, whose workers are processes and may be lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from checker.errors import NotInstalled, WrongUse
from checker.grading.cluster import ClusterCrew
from checker.grading.conduct import Run
from checker.grading.events import Ended, Event
from checker.grading.gradebook import HandIn
from checker.grading.keeping import work_for
from checker.grading.marks import State
from checker.grading.packing import File
from checker.grading.work import Graded, Work, graded
from grading_trial import HOW, LESSON, ROOT, book_of, class_of, files, work

pytestmark = pytest.mark.slow  # a real cluster

pytest.importorskip("distributed")
DASK = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
WORKER = [sys.executable, "-m", "distributed.cli.dask_worker"]
ADDRESS = re.compile(r"Scheduler at:\s+(tcp://\S+)")
SOLUTION = files(ROOT / "solutions" / LESSON.name)


@contextmanager
def process(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the course's folder, ended afterwards; what it says is in `log`."""
    with log.open("wb") as said:
        ours = {**os.environ, "PYTHONPATH": str(ROOT)}
        found = subprocess.Popen(
            command, cwd=log.parent, env=ours, stdout=said, stderr=said
        )
        try:
            yield found
        finally:
            found.terminate()
            found.wait(20)


@contextmanager
def cluster(
    place: Path, workers: int
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its workers."""
    log = place / "scheduler.log"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter"]
    with ExitStack() as stack:
        stack.enter_context(process([*DASK, *options], log))
        address = told(log)
        each = [*WORKER, address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        crew = [
            stack.enter_context(process(each, place / f"worker{n}.log"))
            for n in range(workers)
        ]
        yield address, crew


def told(log: Path) -> str:
    """The address that a scheduler says it is at."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = ADDRESS.search(log.read_text())
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.mark.gate
def test_what_a_lost_worker_did_is_done_elsewhere(tmp_path: Path) -> None:
    apps = {f"p{n}": {**SOLUTION, f"{n}.txt": File(b"")} for n in range(8)}
    book = book_of(tmp_path, apps)
    heard: list[Event] = []
    with cluster(tmp_path, 2) as (address, workers):

        def hear(event: Event) -> None:
            heard.append(event)
            if len([e for e in heard if isinstance(e, Ended)]) == 3:
                workers[0].kill()

        def there(hand_in: HandIn) -> Work:
            return work_for(hand_in, HOW, ROOT, "")

        crew = ClusterCrew(address)
        done = Run(book, tmp_path, crew, there, hear).all(list(book.to_do()), 0)
        crew.close()

    marks = [row.marks[0] for row in class_of(book).rows()]
    assert [m.reason for m in marks] == [""] * 8
    assert done
    assert workers[0].returncode == -9
    assert [(m.state, m.percent, m.retried) for m in marks] == [
        (State.GRADED, 100.0, False)
    ] * 8


def test_a_class_is_graded_on_a_cluster(tmp_path: Path) -> None:
    handed_in = tmp_path / "submissions" / "ada" / LESSON.name
    handed_in.parent.mkdir(parents=True)
    shutil.copytree(ROOT / "solutions" / LESSON.name, handed_in)
    command = [sys.executable, "-m", "checker", "grade"]
    words = "--sandbox none --i-trust-this-code --out".split()
    with cluster(tmp_path, 1) as (address, _):
        place = [str(tmp_path / "marks"), "--cluster", address]
        done = subprocess.run(
            [*command, str(handed_in.parents[1]), *words, *place],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 learner, 1 submission: 1 marked.\n")


def test_without_the_package_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(NotInstalled) as caught:
        ClusterCrew("tcp://127.0.0.1:9")

    assert str(caught.value) == (
        "--cluster needs the package “distributed”. Install the extra: "
        "pip install 'flash-course[cluster]'."
    )


def test_where_no_scheduler_answers_it_is_said() -> None:
    with pytest.raises(WrongUse) as caught:
        ClusterCrew("tcp://127.0.0.1:9", patience=1)

    assert str(caught.value).startswith("No scheduler answers at tcp://127.0.0.1:9 (")
    assert str(caught.value).endswith(
        ". Start one with “dask scheduler”, or leave out --cluster."
    )


def test_a_scheduler_without_workers_is_said(tmp_path: Path) -> None:
    with cluster(tmp_path, 0) as (address, _), pytest.raises(WrongUse) as caught:
        ClusterCrew(address, patience=1)

    assert "has no worker. Start some with “dask worker”." in str(caught.value)


def test_another_checker_on_the_other_machine_is_said(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"ada": SOLUTION})
    [hand_in] = book.to_do()
    other = Work(LESSON.name, 7, work(hand_in).how, "another edition")
    packed = (tmp_path / f"{hand_in.submission.digest}.tar").read_bytes()

    found = Graded.from_json(graded(other, packed))

    assert found.fault.startswith("The checker on ")
    assert found.fault.endswith("differs. Install the same there.")
