"""Limits are changed in one file and by flags, and what is wrong there is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.errors import WrongUse
from checker.limits import MIB, Limits
from checker.settings import limits, places


def course(folder: Path, text: str) -> Path:
    (folder / "checker.toml").write_text(text, "utf-8")
    return folder


def refused(folder: Path, *given: str) -> str:
    with pytest.raises(WrongUse) as refusal:
        limits(folder, given)
    return str(refusal.value)


def test_without_a_file_or_a_flag_the_limits_are_the_usual_ones(tmp_path: Path) -> None:
    assert limits(tmp_path) == Limits()
    assert limits(course(tmp_path, "")) == Limits()


def test_the_file_and_then_the_flags_change_what_they_name(tmp_path: Path) -> None:
    course(tmp_path, '[limits]\nmemory = "512 MiB"\ncheck = 7.5\nprocesses = 9\n')

    found = limits(tmp_path, ["processes=12", "disk=2MiB", "request=2 s"])

    assert found == replace(
        Limits(), memory=512 * MIB, check=7.5, processes=12, disk=2 * MIB, request=2.0
    )
    assert isinstance(found.memory, int)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[limits]\nmemoy = 1", "there is no limit “memoy”. Is it “memory”?"),
        ("[limits]\ncpu = 1.5", "“cpu” is 1.5. Write a whole number above 0, such as"),
        ("[limits]\ncpu = true", "“cpu” is True. Write a whole number above 0"),
        (
            "[limits]\ncheck = -1",
            "“check” is -1. Write a number above 0, such as 20.0.",
        ),
        ("[limits]\ncheck = nan", "“check” is nan."),
        ("[limits]\ncheck = inf", "“check” is inf."),
        ("[limits]\ncheck = []", "“check” is []."),
        ('[limits]\nmemory = "much"', "“memory” is 'much'."),
        ('[limits]\nmemory = "1 TB"', "“memory” is '1 TB'."),
        ("limits = 3", "“limits” is 3. Write a table [limits]."),
        ("memory = 3", "nothing reads “memory”. Put it below [limits]."),
    ],
)
def test_what_is_wrong_in_the_file_is_said(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert refused(course(tmp_path, text)).startswith(f"checker.toml: {sentence}")


def test_a_name_like_no_limit_is_answered_with_all_of_them(tmp_path: Path) -> None:
    assert refused(tmp_path, "zzz=1").startswith(
        "--limit: there is no limit “zzz”. There are start, request, check, submission,"
    )


def test_a_flag_without_an_amount_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "memory") == (
        "--limit memory names no amount. Write --limit memory=…"
    )


def test_a_file_that_is_no_toml_or_no_file_is_refused(tmp_path: Path) -> None:
    broken = refused(course(tmp_path, "limits ="))
    (tmp_path / "checker.toml").unlink()
    (tmp_path / "checker.toml").mkdir()

    assert broken.startswith("checker.toml cannot be read: Invalid value")
    assert refused(tmp_path) == (
        "checker.toml cannot be read: Is a directory. Mend that line."
    )


def test_where_each_limit_was_set_last_is_known(tmp_path: Path) -> None:
    course(tmp_path, "[limits]\ncpu = 2\ncheck = 7\n")

    assert places(tmp_path) == {"check": "checker.toml", "cpu": "checker.toml"}
    assert places(tmp_path, ["cpu = 3", "start=1"]) == {
        "start": "--limit",
        "check": "checker.toml",
        "cpu": "--limit",
    }
