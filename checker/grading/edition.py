"""Which checker, lesson and seed a verdict is from, as one key. Reads the course."""

from __future__ import annotations

import hashlib
import hmac
import json
import platform
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from .scheme import Scheme

__all__ = ["ENGINE", "edition", "key", "seed_of"]

ENGINE = Path(__file__).parents[1]
DECIDING = (
    "flask",
    "werkzeug",
    "jinja2",
    "selectolax",
)  # packages that a verdict is from
KINDS = ("*.py", "*.toml")


@cache
def edition(lesson: Path) -> str:
    """What the verdicts of a lesson depend on beside a submission, as a digest.

    The checker's own files, the lesson's, and the versions of what apps are run with.
    """
    found = hashlib.sha256(_engine().encode())
    for file in _files(lesson):
        found.update(file.relative_to(lesson).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def key(digest: str, edition: str, seed: int, how: Sequence[object]) -> str:
    """The name of what comes of a submission's content when it is checked so.

    `how` are plain values: all else that an outcome may depend on.
    """
    told = json.dumps([digest, edition, seed, *how])
    return hashlib.sha256(told.encode()).hexdigest()


def seed_of(person: str, scheme: Scheme, secret: int) -> int:
    """The seed for a person's checks: 32 bits, by the scheme's policy."""
    if scheme.seed == "learner":
        made = hmac.digest(str(secret).encode(), person.encode(), "sha256")
        return int.from_bytes(made[:4], "big")
    return secret if scheme.seed == "class" else int(scheme.seed)


@cache
def _engine() -> str:
    found = hashlib.sha256(platform.python_version().encode())
    for name in DECIDING:
        found.update(f"{name} {version(name)}\0".encode())
    for file in _files(ENGINE):
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    """Python and TOML in a folder, in the same order on every machine."""
    found = (path for kind in KINDS for path in folder.rglob(kind))
    return sorted(path for path in found if "__pycache__" not in path.parts)
