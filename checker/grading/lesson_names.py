"""Which lesson a name of a folder or a file means. Pure; knows no lesson itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ..lesson import Lesson

__all__ = ["LessonNames"]

BETWEEN = r"[\W_]*"
BEGUN, ENDED = r"(?<![^\W_])", r"(?![^\W_])"  # no letter or digit beside it


class LessonNames:
    """The names that people give to the lessons: 07-own-words, Lesson 7, 7."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self._names = {lesson.number: lesson.name for lesson in lessons}

    def meant(self, text: str) -> str:
        """The lesson that the whole text is a name of, be it a number; or ""."""
        slug = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
        if slug.isdecimal():
            return self._names.get(int(slug), "")
        for name in self._names.values():
            if slug in (name, name.partition("-")[2]):
                return name
        return self.mentioned(text)

    def mentioned(self, text: str) -> str:
        """The only lesson that the text speaks of, if it says more than a number."""
        found = {self._lesson(match) for match in self._spoken.finditer(text)} - {""}
        return found.pop() if len(found) == 1 else ""

    def around(self, text: str) -> tuple[str, str]:
        """What stands before and after the lesson that the text speaks of."""
        if not self.mentioned(text):
            return text, ""
        before, *_, after = self._spoken.split(text)
        return before.strip(" -_."), after.strip(" -_.")

    @cached_property
    def _spoken(self) -> re.Pattern[str]:
        """A name with its number and all its words, or “lesson” and a number."""
        whole = (
            rf"0*{number}[\W_]+" + BETWEEN.join(map(re.escape, name.split("-")[1:]))
            for number, name in self._names.items()
        )
        either = "|".join([*whole, rf"lesson{BETWEEN}\d{{1,4}}"])
        return re.compile(rf"{BEGUN}(?:{either}){ENDED}", re.IGNORECASE)

    def _lesson(self, match: re.Match[str]) -> str:
        (number, *_) = re.findall(r"\d+", match[0])
        return self._names.get(int(number), "")
