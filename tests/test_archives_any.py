"""Whatever bytes somebody hands in: one row, no error, nothing out of its place."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checker.grading.intake import taken_in
from checker.grading.packing import LARGEST, content, unpacked
from handed_in import APP, LESSONS, below, laid, tarred, zipped

pytestmark = pytest.mark.slow  # many archives, each taken in whole

INSIDE = {**APP, "templates/é.html": b"<p>" * 400, "static/style.css": b""}
WHOLE = (
    zipped(INSIDE),
    zipped({"ann.zip": zipped(below("ann", INSIDE))}),
    tarred(INSIDE),
    tarred({**APP, "templates/" + "x" * 150: b""}),  # with a longer header
    *(tarred(INSIDE, mode) for mode in ("gz", "bz2", "xz")),
)
NAMES = ("ann.zip", "ann.tar", "ann.tar.gz")
slow = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck)
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A real archive with some bytes changed, put in, taken out, or cut off."""
    whole = bytearray(draw(st.sampled_from(WHOLE)))
    places = st.integers(0, len(whole) - 1)
    for _ in range(draw(st.integers(1, 6))):
        start, new = draw(places), draw(st.binary(max_size=8))
        whole[start : start + draw(st.integers(0, 8))] = new
    return bytes(whole[: draw(places)] if draw(st.booleans()) else whole)


def check(whole: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        made, into = laid(Path(place, "in"), {name: whole}), Path(place, "content")
        intake = taken_in(made, into, LESSONS[:1], layout="learners", lesson="1")
        rows = intake.submissions
        if made.joinpath(name).read_bytes() != whole:
            raise AssertionError("What was handed in was written to.")
        shutil.rmtree(made)
        for row in rows:
            out = Path(place, "out", row.digest or "none")
            if row.digest:
                unpacked(content(into, row.digest), out)
                assert (out / "app.py").is_file()
                assert sum(f.stat().st_size for f in out.rglob("*")) < 2 * LARGEST
                shutil.rmtree(out.parent)
                (into / f"{row.digest}.tar").unlink()

        assert [row.person for row in rows] == ["ann"]
        assert all(bool(row.digest) != bool(row.trouble) for row in rows)
        assert [f.name for f in Path(place).rglob("*")] == ["content"]


@slow
@given(spoilt(), st.sampled_from(NAMES))
def test_a_spoilt_archive_is_one_row(whole: bytes, name: str) -> None:
    check(whole, name)


@slow
@given(st.binary(max_size=3000), st.sampled_from(NAMES))
@example(b"PK\x05\x06" + bytes(18), "ann.zip")
@example(b"\x1f\x8b\x08\0", "ann.zip")
@example(b"BZh9", "ann.zip")
@example(b"\xfd7zXZ\0", "ann.zip")
def test_any_bytes_are_one_row(whole: bytes, name: str) -> None:
    check(whole, name)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@slow
@example(["\0", "a\0"], "zip")
@given(st.lists(TEXT, max_size=6), st.sampled_from(("zip", "tar")))
def test_names_of_any_kind_are_one_row(names: list[str], kind: str) -> None:
    files = dict.fromkeys(["app.py", *names], b"")
    whole = zipped(files) if kind == "zip" else tarred(files)

    check(whole, f"ann.{kind}")
