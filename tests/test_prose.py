"""What learners read is shown by cells, in short sentences, and its links lead on.

In a lesson.md, `<!-- claim: x -->` binds the line below it, or the table below it, to
the code cell x that shows what it says. A sentence about flash(), the session, its
cookie or its key needs one; a question needs none. What only tells the reader what to
do, or what a cell is going to do, has `<!-- no claim: why -->` in its place.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from checker import course
from checker.mistakes import mistakes

ROOT = Path(__file__).parents[1]
PROSE = course.prose(ROOT)
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("*/README.md")),
    *sorted(ROOT.glob("exercises/*/README.md")),
    *(folder / "lesson.md" for folder in PROSE),
]
TEXTS = sorted(
    file
    for pattern in ("lesson.md", "lesson.toml", "quiz.toml")
    for file in ROOT.glob(f"lessons/*/{pattern}")
)

MISTAKES = [m for lesson in course.lessons(ROOT) for m in mistakes(lesson)]

CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^:name: (\S+)$", re.MULTILINE)
COMMENT = re.compile(r"<!-- (claim|no claim): (.+?) -->")
ASTRAY = re.compile(r"^<!-- (?:no )?claim.*-->\n(?=$|<|#|`{3}|\+)", re.MULTILINE)
FACT = re.compile(
    r"`flash\(\)`|get_flashed_messages|\bsession\b|\bcookies?\b|\bsecret.key\b", re.I
)
SENTENCE = re.compile(r"(?<=[.?!])[*”’)]* +(?=\S)")
LINK = re.compile(r"(?<!!)\[[^]\n]+\]\(([^)\s]+)\)")
MARKS = re.compile(r"^(?:[-*>]|\d+\.) |\*\*|\*")

each_notebook = pytest.mark.parametrize("folder", PROSE, ids=lambda folder: folder.name)


@dataclass(frozen=True)
class Line:
    """A line of prose, and what the comment above it, or above its table, says."""

    number: int
    text: str
    kind: str = ""
    cell: str = ""

    @property
    def sentences(self) -> list[str]:
        return SENTENCE.split(self.text)


def prose(folder: Path) -> list[Line]:
    """The lines of a lesson.md that are read: no code, no headings, no marks."""
    text = (folder / "lesson.md").read_text("utf-8")
    without = CODE.sub(lambda code: "\n" * code[0].count("\n"), text)
    found: list[Line] = []
    bound = ("", "")
    for number, line in enumerate(without.splitlines(), 1):
        if comment := COMMENT.match(line):
            bound = (comment[1], comment[2])
        elif line and not line.startswith(("#", "+++", "<!--")):
            found.append(Line(number, line, *bound))
        if not comment and not line.startswith("|"):
            bound = ("", "")
    return found


def cells(folder: Path) -> set[str]:
    """The names of the code cells of a lesson.md."""
    return set(NAME.findall((folder / "lesson.md").read_text("utf-8")))


@each_notebook
def test_every_claim_names_a_cell_that_shows_it(folder: Path) -> None:
    text = (folder / "lesson.md").read_text("utf-8")
    claims = {cell for kind, cell in COMMENT.findall(text) if kind == "claim"}

    assert claims
    assert claims - cells(folder) == set()


@each_notebook
def test_every_such_comment_stands_above_a_line_of_prose(folder: Path) -> None:
    text = (folder / "lesson.md").read_text("utf-8")

    assert ASTRAY.findall(text) == []


@each_notebook
def test_every_fact_about_flask_is_bound_to_a_cell(folder: Path) -> None:
    unbound = [
        f"{folder.name}/lesson.md, line {line.number}: {sentence}"
        for line in prose(folder)
        for sentence in line.sentences
        if not line.kind and FACT.search(sentence) and not sentence.endswith("?")
    ]

    assert unbound == []


@each_notebook
def test_sentences_are_short(folder: Path) -> None:
    counts = [
        len(sentence.split())
        for line in prose(folder)
        if not line.text.startswith("|")
        for sentence in SENTENCE.split(MARKS.sub("", line.text))
    ]

    assert median(counts) <= 18
    assert max(counts) <= 40


def test_everything_is_spelled_right(tmp_path: Path) -> None:
    files = [str(file.relative_to(ROOT)) for file in (*PAGES, *TEXTS)]
    for mistake in MISTAKES:  # what they edit may be in any language
        read = tmp_path / f"{mistake.name}.txt"
        read.write_text(f"{mistake.belief}\n{mistake.why}\n{mistake.question}\n")
        files.append(str(read))
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (done.stdout, done.stderr) == ("", "")


def test_no_question_shares_its_id_with_another() -> None:
    ids = [item.id for item in course.items(ROOT)]  # two of a kind are refused

    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    # A lesson.md is read as the notebook that is made of it.
    home = ROOT / "notebooks" if page.name == "lesson.md" else page.parent
    lost = [
        target
        for target in LINK.findall(CODE.sub("", page.read_text("utf-8")))
        if not re.match(r"[a-z]+:", target) and not leads(home, page, target)
    ]

    assert lost == []


def leads(home: Path, page: Path, target: str) -> bool:
    """True if the target is in the repository, and its heading in the file."""
    path, _, anchor = target.partition("#")
    file = home / path if path else page
    if not file.resolve().is_relative_to(ROOT) or not file.exists():
        return False
    return not anchor or anchor in anchors(file)


def anchors(file: Path) -> set[str]:
    """What GitHub calls the headings of a Markdown file in links."""
    heads = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
