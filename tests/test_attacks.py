"""Every attack of tests/attacks/ earns what it showed, and harms and reads nothing.

Each runs within the walls that grading takes (attacking.py), with an honest submission
beside it that has none.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import attacking
import corpus
import engine
from attacking import FIRST, HONEST, LESSONS, LIMITS, SEED, checks_of
from checker.checks import asked
from checker.host import Host
from checker.hosting import Hosting
from checker.html import parse
from checker.render import html
from checker.render.look import UNSEEN, Look
from checker.render.terminal import Words, count, full
from checker.report import Outcome, Report, to_json
from checker.runner import run
from checker.sandbox import calls
from checker.sandbox.bubblewrap import Bubblewrap
from corpus import Attack, attacks, built, expected

leaks, marked = engine.leaks, engine.marked
beside, hosting = attacking.beside, attacking.hosting
ATTACKS = attacks()
LATE = 1.0  # seconds beyond its time that a submission may cost
CALLS = "breaks-out"  # which needs the filter of system calls
CANARY = re.compile(r"canary-[a-z]+-[0-9a-f]{16}|nothing of how an app keeps it")
each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)


@pytest.fixture(scope="module")
def honest(beside: Host) -> str:
    """What an honest submission is told when nobody attacks."""
    found = run(HONEST, FIRST, checks_of(FIRST), host=beside, seed=SEED)
    return attacking.alike(found)


@dataclass(frozen=True)
class Doors:
    """Where something listens on this machine, and who has called there."""

    places: list[str]
    callers: list[str]


@pytest.fixture
def doors() -> Iterator[Doors]:
    """A port and a local socket with a secret behind each."""
    callers: list[str] = []
    name = f"door-{secrets.token_hex(8)}"
    with (
        socket.create_server(("127.0.0.1", 0)) as port,
        socket.socket(socket.AF_UNIX) as local,
    ):
        local.bind(f"\0{name}")
        local.listen()
        secret = [(port, "canary-port"), (local, "canary-local")]
        threads = [threading.Thread(target=_serve, args=(*s, callers)) for s in secret]
        for thread in threads:
            thread.start()
        yield Doors([name, f"127.0.0.1:{port.getsockname()[1]}"], callers)
        for listening in (port, local):
            with socket.socket(listening.family) as last:
                last.connect(listening.getsockname())
                last.sendall(b"end")
        for thread in threads:
            thread.join()


def _serve(listening: socket.socket, secret: str, callers: list[str]) -> None:
    called = ""
    while called != "end":
        peer, _ = listening.accept()
        with peer, suppress(ConnectionError):  # who does not wait for an answer
            called = peer.recv(10).decode()
            callers.append(called)
            peer.sendall(f"{secret}-{secrets.token_hex(8)}".encode())


@pytest.fixture
def places(tmp_path: Path, doors: Doors, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where canaries are: files, a folder, this process, doors, and the checks."""
    planted = tmp_path / "planted"
    for name in ("home/.netrc", "bob/app.py", "gradebook.sqlite"):
        file = planted / name
        file.parent.mkdir(parents=True, exist_ok=True)
        kind = re.sub(r"\W", "", file.stem)
        file.write_text(f"canary-{kind}-{secrets.token_hex(8)}")
    monkeypatch.setenv("CANARY", f"canary-env-{secrets.token_hex(8)}")
    return [str(planted), str(FIRST.folder.resolve()), *doors.places]


@pytest.mark.gate
@each_attack
def test_an_attack_earns_what_it_showed_and_harms_nobody(
    attack: Attack,
    places: list[str],
    doors: Doors,
    hosting: Hosting,
    beside: Host,
    honest: str,
    tmp_path: Path,
) -> None:
    if attack.name == CALLS and calls.missing() and os.environ.get("CI") != "true":
        pytest.skip(f"system calls are not filtered: {calls.missing()}")
    folder = built(attack, tmp_path / "app", places)
    before, littered = attacking.listing(folder), attacking.litter(tmp_path)
    with attacking.ready(hosting, folder) as host:
        ran = attacking.together(host, folder, LESSONS[attack.lesson], beside)
    checks = checks_of(LESSONS[attack.lesson])
    found = {r.check: r.outcome.value for r in ran.report.results}

    assert found == expected(attack, checks), _told(ran.report)
    assert ran.report.notes == attack.notes
    assert ran.report.protections == hosting.protections
    assert [part for part in attack.says if part not in _shown(ran.report)] == []
    assert ran.honest == honest
    assert CANARY.findall(to_json(ran.report)) == []
    assert str(SEED) not in to_json(ran.report).replace(f'"seed": {SEED}', "", 1)
    assert doors.callers == []
    assert attacking.listing(folder) == before
    assert attacking.litter(tmp_path) == littered
    assert ran.seconds < LIMITS.submission + LATE
    _demand_calm(ran.report)


SPYING = ["reads-files", "reads-processes", "links-out"]
if os.geteuid() == 0:  # to anybody else the processes above are closed
    SPYING += ["steals-orders", "looks-for-the-seed"]
SPIES = [attack for attack in ATTACKS if attack.name in SPYING]


@pytest.mark.gate
@pytest.mark.parametrize("spy", SPIES, ids=lambda a: a.name)
def test_without_walls_a_spy_finds_what_is_planted(
    spy: Attack, places: list[str], tmp_path: Path
) -> None:
    folder = built(spy, tmp_path / "app", places)
    script = [sys.executable, str(corpus.ROOT / "tests" / "unwalled.py"), str(folder)]
    paths = os.pathsep.join(map(str, (corpus.ROOT, corpus.ROOT / "tests")))
    ours = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(
        script, input=str(SEED), env=ours, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = done.stdout.replace(f'"seed": {SEED}', "", 1)

    assert CANARY.findall(told) or str(SEED) in told


@pytest.mark.gate
def test_without_walls_the_network_is_there(doors: Doors, tmp_path: Path) -> None:
    [spy] = [attack for attack in ATTACKS if attack.name == "connects-out"]
    folder = built(spy, tmp_path / "app", doors.places)
    with Host(LIMITS) as host:
        found = run(folder, FIRST, checks_of(FIRST), host=host, seed=SEED)

    assert "spy" in doors.callers
    kinds = {word.split("-")[1] for word in CANARY.findall(to_json(found))}
    assert kinds == {"port", "local"}


@pytest.mark.gate
@pytest.mark.skipif(bool(calls.missing()), reason=calls.missing())
def test_without_the_filter_of_calls_the_kernel_hears_them(
    hosting: Hosting, tmp_path: Path
) -> None:
    [spy] = [attack for attack in ATTACKS if attack.name == CALLS]
    folder = built(spy, tmp_path / "app")
    walls = Bubblewrap(folder, LIMITS)
    os.close(*walls.fds)
    walls.fds = ()
    with Host(LIMITS, sandbox=walls) as host:
        found = run(folder, FIRST, checks_of(FIRST), host=host, seed=SEED)

    assert len(CANARY.findall(to_json(found))) > 10


# the corpus itself -------------------------------------------------------------------


def test_every_attack_of_the_catalogue_is_tried() -> None:
    sources = {attack.source for attack in ATTACKS}

    assert {f"A{number}" for number in range(1, 24)} <= sources
    assert sources <= {f"A{number}" for number in range(1, 24)} | {"issue", "own"}


@each_attack
def test_an_attack_is_a_sentence_and_names_only_checks_that_are_there(
    attack: Attack,
) -> None:
    every = checks_of(LESSONS[attack.lesson])
    for browser in {False, bool(attack.browser)}:
        named = expected(attack, every, browser=browser)

        assert list(named) == [c.name for c in asked(every, (), browser=browser)]
        assert set(named.values()) <= {outcome.value for outcome in Outcome}
    assert attack.tries.endswith(".")


def test_no_attack_is_expected_to_gain_a_point_that_it_did_not_earn() -> None:
    with Host() as host:
        for attack in ATTACKS:
            kept = _kept_by(host, attack.base, attack.lesson) | set(attack.earned)
            checks = checks_of(LESSONS[attack.lesson])
            alone = {check.name for check in checks if check.browser}
            for browser in (False, True):
                named = expected(attack, checks, browser=browser).items()
                gained = {name for name, outcome in named if outcome == "passed"}

                assert gained - kept <= (alone if attack.base == "solution" else set())


@cache
def _kept_by(host: Host, base: str, lesson: str) -> set[str]:
    """The promises that the app kept before somebody attacked with it."""
    folder = corpus.ROOT / corpus.BASES[base] / lesson
    found = run(folder, LESSONS[lesson], checks_of(LESSONS[lesson]), host=host)
    return {r.check for r in found.results if r.outcome is Outcome.PASSED}


# how it is read --------------------------------------------------------------------


def _told(report: Report) -> list[str]:
    return [
        f"{r.check}: {r.outcome}: {r.reason or r.seen} {r.error} {r.output[-200:]}"
        for r in report.results
        if r.outcome not in (Outcome.PASSED, Outcome.WAITING)
    ]


def _shown(report: Report) -> str:
    """What a person reads in a terminal, on one line."""
    return " ".join(" ".join(full(report, Words(), Look())).split())


def _demand_calm(report: Report) -> None:
    """A person is told in sentences, and nothing of the app's gets beyond them."""
    lines = full(report, Words(), Look(), show=True)
    page = html.page(report, Words())

    assert not [line for line in lines if UNSEEN.search(line)]
    assert [line for line in lines if re.match(r"\S+ of \d+ promise", line)] == [
        count(report)
    ]
    assert not UNSEEN.search(re.sub(r'srcdoc="[^"]*"', "", page))
    assert _doing(page) == []
    assert page.count("<iframe") == page.count('<iframe sandbox=""')
    for result in report.results:
        assert len(result.reason) < 300, result.reason
        assert not result.reason or result.reason.endswith("."), result.reason
        assert "\n" not in result.reason
        assert result.outcome is not Outcome.BROKEN


def _doing(page: str) -> list[str]:
    """Elements of a page that run or fetch something, or send the reader elsewhere."""
    return [
        str(node.html)
        for node in parse(page).css("*")
        if node.tag in ("script", "base", "object", "embed", "link")
        or any(name.startswith("on") or name == "src" for name in node.attributes)
    ]
