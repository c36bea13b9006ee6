"""What was packed is the same bytes for the same files, and comes back as they were."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import HostError
from checker.grading.packing import File, content, keep, packed, unfit, unpacked

FILES = {
    "app.py": File(b"app = 1\n"),
    "templates/é" + "x" * 150 + ".html": File(b""),
    "run.sh": File(b"#!", executable=True),
}


def found(folder: Path) -> dict[str, File]:
    return {
        file.relative_to(folder).as_posix(): File(
            file.read_bytes(), bool(file.stat().st_mode & 0o100)
        )
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_files_come_back_as_they_were(tmp_path: Path) -> None:
    digest = keep(tmp_path, FILES)

    assert keep(tmp_path, dict(reversed(FILES.items()))) == digest
    assert [file.name for file in tmp_path.iterdir()] == [f"{digest}.tar"]
    unpacked(content(tmp_path, digest), tmp_path / "out")
    assert found(tmp_path / "out") == FILES


def test_nothing_but_the_files_is_packed() -> None:
    with tarfile.open(fileobj=io.BytesIO(packed(FILES))) as tar:
        facts = [
            (i.name[:9], i.mode, i.uid, i.gid, i.mtime, i.uname, i.gname, i.type)
            for i in tar
        ]

    assert facts == [
        (name, mode, 0, 0, 0, "", "", tarfile.REGTYPE)
        for name, mode in (("app.py", 0o644), ("run.sh", 0o755), ("templates", 0o644))
    ]


def test_content_that_is_not_as_it_was_is_refused(tmp_path: Path) -> None:
    digest = keep(tmp_path, FILES)
    (tmp_path / f"{digest}.tar").write_bytes(b"else")

    for name in (digest, "0" * 64):
        with pytest.raises(HostError) as refusal:
            content(tmp_path, name)
        assert str(refusal.value) == (
            f"The packed content {name}.tar is not as it was written. "
            "Delete it and grade the folder of submissions again."
        )


def tar(*entries: tuple[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, kind in entries:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc" if kind == tarfile.SYMTYPE else ""
            archive.addfile(info)
    return whole.getvalue()


@pytest.mark.parametrize(
    "whole",
    [
        b"",
        b"no tar",
        packed(FILES)[:-512],
        packed(FILES) + b"x",
        packed(FILES).replace(b"ustar", b"USTAR"),
        tar(("b", tarfile.REGTYPE), ("a", tarfile.REGTYPE)),
        tar(("a", tarfile.REGTYPE), ("a", tarfile.REGTYPE)),
        tar(("a", tarfile.SYMTYPE), ("a/b", tarfile.REGTYPE)),
        tar(("a", tarfile.DIRTYPE)),
        packed({"../a": File(b"")}),
        packed({"/a": File(b"")}),
        packed({"a": File(b""), "a/b": File(b"")}),
    ],
)
def test_only_what_was_packed_here_is_unpacked(tmp_path: Path, whole: bytes) -> None:
    with pytest.raises(HostError, match="is not as it was written"):
        unpacked(whole, tmp_path / "out")

    assert list(tmp_path.iterdir()) == []


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(deadline=None)  # it writes files, on whatever disk
@given(
    st.dictionaries(NAMES, st.tuples(st.binary(max_size=50), st.booleans()), max_size=5)
)
def test_any_files_that_have_fit_names_come_back(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, tuple[bytes, bool]]
) -> None:
    files = {name: File(*what) for name, what in made.items() if not unfit(name)}
    files = {
        n: f for n, f in files.items() if not any(o.startswith(f"{n}/") for o in files)
    }
    out = tmp_path_factory.mktemp("out")

    unpacked(packed(files), out)

    assert found(out) == files


@given(st.binary(max_size=2000))
def test_bytes_of_anybodys_are_refused(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes
) -> None:
    out = tmp_path_factory.mktemp("out") / "x"

    with pytest.raises(HostError):
        unpacked(whole, out)
    assert not out.exists()
