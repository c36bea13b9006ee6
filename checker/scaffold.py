"""A new lesson's folder, ready to be edited. Touches no lesson that is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from . import course
from .errors import AuthorError, WorkInTheWay, WrongUse
from .lesson import Lesson
from .versions import versions

__all__ = ["new_lesson"]

IMPORTS = {
    "flash": "from flask import flash",
    "redirect": "from flask import redirect",
    "Response": "from werkzeug import Response",
}

# A lesson for its author to rewrite; “.txt” keeps tools from taking a file for Python.
DRAFT = Path(__file__).with_name("draft")
ROUTES = "routes.py"  # not a file of its own: the app grows by it


def new_lesson(root: Path, name: str) -> Path:
    """Makes a lesson that grows from the last one's solution; returns its folder.

    Raises WrongUse for a name that is none, WorkInTheWay for one that is taken.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not slug:
        raise WrongUse(f"“{name}” holds no letters a to z. Name the lesson in words.")
    folders = course.folders(root)
    for folder in folders:
        if folder.name.partition("-")[2] == slug:
            raise WorkInTheWay(f"lessons/{folder.name} is there. Choose another name.")
    if not folders:
        raise AuthorError("lessons/ holds no lesson to grow from. Write one by hand.")
    last = course.read(folders[-1])
    folder = root / "lessons" / f"{last.number + 1:02}-{slug}"
    _write(folder, _files(last, folder.name, slug))
    return folder


def _files(last: Lesson, name: str, slug: str) -> dict[str, bytes]:
    """The new lesson's files: path in its folder to content."""
    texts = _draft(last.number + 1, name, slug)
    app = dict(versions(last).solution)
    grown = _grown(app.get("app.py", b"").decode(), texts.pop(ROUTES), last)
    app["app.py"] = grown.encode()
    app_files = {f"app/{file}": content for file, content in app.items()}
    return app_files | {file: text.encode() for file, text in texts.items()}


def _draft(number: int, name: str, slug: str) -> dict[str, str]:
    """The draft's files with what is the lesson's own filled in."""
    title = slug.replace("-", " ").capitalize()
    own = {"number": number, "folder": name, "slug": slug, "title": title}
    return {
        file.relative_to(DRAFT).as_posix().removesuffix(".txt"): Template(
            file.read_text("utf-8")
        ).substitute(own)
        for file in sorted(DRAFT.rglob("[!.]*.*"))
    }


def _grown(source: str, routes: str, last: Lesson) -> str:
    """The last lesson's app.py with the routes that the tasks are about."""
    names, end_of_imports = _top_level(ast.parse(source))
    if "app" not in names:
        raise AuthorError(
            f"lessons/{last.name}/app/app.py has no `app` to grow from. "
            "Copy that lesson's folder by hand."
        )
    lines = source.splitlines()
    missing = [line for name, line in IMPORTS.items() if name not in names]
    lines[end_of_imports:end_of_imports] = missing
    return "\n".join(lines) + f"\n\n\n{routes}"


def _top_level(module: ast.Module) -> tuple[set[str], int]:
    """The names a module imports or assigns, and the line its last import ends on."""
    names: set[str] = set()
    last = 0
    for node in module.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
            last = node.end_lineno or 0
        elif isinstance(node, ast.Assign):
            names |= {item.id for item in node.targets if isinstance(item, ast.Name)}
    return names, last


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir()
    except FileExistsError as error:
        raise WorkInTheWay(f"lessons/{folder.name} is there. Move it away.") from error
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
