"""Notebooks are published from lessons/*/lesson.md, the same bytes each time."""

import json
import sys
from pathlib import Path

import pytest

from checker import build, course
from checker.errors import AuthorError, NotInstalled
from checker.notebook import notebook
from small_course import write_lesson

PROSE = """\
# First flash

A message for the next page.

+++

<!-- claim: leaves-one
     shown below -->
The next page takes it.

```{code-cell}
:name: leaves-one
:tags: [long]

flash("Welcome.")
```

```{code-cell}
1 + 1
```

```{code-cell}
1 + 1
```

+++

<!-- only for authors -->

+++

```python
shown, never run
```
"""
PAGE = """\
# Notebooks

Published from lessons/. Edit there.

Each lesson to read, predict, run and build in. `./course lab` opens JupyterLab at the \
first, `./course lab 3` at a lesson, each as a copy in `work/notebooks/` that is yours \
to change.

| Lesson | Title | Minutes | What it is about |
| --: | --- | --: | --- |
| 1 | [First flash](01-first-flash.ipynb) | 15 | A message \\| for the next page. |

Every notebook here is made of its lesson's `lesson.md`, without outputs. \
`./course dev build` writes them, and a test compares them byte for byte.
"""


def cells(text: str) -> list[tuple[str, str, str]]:
    """Kind, id and source of each cell."""
    return [
        (cell["cell_type"], cell["id"], "".join(cell["source"]))
        for cell in json.loads(text)["cells"]
    ]


def write_page(root: Path, name: str = "00-start-here") -> Path:
    folder = root / "lessons" / name
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text("# Start here\n", "utf-8")
    return folder


def test_a_text_becomes_cells_and_comments_stay_behind() -> None:
    assert cells(notebook(PROSE, "lesson.md")) == [
        ("markdown", "226614b2", "# First flash\n\nA message for the next page."),
        ("markdown", "1b9a8366", "The next page takes it."),
        ("code", "leaves-one", 'flash("Welcome.")'),
        ("code", "72fce594", "1 + 1"),
        ("code", "72fce594-2", "1 + 1"),
        ("markdown", "2274742a", "```python\nshown, never run\n```"),
    ]


def test_a_notebook_holds_nothing_else() -> None:
    text = notebook("```{code-cell}\n:name: one\n\n1\n```\n", "lesson.md")

    assert text.endswith("}\n")
    assert json.loads(text) == {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "one",
                "metadata": {"name": "one"},
                "outputs": [],
                "source": ["1"],
            }
        ],
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def test_a_cell_more_changes_no_other() -> None:
    longer = PROSE.replace("+++\n", "+++\n\nA new one.\n\n+++\n", 1)
    before, after = (cells(notebook(text, "lesson.md")) for text in (PROSE, longer))

    assert [cell for cell in after if cell in before] == before


@pytest.mark.parametrize(
    ("prose", "said"),
    [
        (
            PROSE.replace("leaves-one\n:tags", "Leaves one\n:tags"),
            "lesson.md: a cell is called 'Leaves one'. "
            "Write small letters and hyphens.",
        ),
        (
            PROSE.replace("{code-cell}\n1", "{code-cell}\n:name: leaves-one\n1", 1),
            "lesson.md: two cells are called leaves-one. Rename one of them.",
        ),
        (
            PROSE.replace("[long]", "7"),
            "lesson.md makes no notebook: 7 is not of type 'array'. Mend it.",
        ),
        (
            PROSE.replace(":tags", ":"),
            "lesson.md makes no notebook: Code cell 2 at line 11 could not be read: "
            "Invalid YAML; while parsing a block mapping. Mend it.",
        ),
    ],
)
def test_a_text_that_makes_no_notebook_is_refused(prose: str, said: str) -> None:
    with pytest.raises(AuthorError) as refused:
        notebook(prose, "lesson.md")

    assert str(refused.value) == said


@pytest.mark.parametrize("package", ["jupytext", "nbformat"])
def test_without_jupytext_it_is_said_how_to_get_it(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(NotInstalled) as refused:
        notebook(PROSE, "lesson.md")
    assert str(refused.value) == (
        "Notebooks are published with jupytext, which is not installed. "
        "“./course dev build” brings it, and so does “pip install jupytext”."
    )


def test_lessons_and_pages_are_published_as_notebooks(tmp_path: Path) -> None:
    (write_lesson(tmp_path) / "lesson.md").write_text(PROSE, "utf-8")
    write_page(tmp_path)
    written = build.publish(tmp_path)

    assert [line for line in written if "notebooks" in line] == [
        "Wrote notebooks/00-start-here.ipynb.",
        "Wrote notebooks/01-first-flash.ipynb.",
        "Wrote notebooks/README.md.",
    ]
    assert (tmp_path / "notebooks" / "README.md").read_text("utf-8") == PAGE
    assert build.differences(tmp_path) == ()


def test_a_notebook_that_no_lesson_publishes_is_stray(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    page = write_page(tmp_path)
    build.publish(tmp_path)
    page.rename(page.with_name("99-where-next"))

    assert build.differences(tmp_path) == (
        "notebooks/00-start-here.ipynb is stray: no lesson publishes it.",
        "notebooks/99-where-next.ipynb is missing.",
    )


def test_a_course_without_prose_needs_no_jupytext(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jupytext", None)
    write_lesson(tmp_path)
    build.publish(tmp_path)

    assert not (tmp_path / "notebooks").exists()


def test_a_page_is_read_and_is_no_lesson(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    write_page(tmp_path)
    write_page(tmp_path, "99-where-next")

    assert [folder.name for folder in course.folders(tmp_path)] == ["01-first-flash"]
    assert [folder.name for folder in course.prose(tmp_path)] == [
        "00-start-here",
        "99-where-next",
    ]


@pytest.mark.parametrize("text", ["0", "00-start-here", "start"])
def test_a_notebook_is_found_as_a_lesson_is(tmp_path: Path, text: str) -> None:
    write_page(tmp_path)

    assert course.find_notebook(tmp_path, text) == "00-start-here"
