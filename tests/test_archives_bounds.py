"""Archives that are damaged, or hold more than anybody would hand in."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.grading import archives, gathering, streams
from checker.grading.archives import Bounds
from handed_in import (
    APP,
    handed_in,
    tarred,
    zip_of,
    zipped,
)

MIB = 1024 * 1024


def test_a_way_of_packing_that_needs_much_memory_is_not_read(tmp_path: Path) -> None:
    archive = zip_of(("app.py", b"", 0), method=zipfile.ZIP_LZMA)

    assert handed_in(tmp_path, archive)[1] == (
        "“app.py” was left out: it is packed in a way not read here (number 14)."
    )


def test_a_bomb_does_not_go_off(tmp_path: Path) -> None:
    one = zipped({**APP, "static/big.css": bytes(50 * MIB)})
    many = zipped({**APP, **{f"{n}": b"" for n in range(2_001)}})
    layer = gzip.compress(bytes(300 * MIB), 1)

    assert handed_in(tmp_path / "one", one) == (
        "“static/big.css” was left out: it would unpack to 1,028 times its size, as "
        "only bombs do.",
        "app.py",
    )
    assert handed_in(tmp_path / "many", many)[0] == (
        "The app was not taken in: it holds more than 2,000 files."
    )
    assert handed_in(tmp_path / "layer", layer, "ann.tgz")[0] == (
        "“ann.tgz” was not taken in: it holds more bytes than may be taken."
    )


def test_files_that_fill_the_room_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "LARGE", 2 * MIB)
    noise = bytes(range(256)) * 4096  # packs well, and not too well
    stored = {f"{n:02}": noise for n in range(33)}
    tar = tarred({**APP, **stored})
    large = zip_of(("app.py", b"", 0), ("a", noise * 3, 0), method=zipfile.ZIP_STORED)

    assert handed_in(tmp_path / "many", tar, "ann.tar")[0] == (
        "The app was not taken in: it holds more than 32 MiB."
    )
    assert handed_in(tmp_path / "large", large) == (
        "“a” was left out: it holds more bytes than may be taken.",
        "app.py",
    )


def test_entries_that_are_the_same_bytes_again_and_again_are_not_read(
    tmp_path: Path,
) -> None:
    noise = bytes(range(256)) * 400
    one = zip_of(("000", noise, 0), ("app.py", b"", 0), method=zipfile.ZIP_STORED)
    start = one.index(b"PK\x01\x02")
    entry = one[start : one.index(b"PK\x01\x02", start + 1)]
    entries = b"".join(entry.replace(b"000", b"%03d" % n) for n in range(999))
    directory = entries + one[start + len(entry) : one.index(b"PK\x05\x06")]
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), start, 0
    )

    # Each claims the one local header, which says another name: none is read.
    assert handed_in(tmp_path, one[:start] + directory + end)[0].startswith(
        "The app was not taken in: more than 16 of its files cannot be read: of “017”"
    )


def test_a_wrong_checksum_costs_that_file_only(tmp_path: Path) -> None:
    archive = zip_of(("app.py", b"", 0), ("a.html", b"hello", 0), method=0)

    assert handed_in(tmp_path, archive.replace(b"hello", b"hallo")) == (
        "“a.html” was left out: it is damaged.",
        "app.py",
    )


def test_names_that_the_two_places_of_a_zip_do_not_agree_on_are_left_out(
    tmp_path: Path,
) -> None:
    archive = zipped({**APP, "a.html": b""}).replace(b"a.html", b"b.html", 1)

    assert handed_in(tmp_path, archive) == (
        "“a.html” was left out: it is damaged.",
        "app.py",
    )


def test_an_archive_that_was_cut_off_says_so(tmp_path: Path) -> None:
    tar = tarred({**APP, "a.html": b"a" * 600})
    damaged = "“ann.zip” was not taken in: it is damaged."

    assert handed_in(tmp_path / "zip", zipped(APP)[:-30])[0] == damaged
    assert handed_in(tmp_path / "within", tar[:2000], "ann.tar") == (
        "The archive is damaged after 2 names: is it cut off?",
        "“a.html” was left out: it is damaged.",
        "app.py",
    )
    assert handed_in(tmp_path / "between", tar[:1024], "ann.tar") == (
        "The archive does not say where it ends: is it cut off?",
        "app.py",
    )
    assert handed_in(tmp_path / "early", tar[:100], "ann.tar")[0] == (
        "“ann.tar” was not taken in: it is damaged."
    )


def test_a_damaged_layer_of_compression_says_so(tmp_path: Path) -> None:
    packed: dict[str, Callable[[bytes], bytes]] = {
        "gz": gzip.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
    }
    for kind, compress in packed.items():
        whole = compress(tarred(APP))
        cut = handed_in(tmp_path / kind, whole[:-12], f"ann.tar.{kind}")
        spoilt = whole[:20] + b"\xff\xff\xff" + whole[23:]
        said = handed_in(tmp_path / f"{kind}2", spoilt, f"ann.tar.{kind}")

        assert handed_in(tmp_path / f"{kind}3", whole, f"ann.tar.{kind}") == ("app.py",)
        assert cut[0].startswith(f"“ann.tar.{kind}” was not taken in: it is damaged.")
        assert said[0].startswith(f"“ann.tar.{kind}” was not taken in: it is damaged.")


def test_a_layer_that_asks_for_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "DICTIONARY", MIB)
    archive = lzma.compress(tarred(APP), preset=9)

    assert handed_in(tmp_path, archive, "ann.txz")[0] == (
        "“ann.txz” was not taken in: it is damaged."
    )


def test_a_list_of_names_that_is_too_long_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "HAND_IN", Bounds(MIB, MIB, 70_000, 10))
    archive = zipped({f"{'a' * 190}{n}": b"" for n in range(600)})
    tar = tarred({f"{n}": b"" for n in range(11)})
    long = zipped({"noise": bytes(range(256)) * 4096})

    assert handed_in(tmp_path / "zip", archive)[0] == (
        "“ann.zip” was not taken in: it has a longer list or header than any app has."
    )
    assert handed_in(tmp_path / "tar", tar, "ann.tar")[0] == (
        "“ann.tar” was not taken in: it holds more than 10 names."
    )
    assert (
        handed_in(tmp_path / "long", long)[0] == "“ann” holds no app.py, only “noise”."
    )
    monkeypatch.setattr(archives, "HAND_IN", Bounds(1000, MIB, 70_000, 10))
    assert handed_in(tmp_path / "packed", long)[0] == (
        "“ann.zip” was not taken in: it holds more bytes than may be taken."
    )


def pax(name: str, records: bytes, kind: bytes = b"x") -> bytes:
    """A header of a tar with this before the next one."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, len(records)
    return info.tobuf() + records + bytes(-len(records) % 512)


def test_headers_of_a_tar_that_are_longer_than_any_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "HEADERS", 100_000)
    many = pax("x", b"8013 comment=" + b"a" * 7_999 + b"\n") * 20
    said = (
        "“ann.tar” was not taken in: it has a longer list or header than any app has."
    )

    def taken(name: str, header: bytes) -> str:
        return handed_in(tmp_path / name, header + tarred(APP), "ann.tar")[0]

    assert taken("long", pax("x", b"1 " * 10_000)) == said
    assert taken("name", pax("x", b"a" * 20_000, b"L")) == said
    assert taken("many", many) == said
    assert taken("number", pax("x", b"1" * 500)) == (
        "“ann.tar” was not taken in: it has a number longer than any is."
    )


def test_a_tar_whose_headers_lead_nowhere_ends_there(tmp_path: Path) -> None:
    endless = pax("x", b"11 a=bcdef\n") * 3_000
    backwards = tarfile.TarInfo("back")
    backwards.size = -1024
    sparse = pax("x", b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n")

    first = tarred(APP)[:1024]
    assert handed_in(tmp_path / "deep", endless, "ann.tar")[0] == (
        "“ann.tar” was not taken in: it is damaged."
    )
    assert handed_in(tmp_path / "back", first + backwards.tobuf(), "ann.tar") == (
        "The archive is damaged after 1 names: is it cut off?",
        "app.py",
    )
    assert (
        handed_in(tmp_path / "sparse", first + sparse + first, "ann.tar")[-1]
        == "app.py"
    )


def test_a_file_with_holes_is_left_out(tmp_path: Path) -> None:
    info = tarfile.TarInfo("holes.html")
    info.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[483:495] = b"77777777777\0"  # as long as that when unpacked
    header[148:156] = b"%06o\0 " % (256 + sum(header[:148]) + sum(header[156:]))

    assert handed_in(
        tmp_path, tarred(APP)[:1024] + bytes(header) + bytes(1024), "a.tar"
    ) == (
        "“holes.html” was left out: it is no file.",
        "app.py",
    )
