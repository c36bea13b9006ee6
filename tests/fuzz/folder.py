"""A folder of any names is read within its limits, and told in sentences."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from checker.endings import OverLimit
from checker.source import oddities, python, texts

WORDS = [
    word.split("\n")[0].encode()
    for word in """app.py|templates/|a.html|/|.|..|.env|static/|__pycache__/|.py|.toml
    | |x
    |>app.py|>..|>/etc/passwd|!a.py|venv/|.git/|-|*|?|"|'|~|{|}|<b>
    """.split("|")
] + [b"\n", b"\xff", b"\xc3\xa9", b"\xe2\x80\xae", b"\x1b[31m", b"x" * 250]
_PLACE = tempfile.TemporaryDirectory(prefix="fuzz-folder-")


def one(data: bytes) -> None:
    """Names stand between NULs; ">" links where the rest says, "!" makes a fifo."""
    folder = Path(_PLACE.name) / "app"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in data.split(b"\0")[:20]:
        with contextlib.suppress(OSError, ValueError):
            _made(os.fsencode(folder), name)
    found = texts(folder)
    assert all(isinstance(text, str) for text in found.values())
    assert not [name for name in found if name.startswith(("/", ".."))]
    with contextlib.suppress(OverLimit):
        assert {name.as_posix() for name, _ in python(folder)} >= {
            name for name in found if name.endswith(".py")
        }
    assert all(sentence.endswith(".") for sentence in oddities(folder))


def _made(folder: bytes, name: bytes) -> None:
    kind, rest = name[:1], name[1:]
    path = os.path.join(folder, (rest if kind in b">!" else name).replace(b"..", b"__"))
    if kind == b">":
        os.symlink(rest, os.path.join(folder, b"link.py"))
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if kind == b"!":
        os.mkfifo(path)
    else:
        with open(path, "xb") as file:
            file.write(name)
