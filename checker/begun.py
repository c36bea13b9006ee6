"""Which tasks of an exercise nobody has begun, by comparing texts. Reads no file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["untouched"]

MARK = re.compile(r"\bTODO (\d+):")
NEAR = 6  # lines below a mark in which its task is done, or the one above it


def untouched(exercise: Mapping[str, str], texts: Mapping[str, str]) -> frozenset[int]:
    """The tasks whose marks all stand as the exercise has them, and nothing near.

    Both are file to text. A task that is done elsewhere, its marks left standing,
    counts as not begun: better silent than wrong about it.
    """
    marked: dict[int, bool] = {}
    for file, text in exercise.items():
        for task, left in _marks(text.splitlines(), texts.get(file, "").splitlines()):
            marked[task] = marked.get(task, True) and left
    return frozenset(task for task, left in marked.items() if left)


def _marks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Each mark's task, and whether the lines around the mark are as they were."""
    marks = {n: found for n, line in enumerate(before) if (found := MARK.search(line))}
    if not marks:
        return
    changed = _changes(before, after)
    for number, found in marks.items():
        near = range(number - 1, number + NEAR + 1)
        yield int(found[1]), not any(place in near for place in changed)


def _changes(before: Sequence[str], after: Sequence[str]) -> frozenset[int]:
    """The lines of the first text that the second has not, or has more beside."""
    compared = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return frozenset(
        place
        for kind, start, end, _, _ in compared.get_opcodes()
        if kind != "equal"
        for place in range(start, max(end, start + 1))
    )
