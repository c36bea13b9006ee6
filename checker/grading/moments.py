"""Reads the dates that grading systems write, as moments. Guesses no date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["moment"]

WRITTEN = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s*(\S*)\s*"
)
OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)")


def moment(text: str) -> datetime | None:
    """The moment in UTC that the text says; where it names no zone, it means UTC.

    Such are “2026-04-26 17:34:00.861687000 Z” and “2026-02-02 15:58:23 Europe/Berlin”.
    """
    match = WRITTEN.fullmatch(text)
    if match is None:
        return None
    day, clock, _, zone = match.groups()
    try:
        said = datetime.fromisoformat(f"{day} {clock}")
        return said.replace(tzinfo=_zone(zone)).astimezone(UTC)
    # A month of 13, a zone that nobody knows, the first or last day there is.
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        return None


def _zone(said: str) -> tzinfo:
    offset = OFFSET.fullmatch(said)
    if offset is not None:
        sign, hours, minutes = offset.groups()
        shift = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-shift if sign == "-" else shift)
    return UTC if said.upper() in ("", "Z", "UTC", "GMT") else ZoneInfo(said)
