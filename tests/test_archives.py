"""Archives that mean harm are refused or unpacked safely, each with a sentence."""

from __future__ import annotations

import stat
import tarfile
from pathlib import Path

import pytest

from checker.grading.intake import taken_in
from handed_in import (
    APP,
    LESSONS,
    below,
    handed_in,
    laid,
    solution,
    tar_of,
    tarred,
    zip_of,
    zipped,
)


@pytest.mark.parametrize(
    ("name", "shown", "why"),
    [
        ("../evil", "../evil", "its name leads out of its folder"),
        ("a/../../evil", "a/../../evil", "its name leads out of its folder"),
        ("..\\evil", "../evil", "its name leads out of its folder"),
        ("/etc/evil", "/etc/evil", "its name begins at the root of a disk"),
        ("\\\\host\\evil", "//host/evil", "its name begins at the root of a disk"),
        ("C:\\evil", "C:/evil", "its name begins at the root of a disk"),
        ("e\x1b[2Jvil", "e\\x1b[2Jvil", "its name has characters that no name has"),
        ("a//evil", "a//evil", "its name has an empty part"),
        ("a/./evil", "a/./evil", "its name has an empty part"),
        ("e" * 201, f"{'e' * 40}…{'e' * 19}", "its name has more than 200 bytes"),
        (
            "a/" * 16 + "evil",
            "a/" * 16 + "evil",
            "it stands below more than 15 folders",
        ),
    ],
)
def test_names_that_are_none_are_left_out(
    tmp_path: Path, name: str, shown: str, why: str
) -> None:
    said = (f"“{shown}” was left out: {why}.", "app.py")
    entries = ("app.py", name)

    zipped = zip_of(*((each, b"", 0) for each in entries))
    tarred = tar_of(*((each, b"", tarfile.REGTYPE) for each in entries))
    assert handed_in(tmp_path / "zip", zipped) == said
    assert handed_in(tmp_path / "tar", tarred, "ann.tar") == said


def test_a_name_that_a_nul_would_end_is_left_out(tmp_path: Path) -> None:
    archive = zip_of(("app.py", b"", 0), ("x.py_y", b"", 0)).replace(
        b"x.py_y", b"x.py\0y"
    )

    assert handed_in(tmp_path, archive) == (
        "“x.py\\x00y” was left out: its name has characters that no name has.",
        "app.py",
    )


def test_a_name_in_another_encoding_is_read_as_what_it_most_likely_is(
    tmp_path: Path,
) -> None:
    names = ("app.py", "caf_.html", "th__.html", "cre\u0301me")
    plain = zip_of(*((name, b"", 0) for name in names))
    archive = plain.replace(b"caf_", "café".encode("cp437"))
    archive = archive.replace(b"th__", "thé".encode())  # as macOS does, unsaid
    tar = tar_of(("app.py", b"", tarfile.REGTYPE), ("café.html", b"", tarfile.REGTYPE))

    assert handed_in(tmp_path / "zip", archive) == (
        "“café.html” is not named in UTF-8: read as cp437.",
        "app.py café.html créme thé.html",
    )
    assert handed_in(tmp_path / "tar", tar, "ann.tar") == (
        "“café.html” is not named in UTF-8: read as latin-1.",
        "app.py café.html",
    )


def test_names_that_some_system_takes_for_one_are_kept_once(tmp_path: Path) -> None:
    archive = zip_of(
        ("app.py", b"1", 0),
        ("App.py", b"", 0),
        ("templates/a.html", b"", 0),
        ("Templates/b", b"", 0),
        ("app.py/x", b"", 0),
        ("templates", b"", 0),
        ("./app.py", b"2", 0),
        ("app.py", b"3", 0),
        ("WSGI.py", b"", 0),
        ("wsgi.py", b"", 0),
    )

    assert handed_in(tmp_path, archive) == (
        "“App.py” was left out: only capitals tell its name from “app.py”.",
        "“Templates/b” was left out: only capitals tell its name from “templates”.",
        "“app.py/x” was left out: “app.py” is a file there already.",
        "“templates” was left out: “templates” is a folder there already.",
        "“app.py” stands there twice: the last counts.",
        "“WSGI.py” was left out: only capitals tell its name from “wsgi.py”.",
        "app.py templates/a.html wsgi.py",
    )


def test_what_is_no_file_is_left_out(tmp_path: Path) -> None:
    zipped = zip_of(
        ("app.py", b"", stat.S_IFREG | 0o755),
        ("link", b"/etc/passwd", stat.S_IFLNK | 0o777),
        ("pipe", b"", stat.S_IFIFO),
        ("folder", b"", stat.S_IFDIR),
        ("static/", b"", stat.S_IFDIR),
    )
    tarred = tar_of(
        ("app.py", b"", tarfile.REGTYPE),
        ("link", "../../etc/passwd", tarfile.SYMTYPE),
        ("hard", "/etc/passwd", tarfile.LNKTYPE),
        ("pipe", b"", tarfile.FIFOTYPE),
        ("disk", b"", tarfile.BLKTYPE),
        ("static", b"", tarfile.DIRTYPE),
        mode=0o7777,
    )
    link = "was left out: it is a link, and links are not followed."

    assert handed_in(tmp_path / "zip", zipped) == (
        f"“link” {link}",
        "“pipe” was left out: it is no file.",
        "app.py",
    )
    assert handed_in(tmp_path / "tar", tarred, "ann.tar") == (
        "“disk” was left out: it is no file.",
        f"“hard” {link}",
        f"“link” {link}",
        "“pipe” was left out: it is no file.",
        "app.py",
    )


def encrypted(archive: bytes) -> bytes:
    """The zip with every entry marked as encrypted."""
    archive = archive.replace(b"PK\x03\x04\x14\0\0", b"PK\x03\x04\x14\0\1")
    return archive.replace(b"PK\x01\x02\x14\x03\x14\0\0", b"PK\x01\x02\x14\x03\x14\0\1")


def test_what_is_encrypted_cannot_be_read(tmp_path: Path) -> None:
    whole = encrypted(zipped(APP))
    many = encrypted(zipped({f"{n}.py": b"" for n in range(20)} | APP))

    assert handed_in(tmp_path / "one", whole) == (
        "Its app could not be read. “app.py” was left out: it is encrypted.",
        "“app.py” was left out: it is encrypted.",
        "nothing",
    )
    assert handed_in(tmp_path / "many", many)[0] == (
        "The app was not taken in: more than 16 of its files cannot be read: of "
        "“6.py”, it is encrypted."
    )


def test_one_layer_around_an_archive_is_taken_off_and_no_more(tmp_path: Path) -> None:
    inner = zipped(below("project", APP))
    wrapped, twice = (
        zipped({"a/inner.zip": inner}),
        zipped({"b.zip": zipped({"c.zip": inner})}),
    )
    several = zipped({f"{n}.zip": zipped({}) for n in range(9)})

    assert handed_in(tmp_path / "once", wrapped) == ("app.py",)
    assert handed_in(tmp_path / "twice", twice) == (
        "“ann” holds no app.py, only “b.zip”.",
        "nothing",
    )
    assert handed_in(tmp_path / "several", several)[0] == (
        "“8.zip” was not taken in: it is one of more than 8 archives."
    )


def test_a_zip_under_another_name_is_still_one(tmp_path: Path) -> None:
    assert handed_in(tmp_path / "zip", zipped(APP), "ann.tar") == ("app.py",)
    assert handed_in(tmp_path / "tar", tarred(APP, "xz")) == ("app.py",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (
            b"Rar!\x1a\x07\0",
            "it is a RAR archive, which is not read here; a zip would be",
        ),
        (
            b"7z\xbc\xaf\x27\x1c",
            "it is a 7z archive, which is not read here; a zip would be",
        ),
        (b"hello" * 200, "it is damaged"),
    ],
)
def test_what_is_no_archive_that_can_be_read_is_refused(
    tmp_path: Path, content: bytes, why: str
) -> None:
    said = f"“ann.zip” was not taken in: {why}."

    assert handed_in(tmp_path, content) == (said, "nothing")


def test_an_archive_with_nothing_in_it_holds_nothing(tmp_path: Path) -> None:
    only_junk = zipped({"__MACOSX/._app.py": b"", ".DS_Store": b"", "a.pyc": b""})

    assert handed_in(tmp_path / "a", zipped({})) == ("“ann” holds nothing.", "nothing")
    assert handed_in(tmp_path / "b", only_junk) == ("“ann” holds nothing.", "nothing")


def test_what_stands_in_an_archive_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    archive = zipped({"a/b.zip": b"PK\x03\x04", "c.txt": b""})

    assert handed_in(tmp_path, archive) == (
        "“b.zip” was not taken in: it is damaged.",
        "“b.zip” was not taken in: it is damaged.",
        "nothing",
    )


def test_many_things_left_out_are_counted(tmp_path: Path) -> None:
    archive = zipped({**APP, **{f"../{n}": b"" for n in range(20)}})

    said = handed_in(tmp_path, archive)

    assert len(said) == 14
    assert said[-2:] == ("And 8 more of that kind.", "app.py")


def test_one_hostile_archive_stops_no_other(tmp_path: Path) -> None:
    three = solution("03-categories")
    made = laid(
        tmp_path / "in",
        {
            "ann.zip": b"PK\x03\x04no",
            "bob.zip": zipped(three),
            "cy.tar": bytes(700),
            "dan.tar": tarred(three),
        },
    )

    intake = taken_in(made, tmp_path / "content", LESSONS)

    assert [
        (s.person, bool(s.digest), bool(s.trouble)) for s in intake.submissions
    ] == [
        ("ann", False, True),
        ("bob", True, False),
        ("cy", False, True),
        ("dan", True, False),
    ]
    assert intake.submissions[1].digest == intake.submissions[3].digest
