"""Every notebook runs from top to bottom with nobody looking, and still reads."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

from checker import course
from checker.notebook import notebook

ROOT = Path(__file__).parents[1]
PROSE = course.prose(ROOT)
# Else the kernel warns that others on this machine could listen.
SETTINGS = Config({"KernelManager": {"transport_encryption": "auto"}})

each_notebook = pytest.mark.parametrize("folder", PROSE, ids=lambda folder: folder.name)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where a learner's notebooks are, in a course that has nothing of theirs yet."""
    for tree in ("lessons", "exercises", "solutions"):
        (tmp_path / tree).symlink_to(ROOT / tree)
    home = tmp_path / "work" / "notebooks"
    home.mkdir(parents=True)
    return home


@each_notebook
@pytest.mark.timeout(60)
def test_a_notebook_runs_and_shows_itself_in_words(folder: Path, home: Path) -> None:
    text = notebook((folder / "lesson.md").read_text("utf-8"), folder.name)
    found = nbformat.reads(text, as_version=4)
    where = {"metadata": {"path": str(home)}}
    NotebookClient(
        found, kernel_name="python3", resources=where, config=SETTINGS
    ).execute()

    outputs = [out for cell in found.cells for out in cell.get("outputs", ())]
    assert [out.text for out in outputs if out.get("name") == "stderr"] == []
    shown = [out.data for out in outputs if "data" in out]
    assert shown
    assert [data for data in shown if not data.get("text/plain")] == []
    assert not [data for data in shown if " object at 0x" in data["text/plain"]]


@each_notebook
def test_every_prediction_is_revealed_in_a_later_cell(folder: Path) -> None:
    text = notebook((folder / "lesson.md").read_text("utf-8"), folder.name)
    code = [
        c.source
        for c in nbformat.reads(text, as_version=4).cells
        if c.cell_type == "code"
    ]
    together = [
        c for c in code if ".reveal(" in c and (".predict(" in c or ".myth(" in c)
    ]

    assert together == []


@each_notebook
def test_every_item_that_a_notebook_names_is_asked_in_it(folder: Path) -> None:
    text = (folder / "lesson.md").read_text("utf-8")
    own = [
        item
        for item in course.items(ROOT)
        if item.lesson == folder.name and item.kind != "recall"
    ]

    assert [item.id for item in own if f'"{item.id}"' not in text] == []
