"""The dates that grading systems write are read as the moments they mean."""

from __future__ import annotations

import pytest

from checker.grading.moments import moment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-04-26 17:34:00.861687000 Z", "2026-04-26T17:34:00+00:00"),
        ("2026-04-26T17:34:00-07:00", "2026-04-27T00:34:00+00:00"),
        ("2026-04-26 17:34:00 +0530", "2026-04-26T12:04:00+00:00"),
        (" 2026-02-02 15:58:23.9 Europe/Berlin\n", "2026-02-02T14:58:23+00:00"),
        ("2026-02-02 15:58 UTC", "2026-02-02T15:58:00+00:00"),
        ("2026-02-02 15:58:23", "2026-02-02T15:58:23+00:00"),
    ],
)
def test_a_moment_is_in_utc(text: str, said: str) -> None:
    found = moment(text)

    assert found is not None
    assert found.isoformat() == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13-01 00:00:00",
        "0001-01-01 00:00:00 +10:00",
        "2026-01-01 00:00:00 +99:99",
        "2026-01-01 00:00:00 Nowhere/Town",
        "2026-01-01 00:00:00 ../../etc/passwd",
        "2026-01-01 00:00:00 " + "x" * 300,
        "2026-01-01 00:00:00 Europe",
    ],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment(text) is None
