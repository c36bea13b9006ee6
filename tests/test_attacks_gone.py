"""Whatever an attack starts or makes is gone when its check is over, or its checker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import attacking
import engine
import remains
from attacking import LESSONS, LIMITS, SEED, checks_of
from checker.hosting import Hosting
from checker.runner import run
from corpus import ROOT, Attack, attacks, built

leaks, marked, hosting = engine.leaks, engine.marked, attacking.hosting
WORST = """
    breaks-out fills-the-disk fills-the-disk-with-names fork-bomb holds-the-port
    memory-bomb-in-a-file-system memory-bomb-of-maps outlives-the-kill
    poisons-what-is-kept signals-everybody steals-orders swallows-the-timeout
    thread-bomb
    """.split()
ATTACKS = [attack for attack in attacks() if attack.name in WORST]
CHECKER = """
import sys
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
import attacking
from attacking import FIRST, LIMITS, checks_of
from checker.hosting import Hosting
from checker.runner import run
with Hosting(LIMITS, "bubblewrap", foreign=True) as hosting:
    with attacking.ready(hosting, Path(sys.argv[3])) as host:
        print("ready", flush=True)
        while True:
            run(Path(sys.argv[3]), FIRST, checks_of(FIRST), host=host)
"""

DAEMON = "import os, time; os.fork() and os._exit(0); os.setsid(); time.sleep(60)"

pytestmark = pytest.mark.gate


@pytest.fixture(autouse=True)
def _fostering() -> Iterator[None]:
    with remains.fostering():
        yield


def test_what_is_left_is_counted() -> None:
    before = remains.counted()
    with socket.create_server(("127.0.0.1", 0)):
        subprocess.run([sys.executable, "-c", DAEMON], check=True)
        [daemon] = remains.descendants() - {int(pid) for pid in _processes(before)}
        found = remains.counted() - before
        os.kill(daemon, signal.SIGKILL)

    kinds = {"process", "socket"} if os.geteuid() == 0 else {"process"}
    assert {each.split()[0] for each in found} == kinds
    assert remains.left(before) == set()


def _processes(counted: set[str]) -> list[str]:
    return [each.split()[1] for each in counted if each.startswith("process ")]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_nothing_is_left_of_an_attack(
    attack: Attack, hosting: Hosting, tmp_path: Path
) -> None:
    folder, lesson = built(attack, tmp_path / "app"), LESSONS[attack.lesson]
    littered, before = attacking.litter(tmp_path), remains.counted()
    with attacking.ready(hosting, folder) as host:
        meanwhile = remains.counted() - before
        run(folder, lesson, checks_of(lesson), host=host, seed=SEED, limits=LIMITS)

    assert {each.split()[0] for each in meanwhile} >= {"process"}
    assert remains.left(before) == set()
    assert attacking.litter(tmp_path) == littered


def test_nothing_runs_on_when_the_checker_itself_is_killed(
    hosting: Hosting, tmp_path: Path
) -> None:
    [attack] = [attack for attack in ATTACKS if attack.name == "outlives-the-kill"]
    folder, before = built(attack, tmp_path / "app"), remains.counted()
    places = str(ROOT), str(ROOT / "tests"), str(folder)
    with subprocess.Popen(
        [sys.executable, "-c", CHECKER, *places], stdout=subprocess.PIPE
    ) as checker:
        assert checker.stdout is not None
        assert checker.stdout.readline() == b"ready\n"
        time.sleep(0.5)  # in which daemons come and go
        running = remains.descendants()
        checker.send_signal(signal.SIGKILL)

    assert len(running) > len({checker.pid, "bubblewrap", "the host"})
    assert remains.left(before) == set()
