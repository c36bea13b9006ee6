"""Every attack of tests/attacks/ earns what it showed, and harms and reads nothing.

Each runs within walls of the tests' own (walls.py), with an honest submission beside it
that has none.
"""

from __future__ import annotations

import re
import secrets
import socket
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

import corpus
import engine
import walls
from checker import course
from checker.checks import asked
from checker.host import Host
from checker.host.forking import Forking
from checker.html import parse
from checker.lesson import Lesson
from checker.limits import MIB, Limits
from checker.render import html
from checker.render.look import UNSEEN, Look
from checker.render.terminal import Words, count, full
from checker.report import Outcome, Report, to_json
from checker.runner import run
from corpus import Attack, attacks, built, expected
from walls import Walls

leaks, marked = engine.leaks, engine.marked
ATTACKS = attacks()
LESSONS = {lesson.name: lesson for lesson in course.lessons(corpus.ROOT)}
FIRST = LESSONS["01-first-flash"]
HONEST = corpus.ROOT / "solutions" / FIRST.name
SEED = 2_718_281_828  # told nobody; a number that no app has for another reason
LIMITS = Limits(
    start=4.0,
    request=2.0,
    check=5.0,
    submission=10.0,
    cpu=3,
    memory=384 * MIB,
    processes=24,
    file_size=16 * MIB,
    body=MIB,
)
LATE = 1.0  # seconds beyond its time that a submission may cost
CANARY = re.compile(r"canary-[a-z]+-[0-9a-f]{16}|nothing of how an app keeps it")
# What attacks write where somebody else might read it.
LITTER = """
    pickled-by-a-submission results.json report.json progress.json results.pkl
    check50.json flask.py sitecustomize.py usercustomize.py poison.pth
    """.split()

checks_of = cache(course.checks)
within_walls = [
    pytest.mark.gate,
    pytest.mark.skipif(bool(walls.missing()), reason=walls.missing()),
]
each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)


@dataclass(frozen=True)
class Ran:
    """What came of an attack, in how many seconds, and of the honest app beside it."""

    report: Report
    seconds: float
    honest: str


@pytest.fixture(scope="module")
def beside() -> Iterator[Host]:
    """The host of the honest submission, there from the first attack to the last."""
    yield from engine.marked_host(Limits())


@pytest.fixture(scope="module")
def honest(beside: Host) -> str:
    """What an honest submission is told when nobody attacks."""
    return _alike(run(HONEST, FIRST, checks_of(FIRST), host=beside, seed=SEED))


@pytest.fixture
def door() -> Iterator[tuple[str, list[str]]]:
    """A port of this machine with a secret behind it, and who has called there."""
    callers: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        word = f"canary-port-{secrets.token_hex(8)}".encode()

        def serve() -> None:
            while True:
                peer, _ = listening.accept()
                with peer:
                    callers.append(peer.recv(10).decode())
                    peer.sendall(word)
                if callers[-1] == "end":
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", callers
        with socket.create_connection(listening.getsockname()) as last:
            last.sendall(b"end")
        thread.join()


@pytest.fixture
def places(
    tmp_path: Path, door: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Where canaries are: files, a folder, this process, a port, and the checks."""
    planted = tmp_path / "planted"
    for name in ("home/.netrc", "bob/app.py", "gradebook.sqlite"):
        file = planted / name
        file.parent.mkdir(parents=True, exist_ok=True)
        kind = re.sub(r"\W", "", file.stem)
        file.write_text(f"canary-{kind}-{secrets.token_hex(8)}")
    monkeypatch.setenv("CANARY", f"canary-env-{secrets.token_hex(8)}")
    return [str(planted), str(FIRST.folder.resolve()), door[0]]


@each_attack
@pytest.mark.parametrize("_", [pytest.param(0, marks=within_walls, id="")])
def test_an_attack_earns_what_it_showed_and_harms_nobody(
    _: int,
    attack: Attack,
    places: list[str],
    door: tuple[str, list[str]],
    beside: Host,
    honest: str,
    tmp_path: Path,
) -> None:
    folder = built(attack, tmp_path / "app", places)
    before, littered = _listing(folder), _litter(tmp_path)
    with _walled(folder) as host:
        ran = _ran(host, folder, LESSONS[attack.lesson], beside)
    checks = checks_of(LESSONS[attack.lesson])
    found = {r.check: r.outcome.value for r in ran.report.results}

    assert found == expected(attack, checks), _told(ran.report)
    assert ran.report.notes == attack.notes
    assert [part for part in attack.says if part not in _shown(ran.report)] == []
    assert ran.honest == honest
    assert CANARY.findall(to_json(ran.report)) == []
    assert str(SEED) not in to_json(ran.report).replace(f'"seed": {SEED}', "", 1)
    assert door[1] == []
    assert _listing(folder) == before
    assert _litter(tmp_path) == littered
    assert ran.seconds < LIMITS.submission + LATE
    _demand_calm(ran.report)


SPIES = [
    a for a in ATTACKS if a.name in ("reads-files", "reads-processes", "links-out")
]


@pytest.mark.gate
@pytest.mark.skipif(bool(walls.missing()), reason=walls.missing())
@pytest.mark.parametrize("spy", SPIES, ids=lambda a: a.name)
def test_without_walls_a_spy_finds_what_is_planted(
    spy: Attack, places: list[str], tmp_path: Path
) -> None:
    folder = built(spy, tmp_path / "app", places)
    patient = replace(LIMITS, start=20.0, check=40.0, submission=60.0, cpu=30)
    with Host(replace(patient, memory=2048 * MIB)) as host:
        found = run(folder, FIRST, checks_of(FIRST), host=host, seed=SEED)

    assert CANARY.findall(to_json(found))


@pytest.mark.gate
@pytest.mark.skipif(bool(walls.missing()), reason=walls.missing())
def test_without_walls_the_network_is_there(
    door: tuple[str, list[str]], places: list[str], tmp_path: Path
) -> None:
    [spy] = [attack for attack in ATTACKS if attack.name == "connects-out"]
    folder = built(spy, tmp_path / "app", [places[-1]])
    with Host(LIMITS) as host:
        found = run(folder, FIRST, checks_of(FIRST), host=host, seed=SEED)

    assert "spy" in door[1]
    assert CANARY.findall(to_json(found))


# the corpus itself -------------------------------------------------------------------


def test_every_attack_of_the_catalogue_is_tried() -> None:
    sources = {attack.source for attack in ATTACKS}

    assert {f"A{number}" for number in range(1, 24)} <= sources
    assert sources <= {f"A{number}" for number in range(1, 24)} | {"issue", "own"}


@each_attack
def test_an_attack_is_a_sentence_and_names_only_checks_that_are_there(
    attack: Attack,
) -> None:
    checks = asked(checks_of(LESSONS[attack.lesson]), ())
    named = expected(attack, checks)

    assert attack.tries.endswith(".")
    assert list(named) == [check.name for check in checks]
    assert set(named.values()) <= {outcome.value for outcome in Outcome}


def test_no_attack_is_expected_to_gain_a_point_that_it_did_not_earn() -> None:
    with Host() as host:
        for attack in ATTACKS:
            kept = _kept_by(host, attack.base, attack.lesson) | set(attack.earned)
            named = expected(attack, checks_of(LESSONS[attack.lesson]))

            assert {n for n, o in named.items() if o == "passed"} <= kept, attack.name


@cache
def _kept_by(host: Host, base: str, lesson: str) -> set[str]:
    """The promises that the app kept before somebody attacked with it."""
    folder = corpus.ROOT / corpus.BASES[base] / lesson
    found = run(folder, LESSONS[lesson], checks_of(LESSONS[lesson]), host=host)
    return {r.check for r in found.results if r.outcome is Outcome.PASSED}


# how it is run and read --------------------------------------------------------------


def _walled(folder: Path) -> Host:
    """A host within walls, ready."""
    host = Host(LIMITS, sandbox=Walls(folder, Path(tempfile.gettempdir())))
    kind = host._kind
    assert isinstance(kind, Forking)
    while not (kind.host.ready or kind.host.gone.is_set()):
        time.sleep(0.01)  # importing Flask is no time of the submission's
    return host


def _ran(host: Host, folder: Path, lesson: Lesson, beside: Host) -> Ran:
    """The attack and an honest submission at the same time."""

    def attacked() -> tuple[Report, float]:
        began = time.monotonic()
        report = run(
            folder,
            lesson,
            checks_of(lesson),
            host=host,
            seed=SEED,
            limits=LIMITS,
            jobs=2,
        )
        return report, time.monotonic() - began

    with ThreadPoolExecutor(2) as both:
        attack = both.submit(attacked)
        other = both.submit(
            run, HONEST, FIRST, checks_of(FIRST), host=beside, seed=SEED
        )
        return Ran(*attack.result(), _alike(other.result()))


def _alike(report: Report) -> str:
    """A report without times, ports, and cookies, which hold times."""
    text = re.sub(r'"seconds": [\d.]+', '"seconds": 0', to_json(report))
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    return re.sub(r"(?<![\w.-])\.?eyJ[\w.-]+|(?<![\w.-])\.eJ[\w.-]+", "COOKIE", text)


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


def _listing(folder: Path) -> list[tuple[str, int, int, bytes]]:
    """Every name in the folder, with its kind and what it holds."""
    return sorted(_entries(folder))


def _entries(folder: Path) -> Iterator[tuple[str, int, int, bytes]]:
    for path in folder.iterdir():
        facts = path.lstat()
        plain = stat.S_ISREG(facts.st_mode)
        content = path.read_bytes() if plain else b""
        yield str(path.name), facts.st_mode, facts.st_size, content
        if stat.S_ISDIR(facts.st_mode) and not path.name.startswith(("many", "deeper")):
            yield from _entries(path)


def _litter(tmp_path: Path) -> set[str]:
    """What attacks have written to where others would find it."""
    places = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home(), tmp_path]
    found = {p / name for p in places for name in LITTER if (p / name).exists()}
    return {str(path) for path in found} | {
        str(path) for place in places for path in place.glob("fill-*")
    }
