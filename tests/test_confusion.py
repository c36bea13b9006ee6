"""The record of all mistakes is counted, and published as a page and a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from checker import build, course, proof
from checker.confusion import Block, Cell, Rates, Row, cells, rates, record, rows
from checker.errors import AuthorError
from checker.lesson import Mistake
from checker.render.matrix import picture
from checker.render.proof import page
from engine import LESSON
from small_course import MISTAKE, write_lesson

RECORD = """\
mistake\tapp\toutcome\tnamed
mute\town\tfailed\tmute
mute\twording 1\tstopped\tmute silent
mute\trenamed\tfailed\t-
silent\town\tfailed\tsilent
silent\twording 1 on factory\tpassed\t-
silent\twording 2\tfailed\tmute
silent\trenamed\tfailed\tsilent
"""
ALSO = """
[[also]]
mistake = "silent"
because = "It says nothing | either."

"""
WILD = """\
[[mistake]]
id = "says-nothing"
lesson = 1
ours = ["silent", "mute"]

[[mistake]]
id = "shouts"
lesson = 2
because = "Nobody here can shout."
"""
TABLES = """\
## How many are named

2 mistakes.

| | Apps | Rejected | Named rightly | Named nothing | Named wrongly |
| --- | --: | --: | --: | --: | --: |
| Its own app | 2 | 2 (100 %) | 2 (100 %) | 0 (0 %) | 0 (0 %) |
| Wordings, by hand | 3 | 2 (66.6 %) | 1 (33.3 %) | 1 (33.3 %) | 1 (33.3 %) |
| Rewritings, by program | 2 | 2 (100 %) | 1 (50 %) | 1 (50 %) | 0 (0 %) |
| **All** | 7 | 6 (85.7 %) | 4 (57.1 %) | 2 (28.5 %) | 1 (14.2 %) |

| | Apps | Rejected | Named rightly | Named nothing | Named wrongly |
| --- | --: | --: | --: | --: | --: |
| 1. First flash | 7 | 6 (85.7 %) | 4 (57.1 %) | 2 (28.5 %) | 1 (14.2 %) |

Each mistake's own app is rewritten in 1 way that its name chooses, so that every way
gets its turn. A way proves itself: the solution, rewritten so, still keeps every
promise of its lesson.

| | Apps | Rejected | Named rightly | Named nothing | Named wrongly |
| --- | --: | --: | --: | --: | --: |
| renamed | 2 | 2 (100 %) | 1 (50 %) | 1 (50 %) | 0 (0 %) |

## Off the diagonal

An app may truly show two mistakes. Then both names are right; the reason stands here.

| The app of | is also named | Apps | Because |
| --- | --- | --: | --- |
| `mute` | `silent` | 1 of 3 | It says nothing \\| either. |
| `silent` | `mute` | 1 of 4 | This is a bug of the checker. |

## Named nothing

These apps are rejected, with what was expected and seen, and no mistake is named.

| The app of | as | Outcome |
| --- | --- | --- |
| `mute` | renamed | failed |
| `silent` | wording 1 on factory | passed |

## 1. First flash

| Mistake | What is believed | Checks that fail | Wordings | Rewritings |
| --- | --- | --- | --: | --: |
| `mute` | I need no flash | `greets` | 1 of 1 | 0 of 1 |
| `silent` | I need no flash | `greets` | 0 of 2 | 1 of 1 |

## In the wild

Mistakes that people were seen to make with flash messages, and which of ours they are.

| Lesson | In the wild | Ours, or why it cannot occur |
| --: | --- | --- |
| 1 | says-nothing | `silent`, `mute` |
| 2 | shouts | Nobody here can shout. |
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of one lesson, with two mistakes and what is recorded of them."""
    folder = write_lesson(tmp_path)
    head, edit = MISTAKE.split("\n\n")
    (folder / "mistakes/mute.toml").write_text(f"{head}\n{ALSO}{edit}", "utf-8")
    (tmp_path / "lessons/in-the-wild.toml").write_text(WILD, "utf-8")
    file = tmp_path / proof.RECORDED / "01-first-flash.tsv"
    file.parent.mkdir(parents=True)
    file.write_text(RECORD, "utf-8")
    return tmp_path


@pytest.fixture
def block(root: Path) -> Block:
    [found] = proof.blocks(root, course.lessons(root))
    return found


def test_a_record_is_read_as_it_was_written() -> None:
    found = rows(RECORD)

    assert found[1] == Row("mute", "wording 1", "stopped", ("mute", "silent"))
    assert [row.kind for row in found[:3]] == ["own", "wording", "rewriting"]
    assert record(found) == RECORD


@pytest.mark.parametrize("text", ["", "a\tb\n", RECORD + "silent\town\n"])
def test_another_text_is_no_record(text: str) -> None:
    with pytest.raises(ValueError, match=r"^This is no record of mistakes\.$"):
        rows(text)


def test_a_name_beside_the_right_one_is_wrong_unless_a_reason_is_recorded(
    block: Block,
) -> None:
    assert rates(block.rows, block.mistakes) == Rates(7, 6, 4, 2, 1)
    strict = [replace(mistake, also=()) for mistake in block.mistakes]
    assert rates(block.rows, strict) == Rates(7, 6, 3, 2, 2)


def test_the_cells_count_the_apps_of_each_name(block: Block) -> None:
    assert list(cells(block)) == [
        Cell("mute", "mute", 2, 3),
        Cell("mute", "silent", 1, 3, "It says nothing | either."),
        Cell("mute", "", 1, 3),
        Cell("silent", "silent", 2, 4),
        Cell("silent", "", 1, 4),
        Cell("silent", "mute", 1, 4),
    ]


def test_the_page_tells_rates_reasons_and_what_is_not_named(root: Path) -> None:
    assert build.publish(root)[0] == "Wrote docs/mistakes.md."
    found = (root / "docs/mistakes.md").read_text("utf-8")

    assert found[found.index("## How many") :] == TABLES
    assert "(mistakes.svg)" in found
    assert build.differences(root) == ()


def test_the_page_says_where_all_is_well(block: Block) -> None:
    silent = block.mistakes[1]
    plain = replace(block, mistakes=(silent,), rows=block.rows[3:4])
    found = page([plain, replace(block, mistakes=(), rows=())], [])

    assert "Nothing: no app is named as a mistake that is not its own." in found
    assert "## Named nothing" not in found
    assert "In the wild" not in found


def test_few_of_many_are_never_rounded_to_none_nor_to_all() -> None:
    mistake = Mistake("mute", "", "", "", ("greets",), ())
    many = [Row("mute", f"wording {n}", "failed", ("mute",)) for n in range(2000)]
    found = [*many, Row("mute", "own", "failed")]
    text = page([Block(LESSON, (mistake,), tuple(found))], [])

    assert "| **All** | 2001 | 2001 (100 %) | 2000 (99.9 %) | 1 (0.1 %) |" in text


def test_the_picture_has_a_shape_with_words_for_each_cell(block: Block) -> None:
    found = LexborHTMLParser(picture([block]))
    drawing = found.css_first("svg")

    told = found.css_first("desc")
    assert drawing is not None
    assert told is not None

    assert drawing.attributes["role"] == "img"
    assert told.text() == (
        "A row for each of 2 mistakes, a column for each diagnosis, lesson by lesson. "
        "4 of 7 apps are named rightly and lie on the diagonal, of 2 nothing is named, "
        "1 are named wrongly."
    )
    shapes = found.css("[class]:has(title)")
    assert [(shape.attributes["class"], shape.text()) for shape in shapes] == [
        ("right", "mute: 2 of 3 apps named so"),
        ("other", "mute: 1 of 3 apps named silent"),
        ("nothing", "mute: 1 of 3 apps named nothing"),
        ("right", "silent: 2 of 4 apps named so"),
        ("nothing", "silent: 1 of 4 apps named nothing"),
        ("other", "silent: 1 of 4 apps named mute"),
    ]


def test_what_is_recorded_of_a_mistake_that_is_gone_is_left_out(root: Path) -> None:
    (root / "lessons/01-first-flash/mistakes/mute.toml").unlink()
    [found] = proof.blocks(root, course.lessons(root))

    assert {row.mistake for row in found.rows} == {"silent"}


def test_a_lesson_without_a_record_has_no_rows(root: Path) -> None:
    (root / proof.RECORDED / "01-first-flash.tsv").unlink()
    [found] = proof.blocks(root, course.lessons(root))

    assert (len(found.mistakes), found.rows) == (2, ())


def test_a_damaged_record_is_refused(root: Path) -> None:
    (root / proof.RECORDED / "01-first-flash.tsv").write_text("x\n")

    with pytest.raises(AuthorError) as error:
        build.publish(root)
    assert str(error.value) == (
        "tests/recorded/mistakes/01-first-flash.tsv is no record. Record it anew."
    )


@pytest.mark.parametrize(
    "written",
    ['lesson = 1\nours = ["silent"]\nbecause = "So."', "lesson = 1"],
)
def test_one_in_the_wild_is_ours_or_cannot_occur(root: Path, written: str) -> None:
    file = root / "lessons/in-the-wild.toml"
    file.write_text(f'[[mistake]]\nid = "shouts"\n{written}\n', "utf-8")

    with pytest.raises(AuthorError) as error:
        build.publish(root)
    assert str(error.value) == (
        "lessons/in-the-wild.toml, mistake 1: shouts needs either “ours” or “because”. "
        "Say which of ours it is, or why it cannot occur."
    )


def test_a_course_without_a_list_has_seen_nothing_in_the_wild(root: Path) -> None:
    (root / "lessons/in-the-wild.toml").unlink()

    assert proof.in_the_wild(root) == ()
