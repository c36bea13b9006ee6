"""What keeps people from using a page is found, and said in a sentence."""

from __future__ import annotations

import sys

import pytest

import browser_trial
import engine
from barrier_pages import PAGES
from browser_trial import Trial, Trials
from checker.app import App
from checker.barriers import Barrier, Finding, barriers
from checker.endings import OverLimit, TimedOut, Unavailable
from checker.shape import shape
from checker.visitor.browser import survey

pytestmark = pytest.mark.slow  # a real browser
chromium, trials = browser_trial.chromium, browser_trial.trials
leaks, marked, forking = engine.leaks, engine.marked, engine.forking


@pytest.fixture(scope="module")
def pages(trials: Trials) -> Trial:
    return trials(PAGES)


def found(app: App, path: str, *, scripts: bool = True) -> list[str]:
    """The rules that the page breaks."""
    person = app.person(scripts=scripts)
    person.get(path)
    return [barrier.rule for barrier in person.barriers()]


# in words ---------------------------------------------------------------------------


def test_a_contrast_is_said_with_its_ratio_and_what_is_needed() -> None:
    pale = Finding(
        "color-contrast", "serious", "", "<p>", 4, "", 2.476, 4.5, "#fff", "#5cb85c"
    )

    assert barriers([pale]) == (
        Barrier(
            "color-contrast",
            "serious",
            "a text whose contrast to its ground is 2.48, where 4.5 is needed"
            " (#fff on #5cb85c): set the two colours further apart",
            "<p>",
            4,
        ),
    )


def test_the_worst_comes_first_and_each_is_told_once() -> None:
    every = [
        Finding("list", "serious", "", "<ul>", 3, dark=True),
        Finding("list", "serious", "", "<ul>", 3),
        Finding("button-name", "critical", "", "<button>", 9),
        Finding("same-id-twice", "serious", "", "<b>", 2, name="it"),
        Finding("list", "serious", "", "<ol>", 1, dark=True),
    ]

    assert [(b.rule, b.html, b.what[:27]) for b in barriers(every)] == [
        ("button-name", "<button>", "a button without a name: wr"),
        ("same-id-twice", "<b>", "an id, “it”, that another e"),
        ("list", "<ul>", "a list that holds more than"),
        ("list", "<ol>", "in the dark colour scheme: "),
    ]


def test_a_rule_without_words_of_ours_has_those_of_axe_core() -> None:
    long = Finding("bypass", "serious", "Page must have {a} way", "<p>" * 99, 0)
    (told,) = barriers([long])

    assert told.what == "page must have {a} way"
    assert told.html == "<p>" * 53 + "<…"
    assert told.in_words == f"{told.what}; {told.html} (bypass, serious)"


# of one shape -----------------------------------------------------------------------

PAGE = "<h1 id=a>One</h1><p class=message>Two</p><img alt='Three'><a href=/4>Four</a>"


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Two", "Other words", True),
        ("Two", "×", False),
        ("Three", "Other words", True),
        ("/4", "/5", True),
        ("id=a", "id=b", True),
        ("id=a", "", False),
        ("message", "message error", False),
        ("Two", "", False),
        ("Three", "", False),
        ("<p", "<p role=status", False),
        ("<p", "<p id=a", False),
        ("<p", "<p aria-labelledby=a", False),
        ("<p", "<p></p><p", False),
        ("<h1", "<style>p { color: red }</style><h1", False),
    ],
)
def test_pages_that_differ_in_words_alone_have_one_shape(
    old: str, new: str, same: bool
) -> None:
    assert (shape(PAGE) == shape(PAGE.replace(old, new))) is same


def test_what_refers_to_nothing_has_another_shape() -> None:
    one, other = "<label for=a>A</label><i id=a>", "<label for=b>A</label><i id=a>"

    assert shape(one) != shape(other)


def test_one_more_of_the_same_has_the_same_shape() -> None:
    assert shape("<p>a</p><p>b</p>") == shape("<p>a</p><p>b</p><p>c</p>")
    assert shape("<p>a</p>") != shape("<p>a</p><p>b</p>")


# in a browser -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("/fine", []),
        ("/pale", ["color-contrast"]),
        ("/dark", ["color-contrast"]),
        ("/dark-and-fine", []),
        ("/no-ground", []),
        ("/no-ground-pale", ["color-contrast"]),
        ("/no-alt", ["image-alt"]),
        ("/live", ["aria-valid-attr-value"]),
        ("/list", ["listitem"]),
        ("/no-language", ["html-has-lang"]),
        ("/cross", ["control-without-word"]),
        ("/cross-beside", ["control-without-word"]),
        ("/cross-far-away", []),
        ("/number", []),
        ("/hidden-cross", []),
        ("/pressed", ["press-without-button"]),
        ("/heard", ["press-without-button"]),
        ("/heard-from-afar", ["press-without-button"]),
        ("/heard-by-the-document", ["press-without-button"]),
        ("/heard-by-nobody", []),
        ("/heard-by-the-list", []),
        ("/called-a-button", ["press-without-button"]),
        ("/made-a-button", []),
        ("/twice", ["same-id-twice"]),
        ("/focus", ["focus-on-alert"]),
        ("/focus-on-a-field", []),
        ("/lies", ["color-contrast"]),
        ("/names", ["color-contrast"]),
    ],
)
def test_a_rule_is_broken_or_it_is_not(
    pages: Trial, path: str, rules: list[str]
) -> None:
    def body(app: App) -> None:
        assert found(app, path) == rules

    pages.passes(body)


def test_a_page_is_the_same_after_it_was_looked_at(pages: Trial) -> None:
    def body(app: App) -> None:
        ann = app.person()
        before = ann.get("/dark").html
        (barrier,) = ann.barriers()

        assert barrier.what.startswith("in the dark colour scheme: a text whose")
        assert ann.page.html == before
        assert ann.barriers() == (barrier,)

    result = pages.passes(body)

    assert [s.path for s in result.steps if not s.by_page] == ["/dark"]


def test_a_page_without_scripts_is_looked_at_as_well(pages: Trial) -> None:
    def body(app: App) -> None:
        assert found(app, "/cross", scripts=False) == ["control-without-word"]
        assert found(app, "/heard", scripts=False) == []

    pages.passes(body)


def test_a_page_that_is_too_large_is_said_to_be(pages: Trial) -> None:
    def body(app: App) -> None:
        with pytest.raises(OverLimit, match=r"The page has 6006 elements\. Only page"):
            found(app, "/endless")

    pages.passes(body)


def test_a_page_that_axe_core_cannot_read_is_said_to_be_one(pages: Trial) -> None:
    def body(app: App) -> None:
        with pytest.raises(Unavailable, match="axe-core cannot look at the page: "):
            found(app, "/gone")

    pages.passes(body)


def test_a_page_that_does_not_keep_still_is_said_not_to(pages: Trial) -> None:
    def body(app: App) -> None:
        with pytest.raises(TimedOut, match="would not keep still"):
            found(app, "/restless")

    pages.passes(body)


def test_looking_ends_when_it_takes_too_long(
    pages: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "PATIENCE", 0.0)

    def body(app: App) -> None:
        with pytest.raises(TimedOut, match="could not be looked at within 0 seconds"):
            found(app, "/fine")

    pages.passes(body)


def test_without_axe_core_it_is_said_how_to_get_it(
    pages: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey._axe.cache_clear()
    monkeypatch.setitem(sys.modules, "axe_playwright_python", None)

    def body(app: App) -> None:
        with pytest.raises(Unavailable, match="the package axe-playwright-python is"):
            found(app, "/fine")

    pages.passes(body)
