"""A person at a real Chromium sees a page, uses its controls, and lets time pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import browser_trial
import engine
from browser_trial import Trial, Trials
from checker.app import App
from checker.checks import expect
from checker.doctor import this_machine
from checker.endings import Failure
from checker.host import Host
from checker.machine import SHELL, browsers
from checker.report import Outcome
from checker.runner import run
from checker.visitor.browser.chromium import Chromium
from checker.visitor.browser.person import BrowserPeople
from checker.visitor.http import HttpVisitor
from checker.visitor.person import Focus, Look
from engine import LESSON, promise
from person_pages import PERSON_PAGES

pytestmark = pytest.mark.slow  # a real browser
chromium, trials = browser_trial.chromium, browser_trial.trials
leaks, marked, forking = engine.leaks, engine.marked, engine.forking


@pytest.fixture(scope="module")
def shelf(trials: Trials) -> Trial:
    return trials(PERSON_PAGES)


def look(app: App, path: str) -> tuple[Look, ...]:
    person = app.person()
    person.get(path)
    return person.look()


# what an eye makes out --------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "why"),
    [
        ("display: none", ""),  # no message at all: such a page shows none
        ("opacity: 0.01", "opacity: 0.01"),
        ("font-size: 0", "font-size: 0px"),
        ("color: %23fff", "the colour of what is behind it"),
        ("position: absolute; left: -999px", "a place outside of the page"),
        ("width: 1px; height: 1px; overflow: hidden", "a box of 1 by 1"),
        ("clip-path: inset(50%)", "clip-path: inset(50%)"),
    ],
)
def test_a_text_that_no_eye_can_see_is_told_with_what_hides_it(
    shelf: Trial, style: str, why: str
) -> None:
    def body(app: App) -> None:
        seen = [(one.read, one.hidden) for one in look(app, f"/looks?style={style}")]

        assert seen == ([("", why)] if why else [])

    shelf.passes(body)


def test_what_lies_over_a_message_hides_it(shelf: Trial) -> None:
    def body(app: App) -> None:
        (one,) = look(app, "/covered")

        assert (one.read, one.hidden) == ("", "a <div> that lies over it")

    shelf.passes(body)


@pytest.mark.parametrize(
    ("style", "contrast", "large"),
    [
        ("", 21.0, False),
        ("color: %23777", 4.48, False),
        ("color: %23f0ad4e", 1.93, False),
        ("color: %23fff; background: %235cb85c", 2.48, False),
        ("color: %23000; opacity: 0.5", 4.0, False),
        ("color: %23777; font-size: 30px", 4.48, True),
        ("color: %23777; font-size: 20px; font-weight: bold", 4.48, True),
    ],
)
def test_contrast_is_that_of_the_pixels(
    shelf: Trial, style: str, contrast: float, large: bool
) -> None:
    def body(app: App) -> None:
        (one,) = look(app, f"/looks?style={style}")

        assert one.contrast == pytest.approx(contrast, abs=0.1)
        assert (one.read, one.large) == ("The roof leaks.", large)
        assert one.least == (3.0 if large else 4.5)

    shelf.passes(body)


def test_words_that_only_screen_readers_get_are_not_read(shelf: Trial) -> None:
    def body(app: App) -> None:
        (one,) = look(app, "/label")

        assert one.message.text == "Problem: It leaks."
        assert (one.read, one.hidden) == ("It leaks .", "a box of 1 by 1")

    shelf.passes(body)


def test_colours_are_those_that_the_styles_give(shelf: Trial) -> None:
    def body(app: App) -> None:
        good, bad = look(app, "/colours")

        assert good.colours - bad.colours == {"edge rgb(0, 128, 0)"}
        assert bad.colours - good.colours == {
            "ground rgb(1, 2, 3)",
            f"picture {app.origin}/icon.png",
        }

    shelf.passes(body)


def test_icons_are_told_by_their_shape_and_their_file_and_by_no_colour(
    shelf: Trial,
) -> None:
    def body(app: App) -> None:
        found = look(app, "/icons")
        drawn, cross, bell, plain = (
            {c for c in one.colours if c.startswith("picture ")} for one in found
        )

        assert [c.split() for c in drawn] == [["picture", "path", "M0", "0h9"]]
        assert cross == {'picture "x"'}
        assert bell == {f'picture url("{app.origin}/bell.png")'}
        assert plain == set()
        assert any("gradient(" in colour for colour in found[3].colours)

    shelf.passes(body)


def test_a_term_is_read_with_what_it_stands_for(shelf: Trial) -> None:
    def body(app: App) -> None:
        (one,) = look(app, "/terms")

        assert (one.message.text, one.read) == ("It leaks.", "Problem It leaks.")

    shelf.passes(body)


def test_who_asks_for_dark_pages_sees_these(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/dark")
        light, dark, again = ann.look(), ann.look(dark=True), ann.look()

        assert light[0].contrast == pytest.approx(21, abs=0.1)
        assert again == light
        assert dark[0].contrast == pytest.approx(1.32, abs=0.1)

    shelf.passes(body)


def test_a_message_that_moves_in_is_waited_for(shelf: Trial) -> None:
    def body(app: App) -> None:
        (one,) = look(app, "/arriving")

        assert one.read == "The roof leaks."

    shelf.passes(body)


def test_a_page_without_messages_has_no_looks(shelf: Trial) -> None:
    shelf.passes(lambda app: expect(look(app, "/") == (), "no looks", "some"))


def test_a_page_that_does_not_keep_still_is_timed_out(shelf: Trial) -> None:
    result = shelf(lambda app: expect(not look(app, "/restless"), "", ""))

    assert result.outcome is Outcome.TIMED_OUT
    assert result.reason == "The page would not keep still while it was looked at."


# keys, mouse and time -----------------------------------------------------------------


def test_tab_leads_to_a_control_and_enter_operates_it(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/keys")
        at = ann.tab_to("Put it away")
        assert (at.tag, at.name, at.role) == ("button", "Put it away", "button")

        assert ann.press("Enter").messages == ()
        assert ann.focus.tag == "body"
        assert ann.page.messages == ()

    shelf.passes(body)


def test_a_key_may_lead_to_another_page(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/keys")
        ann.tab_to("Looks")
        assert ann.press("Enter").path == "/looks?style="

        ann.get("/keys")
        ann.tab_to("Send it")
        page = ann.press("Enter")
        assert (page.path, page.messages_in_words) == ("/", "“The roof leaks.”")

    shelf.passes(body)


def test_a_click_does_what_the_control_does(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/keys")
        assert ann.click("Put it away").messages == ()
        assert ann.click("Send it").path == "/"

    shelf.passes(body)


def test_a_link_within_the_page_leads_to_no_other(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/down")
        assert ann.click("Down").path == "/down"

    shelf.passes(body)


@pytest.mark.parametrize(
    ("name", "expected", "seen"),
    [
        ("Nothing", "a control “Nothing” on /keys", "none"),
        ("Under", "a control “Under” that can be clicked", "<div"),
    ],
)
def test_a_control_that_cannot_be_clicked_fails_the_check(
    shelf: Trial, name: str, expected: str, seen: str
) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/keys")
        ann.click(name)

    result = shelf(body)

    assert (result.outcome, result.expected) == (Outcome.FAILED, expected)
    assert result.seen.startswith(seen)


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/keys", "it leads to “Looks”, “Put it away”, “Send it”, “Under”"),
        ("/trap", "it leads to “One”"),
        ("/", "it leads to nothing"),
    ],
)
def test_a_control_that_no_tab_leads_to_fails_the_check(
    shelf: Trial, path: str, seen: str
) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get(path)
        ann.tab_to("Two hundred")

    result = shelf(body)

    assert result.expected == f"Tab to lead to “Two hundred” on {path}"
    assert result.seen == seen


def test_time_passes_for_scripts_and_for_styles(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person(clock=True)
        ann.get("/passing")
        assert len(ann.look()) == 2
        assert [m.text for m in ann.pass_time(6).messages] == ["By a style."]
        ann.pass_time(17)
        assert [one.read for one in ann.look()] == [""]
        assert ann.pass_time(10).path == "/looks?style="

    shelf.passes(body)


# history, tabs and what a page asks for ----------------------------------------------


def test_back_asks_again_where_the_cookie_has_changed(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        assert ann.follow(ann.post("/flash")).messages
        ann.get("/about")
        page = ann.back()
        assert (page.path, page.messages) == ("/", ())
        assert ann.forward().path == "/about"

    shelf.passes(body)


def test_back_shows_what_was_stored_and_the_transcript_says_so(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person("Ann")
        ann.get("/kept")
        ann.get("/about")
        assert ann.back().messages_in_words == "“Here to stay.”"

    notes = [step.note for step in shelf.passes(body).steps if not step.method]
    assert notes == [
        "Ann goes back",
        "Ann: GET /kept was not asked for: the browser had kept it",
    ]


@pytest.mark.skipif(
    not any(place and SHELL not in place for place in browsers(this_machine())),
    reason="a whole Chromium keeps pages as they were left, and none was found",
)
def test_a_remembering_person_gets_a_page_back_as_it_was_left(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person("Ann", remembering=True)
        ann.follow(ann.post("/flash"))
        ann.get("/about")
        page = ann.back()
        assert (page.path, page.messages_in_words) == ("/", "“The roof leaks.”")
        assert ann.forward().path == "/about"

    notes = [
        step.note for step in shelf.passes(body).steps if "as it was left" in step.note
    ]
    assert notes == [
        "Ann: GET / was not asked for: the browser had kept it as it was left",
        "Ann: GET /about was not asked for: the browser had kept it as it was left",
    ]


def test_another_tab_has_the_same_cookies_and_another_page(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/about")
        ann.post("/flash")
        beside = ann.new_tab()
        assert beside.get("/").messages_in_words == "“The roof leaks.”"
        assert ann.page.path == "/about"
        assert ann.reload().messages == ()

    shelf.passes(body)


def test_what_no_person_looks_at_is_asked_for_as_browsers_do(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/about")
        for kind in ("image", "favicon", "prefetch"):
            ann.asks_for(f"/file/{kind}", kind)
        assert ann.page.path == "/about"
        assert app.visitor().get("/heard").json() == [
            ["/file/image", "image", ""],
            ["/file/favicon", "image", ""],
            ["/file/prefetch", "empty", "prefetch"],
        ]

    shelf.passes(body)


def test_a_person_has_a_page_only_once_one_was_opened(shelf: Trial) -> None:
    result = shelf(lambda app: expect(app.person().page, "", ""))

    assert result.outcome is Outcome.BROKEN
    assert "This person has no page before them. Open one first." in result.reason


# pictures -----------------------------------------------------------------------------


def test_a_failed_check_leaves_a_picture_with_the_place_outlined(
    shelf: Trial, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        ann = app.visitor()
        page = ann.get("/looks?style=")
        raise Failure("a", "b", (page.messages[0].index,))

    trial = Trial(shelf.host, shelf.folder, shelf.chromium, tmp_path / "pictures")
    result = trial(body)

    assert result.picture == str(tmp_path / "pictures" / f"{promise(body).name}.png")
    with Image.open(result.picture) as picture:
        assert picture.width <= 1024
        assert (213, 0, 109) in {
            c for _, c in picture.convert("RGB").getcolors(2**24) or ()
        }


def test_who_has_nothing_before_them_leaves_no_picture(
    shelf: Trial, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        app.wait(0)
        raise Failure("a", "b")

    trial = Trial(shelf.host, shelf.folder, shelf.chromium, tmp_path / "pictures")

    assert (trial(body).picture, [*tmp_path.glob("*/*.png")]) == ("", [])


def test_a_page_that_computes_for_ever_leaves_no_picture(
    shelf: Trial, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        app.visitor().get("/endless")
        app.wait(1)
        raise Failure("a", "b")

    trial = Trial(shelf.host, shelf.folder, shelf.chromium, tmp_path / "pictures")

    assert (trial(body).picture, [*tmp_path.glob("*/*.png")]) == ("", [])


def test_a_visitor_over_http_leaves_no_picture(
    forking: Host, shelf: Trial, tmp_path: Path
) -> None:
    def body(app: App) -> None:
        app.visitor().get("/")
        raise Failure("a", "b")

    report = run(
        shelf.folder, LESSON, [promise(body)], host=forking, pictures=tmp_path / "x"
    )

    assert (report.results[0].picture, [*tmp_path.glob("*/*.png")]) == ("", [])


def test_a_person_asked_for_where_no_browser_is_is_our_bug(
    forking: Host, shelf: Trial
) -> None:
    report = run(
        shelf.folder,
        LESSON,
        [promise(lambda app: expect(app.person(), "", ""))],
        host=forking,
    )

    assert report.results[0].outcome is Outcome.BROKEN
    assert "Mark it with browser=True." in report.results[0].reason


def test_focus_says_what_the_keyboard_is_at() -> None:
    assert Focus("body") == Focus("body", "", "", 0)


def test_a_check_may_take_longer_with_a_browser(shelf: Trial) -> None:
    usual, given = shelf.host.limits, []

    def body(app: App) -> None:
        given.append(app.limits)

    for visitors in (HttpVisitor, BrowserPeople(shelf.chromium)):
        run(shelf.folder, LESSON, [promise(body)], host=shelf.host, visitors=visitors)

    longer = replace(usual, check=usual.check * 5, submission=usual.submission * 10)
    assert given == [usual, longer]


def test_keys_without_end_are_timed_out(shelf: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        ann.get("/keys")
        while True:
            ann.press("Tab")

    result = shelf(body, check=8.0)

    assert result.outcome is Outcome.TIMED_OUT
    assert result.reason == "The check took longer than 8 seconds."


@pytest.mark.parametrize(
    ("remembering", "reason"),
    [
        (True, "This needs a browser that keeps pages as they were left, and here is"),
        (False, "No browser here can be started. "),
    ],
)
def test_a_browser_that_is_not_there_is_waited_for(
    shelf: Trial,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    remembering: bool,
    reason: str,
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    nothing = replace(this_machine(), which=lambda _: None, exists=lambda _: False)

    def body(app: App) -> None:
        app.person(remembering=remembering)

    with Chromium(nothing) as chromium:
        result = Trial(shelf.host, shelf.folder, chromium)(body)

    assert result.outcome is Outcome.WAITING
    assert result.reason.startswith(reason)
