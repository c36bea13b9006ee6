"""A submission as one tar that says what is in it and nothing else. Reads no archive
of anybody else's.

Names are sorted; there is no time, owner or mode beyond executable or not. So the same
files are the same bytes, and their digest is the name of their content.
"""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import HostError

__all__ = ["LARGEST", "File", "content", "digest_of", "keep", "keep_only"]
__all__ += ["packed", "unfit", "unpacked"]

LARGEST = 32 * 1024 * 1024  # bytes of all files of one submission
FILES = 2_000
DEPTH = 16  # folders in each other
LONGEST = 200  # bytes of one name; the tightest file system takes 143 characters
DRIVE = re.compile("[A-Za-z]:")
HIDDEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
DAMAGED = (
    "The packed content {name} is not as it was written. "
    "Delete it and grade the folder of submissions again."
)


@dataclass(frozen=True)
class File:
    """What one file holds, and whether it may be run."""

    content: bytes
    executable: bool = False


def unfit(path: str) -> str:
    """Why nothing may be called so below a folder, as the end of a sentence; or ""."""
    parts = path.split("/")
    if path.startswith("/") or DRIVE.match(path):
        return "its name begins at the root of a disk"
    if ".." in parts:
        return "its name leads out of its folder"
    if HIDDEN.search(path) or "\\" in path:
        return "its name has characters that no name has"
    if not all(parts) or "." in parts:
        return "its name has an empty part"
    if len(parts) > DEPTH:
        return f"it stands below more than {DEPTH - 1} folders"
    if any(len(part.encode()) > LONGEST for part in parts):
        return f"its name has more than {LONGEST} bytes"
    return ""


def packed(files: Mapping[str, File]) -> bytes:
    """The files by their paths as one tar, always the same for the same files."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(files):
            info = tarfile.TarInfo(path)
            info.size = len(files[path].content)
            info.mode = 0o755 if files[path].executable else 0o644
            tar.addfile(info, io.BytesIO(files[path].content))
    return whole.getvalue()


def digest_of(content: bytes) -> str:
    """The name of packed content."""
    return hashlib.sha256(content).hexdigest()


def keep(into: Path, files: Mapping[str, File]) -> str:
    """Writes the files, packed, to where their digest says, and returns that."""
    whole = packed(files)
    digest = digest_of(whole)
    place = _place(into, digest)
    if not place.exists():
        half = place.with_suffix(".half")  # all that a killed run leaves
        half.write_bytes(whole)
        half.replace(place)
    return digest


def keep_only(into: Path, digests: Collection[str]) -> None:
    """Takes away what was kept of hand-ins that are not there any more."""
    for path in into.iterdir():
        if path.suffix in (".tar", ".half") and path.stem not in digests:
            path.unlink()


def content(packed: Path, digest: str) -> bytes:
    """What was kept in the folder `packed` under the digest, as it was then."""
    try:
        found = _place(packed, digest).read_bytes()
    except OSError:
        found = b""
    if digest_of(found) != digest:
        raise HostError(DAMAGED.format(name=f"{digest}.tar"))
    return found


def unpacked(content: bytes, into: Path) -> None:
    """Writes packed content as files below the folder, which is made.

    Refuses whatever `packed` would not have made of what is in it.
    """
    files = _files(content)
    into.mkdir(parents=True, exist_ok=True)
    for path, file in files.items():
        place = into / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as written:
            written.write(file.content)
        place.chmod(0o755 if file.executable else 0o644)


def _place(into: Path, digest: str) -> Path:
    return into / f"{digest}.tar"


def _files(content: bytes) -> dict[str, File]:
    files: dict[str, File] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
            for info in tar:
                held = content[info.offset_data : info.offset_data + info.size]
                files[info.name] = File(held, bool(info.mode & 0o100))
        same = not any(map(unfit, files)) and not _clash(files)
        same = same and packed(files) == content
    # All that tarfile raises for bytes that are no tar; that it is the same says more.
    except (tarfile.TarError, ValueError, OSError, ArithmeticError, RuntimeError) as no:
        raise HostError(DAMAGED.format(name=digest_of(content))) from no
    if not same:
        raise HostError(DAMAGED.format(name=digest_of(content)))
    return files


def _clash(files: Mapping[str, File]) -> bool:
    """True where a name is that of a file and of a folder."""
    return any(str(p) in files for path in files for p in PurePosixPath(path).parents)
