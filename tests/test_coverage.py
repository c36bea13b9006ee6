"""What the course has to treat is treated, in cells that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import build, course
from checker.errors import AuthorError
from small_course import write_lesson
from test_prose import cells

ROOT = Path(__file__).parents[1]
CORRECTIONS = 28  # in the list of facts that the course was written from
SMALL = """\
[[headings]]
topic = "Overview"
cells = ["01-first-flash/one", "01-first-flash/two", "02-setup/three"]

[[corrections]]
topic = "It waits in the browser"
cells = ["02-setup/three"]

[[gaps]]
topic = "Two tabs"
cells = ["02-setup/three"]
"""
PAGE = """\
<!-- Published from lessons/coverage.toml. Edit there. -->

# Where it is treated

Each topic with its notebook and the names of the cells that show it. A test checks that
they exist.

## What the course grew out of

The headings of a common text on flash messages, in its order.

| | Topic | Where |
| --: | --- | --- |
| 1 | Overview | [01-first-flash](../notebooks/01-first-flash.ipynb): `one`, `two`; \
[02-setup](../notebooks/02-setup.ipynb): `three` |

## What common texts say wrongly

As it is, in a few words, and the experiment that shows it.

| | Topic | Where |
| --: | --- | --- |
| 1 | It waits in the browser | [02-setup](../notebooks/02-setup.ipynb): `three` |

## What common texts leave out

And where it is shown here.

| | Topic | Where |
| --: | --- | --- |
| 1 | Two tabs | [02-setup](../notebooks/02-setup.ipynb): `three` |
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_lesson(tmp_path)
    (tmp_path / "lessons" / "coverage.toml").write_text(SMALL, "utf-8")
    return tmp_path


def test_every_cell_that_treats_something_is_there() -> None:
    there = {(f.name, cell) for f in course.prose(ROOT) for cell in cells(f)}
    parts = course.covered(ROOT)
    gone = {c for part in parts for topic in part.topics for c in topic.cells} - there

    assert parts
    assert gone == set()


def test_every_correction_and_every_heading_is_there() -> None:
    headings, corrections, _ = course.covered(ROOT)
    names = [topic.text for topic in headings.topics]

    assert len(corrections.topics) == CORRECTIONS
    assert len(names) == len(set(names))


def test_the_page_is_published_from_the_list(root: Path) -> None:
    build.publish(root)
    assert (root / "docs" / "coverage.md").read_text("utf-8") == PAGE

    (root / "lessons" / "coverage.toml").unlink()
    assert build.publish(root) == ("Removed docs/coverage.md.",)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (
            '["01-first-flash/one", ',
            '["one", ',
            ", headings 1: 'one' is no cell. Write notebook, slash and name.",
        ),
        ("[[gaps]]", "[[gap]]", ": “gaps” is missing. Is it “gap”?"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(
    root: Path, written: str, instead: str, said: str
) -> None:
    file = root / "lessons" / "coverage.toml"
    file.write_text(SMALL.replace(written, instead), "utf-8")

    with pytest.raises(AuthorError) as refused:
        build.publish(root)
    assert str(refused.value) == f"lessons/coverage.toml{said}"
