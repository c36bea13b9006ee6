"""Reads a lesson's mistakes and styles, and makes their apps. Runs none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from .begun import untouched
from .diagnosis import Recogniser
from .errors import AuthorError
from .lesson import Edit, Lesson, Mistake, Style, Wording
from .lesson_files import KEBAB, loaded
from .table import Table
from .toml_file import head, toml
from .versions import versions

__all__ = [
    "beliefs",
    "mistakes",
    "not_begun",
    "recognisers",
    "style_app",
    "styles",
    "wrong_app",
]

DESCRIPTION = "style.toml"


def mistakes(lesson: Lesson) -> tuple[Mistake, ...]:
    """The lesson's recorded mistakes, in the order of their names."""
    found = sorted((lesson.folder / "mistakes").glob("*.toml"))
    return tuple(_mistake(lesson.folder, file) for file in found)


def beliefs(lesson: Lesson) -> tuple[Mistake, ...]:
    """What there is to tell of them, without the edits and wordings that make them."""
    found = sorted((lesson.folder / "mistakes").glob("*.toml"))
    return tuple(_belief(head(lesson.folder, f"mistakes/{f.name}"), f) for f in found)


def recognisers(lesson: Lesson) -> tuple[Recogniser, ...]:
    """How the lesson's mistakes are recognised; nothing where it has no diagnoses.py.

    Raises AuthorError for one whose mistake is not recorded.
    """
    if not (lesson.folder / "diagnoses.py").is_file():
        return ()
    defined = loaded(lesson, "diagnoses.py")
    found = tuple(x for x in defined if isinstance(x, Recogniser))
    for each in found:
        if not (lesson.folder / "mistakes" / f"{each.mistake}.toml").is_file():
            raise AuthorError(
                f"lessons/{lesson.name}/diagnoses.py recognises {each.mistake}, which "
                "is no mistake of the lesson. Record it in mistakes/, or mend the name."
            )
    return found


def styles(lesson: Lesson) -> tuple[Style, ...]:
    """The lesson's other correct apps, in the order of their names."""
    found = sorted((lesson.folder / "styles").glob(f"*/{DESCRIPTION}"))
    return tuple(_style(lesson.folder, file.parent) for file in found)


def style_app(lesson: Lesson, style: str) -> dict[str, bytes]:
    """The files of a correct app: the solution's for "", else that style's.

    Raises AuthorError for a style that is not there.
    """
    files = dict(versions(lesson).solution)
    if not style:
        return files
    folder = lesson.folder / "styles" / style
    if not (folder / DESCRIPTION).is_file():
        raise AuthorError(f"lessons/{lesson.name} has no style {style}. Write it.")
    gone = _style(lesson.folder, folder).without
    kept = {n: c for n, c in files.items() if not any(fnmatch(n, g) for g in gone)}
    return kept | _overlay(folder)


def wrong_app(
    lesson: Lesson, mistake: Mistake, wording: Wording | None = None
) -> dict[str, bytes]:
    """The files of the app of somebody who makes the mistake, in that wording.

    Raises AuthorError for an edit that does not fit.
    """
    chosen = wording or Wording("", mistake.edits)
    files = style_app(lesson, chosen.style)
    place = f"lessons/{lesson.name}/mistakes/{mistake.name}.toml"
    for edit in chosen.edits:
        files[edit.file] = _edited(files, edit, place).encode()
    return files


def not_begun(lesson: Lesson, texts: Mapping[str, str]) -> frozenset[int]:
    """The tasks of the lesson that nobody has begun in an app of these texts."""
    if not any("TODO " in text for text in texts.values()):
        return frozenset()
    exercise = versions(lesson).exercise
    readable = {n: c.decode("utf-8", "replace") for n, c in exercise.items()}
    return untouched(readable, texts)


def _edited(files: Mapping[str, bytes], edit: Edit, place: str) -> str:
    if edit.find is None:
        return edit.put
    text = files.get(edit.file, b"").decode()
    if text.count(edit.find) != 1:
        raise AuthorError(
            f"{place}: “find” occurs {text.count(edit.find)} times in {edit.file}: "
            f"{edit.find!r}. Choose what stands there once."
        )
    return text.replace(edit.find, edit.put)


def _overlay(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != DESCRIPTION
        and "__pycache__" not in path.parts
    }


def _mistake(folder: Path, file: Path) -> Mistake:
    table = toml(folder, f"mistakes/{file.name}")
    if not KEBAB.fullmatch(file.stem):
        raise AuthorError(
            f"{table.place}: the file's name is the mistake's. "
            "Write it in small letters and hyphens."
        )
    mistake = replace(
        _belief(table, file),
        edits=_edits(table),
        also=tuple(map(_also, _tables(table, "also"))),
        wordings=tuple(map(_wording, _tables(table, "wording"))),
    )
    table.close()
    return mistake


def _belief(table: Table, file: Path) -> Mistake:
    return Mistake(
        name=file.stem,
        belief=table.text("belief"),
        why=table.text("why"),
        question=table.text("question"),
        fails=table.texts("fails"),
        edits=(),
        read=table.text("read") if "read" in table else "",
        explains=table.texts("explains") if "explains" in table else (),
    )


def _tables(table: Table, key: str) -> tuple[Table, ...]:
    return table.tables(key) if key in table else ()


def _edits(table: Table) -> tuple[Edit, ...]:
    return tuple(_edit(part) for part in table.tables("edit"))


def _also(table: Table) -> tuple[str, str]:
    found = table.text("mistake"), table.text("because")
    table.close()
    return found


def _wording(table: Table) -> Wording:
    found = Wording(table.text("style") if "style" in table else "", _edits(table))
    table.close()
    return found


def _edit(table: Table) -> Edit:
    find = table.verbatim("find") if "find" in table else None
    edit = Edit(table.text("file"), find, table.verbatim("put"))
    if edit.find == "":
        raise AuthorError(f"{table.place}: “find” is empty. Fill it, or leave it out.")
    table.close()
    return edit


def _style(lesson: Path, folder: Path) -> Style:
    place = f"lessons/{lesson.name}/styles/{folder.name}"
    table = toml(folder, DESCRIPTION, place)
    style = Style(
        folder.name,
        folder,
        table.text("summary"),
        table.texts("without") if "without" in table else (),
        table.texts("packages") if "packages" in table else (),
    )
    table.close()
    return style
