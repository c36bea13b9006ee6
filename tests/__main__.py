"""The one test command, `./course test`; what is tested stands in the files beside.

Without arguments: what a contributor needs while working, which are the tests that are
marked neither slow nor gate. With `--all`, or where CI is true: every test, with the
coverage that pyproject.toml demands. Both use all cores.
With other arguments: pytest with just those.
What tests need from the system is installed first where no password is asked for.
Tests of what is still missing skip themselves, or fail where CI is true.
"""

import os
import shutil
import subprocess
import sys

import pytest

from checker.doctor import this_machine
from checker.machine import examine

ALL_CORES = ("--numprocesses=auto", "--dist=loadgroup", "-m")
WORKING = (*ALL_CORES, "not slow and not gate")
COVERAGE = ("--cov", "--cov-report=term-missing:skip-covered")
COVERED = (*ALL_CORES, "not gate", *COVERAGE)
# Without coverage: the rest reaches every line, and measuring takes half as long again.
GATE = (*ALL_CORES, "gate")
CORES = os.cpu_count() or 1
# More than cores, for half the time a test waits: for a browser, a process, a limit.
WORKERS = min(2 * CORES, CORES + 4)
# Program as `checker doctor` calls it, who uses it, its package for each manager below,
# and how to get it without any of them.
PROGRAMS: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("Redis", "lesson 6", {"apt-get": "redis-server", "brew": "redis"}, ""),
    (
        "Chromium",
        "pages and notebooks",
        {"apt-get": "chromium chromium-headless-shell", "brew": "--cask google-chrome"},
        "python -m playwright install chromium",
    ),
)
if sys.platform == "linux":  # nothing else has bubblewrap; it filters by libseccomp
    walls = {"apt-get": "bubblewrap libseccomp2", "brew": "bubblewrap libseccomp"}
    PROGRAMS = (*PROGRAMS, ("bubblewrap", "the sandbox", walls, ""))
MANAGERS = {
    "apt-get": ("apt-get -qq update", "apt-get -qq -y --no-install-recommends install"),
    "brew": ("brew install",),
}


def main(arguments: list[str]) -> int:
    bring_programs()
    os.environ.setdefault("PYTEST_XDIST_AUTO_NUM_WORKERS", str(WORKERS))
    keep_what_is_compiled()
    everything = not arguments and os.environ.get("CI") == "true"
    if everything or arguments == ["--all"]:
        return run(COVERED) or run(GATE)
    if arguments:
        return pytest.main(arguments)
    code = pytest.main(list(WORKING))
    say("`./course test --all` also runs browsers, mistakes, notebooks, installations.")
    return code


def run(chosen: tuple[str, ...]) -> int:
    """One run of pytest, in a process of its own, so that two runs share nothing."""
    return subprocess.run([sys.executable, "-m", "pytest", *chosen]).returncode


def keep_what_is_compiled() -> None:
    """Or each of some thousand processes, and each worker, would compile it anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def bring_programs() -> None:
    """Install each missing program, or say how to get it."""
    manager = next(filter(shutil.which, MANAGERS), "")
    here = {found.name for found in examine(this_machine()) if found.here}
    for program, user, packages, otherwise in PROGRAMS:
        if program in here:
            continue
        say(f"The tests of {user} use {program}, which is missing.")
        if manager and add(packages[manager], manager):
            continue
        root = ", as root" if manager != "brew" else ""
        how = [f"{manager} install {packages[manager]}{root}"] if manager else []
        how += [otherwise] if otherwise else []
        if how:
            say(f"To get it: {'; or '.join(how)}.")


def add(package: str, manager: str) -> bool:
    *before, last = [line.split() for line in MANAGERS[manager]]
    prefix = [] if manager == "brew" else as_root()
    return prefix is not None and all(
        succeeds([*prefix, *command])
        for command in (*before, [*last, *package.split()])
    )


def as_root() -> list[str] | None:
    """What to put before a command that only root may run, if that can be had."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def succeeds(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return not subprocess.call(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=2, stderr=2
    )


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
