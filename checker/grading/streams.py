"""Reads bytes that somebody else wrote, never more of them than was allowed.

Knows no archive: it copies, takes a layer of compression off, and watches how much is
asked for at once.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, Protocol

from .nodes import Refused

__all__ = ["DAMAGE", "Watched", "damaged", "is_bomb", "read", "spooled"]
__all__ += ["uncompressed"]

PIECE = 64 * 1024
BLOCK = 512  # bytes that every header of a tar has
IN_MEMORY = 4 * 1024 * 1024  # a spool beyond it stands on the disk
DICTIONARY = 128 * 1024 * 1024  # bytes that xz may want; its own largest preset has 65
GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
RATIO, SMALL = 200, 1024 * 1024  # no text packs better, unless it is hardly any
# All that the libraries raise for bytes that are not what they seem to be.
DAMAGE = (
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    OSError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
)


class Readable(Protocol):
    """What bytes can be read from, one piece after the other."""

    def read(self, size: int = -1, /) -> bytes:
        """The next piece; b"" at the end."""


class Watched:
    """A file that refuses to be read in one piece of more than `once` bytes.

    Archives say themselves how long their lists and headers are, and their readers
    believe it. `squares` is what those of all pieces of more than a block may come
    to: an old Python takes the square of a header's length to read it. `last` is the
    piece read last.
    """

    def __init__(self, file: IO[bytes], once: int, large: int) -> None:
        self._file, self._once, self._large = file, once, large
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        """As a file does, or Refused."""
        most = self._once if size < 0 else size
        if most <= self._once:
            self.last = self._file.read(most)
            self._large -= max(0, len(self.last) - BLOCK)
        if most > self._once or self._large < 0:
            raise Refused("it has a longer list or header than any app has")
        return self.last

    def seek(self, offset: int, whence: int = 0) -> int:
        """As a file does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file does."""
        return self._file.tell()

    def seekable(self) -> bool:
        """As a file does."""
        return True


def read(file: Readable, most: int) -> bytes:
    """All of the file, or Refused where it is longer or is not what was packed."""
    return b"".join(_pieces(file, most))


def spooled(file: Readable, most: int) -> BinaryIO:
    """A copy to jump around in, on the disk if it is long."""
    return _kept(_pieces(file, most))


def uncompressed(file: BinaryIO, most: int) -> BinaryIO:
    """The file without its one layer of gzip, bzip2 or xz; itself if it has none."""
    file.seek(0)
    head = file.read(len(XZ))
    most = min(most, max(SMALL, RATIO * file.seek(0, io.SEEK_END)))
    file.seek(0)
    if head.startswith(GZIP):
        return _kept(_pieces(gzip.open(file), most))
    if head.startswith(BZIP2):
        return _kept(_pieces(bz2.BZ2File(file), most))
    if head.startswith(XZ):
        return _kept(_within(_unxzed(file), most))
    return file


def _kept(pieces: Iterator[bytes]) -> BinaryIO:
    copy = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # handed out
    try:
        for piece in pieces:
            copy.write(piece)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy  # type: ignore[return-value]  # typeshed calls it IO[bytes]


def _pieces(file: Readable, most: int) -> Iterator[bytes]:
    return _within(iter(lambda: file.read(PIECE), b""), most)


def _within(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    try:
        for piece in pieces:
            most -= len(piece)
            if most < 0:
                raise Refused("it holds more bytes than may be taken")
            yield piece
    except DAMAGE as error:
        raise damaged(error) from error


def _unxzed(file: Readable) -> Iterator[bytes]:
    unpack = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=DICTIONARY)
    while not unpack.eof:
        more = file.read(PIECE) if unpack.needs_input else b""
        if unpack.needs_input and not more:
            raise EOFError("it ends too soon")
        yield unpack.decompress(more, PIECE)


def damaged(error: Exception) -> Refused:
    """The refusal of what a library objects to."""
    said = str(error).rstrip(".")[:200] or type(error).__name__
    return Refused(f"it is damaged ({said})")


def is_bomb(size: int, packed: int) -> bool:
    """True for what unpacks to more than anything does that somebody wrote."""
    return size > SMALL and size > RATIO * packed
