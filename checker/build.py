"""Write and compare the published trees. Decides no word of them, changes no lesson."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

from . import course, coverage, proof, prose
from .errors import AuthorError
from .lesson import Lesson
from .notebook import notebook
from .versions import IGNORED, files_of, versions

__all__ = ["differences", "publish"]

APPS = ("exercises", "solutions")
TREES = (*APPS, "notebooks")
# Published outside them.
PAGES = ("README.md", "docs/coverage.md", *proof.PAGES)


def publish(root: Path) -> tuple[str, ...]:
    """Brings the published trees up to date; a sentence for each change it made."""
    wanted, found = _wanted(root), _found(root)
    stray = sorted(found.keys() - wanted.keys())
    stale = [path for path in sorted(wanted) if found.get(path) != wanted[path]]
    for path in stray:
        (root / path).unlink()
    needed = {folder for path in wanted for folder in (root / path).parents}
    for tree in TREES:
        _remove_unneeded(root / tree, needed)
    for path in stale:
        (root / path).unlink(missing_ok=True)  # a link is replaced, not written through
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(wanted[path])
    return (
        *(f"Removed {path}." for path in stray),
        *(f"Wrote {path}." for path in stale),
    )


def differences(root: Path) -> tuple[str, ...]:
    """A sentence for each published file that is stale, missing or stray."""
    wanted, found = _wanted(root), _found(root)
    return tuple(
        _difference(path, wanted, found)
        for path in sorted(wanted.keys() | found.keys())
        if wanted.get(path) != found.get(path) or path not in wanted
    )


def _difference(
    path: str, wanted: Mapping[str, bytes], found: Mapping[str, bytes | None]
) -> str:
    if path not in wanted:
        return f"{path} is stray: no lesson publishes it."
    if path not in found:
        return f"{path} is missing."
    return f"{path} is stale: it is not what lessons/ says now."


def _wanted(root: Path) -> dict[str, bytes]:
    """Every published file: path from the root to content."""
    lessons = course.lessons(root)
    texts = {f"{tree}/README.md": prose.tree_page(tree, lessons) for tree in APPS}
    wanted: dict[str, bytes] = {}
    for lesson in lessons:
        app = versions(lesson)
        page = prose.exercise_page(lesson, course.checks(lesson), app.places)
        texts[f"exercises/{lesson.name}/README.md"] = page
        for tree, files in zip(APPS, (app.exercise, app.solution), strict=True):
            wanted |= {f"{tree}/{lesson.name}/{n}": files[n] for n in files}
    texts |= _notebooks(root, lessons)
    texts |= _project_page(root, lessons)
    texts |= _coverage_page(root)
    texts |= proof.pages(root, lessons)
    return wanted | {path: text.encode() for path, text in texts.items()}


def _notebooks(root: Path, lessons: Sequence[Lesson]) -> dict[str, str]:
    """A notebook of each lesson.md, and the page of their tree where there is one."""
    found = course.prose(root)
    if not found:
        return {}
    texts = {"notebooks/README.md": prose.tree_page("notebooks", lessons)}
    for folder in found:
        place = f"lessons/{folder.name}/lesson.md"
        source = (folder / "lesson.md").read_text("utf-8")
        texts[f"notebooks/{folder.name}.ipynb"] = notebook(source, place)
    return texts


def _project_page(root: Path, lessons: Sequence[Lesson]) -> dict[str, str]:
    """The project's README.md, where there is one, with its table of lessons."""
    file = root / "README.md"
    if not file.is_file():
        return {}
    table = prose.lesson_table(lessons, "exercises/")
    page = prose.with_table(file.read_text("utf-8"), table)
    if page is None:
        raise AuthorError(
            "README.md has no place for the table of lessons. "
            f"Write {prose.OPENING} and {prose.CLOSING} where it belongs."
        )
    return {"README.md": page}


def _coverage_page(root: Path) -> dict[str, str]:
    """Where the course treats what it says that it does, if it says so."""
    parts = course.covered(root)
    return {"docs/coverage.md": coverage.page(parts)} if parts else {}


def _found(root: Path) -> dict[str, bytes | None]:
    """What stands there now; None for what is no plain file, such as a link."""
    paths = [root / page for page in PAGES if (root / page).is_file()]
    for tree in TREES:
        folder = root / tree
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise AuthorError(f"{tree} is not a folder of its own. Move it away.")
        paths += files_of(folder)
    return {
        path.relative_to(root).as_posix(): (
            path.read_bytes() if path.is_file() and not path.is_symlink() else None
        )
        for path in paths
    }


def _remove_unneeded(folder: Path, needed: Set[Path]) -> None:
    """Removes the folders that no published file is in; by now they hold none."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_symlink() or not path.is_dir() or path.name in IGNORED:
            continue
        if path in needed:
            _remove_unneeded(path, needed)
        else:
            shutil.rmtree(path)
