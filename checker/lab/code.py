"""Show code of a lesson by reference, so that no notebook holds a copy. Runs none."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

from .. import regions
from ..errors import AuthorError
from .bundle import Shown

__all__ = ["fenced", "part", "show_app", "show_task", "show_text"]

LANGUAGES = {".py": "python", ".html": "html+jinja", ".css": "css", ".sql": "sql"}
MARK = re.compile(r"\s*(?:#|\{#|/\*|--)\s*(task \d+|end)\b")


def show_app(source: str | Path, region: str = "") -> Shown:
    """A file's code, or the text's; with a region only that function or class.

    A region is the name of a function or class, as in `welcome` or `Book`.
    """
    if isinstance(source, Path):
        return show_text(source.read_text("utf-8"), source.name, region)
    return show_text(source, "", region)


def show_text(text: str, name: str, region: str) -> Shown:
    """The text, called by its name, or a region of it, with the lines it stands in."""
    first, code = part(text, region, name or "The text")
    last = first + code.count("\n")
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    where = f"`{name}`, {lines}" if region else f"`{name}`"
    head = f"{where}\n\n" if name else ""
    return Shown(code, markdown=head + fenced(code, _language(name)))


def _language(name: str) -> str:
    return LANGUAGES.get(Path(name).suffix, "") if name else "python"


def show_task(marked: str, name: str, task: int, titles: Sequence[str]) -> Shown:
    """What solves a task in a file of a lesson's app, found by its marks."""
    found, inside = [], False
    for line in marked.splitlines():
        mark = MARK.match(line)
        inside = inside or bool(mark and mark[1] == f"task {task}")
        if inside:
            found.append(line)
        inside = inside and not (mark and mark[1] == "end")
    if not found:
        raise AuthorError(f"{name} has no region for task {task}. Name another.")
    code = regions.split("\n".join(found), titles, name).solution
    code = textwrap.dedent(code).strip("\n")
    head = f"`{name}`, task {task}\n\n"
    return Shown(code, markdown=head + fenced(code, _language(name)))


def part(text: str, region: str, place: str) -> tuple[int, str]:
    """The first line's number and the code of a function or class; all without one."""
    if not region:
        return 1, text.strip("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == region:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            lines = text.splitlines()[first - 1 : node.end_lineno]
            return first, textwrap.dedent("\n".join(lines))
    raise AuthorError(f"{place} has no function or class “{region}”. Name another.")


def fenced(code: str, language: str = "") -> str:
    """A Markdown block with the code, its fence longer than any within it."""
    longest = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"
