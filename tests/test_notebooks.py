"""Every notebook runs from top to bottom with nobody looking, and still reads.

It does so in this environment, in the oldest that the project allows and in the newest.
What its named cells show in words is compared whole with tests/transcripts/notebooks/;
`--record` records them anew, and the difference is then to be read.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

import kernels
from checker import course
from checker.notebook import notebook
from kernels import HERE, NEWEST, OLDEST, Kernel

ROOT = Path(__file__).parents[1]
PROSE = course.prose(ROOT)
# Else the kernel warns that others on this machine could listen.
SETTINGS = Config({"KernelManager": {"transport_encryption": "auto"}})
# What these show hangs on the learner's own work, a seed or the day: not recorded.
OWN = re.compile(r"\blab\.(check|exercise|hint|recall)\(|own=True")

each_notebook = pytest.mark.parametrize("folder", PROSE, ids=lambda folder: folder.name)


def other(name: str) -> Any:
    """One more environment to run notebooks in, made once, by one worker."""
    return pytest.param(name, marks=pytest.mark.xdist_group(name))


@pytest.fixture(scope="session", params=["here", *map(other, [OLDEST, NEWEST])])
def kernel(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kernel]:
    """What runs the cells: that of this environment, or of one made for it."""
    if request.param == "here":
        yield HERE
        return
    folder = tmp_path_factory.mktemp("environment")
    yield kernels.made(request.param, folder)
    shutil.rmtree(folder, ignore_errors=True)  # some 300 MB


@pytest.fixture
def home(tmp_path: Path, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a learner's notebooks are, in a course that has nothing of theirs yet.

    The kernel is found without settings of whoever runs the test.
    """
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    monkeypatch.setenv("JUPYTER_PATH", kernel.place)
    for tree in ("lessons", "exercises", "solutions"):
        (tmp_path / tree).symlink_to(ROOT / tree)
    home = tmp_path / "work" / "notebooks"
    home.mkdir(parents=True)
    return home


def published(folder: Path) -> Any:
    file = ROOT / "notebooks" / f"{folder.name}.ipynb"
    return nbformat.read(file, as_version=4)


def outputs(cell: Any) -> Iterator[str]:
    """What a cell shows, in words."""
    for out in cell.outputs:
        yield out["text"] if "text" in out else out["data"]["text/plain"] + "\n"


def shown(cells: Any) -> str:
    """What the named cells show, one below the other."""
    return "".join(
        f"[{cell.id}]\n{''.join(outputs(cell))}\n"
        for cell in cells
        if cell.metadata.get("name") and cell.outputs and not OWN.search(cell.source)
    )


@pytest.mark.gate
@each_notebook
@pytest.mark.timeout(60, func_only=True)
def test_a_notebook_runs_and_shows_itself_in_words(
    folder: Path, kernel: Kernel, home: Path, transcript: Callable[[str, str], None]
) -> None:
    found = published(folder)
    where = {"metadata": {"path": str(home)}}
    NotebookClient(
        found, kernel_name=kernel.name, resources=where, config=SETTINGS
    ).execute()  # stops at the first cell that ends in an error

    cells = [cell for cell in found.cells if cell.cell_type == "code"]
    outs = [out for cell in cells for out in cell.outputs]
    assert [out.text for out in outs if out.get("name") == "stderr"] == []
    data = [out.data for out in outs if "data" in out]
    assert data
    assert [forms for forms in data if not forms.get("text/plain")] == []
    assert " object at 0x" not in "".join(text for c in cells for text in outputs(c))
    transcript(f"notebooks/{folder.name}", shown(cells))


@pytest.mark.gate
@pytest.mark.timeout(60, func_only=True)
@pytest.mark.parametrize("kernel", [other(OLDEST)], indirect=True)
def test_the_oldest_has_the_lowest_python_and_flask_that_the_project_allows(
    kernel: Kernel,
) -> None:
    assert kernel.python.release[:2] == kernels.lowest_python().release
    assert kernel.flask == kernels.lowest_flask()


@pytest.mark.gate
@pytest.mark.timeout(60, func_only=True)
@pytest.mark.parametrize("kernel", [other(NEWEST)], indirect=True)
def test_the_newest_is_newer_than_that_and_no_older_than_this(kernel: Kernel) -> None:
    assert kernel.python.release[:2] > kernels.lowest_python().release
    assert kernel.flask >= HERE.flask


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


def test_no_transcript_is_left_of_a_notebook_that_is_gone() -> None:
    recorded = {file.stem for file in (ROOT / "tests/transcripts/notebooks").iterdir()}

    assert recorded == {folder.name for folder in PROSE}
