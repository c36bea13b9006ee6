"""Any checker.toml and any limit given by hand is a limit, or refused in a sentence."""

from __future__ import annotations

import tempfile
from dataclasses import astuple, fields
from pathlib import Path

from checker.errors import WrongUse
from checker.limits import Limits
from checker.settings import FILE, MOST, limits

WORDS = [
    *(f"{field.name} = 3\n".encode() for field in fields(Limits)),
    *(
        word.split("\n")[0].encode()
        for word in """[limits]|memory|cpu|=|1|0|-1|0.5|1e999|nan|inf|true|"512MiB"
        |"1 s"
        |"1.5KiB"|"9GiB"|KiB|''|[]|{}|1979-05-27|"\\u0000"|[other]|limits = 1|#|1_0|0x1
        |"1e3"|"99999999999999TiB"|limits.memory
        """.split("|")
    ),
    b"9" * 5000,
    b"a = " + b"[" * 2000,
    b"\n",
    b"\0",
    b"\xff",
]
_PLACE = tempfile.TemporaryDirectory(prefix="fuzz-settings-")
ROOT = Path(_PLACE.name)


def one(data: bytes) -> None:
    """The bytes as the file, below its heading, and each line as what is typed."""
    typed = data.decode(errors="replace").split("\n")
    for content, given in ((data, []), (b"[limits]\n" + data, []), (b"", typed)):
        (ROOT / FILE).write_bytes(content)
        try:
            found = limits(ROOT, given)
        except WrongUse as error:
            assert str(error).endswith((".", "…", "?")), str(error)
        else:
            assert all(0 < amount <= MOST for amount in astuple(found))
