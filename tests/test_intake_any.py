"""Whatever a folder, a list or a roster holds: facts that fit, or a refusal."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checker.errors import WrongUse
from checker.grading.intake import taken_in
from checker.grading.layouts import AUTO, NAMES
from checker.grading.packing import content
from checker.grading.roster import roster
from checker.grading.submission import Intake
from handed_in import APP, LESSONS, laid, tarred, zipped

pytestmark = pytest.mark.slow  # whole classes, many of them

slow = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck)
)
PIECES = """ann bob _1_ _ - 17 LATE_ anon_Ab1cd_ assignsubmission_file submission_1
    submission_metadata.yml 03-categories lesson1 1 .git timestamp.txt submitted app.py
    .zip .tar / / / \\ .. é (2) text.html""".split()
LIST = (
    b"submission_1:\n  :submitters:\n  - :name: Ann\n  :created_at: 2026-01-01 00:00\n"
)
HELD = st.sampled_from([b"", b"x", LIST, zipped(APP), tarred(APP)])
FILES = st.dictionaries(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join),
    HELD,
    max_size=8,
)


def fits_together(intake: Intake, into: Path) -> None:
    ids = [person.id for person in intake.people]
    rows = [(row.person, row.lesson) for row in intake.submissions]

    assert ids == sorted(set(ids))
    assert rows == sorted(set(rows))
    assert {person for person, _ in rows} <= set(ids)
    assert {lesson for _, lesson in rows} <= {"", *(each.name for each in LESSONS)}
    json.dumps(asdict(intake), default=str, ensure_ascii=False).encode()
    for row in intake.submissions:
        assert bool(row.digest) != bool(row.trouble)
        assert row.attempts > len(row.older)
        if row.digest:
            content(into, row.digest)


@slow
@given(FILES, st.sampled_from((AUTO, AUTO, *NAMES)), st.sampled_from(("", "1")))
def test_any_names_in_a_class(
    files: dict[str, bytes], layout: str, lesson: str
) -> None:
    with tempfile.TemporaryDirectory() as place:
        made = laid(Path(place), {"class.zip": zipped(files)}) / "class.zip"
        into = Path(place, "content")
        with suppress(WrongUse):
            intake = taken_in(made, into, LESSONS, layout=layout, lesson=lesson)
            fits_together(intake, into)


SCALARS = (
    st.none() | st.booleans() | st.text(max_size=9) | st.just("2026-01-01 00:00:00")
)
KEYS = st.sampled_from([":submitters", ":name", ":sid", ":email", ":created_at", "a"])
TREE = st.recursive(
    SCALARS, lambda t: st.lists(t, max_size=3) | st.dictionaries(KEYS, t, max_size=3)
)


@slow
@given(
    st.binary(max_size=300)
    | st.dictionaries(st.sampled_from(["submission_1", "x"]), TREE).map(
        lambda tree: json.dumps(tree).encode()
    )
)
@example(b'submission_1: {":submitters": [{":name": "\\uD800", ":sid": "\\0"}]}')
@example(b"submission_1: &a {:submitters: [*a]}\n")
@example(b"!!python/object/apply:os.system [exit]\n")
@example(b"- submission_1\n")
@example(b"[" * 5000)
def test_any_list_of_gradescope(written: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        files = {"submission_metadata.yml": written, "submission_1/app.py": b""}
        made, into = laid(Path(place, "in"), files), Path(place, "content")
        intake = taken_in(made, into, LESSONS, lesson="1")

        fits_together(intake, into)
        assert intake.layout == "gradescope"
        told = {s for row in intake.submissions for s in (row.source, *row.older)}
        assert "submission_1" in told


@slow
@given(
    st.binary(max_size=300)
    | st.text("idnameSIS, ;\t\n\"'é\0=", max_size=200).map(str.encode)
)
@example("id\n\ud83d".encode("utf-16", "surrogatepass"))
def test_any_roster(written: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        file = laid(Path(place), {"roster.csv": b"id,name\n" + written}) / "roster.csv"
        with suppress(WrongUse):
            people = roster(file)
            ids = [person.id for person in people]

            assert all(ids)
            assert len(set(ids)) == len(ids)
            json.dumps([asdict(p) for p in people], ensure_ascii=False).encode()
