"""What a browser leaves of a check that is not passed, whatever the page does."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

import browser_trial
import engine
from browser_trial import Trial, Trials
from checker.app import App
from checker.checks import expect
from checker.report import Result
from checker.visitor.browser import keeping
from checker.visitor.browser.picture import drawn
from checker.visitor.visitor import Kept
from engine import Body

pytestmark = pytest.mark.slow  # a real browser
chromium, trials = browser_trial.chromium, browser_trial.trials
leaks, marked, forking = engine.leaks, engine.marked, engine.forking

DARK = (213, 0, 109)
APP = """
from flask import Flask

app = Flask(__name__)
PAGES = {
    "near": "<style>ul { background: #d5006d }</style>{}<p>More.</p>",
    "far": "<div style='height: 100000px'></div>{}",
    "aside": "<div style='margin-left: 3000px; width: 300px'>{}</div>",
    "within": "<div style='height: 200px; overflow: auto'>"
        "<p style='height: 900px'>Long.</p>{}</div>",
    "inside": "<section><div style='display: none'>{}</div>More.</section>",
    "nowhere": "<div style='display: none'>{}</div>",
    "away": "<div style='position: absolute; left: -9999px'>{}</div>",
    "huge": "<style>li { font-size: 2000px }</style>{}",
    "replacing": "{}<script>Array.prototype.map = () => { throw 1 };"
        "Element.prototype.getBoundingClientRect = Document.prototype"
        ".querySelectorAll = () => []; scrollTo = null; Math.max = () => NaN;"
        "</script>",
    "moving": "<style>@keyframes go { to { translate: 300px; color: red } }"
        "li { animation: go 0.3s infinite alternate }</style>{}<script>"
        "setInterval(() => document.body.append('More.'))</script>",
    "many": "{}" + 9 * "<p>More.</p>",
    "growing": "{}<script>setTimeout(() => document.body.append("
        "...Array.from({length: 50}, () => document.createElement('hr'))), 300)"
        "</script>",
    "stubborn": "<div style='height: 9000px'></div>{}"
        "<script>addEventListener('scroll', () => { for (;;); })</script>",
}


@app.get("/<name>")
def page(name):
    message = "<ul class=messages><li class=message>The roof leaks.</li></ul>"
    return "<!doctype html><h1>The shelf</h1>" + PAGES[name].replace("{}", message)
"""


@pytest.fixture(scope="module")
def shelf(trials: Trials) -> Trial:
    return trials(APP)


def opens(path: str, at: int = 0) -> Body:
    """A check that fails at a page; at that element, or at its messages."""

    def fails(app: App) -> None:
        app.person("Ann").get(path)
        expect(False, "another page", "this one", (at,) if at else ())

    return fails


def left(shelf: Trial, folder: Path, body: Body, *, traced: bool = False) -> Result:
    """The result of the check, whose files are in the folder."""
    return replace(shelf, pictures=folder, traced=traced)(body)


def names(folder: Path) -> list[str]:
    """The files in the folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def outlines(file: str) -> tuple[int, int, int, int]:
    """The corners of all that has the colour of an outline in a picture."""
    with Image.open(file) as picture:
        assert max(picture.width, picture.height) <= 1024
        bands = picture.convert("RGB").split()
    like = [
        band.point([255 * (value == own) for value in range(256)])
        for band, own in zip(bands, DARK, strict=True)
    ]
    found = ImageChops.darker(ImageChops.darker(like[0], like[1]), like[2]).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("page", ["far", "aside", "within", "replacing", "moving"])
def test_the_place_in_question_is_on_the_picture_and_outlined(
    shelf: Trial, tmp_path: Path, page: str
) -> None:
    result = left(shelf, tmp_path, opens(f"/{page}"))

    assert (result.expected, result.picture) == (
        "another page",
        str(tmp_path / "fails.png"),
    )
    assert result.pictured == (
        f"The page /{page} as Ann had it before them; "
        "outlined: the message “The roof leaks.”."
    )
    first, top, last, bottom = outlines(result.picture)
    assert last - first > 100
    assert bottom - top > 15


def test_a_message_larger_than_the_window_is_outlined_where_it_can_be(
    shelf: Trial, tmp_path: Path
) -> None:
    result = left(shelf, tmp_path, opens("/huge"))

    first, top, last, bottom = outlines(result.picture)
    assert last - first > 500
    assert bottom - top > 500


def test_what_takes_up_no_room_is_outlined_by_what_is_around_it(
    shelf: Trial, tmp_path: Path
) -> None:
    result = left(shelf, tmp_path, opens("/inside", at=7))

    assert result.pictured == (
        "The page /inside as Ann had it before them; "
        "outlined: the place of <li> “The roof leaks.”."
    )
    assert outlines(result.picture)


@pytest.mark.parametrize(("page", "at"), [("nowhere", 6), ("away", 0), ("near", 1000)])
def test_what_is_nowhere_on_the_page_is_not_said_to_be_outlined(
    shelf: Trial, tmp_path: Path, page: str, at: int
) -> None:
    result = left(shelf, tmp_path, opens(f"/{page}", at))

    assert result.pictured == f"The page /{page} as Ann had it before them."


def test_the_page_never_has_the_outline(shelf: Trial, tmp_path: Path) -> None:
    def body(app: App) -> None:
        ann = app.person("Ann")
        before = ann.get("/near").html
        ann.keep(tmp_path / "kept", ())

        assert ann.page.html == before

    shelf.passes(body)
    assert outlines(str(tmp_path / "kept.png"))


def test_a_page_that_computes_for_ever_leaves_none_and_is_no_error(
    shelf: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PATIENCE", 1.0)
    result = left(shelf, tmp_path, opens("/stubborn"))

    assert (result.expected, result.picture) == ("another page", "")
    assert names(tmp_path) == []


def test_who_went_nowhere_has_nothing_to_keep(shelf: Trial, tmp_path: Path) -> None:
    def body(app: App) -> None:
        assert app.person("Ann").keep(tmp_path / "kept", ()) == Kept()

    shelf.passes(body)


def test_many_places_are_counted(shelf: Trial, tmp_path: Path) -> None:
    def body(app: App) -> None:
        app.person("Ann").get("/many")
        expect(False, "a", "b", tuple(range(6, 13)))

    more = ", ".join(["<p> “More.”"] * 5)
    assert left(shelf, tmp_path, body).pictured == (
        f"The page /many as Ann had it before them; outlined: {more}, 2 more."
    )


def test_a_place_that_a_script_has_made_since_is_outlined(
    shelf: Trial, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        app.person("Ann").get("/growing")
        app.wait(1)
        expect(False, "a", "b", (40,))

    assert left(shelf, tmp_path, body).pictured == (
        "The page /growing as Ann had it before them; "
        "outlined: something that came later."
    )


def test_a_folder_that_takes_nothing_is_no_error(shelf: Trial, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = left(shelf, tmp_path / "file", opens("/near"), traced=True)

    assert (result.expected, result.picture, result.trace) == ("another page", "", "")


def test_two_colours_are_seen_on_any_ground() -> None:
    for ground in ("#ffffff", "#000000", "#d5006d"):
        picture = drawn(png(200, 300, ground), [(20, 30, 50, 40), (-50, 80, 900, 900)])
        with Image.open(io.BytesIO(picture)) as found:
            assert found.width == 200
            colours = {c for _, c in found.convert("RGB").getcolors(2**16) or ()}
        assert {DARK, (255, 255, 255)} <= colours


def test_what_is_empty_above_and_below_is_cut_off() -> None:
    sizes = []
    for boxes in ([], [(20, 300, 50, 40)], [(20, 100, 50, 400)]):
        with Image.open(io.BytesIO(drawn(png(200, 768, "#123456"), boxes))) as found:
            sizes.append(found.size)

    assert sizes == [(200, 120), (200, 120), (200, 444)]


def png(width: int, height: int, colour: str) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


# traces -------------------------------------------------------------------------------


def test_a_failed_check_leaves_a_trace_where_one_is_wanted(
    shelf: Trial, tmp_path: Path
) -> None:
    result = left(shelf, tmp_path, opens("/near"), traced=True)

    assert result.trace == str(tmp_path / "fails.zip")
    assert result.picture == str(tmp_path / "fails.png")
    with zipfile.ZipFile(result.trace) as trace:
        assert {"trace.trace", "trace.network"} <= set(trace.namelist())
        assert "/near" in trace.read("trace.trace").decode()


def test_a_tab_beside_is_in_the_trace(shelf: Trial, tmp_path: Path) -> None:
    def body(app: App) -> None:
        app.person("Ann").new_tab().get("/near")
        expect(False, "a", "b")

    assert left(shelf, tmp_path, body, traced=True).trace == str(tmp_path / "body.zip")


def test_what_cannot_be_traced_any_more_is_no_error(
    shelf: Trial, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        ann = app.person("Ann")
        ann.get("/near")
        assert ann.keep(tmp_path / "first", ()).trace  # and with it the trace ends
        expect(False, "a", "b")

    result = left(shelf, tmp_path, body, traced=True)

    assert (result.expected, result.trace) == ("a", "")
    assert names(tmp_path) == ["body.png", "first.png", "first.zip"]


def test_a_passed_check_leaves_nothing(shelf: Trial, tmp_path: Path) -> None:
    def passes(app: App) -> None:
        app.person("Ann").get("/near")

    result = left(shelf, tmp_path, passes, traced=True)

    assert (result.picture, result.pictured, result.trace) == ("", "", "")
    assert names(tmp_path) == []


def test_a_trace_that_is_too_large_is_not_kept(
    shelf: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGEST", 100)
    result = left(shelf, tmp_path, opens("/near"), traced=True)

    assert (result.picture, result.trace) == (str(tmp_path / "fails.png"), "")
    assert names(tmp_path) == ["fails.png"]
