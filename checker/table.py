"""Take typed values out of a parsed TOML table. Opens no file, knows no lesson."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from .errors import AuthorError

__all__ = ["Table"]

Wanted = TypeVar("Wanted")


class Table:
    """A TOML table whose keys are taken one by one; `close` refuses those left over.

    `place` says where the table stands, for the errors: a file, or a file and a part.
    """

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self.place = place
        self._values = values
        self._taken: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str:
        """The text under the key, without the blank lines around it."""
        return self._not_empty(key, self._take(key, str, "a text").strip())

    def line(self, key: str) -> str:
        """A text that stands in a heading or a comment, so on one line."""
        text = self.text(key)
        if "\n" in text:
            raise AuthorError(f"{self.place}: “{key}” has several lines. Write one.")
        return text

    def verbatim(self, key: str) -> str:
        """The text under the key, every blank of it; it may be empty."""
        return self._take(key, str, "a text")

    def number(self, key: str) -> int:
        """The whole number under the key, 1 or more."""
        number = self._take(key, int, "a whole number")
        if isinstance(number, bool) or number < 1:
            raise self._odd(key, number, "a whole number from 1")
        return number

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under the key, at least one."""
        found = self._not_empty(key, self._take(key, list, "a list of texts"))
        if not all(isinstance(item, str) and item.strip() for item in found):
            raise self._odd(key, found, "a list of texts")
        return tuple(item.strip() for item in found)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables under the key, at least one."""
        wanted = f"one or more [[{key}]]"
        found = self._not_empty(key, self._take(key, list, wanted))
        if not all(isinstance(item, dict) for item in found):
            raise self._odd(key, found, wanted)
        return tuple(
            Table(item, f"{self.place}, {key} {number}")
            for number, item in enumerate(found, 1)
        )

    def close(self) -> None:
        """Refuses a key that nobody took."""
        for key in self._values:
            if key not in self._taken:
                raise AuthorError(f"{self.place}: nothing reads “{key}”. Remove it.")

    def _take(self, key: str, kind: type[Wanted], wanted: str) -> Wanted:
        if key not in self._values:
            import difflib

            near = difflib.get_close_matches(key, self._values, n=1)
            advice = f"Is it “{near[0]}”?" if near else f"Write {wanted}."
            raise AuthorError(f"{self.place}: “{key}” is missing. {advice}")
        self._taken.append(key)
        value = self._values[key]
        if not isinstance(value, kind):
            raise self._odd(key, value, wanted)
        return value

    def _not_empty(self, key: str, found: Wanted) -> Wanted:
        if not found:
            raise AuthorError(f"{self.place}: “{key}” is empty. Fill it.")
        return found

    def _odd(self, key: str, value: object, wanted: str) -> AuthorError:
        return AuthorError(f"{self.place}: “{key}” is {value!r}. Write {wanted}.")
