"""Folders and archives of submissions, and an intake as text. Tests nothing itself."""

from __future__ import annotations

import io
import re
import tarfile
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

from checker.course import lessons
from checker.grading.intake import taken_in
from checker.grading.packing import content
from checker.grading.submission import Intake, Person, Submission

ROOT = Path(__file__).parent.parent
LESSONS = lessons(ROOT)
APP = {"app.py": b"app = 1\n"}
DAMAGED = re.compile(r"damaged \(.+\)\.$")  # the words are those of each Python
Files = Mapping[str, bytes]
Entry = tuple[str, bytes, int]


@cache
def solution(lesson: str) -> dict[str, bytes]:
    """The files of a finished app."""
    folder = ROOT / "solutions" / lesson
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def below(folder: str, files: Files) -> dict[str, bytes]:
    """The same files in a folder."""
    return {f"{folder}/{path}": content for path, content in files.items()}


def laid(folder: Path, files: Files) -> Path:
    """The files, written; a path that ends with a slash is a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, written in files.items():
        place = folder / path
        if path.endswith("/"):
            place.mkdir(parents=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(written)
    return folder


def zipped(files: Files) -> bytes:
    """The files as a zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, written in files.items():
            info = zipfile.ZipInfo("")
            info.filename = path  # the constructor would cut it at a NUL
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, written)
    return whole.getvalue()


def tarred(files: Files, mode: str = "") -> bytes:
    """The files as a tar, packed with gz, bz2 or xz."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]
        for path, written in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(written)
            archive.addfile(info, io.BytesIO(written))
    return whole.getvalue()


def taken(folder: Path, **how: object) -> str:
    """What the folder was taken for, as text."""
    into = folder.parent / "content"
    return told(taken_in(folder, into, LESSONS, **how), into)  # type: ignore[arg-type]


def told(intake: Intake, into: Path) -> str:
    """All of an intake but for what has its plain value; files instead of digests."""
    people = [_person(person) for person in intake.people]
    rows = [_submission(each, into) for each in intake.submissions]
    return "\n".join([intake.layout, intake.said, *people, *rows, *intake.strays])


def files(submission: Submission, into: Path) -> dict[str, bytes]:
    """What was packed."""
    with tarfile.open(fileobj=io.BytesIO(content(into, submission.digest))) as tar:
        return {i.name: tar.extractfile(i).read() for i in tar}  # type: ignore[union-attr]


def _person(person: Person) -> str:
    named = {f.name: getattr(person, f.name) for f in fields(person)}
    return "- " + ", ".join(f"{name} {said}" for name, said in named.items() if said)


def _submission(one: Submission, into: Path) -> str:
    parts = [f"* {one.person}: {one.lesson or '?'} from {one.source}"]
    if one.digest:
        parts.append(f"{len(files(one, into))} files")
    parts += [one.at.isoformat()] if one.at else []
    parts += ["late"] if one.late else []
    parts += [f"{one.attempts} attempts"] if one.attempts != 1 else []
    parts += [f"older {', '.join(one.older)}"] if one.older else []
    parts += [f"{one.hints} hints"] if one.hints else []
    said = [f"  {sentence}" for sentence in (one.trouble, *one.notes) if sentence]
    return "\n".join([", ".join(parts), *said])


def zip_of(*entries: Entry, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these names, contents and Unix modes, be they what they may."""
    whole = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(whole, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of a name that is there already
        for name, content, mode in entries:
            info = zipfile.ZipInfo(name)
            info.filename = name  # the constructor cuts it at a NUL
            info.compress_type, info.external_attr = method, mode << 16
            archive.writestr(info, content)
    return whole.getvalue()


def tar_of(*entries: tuple[str, bytes | str, bytes], mode: int = 0o644) -> bytes:
    """A tar with names, contents (or where they link to) and types."""
    whole = io.BytesIO()
    with tarfile.open(
        fileobj=whole, mode="w", format=tarfile.GNU_FORMAT, encoding="latin-1"
    ) as archive:
        for name, content, kind in entries:
            info = tarfile.TarInfo(name)
            info.type, info.mode = kind, mode
            if isinstance(content, str):
                info.linkname, content = content, b""
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return whole.getvalue()


def handed_in(tmp_path: Path, archive: bytes, name: str = "ann.zip") -> tuple[str, ...]:
    """What is said of the archive as a hand-in for lesson 1, and its files' names.

    Nothing is written but the packed content.
    """
    made, into = laid(tmp_path / "in", {name: archive}), tmp_path / "content"
    before = sorted(tmp_path.rglob("*"))
    (one,) = taken_in(made, into, LESSONS, layout="learners", lesson="1").submissions
    packed = [into / f"{one.digest}.tar"] if one.digest else []

    assert sorted(tmp_path.rglob("*")) == sorted([*before, into, *packed])
    trouble = (one.trouble,) if one.trouble else ()
    names = sorted(files(one, into)) if one.digest else ["nothing"]
    said = " ".join(names)
    return tuple(DAMAGED.sub("damaged.", each) for each in (*trouble, *one.notes, said))
