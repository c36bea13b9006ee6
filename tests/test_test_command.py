"""Runs `python -m tests` where programs are missing; the package managers are fakes."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from checker.machine import BROWSER_PLACES, BROWSERS

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither apt-get nor brew"
)

# A browser that stands outside PATH cannot be hidden.
NO_CHROME = pytest.mark.skipif(
    any(map(os.path.exists, BROWSER_PLACES.get(platform.system(), ()))),
    reason="Chrome is in the applications folder of this machine",
)


def answer(
    folder: Path, managers: dict[str, int], *, here: str = "chromium bwrap"
) -> tuple[list[str], list[str]]:
    """What was asked of managers that end with these codes, and what was said.

    Some programs are here already.
    """
    log = folder / "log"
    log.touch()
    (folder / "sudo").write_text('#!/bin/sh\nshift\nexec "$@"\n')
    for name in ("true", *here.split()):
        (folder / name).write_text("#!/bin/sh\n")
    for name, code in managers.items():
        (folder / name).write_text(
            f'#!/bin/sh\necho "{name} $*" >> "{log}"\nexit {code}\n'
        )
    for program in folder.iterdir():
        program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "tests", "--version"],
        cwd=ROOT,
        env={**os.environ, "PATH": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return log.read_text().splitlines(), done.stderr.splitlines()


def test_a_missing_program_is_installed(tmp_path: Path) -> None:
    asked, said = answer(tmp_path, {"apt-get": 0, "brew": 0})

    assert asked == [
        "apt-get -qq update",
        "apt-get -qq -y --no-install-recommends install redis-server",
    ]
    assert said == ["The tests of lesson 6 use Redis, which is missing."]


def test_on_a_mac_homebrew_brings_it(tmp_path: Path) -> None:
    asked, _ = answer(tmp_path, {"brew": 0})

    assert asked == ["brew install redis"]


def test_what_cannot_be_installed_is_named_with_its_command(tmp_path: Path) -> None:
    asked, said = answer(tmp_path, {"apt-get": 100})

    assert asked == ["apt-get -qq update"]
    assert said == [
        "The tests of lesson 6 use Redis, which is missing.",
        "To get it: apt-get install redis-server, as root.",
    ]


def test_without_a_manager_the_tests_run_all_the_same(tmp_path: Path) -> None:
    assert answer(tmp_path, {}) == (
        [],
        ["The tests of lesson 6 use Redis, which is missing."],
    )


@NO_CHROME
def test_a_browser_is_installed_from_whoever_has_it(tmp_path: Path) -> None:
    asked, said = answer(tmp_path, {"brew": 0}, here="redis-server bwrap")

    assert asked == ["brew install --cask google-chrome"]
    assert said == ["The tests of pages and notebooks use Chromium, which is missing."]


@NO_CHROME
@pytest.mark.parametrize(
    ("managers", "how"),
    [
        (
            {"apt-get": 100},
            "apt-get install chromium chromium-headless-shell, as root; or ",
        ),
        ({"brew": 1}, "brew install --cask google-chrome; or "),
        ({}, ""),
    ],
)
def test_where_no_manager_can_playwright_has_a_browser_of_its_own(
    tmp_path: Path, managers: dict[str, int], how: str
) -> None:
    _, said = answer(tmp_path, managers, here="redis-server bwrap")

    assert said == [
        "The tests of pages and notebooks use Chromium, which is missing.",
        f"To get it: {how}python -m playwright install chromium.",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
@NO_CHROME
def test_the_sandbox_is_brought_with_its_filter(tmp_path: Path) -> None:
    asked, said = answer(tmp_path, {"apt-get": 0}, here="redis-server chromium")

    assert asked[1].endswith("install bubblewrap libseccomp2")
    assert said == ["The tests of the sandbox use bubblewrap, which is missing."]


@pytest.mark.parametrize("name", BROWSERS)
def test_a_browser_may_have_any_of_its_names(tmp_path: Path, name: str) -> None:
    _, said = answer(tmp_path, {}, here=f"{name} bwrap")

    assert said == ["The tests of lesson 6 use Redis, which is missing."]
