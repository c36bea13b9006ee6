"""A mark as a score of LTI 1.3's Assignment and Grade Services. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ..grading.marks import Mark, Row
from .words import given, remark

__all__ = ["score"]


def score(row: Row, mark: Mark, at: datetime | None = None) -> Iterator[str]:
    """The score to post, or nothing for a mark that is not given or has no time.

    The time, which the standard asks for, is that of the submission, else `at`. Whoever
    posts a score a second time has to put a later one there, or it is not taken.
    """
    handed_in = mark.submission.at if mark.submission is not None else None
    time = handed_in or at
    if time is None or not given(mark):
        return
    facts: dict[str, Any] = {
        "userId": row.person.canvas or row.person.id,
        "timestamp": _time(time),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": mark.points,
        "scoreMaximum": mark.possible,
        "comment": remark(mark),
    }
    if handed_in is not None:
        facts["submission"] = {"submittedAt": _time(handed_in)}
    yield json.dumps(facts, indent=2) + "\n"


def _time(at: datetime) -> str:
    """As ISO 8601 with milliseconds; a time of no zone is taken for UTC."""
    utc = at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
