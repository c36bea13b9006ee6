"""For walls that root builds: a user nobody else is, and files that it may read."""

from __future__ import annotations

import os
import random
import shutil
import stat
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ..errors import WrongUse
from ..host.kept import CAREFUL

__all__ = ["ENTRIES", "below", "readable", "unused_user"]

# What systemd sets aside for users that live as long as a process (DynamicUser=).
USERS = range(61_184, 65_520)
ENTRIES = 10_000  # names that are looked at, and copied where that is needed


def unused_user() -> int:
    """The number of a user without a name, another one nearly every time."""
    import pwd

    known = {entry.pw_uid for entry in pwd.getpwall()}
    return random.SystemRandom().choice([n for n in USERS if n not in known])


def readable(folder: Path, most: int) -> Path:
    """The folder, or a copy in a new temporary one where only its owner may read it.

    Raises WrongUse when that would be more than `most` bytes or than ENTRIES files, or
    cannot be done.
    """
    if all(_is_open(path) for path in (folder, *islice(below(folder), ENTRIES))):
        return folder
    place = Path(tempfile.mkdtemp(prefix="shelf-read-"))
    try:
        place.chmod(0o755)
        _copy(folder, place / "app", most)
    except BaseException as error:
        shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, OSError):  # names that are too long together, for one
            raise _not_copied(folder, f"cannot be copied: {error.strerror}") from error
        raise
    return place / "app"


def below(folder: Path) -> Iterator[Path]:
    """Everything in the folder and in those within; links are not followed."""
    for above, folders, files in os.walk(folder):
        yield from (Path(above, name) for name in (*folders, *files))


def _is_open(path: Path) -> bool:
    """True where everybody may read it, or nobody reads through it."""
    try:
        mode = path.lstat().st_mode
    except OSError:  # gone meanwhile
        return True
    needed = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) else 0)
    return stat.S_ISLNK(mode) or mode & needed == needed


def _copy(folder: Path, to: Path, most: int) -> None:
    """Copies folders, plain files and links, with everybody allowed to read them.

    By descriptors: who changes the folder meanwhile leads root nowhere else.
    """
    _new_folder(to)
    left, count = most, 0
    for above, folders, files, fd in os.fwalk(folder):
        count += len(folders) + len(files)
        for name in (*folders, *files):
            left -= _copied(name, fd, to / Path(above).relative_to(folder) / name, left)
            if count > ENTRIES or left < 0:
                raise _not_copied(folder, "is too large to be copied")


def _new_folder(path: Path) -> None:
    path.mkdir()
    path.chmod(0o755)  # whatever the umask


def _not_copied(folder: Path, why: str) -> WrongUse:
    return WrongUse(
        f"Only root can read {folder}, and it {why}."
        " Let others read it, with chmod -R go+rX."
    )


def _copied(name: str, within: int, new: Path, most: int) -> int:
    """Copies one entry of a folder; of a plain file at most a byte too much."""
    mode = os.lstat(name, dir_fd=within).st_mode
    if stat.S_ISLNK(mode):
        new.symlink_to(os.readlink(name, dir_fd=within))
    elif stat.S_ISDIR(mode):
        _new_folder(new)
    elif stat.S_ISREG(mode):
        with os.fdopen(os.open(name, CAREFUL, dir_fd=within), "rb") as file:
            content = file.read(most + 1)
        new.write_bytes(content)
        new.chmod(0o644)
        return len(content)
    return 0
