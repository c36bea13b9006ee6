"""Make a notebook of a lesson's text. Opens no file and runs no cell.

The text is a MyST text notebook; jupytext reads it, and nbformat says what is right.
Both are heavy and come with an extra, so they are loaded when the first is made.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import Any

from .errors import AuthorError, NotInstalled

__all__ = ["notebook"]

COMMENT = re.compile(r"^[ \t]*<!--.*?-->[ \t]*\n?", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
MISSING = (
    "Notebooks are published with jupytext, which is not installed. "
    "“./course dev build” brings it, and so does “pip install jupytext”."
)


def notebook(text: str, place: str) -> str:
    """The .ipynb of a lesson.md: no outputs, always the same; `place` is the file's.

    HTML comments are for authors and stay behind. A cell is called by its name, or
    by what is in it, so that a cell more or less changes no other.
    """
    try:
        import jupytext
        import nbformat
    except ModuleNotFoundError as error:
        raise NotInstalled(MISSING) from error
    try:
        found = jupytext.reads(text, fmt="md:myst")
    except Exception as error:  # of jupytext, YAML or nbformat: each has its own
        first = f"{error}\n".lstrip().partition("\n")[0].rstrip(".:")
        raise AuthorError(f"{place} makes no notebook: {first}. Mend it.") from error
    seen: Counter[str] = Counter()
    cells = [_cell(cell, seen, place) for cell in found.cells]
    found.cells = [cell for cell in cells if cell.source or cell.cell_type == "code"]
    found.metadata = nbformat.from_dict(METADATA)
    return str(nbformat.writes(found, ensure_ascii=False)) + "\n"


def _cell(cell: Any, seen: Counter[str], place: str) -> Any:
    """The cell with its id, and without what is not for learners."""
    if cell.cell_type == "markdown":
        cell.source = COMMENT.sub("", cell.source).strip("\n")
    name = cell.metadata.get("name", "")
    if name and not NAME.fullmatch(name):
        raise AuthorError(
            f"{place}: a cell is called {name!r}. Write small letters and hyphens."
        )
    if name and seen[name]:
        raise AuthorError(f"{place}: two cells are called {name}. Rename one of them.")
    own = name or hashlib.sha256(cell.source.encode()).hexdigest()[:8]
    seen[own] += 1
    cell.id = own if seen[own] == 1 else f"{own}-{seen[own]}"
    return cell
