"""The files of failed checks: how they are said, shown, and taken away again."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from checker import sights as module
from checker.render.sight import Sight
from checker.sights import from_here, removed, sights
from small_report import FAILED, PASSED, REPORT

SAID = "The page / as Ann had it before them."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where pictures are kept, below the current folder."""
    monkeypatch.chdir(tmp_path)
    kept = tmp_path / "work" / "pictures" / "my app"
    kept.mkdir(parents=True)
    return kept


def found(picture: str, trace: str = "") -> dict[str, Sight]:
    """What a check with these files left, as it is said here."""
    result = replace(FAILED, picture=picture, pictured=SAID, trace=trace)
    return sights(replace(REPORT, results=(PASSED, result)), from_here)


def test_a_picture_is_named_from_the_current_folder_and_read(folder: Path) -> None:
    file = folder / "greets.png"
    file.write_bytes(b"\x89PNG")
    place = str(Path("work", "pictures", "my app", "greets.png"))

    assert found(str(file)) == {"greets": Sight(place, b"\x89PNG", SAID)}


def test_from_elsewhere_the_whole_path_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    assert from_here(folder / "greets.png") == "greets.png"
    assert from_here(tmp_path / "work") == str(tmp_path / "work")


def test_the_command_that_opens_a_trace_can_be_pasted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = folder / "greets.zip"
    trace.touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))

    said = found("", str(trace))["greets"].trace
    assert shlex.split(said) == [
        ".venv/bin/python",
        *("-m", "playwright", "show-trace", "--port", "0"),
        "work/pictures/my app/greets.zip",
    ]
    monkeypatch.setattr(module, "WINDOWS", True)
    said = found("", str(trace))["greets"].trace
    assert said.endswith(' show-trace --port 0 "work/pictures/my app/greets.zip"')


def test_files_that_are_gone_are_not_spoken_of(folder: Path) -> None:
    assert found(str(folder / "gone.png"), str(folder / "gone.zip")) == {}
    assert found("") == {}


def test_only_what_checks_of_these_names_left_is_taken_away(folder: Path) -> None:
    ours = ("greets.png", "greets.zip", "looks.png")
    others = ("other.png", "greets.txt", "greets.png.bak", "photo.png", "looks")
    for name in (*ours, *others):
        (folder / name).touch()
    (folder / "looks.zip").mkdir()  # cannot be one of ours
    removed(folder, ["greets", "looks", "never"])

    assert {path.name for path in folder.iterdir()} == {*others, "looks.zip"}


def test_nothing_is_taken_away_beyond_a_link_or_where_there_is_nothing(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "greets.png").touch()
    link = tmp_path / "link"
    link.symlink_to(folder)
    removed(link, ["greets"])
    removed(tmp_path / "nowhere", ["greets"])

    assert (folder / "greets.png").exists()
