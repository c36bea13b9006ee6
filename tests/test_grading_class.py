"""A whole class of sixty is graded as recorded, also by who is killed again and again.

Marks are compared with tests/recorded/class.txt; after a change `--record` writes it
anew, and the difference is to be read.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from checker.grading.class_book import ClassBook
from checker.grading.keeping import remembered
from checker.grading.marks_folder import opened
from checker.sandbox.trial import bubblewrap_missing
from sixty import LEARNERS, sixty
from test_grading import files

ROOT = Path(__file__).parents[1]
RECORDED = ROOT / "tests" / "recorded" / "class.txt"
SEED = 60
ENDED = re.compile(r"^(\S+), (\S+): \d+ of \d+, ", re.MULTILINE)
LEFT = re.compile(r"^(\d+) submissions? to check", re.MULTILINE)
FEW = """
    ada dilek emil quentin rosa samir nils olga pavel qing rana sofia ursula
    viktor wim henk carla
    """.split()

pytestmark = [
    pytest.mark.gate,
    pytest.mark.xdist_group("class"),
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        bool(bubblewrap_missing()) and os.environ.get("CI") != "true",
        reason=f"bubblewrap: {bubblewrap_missing()}",
    ),
]


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sixty(tmp_path_factory.mktemp("class") / "submissions")


def command(submissions: Path, out: Path, *more: str) -> list[str]:
    words = ["grade", str(submissions), "--out", str(out), "--seed", str(SEED)]
    return [sys.executable, "-m", "checker", *words, *more]


def outline(whole: ClassBook) -> Iterator[str]:
    """Every mark of a class in a few lines: what it is, why, and from what."""
    for row in whole.rows():
        yield f"{row.person.id}: {row.total:g} %"
        for mark in row.marks:
            if mark.submission is None:
                continue
            again = ", twice" if mark.retried else ""
            points = f"{mark.points:g} of {mark.possible:g}"
            yield f"  {mark.lesson}: {points}, {mark.state}{again}"
            if mark.reason:
                yield f"    {mark.reason}"
            for line in mark.lines:
                if line.outcome != "passed":
                    behind = f" ({', '.join(line.mistakes)})" if line.mistakes else ""
                    yield f"    {line.outcome}: {line.check}{behind}"


def test_a_class_of_sixty_is_marked_as_recorded(
    everybody: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    out = tmp_path / "marks"
    done = subprocess.run(
        command(everybody, out), cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with opened(out) as book:
        whole, _ = remembered(book)
        found = "\n".join([*outline(whole), ""])

    if request.config.getoption("record"):
        RECORDED.write_text(found, "utf-8")
    assert found == RECORDED.read_text("utf-8")
    pages = {path.stem for path in (out / "learners").iterdir()}
    assert pages == set(LEARNERS)
    assert b"canary" not in (out / "index.html").read_bytes()


def test_killed_twenty_times_it_repeats_nothing_and_ends_the_same(
    everybody: Path, tmp_path: Path
) -> None:
    few = tmp_path / "submissions"
    for name in FEW:
        shutil.copytree(everybody / name, few / name, symlinks=True)
    quiet, killed = tmp_path / "quiet" / "marks", tmp_path / "killed" / "marks"
    words = command(few, quiet, "--lesson", "1")
    subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    place = Path(tempfile.mkdtemp(prefix="g-"))  # short, since sockets are in it

    times, said = random.Random(SEED), ""
    again = command(few, killed, "--lesson", "1")
    for number in range(20):  # every third once something was checked
        moment = times.uniform(0.0, 3.0)
        said += killed_after(number % 3 == 0, moment, again, place)
    last = subprocess.run(
        again,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
        capture_output=True,
        text=True,
    )

    said += last.stderr
    assert last.returncode == 0
    assert same(files(quiet), files(killed), quiet, killed) == []
    counted = [int(number) for number in LEFT.findall(said)]
    assert counted[0] > counted[-1]
    assert counted == sorted(counted, reverse=True)
    repeated = [who for who, times in Counter(ENDED.findall(said)).items() if times > 1]
    assert repeated == []
    assert left_over(place) == set()
    place.rmdir()


def test_interrupted_it_finishes_what_runs_and_says_how_to_go_on(
    everybody: Path, tmp_path: Path
) -> None:
    out = tmp_path / "marks"
    words = command(everybody, out, "--lesson", "1", "--jobs", "1")
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as grading:
        assert grading.stderr is not None
        for line in grading.stderr:
            if ENDED.match(line):
                grading.send_signal(signal.SIGINT)
                break
        told, rest = grading.communicate()

    assert grading.returncode == 1
    assert "Stopping after " in rest
    told = " ".join(told.split())
    assert " not checked yet. Next: " in told
    assert " goes on with the rest. Meanwhile open " in told
    assert (out / "index.html").exists()


def test_with_a_browser_what_failed_is_shown_as_a_picture(
    everybody: Path, tmp_path: Path
) -> None:
    one, out = tmp_path / "submissions", tmp_path / "marks"
    shutil.copytree(everybody / "xenia", one / "xenia")
    done = subprocess.run(
        command(one, out, "--browser"), cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    page = (out / "learners" / "xenia.html").read_text("utf-8")
    with opened(out) as book:
        whole, how = remembered(book)
        [mark] = next(iter(whole.rows())).marks
        pictures = whole.pictures(mark)
    assert how.browser
    assert pictures
    assert set(pictures) <= {
        line.check for line in mark.lines if line.outcome == "failed"
    }
    assert page.count("data:image/png;base64,") == len(pictures)
    assert all(png.startswith(b"\x89PNG") for png in pictures.values())


def killed_after(one: bool, seconds: float, words: Sequence[str], place: Path) -> str:
    """What it said before it was killed, so long after its start, or `one` was checked.

    It wrote what passes to `place`.
    """
    ours = {**os.environ, "TMPDIR": str(place)}
    log = place / "said"
    with (
        log.open("w") as said,
        subprocess.Popen(
            words, cwd=ROOT, env=ours, stdout=said, stderr=said
        ) as grading,
    ):
        while one and grading.poll() is None and not ENDED.search(log.read_text()):
            time.sleep(0.05)
        time.sleep(seconds)
        grading.kill()
    found = log.read_text()
    log.unlink()
    return found


def left_over(place: Path) -> set[str]:
    """What a killed grading might leave: folders, and processes that know of them."""
    deadline = time.monotonic() + 20
    while True:
        found = {str(path) for path in place.iterdir()}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                known = (process / "cmdline").read_bytes()
                known += (process / "environ").read_bytes()
            except OSError:  # it has just ended
                continue
            if str(place).encode() in known:
                found.add(known.replace(b"\0", b" ").decode(errors="replace"))
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def same(
    one: dict[str, bytes], two: dict[str, bytes], here: Path, there: Path
) -> list[str]:
    """Names of files that differ, but for the folder that they were written to."""
    assert list(one) == list(two)
    places = (str(here.parent).encode(), str(there.parent).encode())
    return [
        name
        for name in one
        if one[name].replace(places[0], b"") != two[name].replace(places[1], b"")
    ]
