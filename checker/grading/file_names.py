"""Names of files and folders for ids that are any text. Makes no file."""

from __future__ import annotations

import hashlib
import re
import string

__all__ = ["file_name"]

PLAIN = frozenset(f"{string.ascii_letters}{string.digits}-_.@+".encode())
LONGEST = 80  # characters of a name; the tightest file system takes 143 bytes
DIGEST = 12  # hexadecimal digits
CAPITAL = re.compile("[A-Z]")
# Windows opens a device where it reads one of these before the first dot.
DEVICE = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def file_name(id: str) -> str:
    """A name for the id that no other id has, whatever a file system thinks of case.

    It needs no quoting in a link, has at most 80 characters, and reads like the id
    where that is plain: what is not stands as =2f, a byte of UTF-8. Where it was cut,
    or capitals could be taken for small letters, ~ and a digest follow.
    """
    name = "".join(map(_escaped, id.encode("utf-8", "surrogatepass")))
    if name[:1] in {".", "-"} or DEVICE.match(name):
        name = _hexadecimal(ord(name[0])) + name[1:]
    if name.endswith("."):
        name = name[:-1] + _hexadecimal(ord("."))
    if len(name) <= LONGEST and not CAPITAL.search(name):
        return name or "="  # nothing else is called so: digits follow any other
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST]
    return f"{name[: LONGEST - DIGEST - 1]}~{digest}"


def _escaped(byte: int) -> str:
    return chr(byte) if byte in PLAIN else _hexadecimal(byte)


def _hexadecimal(byte: int) -> str:
    return f"={byte:02x}"
