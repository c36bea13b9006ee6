"""The pages of a class in a browser: read by everybody, sorted, filtered, printed.

They stand in a folder as the grader writes them, and are opened from the disk.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from browser import chromium, serious
from checker.contrast import ratio
from checker.figures import pictures
from checker.grading.file_names import file_name
from checker.grading.insight import insight
from checker.grading.marks import ClassMarks
from checker.render import class_page, learner_page
from made_class import NAMES, Again, MadeClass, drawn
from small_class import SMALL
from small_report import SHELF

pytestmark = [
    pytest.mark.gate,
    pytest.mark.xdist_group("pages"),  # one browser for all
]
MADE = MadeClass(60)
BODY = '<!doctype html><html lang="en"><title>Shelf</title><h1>The shelf</h1>'
EVERYBODY = "#people tbody tr"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the class's page and a page for each; Ada's has all there is."""
    folder = tmp_path_factory.mktemp("marks")
    write(MADE, folder / "index.html")
    (folder / "learners").mkdir()
    file = io.BytesIO()
    Image.new("RGB", (1024, 768), "#fffef9").save(file, "PNG")
    report = drawn("ada", NAMES[2])
    wrong, framed = [r for r in report.results if r.outcome == "failed"][:2]
    step = replace(SHELF, body=BODY)
    results = tuple(
        replace(r, steps=(step,), pictured="The shelf") if r in (wrong, framed) else r
        for r in report.results
    )
    made = replace(
        MADE,
        real={("ada", NAMES[2]): replace(report, results=results)},
        shots={("ada", NAMES[2]): {wrong.check: file.getvalue()}},
    )
    for row in made.rows():
        path = folder / "learners" / f"{file_name(row.person.id)}.html"
        path.write_text("".join(learner_page.page(made, row)), "utf-8")
    return folder


def write(made: ClassMarks, file: Path) -> None:
    found = insight(made)
    drawn = pictures(found, made.scheme.pass_mark)
    with file.open("w", encoding="utf-8", newline="") as page:
        page.writelines(class_page.page(made, found, drawn))


@pytest.fixture
def page(browser: Browser, marks: Path) -> Iterator[Page]:
    """The class's page, just opened; nothing was refused or went wrong on it."""
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((marks / "index.html").as_uri())
    yield page
    page.close()
    assert said == []


@pytest.mark.parametrize("width", [1100, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "learners/ada"])
def test_a_page_can_be_read_by_everybody(
    browser: Browser,
    marks: Path,
    name: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page = browser.new_page(
        color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page.goto((marks / f"{name}.html").as_uri())
    for summary in page.locator("summary").all():
        summary.click()

    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_pictures_stand_out_from_what_is_below(
    browser: Browser, marks: Path, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto((marks / "index.html").as_uri())
    card = colour(page, "section", "background-color")
    heats = [
        (colour(page, f".h{n}", "background-color"), colour(page, f".h{n}", "color"))
        for n in range(5)
    ]
    texts = colour(page, ".marks text", "fill")
    bars = colour(page, '.marks path[fill="var(--bar)"]', "fill")
    kinds = {
        colour(page, f'.marks path[stroke="var(--kind-{n})"]', "stroke")
        for n in range(3)
    }
    page.close()

    assert min(ratio(*pair) for pair in heats) >= 4.5
    assert ratio(texts, card) >= 4.5
    assert min(ratio(one, card) for one in {bars, *kinds}) >= 3
    assert len({heat for heat, _ in heats}) == 5
    assert len(kinds) == 3


def colour(page: Page, css: str, what: str) -> tuple[int, int, int]:
    """What a browser computes for the first such element."""
    script = "(node, what) => getComputedStyle(node).getPropertyValue(what)"
    said = str(page.locator(css).first.evaluate(script, what))
    red, green, blue = said.removeprefix("rgb(").removesuffix(")").split(",")
    return int(red), int(green), int(blue)


def names(page: Page) -> list[str]:
    return page.locator(f"{EVERYBODY} th").all_text_contents()


def totals(page: Page) -> list[float]:
    cells = page.locator(f"{EVERYBODY} td:nth-child(3)").all_inner_texts()
    return [float(cell.removesuffix(" %")) for cell in cells]


def test_the_keyboard_alone_sorts_the_table(page: Page) -> None:
    before = names(page)
    page.get_by_label("Show", exact=True).focus()
    for _ in range(4):  # the region, then the first three heads
        page.keyboard.press("Tab")
    head = page.get_by_role("columnheader", name="Total")
    expect(page.get_by_role("button", name="Total")).to_be_focused()
    page.keyboard.press("Enter")

    expect(head).to_have_attribute("aria-sort", "ascending")
    assert totals(page) == sorted(totals(page))
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert totals(page) == sorted(totals(page), reverse=True)
    page.get_by_role("button", name="ID").click()
    expect(head).not_to_have_attribute("aria-sort", "descending")
    assert sorted(names(page)) == sorted(before)


def test_a_lesson_is_sorted_by_points_with_the_unmarked_first(page: Page) -> None:
    page.get_by_role("button", name="3 Categories").click()
    cells = page.locator(f"{EVERYBODY} td:nth-child(6)").all_inner_texts()
    words = [cell for cell in cells if not cell[0].isdigit()]
    points = [float(cell.split()[0]) for cell in cells if cell[0].isdigit()]

    assert cells[: len(words)] == words
    assert words[0] == "broken"
    assert points == sorted(points)


def test_typing_filters_and_says_how_many_are_left(page: Page) -> None:
    status = page.get_by_role("status")
    expect(status).to_have_text("60 of 60 found")
    page.get_by_label("Find by").fill("S0004 learner")
    expect(status).to_have_text("5 of 60 found")
    assert names(page) == [f"Learner Number 4{n}" for n in range(5)]

    page.get_by_label("Find by").fill("nobody is called so")
    expect(status).to_have_text("0 of 60 found")
    page.get_by_label("Find by").fill("")
    page.get_by_label("Show", exact=True).select_option("something missing")
    missing = sum(any(m.state == "missing" for m in r.marks) for r in MADE.rows())
    expect(status).to_have_text(f"{missing} of 60 found")


def test_what_deserves_a_look_leads_to_those_whom_it_is_about(page: Page) -> None:
    page.get_by_role("link", name="who").first.click()

    expect(page.get_by_label("Show", exact=True)).to_have_value("not graded")
    assert all("not graded" in t for t in page.locator(EVERYBODY).all_inner_texts())


def test_a_name_leads_to_the_page_of_that_learner(page: Page) -> None:
    for row in list(MADE.rows())[::7]:
        link = f'#people a[href="learners/{file_name(row.person.id)}.html"]'
        name = page.locator(link).text_content() or ""
        page.locator(link).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.go_back()


def test_without_a_script_the_table_is_whole(browser: Browser, marks: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((marks / "index.html").as_uri())

    expect(page.locator(EVERYBODY)).to_have_count(60)
    expect(page.locator("form")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    page.close()


def test_on_paper_all_is_open_light_and_without_controls(
    browser: Browser, marks: Path
) -> None:
    page = browser.new_page(color_scheme="dark", viewport={"width": 718, "height": 900})
    page.goto((marks / "index.html").as_uri())
    page.emulate_media(media="print")

    for gone in ("nav", "form", "a.screen"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("#checks td.words").last).to_be_visible()
    assert colour(page, "body", "background-color") == (255, 255, 255)
    assert max(colour(page, "body", "color")) < 60
    wide = "[...document.querySelectorAll('.marks')].map(svg => svg.clientWidth)"
    assert max(page.evaluate(wide)) <= 718
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    page.close()


def test_a_learners_page_shows_pictures_and_frames_within_its_policy(
    browser: Browser, marks: Path
) -> None:
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto((marks / "learners" / "ada.html").as_uri())
    picture = page.get_by_role("img", name="The shelf")
    frame = page.frame_locator("iframe").first

    expect(frame.get_by_role("heading", name="The shelf")).to_be_visible()
    assert picture.evaluate("img => img.naturalWidth") == 1024
    assert said == []
    page.close()


def test_ten_thousand_rows_open_sort_and_filter_while_one_waits(
    browser: Browser, tmp_path: Path
) -> None:
    write(Again(SMALL.given, times=3334), tmp_path / "index.html")
    page = browser.new_page()
    began = time.monotonic()
    page.goto((tmp_path / "index.html").as_uri())
    status = page.get_by_role("status")
    expect(status).to_have_text("10002 of 10002 found, the first 200 shown")
    page.get_by_role("button", name="Total").click()
    assert totals(page) == [0.0] * 200
    page.get_by_label("Find by").fill("nina lopez")
    expect(status).to_have_text("3334 of 10002 found, the first 200 shown")
    assert totals(page) == [50.96] * 200
    seconds = time.monotonic() - began
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(EVERYBODY)).to_have_count(3334)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(EVERYBODY)).to_have_count(200)
    page.get_by_role("button", name="Show all 3334").click()
    expect(page.locator(EVERYBODY)).to_have_count(3334)
    expect(page.locator("#people")).to_be_focused()
    assert seconds < 30  # a busy machine; a quiet one takes two
    page.close()
