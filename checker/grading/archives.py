"""Looks into a zip or a tar that somebody else made. Writes no file, follows no link.

What is in it becomes nodes (nodes.py); what must not be taken is left out, each with a
sentence. How long its lists may be and how much it may unpack to is bounded before the
standard library reads them.
"""

from __future__ import annotations

import io
import re
import stat
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from .nodes import Kind, Node, Refused, plain
from .streams import DAMAGE, Watched, damaged, is_bomb, spooled, uncompressed
from .tree import Tree

__all__ = ["CLASS", "HAND_IN", "Bounds", "is_archive", "opened", "stem", "within"]

MIB = 1024 * 1024
SUFFIX = re.compile(r"(?i)\.(zip|tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz)|rar|7z)$")
FOREIGN = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
ENCRYPTED, IN_UTF_8 = 0x1, 0x800  # flags of a zip's entry
HEADER, HEADERS = 8 * 1024, 16 * MIB  # what tarfile reads of one at once, and of all
RECORDS = (b"x", b"g", b"X")  # kinds of a header after which records stand
NUMBER = re.compile(rb"\d{40}")


@dataclass(frozen=True)
class Bounds:
    """Bytes as it came and unpacked, bytes of a zip's list, and names in it."""

    packed: int
    unpacked: int
    list: int
    names: int

    def check(self, names: int) -> None:
        """Refuses more names than there may be."""
        if names > self.names:
            raise Refused(f"it holds more than {self.names:,} names")


HAND_IN = Bounds(256 * MIB, 256 * MIB, 8 * MIB, 60_000)  # with a .venv in it
CLASS = Bounds(sys.maxsize, 8 * 1024 * MIB, 64 * MIB, 500_000)  # exported by a system


def is_archive(node: Node) -> bool:
    """True for a file that is called like an archive."""
    return node.kind is Kind.FILE and bool(SUFFIX.search(node.name))


def stem(name: str) -> str:
    """The name without what says that it is an archive."""
    return SUFFIX.sub("", name)


def within(node: Node, stack: ExitStack) -> Node:
    """The archive that a node is, as a folder called alike, until the stack ends."""
    with node.content() as file:
        copy = stack.enter_context(spooled(file, HAND_IN.packed))
    return opened(copy, stem(node.name), HAND_IN, stack)


def opened(file: BinaryIO, name: str, bounds: Bounds, stack: ExitStack) -> Node:
    """The archive in the file as a folder, until the stack ends."""
    file.seek(0)
    head = file.read(4)
    if head in FOREIGN:
        kind = FOREIGN[head]
        raise Refused(f"it is a {kind} archive, which is not read here; a zip would be")
    if not head:
        raise Refused("it is empty")
    tree = Tree()
    if head.startswith(b"PK"):
        _fill_from_zip(tree, file, bounds, stack)
    else:
        _fill_from_tar(tree, file, bounds, stack)
    return tree.node(name)


def _fill_from_zip(
    tree: Tree, file: BinaryIO, bounds: Bounds, stack: ExitStack
) -> None:
    watched = Watched(file, bounds.list, sys.maxsize)
    try:
        archive = stack.enter_context(zipfile.ZipFile(watched))
    except DAMAGE as error:
        raise damaged(error) from error
    bounds.check(len(archive.infolist()))
    for info in archive.infolist():
        name, notes = _zip_name(info)
        mode = info.external_attr >> 16
        kind = Kind.FOLDER if name.endswith(("/", "\\")) else _kind(mode)
        content = partial(_zip_content, archive, info)
        executable = bool(mode & stat.S_IXUSR)
        tree.add(name, Node("", kind, executable, content=content, notes=notes))


def _zip_name(info: zipfile.ZipInfo) -> tuple[str, tuple[str, ...]]:
    name = info.orig_filename  # `filename` ends at a NUL
    if info.flag_bits & IN_UTF_8:
        return plain(name.encode("utf-8", "surrogatepass"), "latin-1")
    return plain(name.encode("cp437"), "cp437")  # macOS writes UTF-8 and does not say


def _kind(mode: int) -> Kind:
    form = stat.S_IFMT(mode)
    if form in (0, stat.S_IFREG):
        return Kind.FILE
    if form == stat.S_IFDIR:
        return Kind.FOLDER
    return Kind.LINK if form == stat.S_IFLNK else Kind.OTHER


def _zip_content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    if info.flag_bits & ENCRYPTED:
        raise Refused("it is encrypted")
    if info.compress_type not in METHODS:
        raise Refused(
            f"it is packed in a way not read here (number {info.compress_type})"
        )
    if is_bomb(info.file_size, info.compress_size):
        times = info.file_size // max(1, info.compress_size)
        raise Refused(f"it would unpack to {times:,} times its size, as only bombs do")
    try:
        return archive.open(info)  # type: ignore[return-value]  # IO[bytes] in typeshed
    except DAMAGE as error:
        raise damaged(error) from error


def _fill_from_tar(
    tree: Tree, file: BinaryIO, bounds: Bounds, stack: ExitStack
) -> None:
    bare = uncompressed(file, bounds.unpacked)
    if bare is not file:
        stack.enter_context(bare)
    watched = _Headers(bare, HEADER, HEADERS)
    count = 0
    try:
        for count, info in enumerate(_tar_entries(watched), 1):
            bounds.check(count)
            name, notes = plain(info.name.encode("utf-8", "surrogateescape"), "latin-1")
            tree.add(name, _tar_node(bare, info, notes))
    except DAMAGE as error:
        if not count:
            raise damaged(error) from error
        tree.notes.add(f"The archive is damaged after {count:,} names: is it cut off?")
    else:
        if watched.last.strip(b"\0") or not watched.last:
            tree.notes.add("The archive does not say where it ends: is it cut off?")


class _Headers(Watched):
    """Those of a tar, without numbers longer than any is.

    An old Python takes the square of their length to see that they are none.
    """

    def read(self, size: int = -1) -> bytes:
        """As a file does, or Refused."""
        records = self.last[156:157] in RECORDS
        piece = super().read(size)
        if records and NUMBER.search(piece):
            raise Refused("it has a number longer than any is")
        return piece


def _tar_entries(file: _Headers) -> Iterator[tarfile.TarInfo]:
    tar = tarfile.TarFile(fileobj=file, encoding="utf-8", errors="surrogateescape")  # type: ignore[arg-type]
    while (info := tar.next()) is not None:
        tar.members.clear()  # type: ignore[attr-defined]  # it would keep them all
        if info.size < 0:  # the next would be sought backwards, for ever
            raise ValueError("a size below zero")
        yield info


def _tar_node(file: BinaryIO, info: tarfile.TarInfo, notes: tuple[str, ...]) -> Node:
    if info.isdir():
        kind = Kind.FOLDER
    elif info.issym() or info.islnk():
        kind = Kind.LINK
    else:
        kind = Kind.FILE if info.isreg() and not info.issparse() else Kind.OTHER
    content = partial(_slice, file, info.offset_data, info.size)
    return Node("", kind, bool(info.mode & stat.S_IXUSR), content=content, notes=notes)


def _slice(file: BinaryIO, start: int, size: int) -> BinaryIO:
    return io.BufferedReader(_Slice(file, start, size))


class _Slice(io.RawIOBase):
    """Some bytes of a file, as a file; others may read the same one meanwhile."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._at, self._left = file, start, size

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """As a file does; too few bytes are an error."""
        self._file.seek(self._at)
        piece = self._file.read(min(len(buffer), self._left))
        if self._left and not piece:
            raise EOFError("it ends too soon")
        buffer[: len(piece)] = piece
        self._at += len(piece)
        self._left -= len(piece)
        return len(piece)
