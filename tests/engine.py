"""The checker's engine for tests: hosts, one check at a time, and what may not be left.

A test module takes the fixtures it uses as its own: `leaks = engine.leaks`.
"""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.app import App
from checker.checks import Check
from checker.host import Host
from checker.lesson import Lesson
from checker.limits import Limits
from checker.page import Page
from checker.report import Outcome, Report, Result
from checker.runner import run

LESSON = Lesson(
    folder=Path("lessons/01-engine"),
    title="Engine",
    minutes=1,
    summary="",
    objectives=(),
    out_of_scope=(),
    story="",
    tasks=(),
    contract=(),
)
QUICK = Limits(start=3.0, request=1.0, check=8.0, body=256 * 1024)
MARK = f"/nowhere/tests-{os.getpid()}"  # on PATH of every process that is ours
PATIENCE = 5.0  # seconds for what ends in the background

Body = Callable[[App], None]


@pytest.fixture(autouse=True)
def leaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that leaves a process, thread, socket, pipe or temporary folder."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = there()
    yield
    deadline = time.monotonic() + PATIENCE
    while (left := there() - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left, left
    assert not list(temporary.iterdir()), list(temporary.iterdir())


@pytest.fixture(scope="module", params=[True, False], ids=["forking", "fresh"])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    """A host of each kind, shared by the tests of a module."""
    yield from _host(forks=request.param)


@pytest.fixture(scope="module")
def forking() -> Iterator[Host]:
    """A host that forks, shared by the tests of a module."""
    yield from _host(forks=True)


def _host(*, forks: bool) -> Iterator[Host]:
    yield from marked_host(QUICK, forks=forks)


def marked_host(limits: Limits, *, forks: bool = True) -> Iterator[Host]:
    """A host that counts as there from the first test on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{MARK}")
        before = processes()
        with Host(limits, forks=forks) as host:
            while forks and processes() == before:
                time.sleep(0.001)  # a new process has no environment at first
            yield host


@pytest.fixture(autouse=True)
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{MARK}")


def written(folder: Path, source: str, name: str = "app.py") -> Path:
    """A folder with an app of that source."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(source, "utf-8")
    return folder


def promise(body: Body, *after: Check) -> Check:
    """A check with that body."""
    return Check(body.__name__, f"{body.__name__}.", body, after=after)


def quick(**limits: float) -> Limits:
    """The limits of tests, but for those given."""
    return replace(QUICK, **limits)  # type: ignore[arg-type]  # some are whole numbers


def report(host: Host, folder: Path, *checks: Check, **limits: float) -> Report:
    """The report of the checks, within the limits of tests or those given."""
    return run(folder, LESSON, checks, host=host, seed=7, limits=quick(**limits))


def tried(host: Host, folder: Path, body: Body, **limits: float) -> Result:
    """The result of a check with that body."""
    return report(host, folder, promise(body), **limits).results[0]


def passes(host: Host, folder: Path, body: Body, **limits: float) -> Result:
    """The same, which must have passed; `body` may use assert."""
    result = tried(host, folder, body, **limits)
    assert result.outcome is Outcome.PASSED, result
    return result


def visit(path: str) -> Body:
    """A body in which Ann opens one address."""

    def visits(app: App) -> None:
        app.visitor("Ann").get(path)

    return visits


def facts(page: Page) -> dict[str, Any]:
    """What an app told of a request, in JSON."""
    found = page.json()
    assert isinstance(found, dict)
    return found


def summaries(result: Result) -> list[str]:
    """What visitors did and what was done to the app, a line each.

    What the browser asked for by itself is left out: an icon, for one, is asked for by
    Chromium and not by its headless shell.
    """
    return [step.summary for step in result.steps if not step.by_page]


def there() -> set[str]:
    """Processes, threads, sockets and pipes that are ours now, in words."""
    threads = {f"thread {t.ident} {t.name}" for t in threading.enumerate()}
    return threads | set(_open()) | {f"process {pid}" for pid in processes()}


def processes() -> set[int]:
    """The processes that have been started by this test run and are still there."""
    return {int(p.name) for p in Path("/proc").glob("[0-9]*") if _is_ours(p)}


def _is_ours(process: Path) -> bool:
    try:
        return int(process.name) != os.getpid() and MARK.encode() in (
            process.joinpath("environ").read_bytes()
        )
    except OSError:
        return False


def _open() -> Iterator[str]:
    for link in Path("/proc/self/fd").glob("*"):
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if target.startswith(("socket:", "pipe:")):
            yield f"{link.name} {target}"


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
