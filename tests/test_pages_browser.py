"""Pages of their own, as a browser shows them: the X-ray's, and that of a report.

axe-core finds nothing serious in them, they can be read on a telephone, and the
keyboard alone does all that can be done.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from browser import chromium, serious
from checker.cli.group import main
from checker.render import html
from checker.transcript import Step
from small_report import ADDRESS, FAILED, REPORT, SIGHT, WORDS

pytestmark = [
    pytest.mark.gate,
    pytest.mark.xdist_group("pages"),  # one browser for all
]
ROOT = Path(__file__).parents[1]
NAME = "01-first-flash"
BODY = '<!doctype html><html lang="en"><title>Shelf</title><h1>The shelf</h1>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An X-ray as `checker xray` draws it, and reports with a failure's page."""
    root = tmp_path_factory.mktemp("course")
    for tree in ("lessons", "exercises", "solutions"):
        (root / tree).symlink_to(ROOT / tree)
    shutil.copytree(ROOT / "solutions" / NAME, root / "work" / NAME)
    picture, report = root / "xray.html", root / "report.html"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(root)
        ran = CliRunner().invoke(main, ["xray", "1", "--out", str(picture)])
    assert ran.exit_code == 0, ran.output
    shelf = Step("Ann", "GET", f"{ADDRESS}/", status=200, body=BODY)
    failed = replace(FAILED, steps=(*FAILED.steps, shelf))
    results = tuple(failed if r == FAILED else r for r in REPORT.results)
    report.write_text(html.page(replace(REPORT, results=results), WORDS), "utf-8")
    seen, file = root / "seen.html", io.BytesIO()
    Image.new("RGB", (1024, 768), "#fffef9").save(file, "PNG")
    words = replace(WORDS, sights={"greets": replace(SIGHT, png=file.getvalue())})
    seen.write_text(html.page(REPORT, words), "utf-8")
    return {"xray": picture, "report": report, "seen": seen}


@pytest.mark.parametrize("width", [980, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["xray", "report", "seen"])
def test_a_page_can_be_read_by_everybody(
    browser: Browser,
    pages: dict[str, Path],
    name: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page = browser.new_page(
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": 800},
    )
    page.goto(pages[name].as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    for step in page.get_by_role("radio").all()[-1:]:  # at the last, all is to be seen
        step.check()

    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [980, 320])
def test_a_picture_fits_beside_or_below_what_is_said(
    browser: Browser, pages: dict[str, Path], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(pages["seen"].as_uri())
    picture = page.get_by_role("img", name="The page / as Ann had it before them")
    box = picture.bounding_box()
    assert box is not None

    assert 200 < box["width"] < 500
    assert box["width"] / box["height"] == pytest.approx(1024 / 768, rel=0.02)
    page.close()


def test_the_keyboard_alone_goes_through_an_x_ray(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = browser.new_page()
    page.goto(pages["xray"].as_uri())
    seen = [chosen(page)]
    for key in ("Tab", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(chosen(page))

    assert seen == [1, 1, 2, 3, 2, 1]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()
    page.close()


def test_what_nobody_can_read_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<main><p style="color: #eee; background: #fff">Momo</p></main>')
    found = serious(page, ("p",))
    page.close()

    assert [finding.partition(":")[0] for finding in found] == ["color-contrast"]


def chosen(page: Page) -> int:
    """The number of the step that is chosen; only what comes after it is hidden."""
    count = page.locator(".fc-rest").count()
    visible = page.locator(".fc-rest:visible").count()
    radios = page.get_by_role("radio")
    expect(radios).to_have_count(count)
    expect(radios.nth(visible - 1)).to_be_checked()
    return visible
