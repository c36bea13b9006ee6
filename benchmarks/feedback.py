"""How soon a learner has a verdict: cold, and from save to verdict in watch.

Rows of speed.py. What `watch` is measured by is replay.py: the requests of the same
checks, recorded, through Flask's test client. Needs a terminal of its own, so POSIX.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

import pexpect
from goals import Found
from rounds import FLASK, Meter, Numbers, Part, Round, Rounds

from checker import words
from checker.host.command import app_environment

__all__ = ["CHECKER", "checks_in", "learners_course", "part", "seconds"]

ROOT = Path(__file__).parent.parent
CHECKER = Path(sys.executable).with_name("checker")
SEED = 1
A_CHECK = 0.025  # seconds that the goal allows for each check
ANEW = ("the app is restarted", "the app is started as ")  # begin such notes
DOORS = {"help": [str(CHECKER), "--help"], "list": [str(CHECKER), "list"]}
SCRIPT = "./course --help"


def seconds(command: list[str], folder: Path) -> float:
    """How long a whole process takes."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


class Watching:
    """A learner's watch on a lesson, saved again and again."""

    def __init__(self, course: Path, lesson: str, app: Path) -> None:
        self.app = app
        self.source = (app / "app.py").read_text()
        self.screen = pexpect.spawn(
            str(CHECKER), ["watch", lesson], cwd=str(course), timeout=60
        )
        self.screen.expect("promises kept")

    def save(self) -> Numbers:
        """Seconds from a save to the verdict on the screen."""
        time.sleep(0.3)  # until the watch is at rest
        self.source += "\n"
        began = time.perf_counter()
        (self.app / "app.py").write_text(self.source)
        self.screen.expect("promises kept")
        return {"wall": time.perf_counter() - began}

    def close(self) -> None:
        """Presses q."""
        self.screen.send("q")
        self.screen.expect(pexpect.EOF)
        self.screen.close()


class Replay:
    """The requests of a finished lesson's checks, ready to be played."""

    def __init__(self, app: Path, results: list[dict[str, Any]]) -> None:
        command = [sys.executable, str(Path(__file__).with_name("replay.py"))]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        checks = [list(segments(result)) for result in results]
        self._say(json.dumps({"folder": str(app), "checks": checks}))

    def play(self, at_once: int) -> Numbers:
        """Seconds for all, so many forks at a time."""
        assert self.process.stdout
        self._say(str(at_once))
        return {"wall": float(self.process.stdout.readline())}

    def close(self) -> None:
        """Ends the warm process."""
        self.process.communicate()

    def _say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def segments(result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A check's requests, divided where its app was started anew; with its own key."""
    source = words.generator(SEED, result["check"])
    key = f"{words.triple(source)}-{source.getrandbits(64):016x}"  # as in checker.app
    env = app_environment(Path("STORE"), key)
    starts = 0

    def start(step: Mapping[str, Any]) -> int:
        nonlocal starts
        starts += int(step["note"].startswith(ANEW))
        return starts

    for _, steps in groupby(result["steps"], start):
        asked = [step for step in steps if step["method"] and step["status"]]
        yield {"check": result["check"], "env": env, "steps": asked}


def learners_course(folder: Path, lesson: str, state: str) -> tuple[Path, Path]:
    """A course to work in, with the lesson's solution or exercise as the app."""
    course = folder / f"{state}-{lesson}"
    course.mkdir()
    for tree in ("lessons", "exercises", "solutions"):
        (course / tree).symlink_to(ROOT / tree)
    [source] = (ROOT / state).glob(f"{int(lesson):02}-*")
    app = course / "work" / source.name
    shutil.copytree(source, app)
    return course, app


def results(app: Path, course: Path) -> list[dict[str, Any]]:
    """What the lesson's checks found, in the words of a report."""
    command = [str(CHECKER), "check", str(app), "--json", "--seed", str(SEED)]
    done = subprocess.run(command, cwd=course, check=True, capture_output=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return found


def checks_in(app: Path, course: Path) -> int:
    """How many checks the lesson has."""
    return len(results(app, course))


def part(names: frozenset[str], meter: Meter, place: Path, open_: ExitStack) -> Part:
    """The rows of what a learner waits for, of those that are asked for."""
    measures: dict[str, Callable[[], Numbers]] = {}
    checks: dict[str, int] = {}
    for lesson in ("1", "3"):
        watched = f"watch-{lesson}" in names
        if watched or f"check-{lesson}" in names:
            course, app = learners_course(place, lesson, "solutions")
            found = results(app, course)  # also keeps that the lesson is done
            checks[lesson] = len(found)
            command = [str(CHECKER), "check", str(app)]
            if f"check-{lesson}" in names:
                measures[f"check-{lesson}"] = _taking(meter, command, course)
            if watched:
                measures |= _watched(lesson, course, app, found, open_)
                measures |= _begun(lesson, place, open_)
    for door in names & DOORS.keys():
        measures[door] = _taking(meter, DOORS[door], place)
    if "help" in names:
        script = [sys.executable, str(ROOT / "course"), "--help"]
        measures[SCRIPT] = _taking(meter, script, place)
    return Part(measures, lambda rounds: _found(rounds, names, checks))


def _taking(meter: Meter, command: list[str], folder: Path) -> Callable[[], Numbers]:
    return lambda: meter.took(command, folder)


def _watched(
    lesson: str, course: Path, app: Path, found: list[dict[str, Any]], open_: ExitStack
) -> dict[str, Callable[[], Numbers]]:
    """A watch, and what it is measured by; both are kept until the end."""
    watching, replay = Watching(course, lesson, app), Replay(app, found)
    open_.callback(watching.close)
    open_.callback(replay.close)
    return {
        f"watch-{lesson}": watching.save,
        f"replay-{lesson}": lambda: replay.play(1),
        f"replay-{lesson}-two": lambda: replay.play(2),
    }


def _begun(
    lesson: str, place: Path, open_: ExitStack
) -> dict[str, Callable[[], Numbers]]:
    """A watch on an exercise that is just begun, told beside the other."""
    course, app = learners_course(place, lesson, "exercises")
    watching = Watching(course, lesson, app)
    open_.callback(watching.close)
    return {f"begun-{lesson}": watching.save}


def _found(
    rounds: Rounds, names: frozenset[str], checks: Mapping[str, int]
) -> dict[str, Found]:
    found = {}
    for lesson, count in checks.items():
        if f"check-{lesson}" in names:
            found[f"check-{lesson}"] = _cold(rounds, f"check-{lesson}", count)
        if f"watch-{lesson}" in names:
            found[f"watch-{lesson}"] = _watch(rounds, lesson, count)
    for door in names & DOORS.keys():
        also = f"{1000 * rounds.of(door):.0f} ms"
        if door == "help":
            more = 1000 * rounds.each(lambda r: r[SCRIPT]["wall"] - r["help"]["wall"])
            also += f"; through `./course` {more:.0f} ms more"
        found[door] = Found(_by_flask(rounds, door), also)
    return found


def _by_flask(rounds: Rounds, name: str) -> float:
    return rounds.each(lambda one: one[name]["wall"] / one[FLASK]["wall"])


def _cold(rounds: Rounds, name: str, checks: int) -> Found:
    def beyond(one: Round) -> float:
        return (one[name]["wall"] - 1.5 * one[FLASK]["wall"]) / checks

    def ratio(one: Round) -> float:
        return one[name]["wall"] / (1.5 * one[FLASK]["wall"] + A_CHECK * checks)

    by_flask = _by_flask(rounds, name)
    return Found(
        rounds.each(ratio),
        f"{checks} checks; {rounds.of(name):.2f} s, {by_flask:.1f} × `import flask`;"
        f" beyond 1.5 × that {1000 * rounds.each(beyond):.0f} ms a check",
    )


def _watch(rounds: Rounds, lesson: str, checks: int) -> Found:
    def by(base: str) -> float:
        return rounds.each(lambda r: r[f"watch-{lesson}"]["wall"] / r[base]["wall"])

    alone, two = f"replay-{lesson}", f"replay-{lesson}-two"
    return Found(
        by(alone),
        f"{checks} checks; {rounds.of(f'watch-{lesson}'):.2f} s by"
        f" {rounds.of(alone):.2f} s; two forks at a time take {rounds.of(two):.2f} s,"
        f" and it is {by(two):.2f} × that; just begun"
        f" {rounds.of(f'begun-{lesson}'):.2f} s",
    )
