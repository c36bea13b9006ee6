"""Holds all Python in the repository to ruff and mypy, as pyproject.toml sets them."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
CHECKS = sorted(
    file
    for name in ("checks", "diagnoses")
    for file in ROOT.glob(f"lessons/*/{name}.py")
)


def demand_silence(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_ruff_finds_nothing() -> None:
    demand_silence("ruff", "check", "--output-format=concise")


def test_everything_is_formatted() -> None:
    demand_silence("ruff", "format", "--check", "--output-format=concise")


@pytest.mark.xdist_group("mypy")  # one after the other: they share a cache
@pytest.mark.timeout(300)
def test_types_are_strict() -> None:
    demand_silence("mypy")


@pytest.mark.xdist_group("mypy")
@pytest.mark.parametrize(
    "checks", CHECKS, ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_types_are_strict_in_the_checks_of(checks: Path) -> None:
    # Each by itself: six modules called "checks" do not fit into one run.
    demand_silence("mypy", str(checks.relative_to(ROOT)))


@pytest.mark.xdist_group("mypy")
def test_types_hold_on_windows_where_course_starts_there() -> None:
    demand_silence("mypy", "--platform=win32", "course")


def test_the_lock_answers_every_requirement_of_the_project() -> None:
    project = PROJECT["project"]
    (entry,) = [p for p in LOCK["package"] if p["name"] == project["name"]]
    asked = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        asked += extra
    locked = {
        (r["name"], SpecifierSet(r.get("specifier", "")))
        for r in entry["metadata"]["requires-dist"]
    }

    assert locked == {(r.name, r.specifier) for r in map(Requirement, asked)}


def test_the_lock_holds_nothing_of_the_machine_that_wrote_it() -> None:
    kinds = {kind for package in LOCK["package"] for kind in package["source"]}
    files = [w["url"] for p in LOCK["package"] for w in p.get("wheels", ())]

    assert kinds == {"registry", "editable"}
    assert [url for url in files if not url.startswith("https://")] == []
