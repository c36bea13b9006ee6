"""`checker lab` opens JupyterLab on copies of the notebooks, and needs no network."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from checker import build, doctor
from checker.lab.copies import WIDGET, wake
from conftest import Ran
from small_course import write_lesson

Test = Callable[..., None]
pytestmark = [
    pytest.mark.timeout(240),  # a JupyterLab takes its time to start
    pytest.mark.skipif(sys.platform == "win32", reason="these tests send SIGINT"),
]
START = "00-start-here.ipynb"
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION")


def a_whole_jupyterlab(test: Test) -> Test:
    """Takes seconds to start, and more where another starts at the same time."""
    return pytest.mark.slow(pytest.mark.xdist_group("jupyterlab")(test))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one lesson and a start page, which is the current folder."""
    root = tmp_path / "the course’s home"
    root.mkdir()
    (write_lesson(root) / "lesson.md").write_text("# First flash\n", "utf-8")
    page = root / "lessons" / "00-start-here"
    page.mkdir()
    (page / "lesson.md").write_text("# Start here\n", "utf-8")
    build.publish(root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter" / "config"))
    return root


@contextmanager
def opened(*words: str) -> Iterator[tuple[list[str], subprocess.Popen[str]]]:
    """The first lines that `checker lab …` says, while it runs without a screen."""
    environment = {k: v for k, v in os.environ.items() if k not in SCREENS}
    with subprocess.Popen(
        [sys.executable, "-m", "checker", "lab", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**environment, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        try:
            yield [process.stdout.readline().strip() for _ in range(3)], process
        finally:
            process.kill()


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        text: str = answer.read().decode()
    return text


@a_whole_jupyterlab
def test_the_start_page_is_opened_and_ends_at_an_interrupt(root: Path) -> None:
    with opened() as (lines, process):
        page = fetch(lines[1])
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)

    said, address, ending = lines
    assert (said, ending) == (f"work/notebooks/{START} is open at", "Ctrl+C ends it.")
    place = rf"http://127\.0\.0\.1:\d+/lab/tree/work/notebooks/{START}\?token=\w{{48}}"
    assert re.fullmatch(place, address)
    assert "@jupyterlab/apputils-extension:announcements" in page
    assert (rest, process.returncode) == ("", 0)


@a_whole_jupyterlab
def test_a_lesson_is_opened_by_its_number_and_nobody_is_asked_for_news(
    root: Path,
) -> None:
    with opened("1", "--no-browser") as (lines, _):
        place = "lab/tree/work/notebooks/01-first-flash.ipynb"
        base, _, token = lines[1].partition(place)
        assert base, lines
        news = json.loads(fetch(f"{base}lab/api/news{token}"))
        update = json.loads(fetch(f"{base}lab/api/update{token}"))

    assert (news["news"], update["notification"]) == ([], None)


def test_without_jupyterlab_it_is_said_how_to_get_it(
    root: Path, checker_here: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)

    assert checker_here("lab") == Ran(
        "JupyterLab is not installed. “./course lab” brings it, and so does "
        "“pip install\n'flash-course[lab]'”.\n",
        "",
        2,
    )


@pytest.fixture
def checker_here(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs the command line in the current folder; the environment stays as it is."""
    from click.testing import CliRunner

    from checker.cli.group import main

    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, "")

    def run(*words: str) -> Ran:
        result = CliRunner().invoke(main, words)
        return Ran(result.output, result.stdout, result.exit_code)

    return run


def test_a_notebook_that_was_not_published_is_said(
    root: Path, checker_here: Callable[..., Ran]
) -> None:
    (root / "notebooks" / START).unlink()

    assert checker_here("lab") == Ran(
        "notebooks/00-start-here.ipynb is missing. "
        "Publish it with “checker dev build”.\n",
        "",
        4,
    )


def test_copies_are_made_once_and_never_over_work(
    root: Path, checker_here: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)
    copies = root / "work" / "notebooks"
    checker_here("lab")
    (copies / START).write_text("mine")
    (copies / "01-first-flash.ipynb").unlink()
    checker_here("lab")

    assert (copies / START).read_text() == "mine"
    assert sorted(file.name for file in copies.iterdir()) == [
        START,
        "01-first-flash.ipynb",
    ]
    published = (root / "notebooks" / "01-first-flash.ipynb").read_bytes()
    assert (copies / "01-first-flash.ipynb").read_bytes() == published


def saved(file: Path, **forms: str) -> nbformat.NotebookNode:
    """A notebook with an output in these forms and a printed one, as it was saved."""
    outputs = [
        nbformat.v4.new_output("display_data", data=forms),
        nbformat.v4.new_output("stream", text="said"),
    ]
    cells = [
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_code_cell("ask", outputs=outputs),
    ]
    found: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(found, file)
    return found


@pytest.fixture
def notary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookNotary:
    """Who signs the notebooks that a learner ran."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    return NotebookNotary()


@pytest.mark.parametrize("trusted", [True, False])
def test_a_saved_question_is_read_without_its_widget(
    tmp_path: Path, notary: NotebookNotary, trusted: bool
) -> None:
    file = tmp_path / "one.ipynb"
    found = saved(file, **{WIDGET: "gone", "text/html": "<p>What?</p>"})
    if trusted:
        notary.sign(found)
    wake(tmp_path)

    read = nbformat.read(file, as_version=4)
    assert read.cells[1].outputs[0].data == {"text/html": "<p>What?</p>"}
    assert read.cells[1].outputs[1].text == "said"
    assert notary.check_signature(read) is trusted
    assert [entry.name for entry in tmp_path.glob("*.ipynb")] == ["one.ipynb"]


def test_what_needs_no_waking_stays_as_it_is(tmp_path: Path) -> None:
    texts = {"plain": "{}", "broken": f'{{"{WIDGET}', "odd": f'{{"cells": "{WIDGET}"}}'}
    for name, text in texts.items():
        (tmp_path / f"{name}.ipynb").write_text(text)
    wake(tmp_path)

    assert {f.stem: f.read_text() for f in tmp_path.glob("*.ipynb")} == texts


@pytest.mark.parametrize(
    ("system", "variables", "screen"),
    [
        ("Linux", (), False),
        ("Linux", ("DISPLAY",), True),
        ("Linux", ("WAYLAND_DISPLAY",), True),
        ("Linux", ("SSH_CONNECTION", "DISPLAY"), True),
        ("Darwin", (), True),
        ("Darwin", ("SSH_CONNECTION",), False),
        ("Windows", (), True),
    ],
)
def test_a_browser_is_opened_where_its_window_would_be_seen(
    system: str,
    variables: tuple[str, ...],
    screen: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    for name in variables:
        monkeypatch.setenv(name, "here")
    monkeypatch.setattr("platform.system", lambda: system)

    assert doctor.has_screen() is screen
