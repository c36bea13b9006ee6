"""Read a TOML file of a course as a table, or refuse it in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from .errors import AuthorError
from .table import Table

__all__ = ["head", "toml"]


def toml(folder: Path, file: str, within: str = "") -> Table:
    """What a TOML file in lessons/ says; `within` is where, if not in a lesson."""
    place = f"{within or f'lessons/{folder.name}'}/{file}"
    return _parsed(_text(folder / file, place), place)


def head(folder: Path, file: str) -> Table:
    """What such a file says before its first table of its own, as [this] or [[this]].

    The rest is not looked at: it is most of the file, and parsing takes its time.
    """
    place = f"lessons/{folder.name}/{file}"
    text = _text(folder / file, place)
    try:
        return Table(_values(text.partition("\n[")[0]), place)
    except (ValueError, RecursionError):  # no table began there, or something is odd
        return _parsed(text, place)


def _text(file: Path, place: str) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        raise AuthorError(f"{place} is missing. Write it.") from None
    except UnicodeDecodeError as error:
        raise AuthorError(f"{place} is not UTF-8: {error}. Save it as such.") from error


def _parsed(text: str, place: str) -> Table:
    try:
        return Table(_values(text), place)
    except RecursionError:
        raise AuthorError(f"{place} nests too deep. Write it flat.") from None
    except ValueError as error:  # TOMLDecodeError, or a number longer than Python reads
        raise AuthorError(f"{place} is not TOML: {error}. Mend that line.") from error


# A watch reads the same at every save, and a grading for every submission.
@lru_cache(256)
def _values(text: str) -> Mapping[str, object]:
    import tomllib

    return tomllib.loads(text)
