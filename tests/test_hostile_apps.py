"""Whatever an app does, its check ends in time with the outcome that it should have."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

import engine
from apps import HOSTILE
from checker.app import App
from checker.checks import Check, expect
from checker.host import Host
from checker.limits import MIB
from checker.report import Outcome, Result
from checker.runner import run
from engine import passes, quick, report, tried, written

leaks, marked = engine.leaks, engine.marked
host, forking = engine.host, engine.forking
SOON = 8  # seconds, where a hanging app would take 60
KERNEL = pytest.mark.skipif(sys.platform == "win32", reason="no limits of the kernel")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("hostile"), HOSTILE)


def visit(path: str) -> Check:
    """A check that opens a page."""

    def body(app: App) -> None:
        page = app.visitor().get(path)
        expect(page.status == 200, "a page", f"status {page.status}")

    name = path[1:].replace("/", "-") or "home"
    return Check(name, f"{path} is a page.", body)


def words(result: Result) -> str:
    """Everything that a person reads as the reason."""
    return result.reason or f"{result.expected} | {result.seen}"


ALWAYS = {  # path: outcome and reason, wherever the app runs
    "/": ("passed", " | "),
    "/exit": (
        "stopped",
        "The app ended before it answered GET /exit. It ended with exit code 3.",
    ),
    "/sys-exit": (
        "failed",
        "a whole answer to GET /sys-exit | the connection closed before",
    ),
    "/hang": ("timed out", "GET /hang had no whole answer within 1 seconds."),
    "/flood": ("passed", " | "),
    "/garbage": ("failed", "an HTTP answer to GET /garbage | something else: "),
    "/nothing": (
        "failed",
        "a whole answer to GET /nothing | the connection closed before",
    ),
    "/for-ever": ("over limit", "/for-ever redirects for ever: 20 times so far."),
    "/out": ("failed", "a redirect to a page of the app | one to http://example.org/"),
    "/endless": ("over limit", "The answer to GET /endless is longer than 256 KiB."),
    "/drip": ("timed out", "GET /drip had no whole answer within 1 seconds."),
    "/hints": (
        "over limit",
        "More than 100 hints came before the answer to GET /hints.",
    ),
    "/switch": ("failed", "an HTTP answer to GET /switch | something else: "),
    "/many-headers": (
        "over limit",
        "The headers of GET /many-headers are longer than 64 KiB.",
    ),
    "/long-header": (
        "over limit",
        "The headers of GET /long-header are longer than 64 KiB.",
    ),
    "/bomb": ("over limit", "The answer to GET /bomb is longer than 256 KiB."),
    "/half": ("failed", "a whole answer to GET /half | the connection closed before"),
    "/half-and-exit": (
        "stopped",
        "The app ended while it answered GET /half-and-exit. It ended with exit code 5"
        ".",
    ),
}
POSIX = {
    "/signal/SIGKILL": (
        "stopped",
        "The app ended before it answered GET /signal/SIGKILL. It was ended by signal"
        " SIGKILL.",
    ),
    "/signal/SIGSEGV": (
        "stopped",
        "The app ended before it answered GET /signal/SIGSEGV. It was ended by signal"
        " SIGSEGV.",
    ),
    "/memory": ("failed", "a page | status 500"),
    "/files": ("failed", "a page | status 500"),
    "/large-file": ("failed", "a page | status 500"),
    "/group": (
        "stopped",
        "The app ended before it answered GET /group. It was ended by signal SIGKILL.",
    ),
    "/closed-folder": ("passed", " | "),
    "/children": ("passed", " | "),
}


def outcomes(results: tuple[Result, ...], asked: dict[str, tuple[str, str]]) -> object:
    """Path to outcome and reason, the reason as far as it is asked for."""
    return {
        path: (result.outcome.value, words(result)[: len(reason)])
        for (path, (_, reason)), result in zip(asked.items(), results, strict=True)
    }


def test_every_harm_has_its_outcome_and_spares_the_others(
    forking: Host, hostile: Path
) -> None:
    asked = ALWAYS | POSIX
    found = report(forking, hostile, *map(visit, asked), file_size=MIB)

    assert outcomes(found.results, asked) == asked
    assert max(r.seconds for r in found.results) < SOON


def test_it_has_the_same_outcome_in_a_fresh_process(hostile: Path, host: Host) -> None:
    asked = {p: ALWAYS[p] for p in ("/", "/exit", "/hang", "/half-and-exit", "/flood")}
    found = report(host, hostile, *map(visit, asked))

    assert outcomes(found.results, asked) == asked


LOADING = {  # source: outcome and reason
    "import sys; sys.exit('No.')": (
        "not startable",
        "The app ended itself while it was loading. Look at app.py, line 1.",
        "No.",
    ),
    "import sys; sys.exit()": (
        "not startable",
        "The app ended itself while it was loading. Look at app.py, line 1.",
        "sys.exit() without a word",
    ),
    "import os; os._exit(7)": (
        "not startable",
        "The app's process ended while it was loading: it ended with exit code 7.",
        "",
    ),
    "import flask, os; app = flask.Flask('x'); os.closerange(3, 64)": (
        "not startable",
        "The app's process ended while it was loading: it ended with exit code 1.",
        "OSError: [Errno 9] Bad file descriptor",
    ),
    "import time; time.sleep(60)": (
        "timed out",
        "The app did not load within 0.5 seconds.",
        "",
    ),
    "from werkzeug.serving import run_simple; run_simple('127.0.0.1', 0, None)": (
        "timed out",
        "The app did not load within 0.5 seconds.",
        "",
    ),
    "1 / 0": (
        "not startable",
        "The app stopped with an error while it was loading. Look at app.py, line 1.",
        "ZeroDivisionError: division by zero",
    ),
    "import flusk": (
        "not startable",
        "Something that the app imports is not there. Look at app.py, line 1.",
        "ModuleNotFoundError: No module named 'flusk'",
    ),
    "def": (
        "not startable",
        "Python cannot read the app. Look at app.py, line 1.",
        "SyntaxError: invalid syntax",
    ),
    "ap = 1": (
        "not startable",
        "No Flask app was found. Flask says: Failed to find Flask application or"
        " factory in module 'app'.",
        "",
    ),
    f"'{'x' * 3_000_000}' + 1": (
        "not startable",
        "The app stopped with an error while it was loading. Look at app.py, line 1.",
        'TypeError: can only concatenate str (not "int") to str',
    ),
}


@pytest.mark.parametrize("source", LOADING, ids=lambda s: s[:25])
def test_an_app_that_does_not_load_is_said_to_be_so(
    forking: Host, tmp_path: Path, source: str
) -> None:
    result = tried(
        forking, written(tmp_path / "app", source), visit("/").body, start=0.5
    )

    assert (result.outcome.value, result.reason, result.error) == LOADING[source]
    assert result.seconds < SOON


def test_a_fresh_process_that_does_not_load_is_said_to_be_so(
    host: Host, tmp_path: Path
) -> None:
    for number in (0, 2, 4):
        source = list(LOADING)[number]
        folder = written(tmp_path / f"app{number}", source)
        result = tried(host, folder, visit("/").body, start=0.5)

        assert (result.outcome.value, result.reason, result.error) == LOADING[source]


FORGED = """
import os, stat, sys, time
for fd in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            os.write(fd, b{word!r} + b"\\n")
    except OSError:
        pass
{then}
"""
FORGERIES = {
    ('{"port": 80}', "time.sleep(60)"): (
        "timed out",
        "GET / had no whole answer within 0.5 seconds.",
    ),
    ('{"port": 80}', "os._exit(0)"): ("stopped", "The app ended before it answered"),
    ('{"port": "80"}', "time.sleep(60)"): ("timed out", "The app did not load within"),
    ("[]", "os._exit(0)"): ("not startable", "The app's process ended"),
    ("[" * 5000, "os._exit(0)"): ("not startable", "The app's process ended"),
    ("x" * 2_000_000, "time.sleep(60)"): ("timed out", "The app did not load within"),
    ('{"refused": 5}', "os._exit(0)"): ("not startable", "The app's process ended"),
    ('{"refused": {"kind": "x", "text": "t", "rows": [[]]}}', "os._exit(0)"): (
        "not startable",
        "The app's process ended",
    ),
}


@pytest.mark.parametrize(("word", "then"), FORGERIES)
def test_an_app_that_speaks_in_the_loaders_place_gains_nothing(
    forking: Host, tmp_path: Path, word: str, then: str
) -> None:
    folder = written(tmp_path / "app", FORGED.format(word=word, then=then))
    result = tried(forking, folder, visit("/").body, request=0.5)
    outcome, reason = FORGERIES[word, then]

    assert result.outcome.value == outcome, result
    assert result.reason.startswith(reason)


def noted(host: Host, folder: Path, path: str, **limits: float) -> tuple[str, ...]:
    """What is said of a run in which somebody opened a page."""
    return report(host, folder, visit(path), **limits).notes


def test_what_an_app_did_beside_answering_is_said(
    forking: Host, hostile: Path, tmp_path: Path
) -> None:
    forged = FORGED.format(word="[]", then="os._exit(0)")

    assert noted(forking, hostile, "/") == ()
    assert noted(forking, hostile, "/flood") == (
        "The app printed more than 64 KiB, and the middle was left out.",
    )
    assert noted(forking, hostile, "/children") == (
        "The app left processes running, and they were ended.",
    )
    spoke = ("The app spoke in the loader's place, which earns nothing.",)
    assert noted(forking, written(tmp_path / "app", forged), "/") == spoke
    as_well = FORGED.format(word='{"port": 80}', then="from flask import Flask")
    as_well += "app = Flask(__name__)"
    assert noted(forking, written(tmp_path / "app", as_well), "/") == spoke


@KERNEL
def test_the_end_of_a_host_is_said(hostile: Path) -> None:
    with Host(forks=True) as host:
        assert noted(host, hostile, "/host/SIGKILL") == (
            "The app ended or halted the process that starts it.",
        )


@KERNEL
def test_processor_time_is_limited(forking: Host, tmp_path: Path) -> None:
    folder = written(tmp_path / "app", "while True: pass")
    result = tried(forking, folder, visit("/").body, cpu=1, start=6.0)

    assert result.outcome is Outcome.NOT_STARTABLE
    assert result.reason.endswith(": it used up its processor time.")


@KERNEL
def test_processor_time_used_up_in_a_view_is_over_limit(
    forking: Host, tmp_path: Path
) -> None:
    source = "@app.get('/')\ndef spin():\n    while True: pass\n"
    folder = written(
        tmp_path / "app", f"from flask import Flask\napp = Flask('x')\n{source}"
    )
    result = tried(forking, folder, visit("/").body, cpu=1, request=6.0)

    assert result.outcome is Outcome.OVER_LIMIT
    assert result.reason == "The app used more processor time than it may."


def test_an_app_deaf_to_asking_is_ended(host: Host, tmp_path: Path) -> None:
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    folder = written(tmp_path / "app", deaf + HOSTILE)

    assert passes(host, folder, visit("/").body).seconds < SOON


def test_an_app_that_dies_between_requests_is_stopped(
    host: Host, hostile: Path
) -> None:
    def later(app: App) -> None:
        app.visitor().get("/die-later")
        app.wait(0.3)
        app.visitor().get("/")

    result = tried(host, hostile, later)

    assert result.outcome is Outcome.STOPPED
    assert result.reason == (
        "The app ended before it answered GET /. It ended with exit code 4."
    )


def test_what_an_app_prints_is_kept_within_bounds(forking: Host, hostile: Path) -> None:
    def floods(app: App) -> None:
        app.visitor().get("/flood")
        expect(False, "less", app.printed())

    result = tried(forking, hostile, floods, output=1000)

    assert result.seen.startswith("xxxx")
    assert " bytes left out …\n" in result.seen
    assert len(result.seen) < 1100


@KERNEL
@pytest.mark.parametrize("signal", ["SIGKILL", "SIGSTOP"])
def test_a_host_that_an_app_ends_is_replaced(
    hostile: Path, signal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.host.forking.PATIENCE", 1.0)
    asked = ["/", f"/host/{signal}", "/exit", "/"]
    checks = [
        Check(f"{number}", "It.", visit(path).body) for number, path in enumerate(asked)
    ]
    with Host(forks=True) as host:
        found = run(hostile, engine.LESSON, checks, host=host, jobs=1, limits=quick())

    outcomes = [r.outcome.value for r in found.results]
    hit = "stopped" if signal == "SIGKILL" else "passed"
    assert outcomes == ["passed", hit, "stopped", "passed"]


@KERNEL
def test_an_app_that_ends_its_host_while_loading_is_not_startable(
    tmp_path: Path,
) -> None:
    source = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\n"
    folder = written(tmp_path / "app", source + "time.sleep(60)")
    with Host(forks=True) as host:
        result = tried(host, folder, visit("/").body)

    assert result.outcome is Outcome.NOT_STARTABLE
    assert result.reason.endswith(": it was ended by signal SIGKILL.")


@KERNEL
def test_no_child_outlives_its_app(forking: Host, hostile: Path) -> None:
    before = engine.processes()
    started: set[int] = set()

    def children(app: App) -> None:
        app.visitor().get("/children")
        deadline = time.monotonic() + engine.PATIENCE
        while len(started) < 5 and time.monotonic() < deadline:
            started.update(engine.processes() - before)  # one that execs has no name

    passes(forking, hostile, children)

    assert len(started) == 5
    assert engine.processes() == before


def test_a_check_that_takes_too_long_is_timed_out(forking: Host, hostile: Path) -> None:
    def waits(app: App) -> None:
        app.wait(60)
        app.visitor().get("/")

    result = tried(forking, hostile, waits, check=0.2)

    assert result.outcome is Outcome.TIMED_OUT
    assert result.reason == "The check took longer than 0.2 seconds."
    assert result.steps[0].note == "60 seconds pass"


def test_a_request_takes_no_longer_than_its_check(forking: Host, hostile: Path) -> None:
    result = tried(forking, hostile, visit("/hang").body, check=0.5)

    assert result.reason == "The check took longer than 0.5 seconds."


@KERNEL
def test_an_app_that_halts_itself_is_ended(host: Host, hostile: Path) -> None:
    result = tried(host, hostile, visit("/signal/SIGSTOP").body)

    assert result.outcome is Outcome.TIMED_OUT
