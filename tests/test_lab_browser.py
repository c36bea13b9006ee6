"""A learner works in a real JupyterLab with a real browser: by mouse, and by keyboard.

axe-core finds nothing serious in what our cells show, on light and on dark, at the
width of a screen and of a telephone. The same for pages of their own stands in
test_pages_browser.py.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser import chromium, serious
from checker import course
from checker.quiz import CONFIDENCES, Item
from checker.render import quiz

pytestmark = [
    pytest.mark.gate,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("jupyterlab"),  # one server for all
    pytest.mark.skipif(sys.platform == "win32", reason="these tests send SIGINT"),
]
ROOT = Path(__file__).parents[1]
NAME = "01-first-flash"
START = 60_000  # milliseconds in which a kernel is ready, or a notebook has run
SETTINGS = {"apputils-extension/themes": {"adaptive-theme": True}}
LESSON = (ROOT / "lessons" / NAME / "lesson.md").read_text("utf-8")
REVEALED = LESSON.count(".reveal(")  # questions that a run below them answers
RECALLED = 3  # questions at the end
WHOLE, SHOWN = ".jp-Cell-outputWrapper", ".jp-OutputArea-output"  # of what a cell shows


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    root: Path
    address: str  # of the lesson's notebook

    def api(self, path: str, method: str = "GET") -> str:
        base, _, rest = self.address.partition("lab/tree/")
        headers = {"Authorization": f"token {rest.partition('token=')[2]}"}
        request = urllib.request.Request(
            f"{base}api/{path}", headers=headers, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            text: str = answer.read().decode()
        return text

    def forget(self) -> None:
        """Ends the kernels, and takes away all that a learner did."""
        for session in json.loads(self.api("sessions")):
            self.api(f"sessions/{session['id']}", "DELETE")
        shutil.rmtree(self.root / "work")
        copies = self.root / "work" / "notebooks"
        shutil.copytree(ROOT / "notebooks", copies)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """`checker lab 1` in a course that nobody has worked in."""
    root = tmp_path_factory.mktemp("course")
    for tree in ("lessons", "exercises", "solutions", "notebooks"):
        (root / tree).symlink_to(ROOT / tree)
    home = tmp_path_factory.mktemp("jupyter")
    for plugin, value in SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(value))
    own = {
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    environment = {**os.environ, **{name: str(home / own[name]) for name in own}}
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "checker", "lab", "1", "--no-browser"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            _, address, _ = (process.stdout.readline().strip() for _ in range(3))
            yield Lab(root, address)
        finally:
            process.send_signal(signal.SIGINT)  # it ends its kernels, then itself
            process.communicate(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


class Notebook:
    """The lesson's notebook as somebody has it open, with a fresh kernel."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.ready()

    def ready(self) -> None:
        """Waits until the kernel would run a cell at once."""
        idle = self.page.locator(".jp-StatusBar-TextItem", has_text="| Idle")
        expect(idle.first).to_be_visible(timeout=START)

    def choose(self, menu: str, entry: str) -> None:
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=entry, exact=True).click()

    def run_all(self) -> Notebook:
        self.choose("Run", "Run All Cells")
        return self.wait()

    def wait(self) -> Notebook:
        """Waits until each cell has run; none of them ended in an error."""
        cells = self.page.locator(".jp-CodeCell")
        prompt = cells.last.locator(".jp-InputArea-prompt")
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=START)
        self.ready()
        error = "[data-mime-type='application/vnd.jupyter.error']"
        expect(self.page.locator(error)).to_have_count(0)
        return self

    def cell(self, code: str) -> Locator:
        """The first cell with this in its code."""
        return self.page.locator(".jp-CodeCell", has_text=code).first

    def run(self, code: str) -> None:
        self.cell(code).locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")


@pytest.fixture
def opened(lab: Lab, browser: Browser) -> Iterator[Callable[..., Notebook]]:
    """Opens the notebook as somebody finds it who has done nothing yet."""
    contexts = []

    def look(**screen: object) -> Notebook:
        contexts.append(browser.new_context(**screen))  # type: ignore[arg-type]  # any
        page = contexts[-1].new_page()
        page.goto(f"{lab.address}&reset")
        return Notebook(page)

    lab.forget()
    yield look
    for context in contexts:
        context.close()


@pytest.fixture
def item() -> Item:
    """The first prediction of the lesson."""
    found = re.search(r'predict\("(.+?)"\)', LESSON)
    assert found is not None
    return next(item for item in course.items(ROOT) if item.id == found[1])


def test_a_wrong_prediction_is_revealed_and_kept(
    opened: Callable[..., Notebook], item: Item
) -> None:
    notebook = opened().run_all()
    question, reveal = notebook.cell(item.id), notebook.cell("ask.reveal(")
    expect(reveal).to_contain_text("Answer above first.")
    wrong = 1 if item.answer != 1 else 2
    question.get_by_role("radio", name=quiz.label(item, wrong)).check()
    question.get_by_role("radio", name=CONFIDENCES[2]).check()
    question.get_by_role("button", name="Commit").click()

    said = f"You answered {item.letter(wrong)}, {CONFIDENCES[2]}."
    expect(question).to_contain_text(said)
    expect(reveal).to_contain_text("✗ It is not so.")
    expect(reveal.locator(".fc-xray")).to_be_visible()

    notebook.page.keyboard.press("Control+s")
    expect(notebook.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    notebook.page.reload()
    notebook.ready()
    expect(question).to_contain_text(said)
    expect(reveal).to_contain_text("✗ It is not so.")

    notebook.choose("Kernel", "Restart Kernel and Run All Cells…")
    notebook.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(notebook.cell("lab.recall")).not_to_contain_text("Recall")
    notebook.wait()
    expect(question).to_contain_text(said)
    expect(reveal).to_contain_text("✗ It is not so.")
    expect(question.get_by_role("radio").first).to_be_disabled()


def test_an_x_ray_is_gone_through_forwards_and_back(
    opened: Callable[..., Notebook],
) -> None:
    notebook = opened().run_all()
    picture = notebook.page.locator(".jp-RenderedHTML .fc-xray").first
    radios, rests = picture.get_by_role("radio"), picture.locator(".fc-rest")
    expect(radios.nth(0)).to_be_checked()
    expect(rests.nth(1)).to_be_hidden()

    picture.locator(".fc-next:visible").click()
    expect(radios.nth(1)).to_be_checked()
    expect(rests.nth(1)).to_be_visible()
    picture.locator(".fc-back:visible").click()
    expect(radios.nth(0)).to_be_checked()
    expect(rests.nth(1)).to_be_hidden()


def test_an_exercise_is_checked_unfinished_and_finished(
    opened: Callable[..., Notebook], lab: Lab
) -> None:
    notebook = opened().run_all()
    report = notebook.cell("lab.check()").locator(".fc-report")
    expect(report).to_contain_text("✗ failed")
    expect(report.locator("iframe").first).to_be_visible()
    solution = lab.root / "solutions" / NAME
    shutil.copytree(solution, lab.root / "work" / NAME, dirs_exist_ok=True)
    notebook.run("lab.check()")

    expect(report).to_contain_text(
        re.compile(r"\b(\d+) of \1 promises kept"), timeout=START
    )
    expect(report).not_to_contain_text("✗")


def test_the_keyboard_alone_does_everything(
    opened: Callable[..., Notebook], item: Item
) -> None:
    notebook = opened().run_all()
    question, reveal = notebook.cell(item.id), notebook.cell("ask.reveal(")
    press, focused = notebook.page.keyboard.press, notebook.page.locator(":focus")
    # From the cell into what it shows.
    question.locator(WHOLE).focus()
    until(notebook.page, "Tab", "input[type=radio]")
    press("Space")
    press("ArrowDown")
    expect(question.get_by_role("radio", name=quiz.label(item, 2))).to_be_checked()
    expect(question.get_by_role("radio", name=quiz.label(item, 2))).to_be_focused()
    press("Tab")
    press("Space")
    press("ArrowRight")
    expect(question.get_by_role("radio", name=CONFIDENCES[1])).to_be_checked()
    press("Tab")
    expect(focused).to_have_text("Commit")
    notebook.ready()  # as it is for people, who are slower
    press("Enter")
    said = f"You answered {item.letter(2)}, {CONFIDENCES[1]}."
    expect(question).to_contain_text(said)

    reveal.locator(WHOLE).focus()
    until(notebook.page, "Tab", ".fc-xray input")
    press("ArrowDown")
    radios = reveal.locator(".fc-xray").get_by_role("radio")
    expect(radios.nth(1)).to_be_checked()
    press("ArrowUp")
    expect(radios.nth(0)).to_be_checked()
    until(notebook.page, "Tab", "summary")
    press("Enter")
    expect(reveal.get_by_role("table")).to_be_visible()


def until(page: Page, key: str, goal: str) -> None:
    """Presses a key until what has the focus is one of the goals."""
    for _ in range(20):
        page.keyboard.press(key)
        if page.locator(f":is({goal}):focus").count():
            return
    raise AssertionError(page.evaluate("document.activeElement.outerHTML"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_cells_show_can_be_read_by_everybody(
    opened: Callable[..., Notebook], scheme: str
) -> None:
    notebook = opened(color_scheme=scheme, viewport={"width": 980, "height": 900})
    page = notebook.run_all().page
    light = "true" if scheme == "light" else "false"
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
    closed = page.get_by_text("Answer above first.")
    skip = page.get_by_role("button", name="Skip", exact=True, disabled=False)
    # A widget may be drawn after its cell has run.
    expect(closed).to_have_count(REVEALED)
    expect(skip).to_have_count(REVEALED + RECALLED)
    for left in range(REVEALED + RECALLED, 0, -1):
        skip.first.click()
        expect(skip).to_have_count(left - 1)
    expect(closed).to_have_count(0)
    for summary in page.locator(".fc-xray summary").all():
        summary.click()

    assert serious(page, (SHOWN,)) == []
    # JupyterLab is no wider than a telephone only when nothing is left for our outputs.
    page.add_style_tag(content=f"{SHOWN} {{ max-width: 320px }}")
    assert serious(page, (SHOWN,)) == []
    wide = "es => es.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerHTML)"
    ours = page.locator(f"{SHOWN}:has(.fc-quiz, .fc-xray, .fc-report)")
    assert ours.evaluate_all(wide) == []
