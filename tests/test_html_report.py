"""A report as HTML says what the terminal says, and nothing in it can do anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from checker.protections import Protection, Protections
from checker.render import html, terminal
from checker.render.look import Look
from checker.report import Frame, Outcome, Report, Result
from checker.transcript import Step
from small_report import (
    ADDRESS,
    DIAGNOSED,
    FAILED,
    NOT_STARTED,
    PASSED,
    REPORT,
    SHELF,
    SIGHT,
    STOPPED,
    WAITING,
    WORDS,
)

PAGE = '<!doctype html><html lang="en"><link rel=stylesheet href=x.css><p>It’s on.</p>'
NASTY = '<script>alert("x")</script><img src=x onerror=y> \x1b[31m&amp;'
NASTY_RESULT = Result(
    NASTY,
    NASTY,
    1,
    1,
    Outcome.FAILED,
    expected=NASTY,
    seen=NASTY,
    error=NASTY,
    frames=(Frame(NASTY, 1, "f", NASTY),),
    steps=(Step(NASTY, "GET", f"{ADDRESS}/{NASTY}", messages=(NASTY,), body=NASTY),),
)
TIMED_OUT = replace(STOPPED, outcome=Outcome.TIMED_OUT, output="")


def body(report: Report) -> str:
    """The fragment without its style."""
    return html.fragment(report, WORDS).partition("</style>\n")[2]


def with_results(*results: Result) -> Report:
    return replace(REPORT, results=results)


def on_page(text: str, method: str = "GET") -> Result:
    return replace(FAILED, steps=(replace(SHELF, body=text, method=method),))


def frame(text: str, style: str = "") -> str:
    """What the frame of a page is told to show."""
    page = html.page(with_results(on_page(text)), WORDS, style)
    found = LexborHTMLParser(page).css_first("iframe")
    assert found is not None
    return found.attributes["srcdoc"] or ""


def test_a_report_tells_each_promise_its_reason_and_what_is_next() -> None:
    assert body(REPORT) == (
        '<div class="fc-report">\n'
        "<h3>Lesson 3: Categories</h3>\n"
        "<p>work/03-categories, seed 42</p>\n"
        "<h4>From the start</h4>\n"
        "<ul>\n"
        '<li class="fc-green"><span class="fc-sign">✓ passed</span> '
        "Before any action there is no message.</li>\n"
        "</ul>\n"
        "<h4>Task 1: Greet whoever signs in</h4>\n"
        "<ul>\n"
        '<li class="fc-red"><span class="fc-sign">✗ failed</span> '
        "After signing in, the next page greets the visitor by the name they gave.\n"
        '<div class="fc-why"><dl>\n'
        "<dt>Expected</dt><dd>a message with “ginger-hazel-dahlia”</dd>\n"
        "<dt>Seen</dt><dd>“Welcome, 日本語.”</dd>\n"
        "<dt>It matters</dt><dd>Who is greeted knows that it worked.</dd>\n"
        "<dt>Requests</dt><dd>Ann: POST /sign-in → 302 to /</dd>"
        "<dd>Ann: GET / → 200; shows “Welcome, 日本語.”</dd>\n"
        "<dt>Repeat</dt><dd><pre>curl -b ann.cookies -c ann.cookies -i "
        "--data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in\n"
        "curl -b ann.cookies -c ann.cookies -i http://127.0.0.1:5000/</pre></dd>\n"
        "<dt>Your code</dt><dd><pre>app.py, line 31, in sign_in\n"
        "    flash(f&quot;Welcome, {nme}.&quot;)</pre></dd>\n"
        "<dt>Error</dt><dd>NameError: name &#x27;nme&#x27; is not defined</dd>\n"
        "<dt>It means</dt><dd>Nothing is called nme here.</dd>\n"
        "</dl></div></li>\n"
        '<li class="fc-dim"><span class="fc-sign">· waiting</span> '
        "The page after that does not.\n"
        '<div class="fc-why"><dl>\n'
        "<dt>Why</dt><dd>Waiting for: After signing in, the next page greets the "
        "visitor.</dd>\n"
        "</dl></div></li>\n"
        "</ul>\n"
        "<h4>Task 2: Show waiting messages</h4>\n"
        "<ul>\n"
        '<li class="fc-red"><span class="fc-sign">✗ stopped</span> '
        "Two actions in a row show both. (optional)\n"
        '<div class="fc-why"><dl>\n'
        "<dt>Why</dt><dd>The app ended by itself with exit code 3.</dd>\n"
        "<dt>Requests</dt><dd>Ann: POST /sign-in → 302 to /</dd>\n"
        "<dt>Repeat</dt><dd><pre>curl -b ann.cookies -c ann.cookies -i "
        "--data-urlencode name=ginger-hazel-dahlia "
        "http://127.0.0.1:5000/sign-in</pre></dd>\n"
        "<dt>It printed</dt><dd><pre>Starting\nBye</pre></dd>\n"
        "<dt>Ask</dt><dd>Which line ended it?</dd>"
        "<dd>What was printed last?</dd>\n"
        "</dl></div></li>\n"
        "</ul>\n"
        "<p><strong>1 of 3 promises kept, 1 of 3 points.</strong></p>\n"
        "<p><strong>Next:</strong> "
        "task 1, in app.py, line 31. “checker hint 3” gives a hint.</p>\n"
        "</div>\n"
    )


def test_what_a_browser_asked_for_by_itself_stands_before_nothing() -> None:
    page = replace(SHELF, body=PAGE)
    icon = replace(
        SHELF,
        url=f"{ADDRESS}/favicon.ico",
        status=404,
        messages=(),
        body="<h1>Not Found</h1>",
        note="for the page: image",
    )
    seen = replace(FAILED, error="", frames=(), steps=(page,))
    beset = replace(seen, steps=(page, *[icon] * 9))

    assert body(with_results(beset)) == body(with_results(seen))
    assert "Ann: GET / → 200" in body(with_results(seen))


@pytest.mark.parametrize(
    "report",
    [
        REPORT,
        with_results(PASSED),
        with_results(NOT_STARTED, replace(NOT_STARTED, check="again")),
        with_results(NOT_STARTED, PASSED, replace(NOT_STARTED, check="again")),
        with_results(FAILED, replace(FAILED, check="again"), WAITING, WAITING),
        with_results(STOPPED, replace(STOPPED, check="again"), TIMED_OUT),
        with_results(replace(FAILED, frames=()), replace(FAILED, error="", frames=())),
        with_results(replace(FAILED, frames=(Frame("app.py", 1, "<module>", "x"),))),
        replace(REPORT, lesson="mine", folder="there"),
        with_results(NASTY_RESULT),
        DIAGNOSED,
    ],
    ids=range(11),
)
def test_it_says_what_the_terminal_says(report: Report) -> None:
    lines = terminal.full(report, WORDS, Look(10_000))
    tree = LexborHTMLParser(body(report))
    for gone in tree.css("figure"):
        gone.decompose()
    root = tree.root
    assert root is not None

    assert words(root.text()) == words(" ".join(lines))


def words(text: str) -> str:
    """The text without white space: the layouts differ, the words do not."""
    return "".join(text.split())


def test_nothing_of_the_app_is_markup_outside_the_frame() -> None:
    tree = LexborHTMLParser(html.page(with_results(NASTY_RESULT), WORDS))

    assert {node.tag for node in tree.css("main *")} == {
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "iframe",
        "li",
        "p",
        "pre",
        "span",
        "strong",
        "style",
        "ul",
    }
    assert tree.css("script, [onerror], img") == []
    for gone in tree.css("iframe"):
        gone.decompose()
    assert "\x1b" not in (tree.html or "")


def test_a_page_stands_beside_its_reason_in_a_frame_that_can_do_nothing() -> None:
    (found,) = LexborHTMLParser(body(with_results(on_page(PAGE)))).css("iframe")

    assert {name: found.attributes[name] for name in ("sandbox", "title")} == {
        "sandbox": "",
        "title": "The page: Ann: GET / → 200",
    }


def test_a_framed_page_fetches_nothing() -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

    assert frame(PAGE) == (
        "<!doctype html>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<html lang="en"><p>It’s on.</p>'
    )
    assert frame("<p>Bare.</p>") == (
        "<!doctype html>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><p>Bare.</p>'
    )


def test_a_framed_page_may_have_the_apps_style_and_only_that() -> None:
    style = "p { color: teal } </style><script>x</script>"
    tree = LexborHTMLParser(frame(PAGE, style))

    assert [node.text() for node in tree.css("style")] == [style.replace("</", "<\\/")]
    assert tree.css("script") == []


@pytest.mark.parametrize(
    "result",
    [
        on_page(""),
        on_page('{"json": 1}'),
        on_page(PAGE, method=""),
        replace(FAILED, steps=()),
        replace(PASSED, steps=on_page(PAGE).steps),
    ],
)
def test_without_a_page_there_is_no_frame(result: Result) -> None:
    assert "iframe" not in body(with_results(result))


def test_the_frame_shows_the_last_page() -> None:
    first, last = (on_page(f"<p>{n}</p>").steps[0] for n in ("first", "last"))
    redirect = replace(SHELF, body="")
    page = body(with_results(replace(FAILED, steps=(first, last, redirect))))

    assert "last" in page
    assert "first" not in page


def test_what_an_app_was_kept_in_by_is_said() -> None:
    walls = Protections("bubblewrap", (Protection("no network"),))

    found = body(replace(with_results(on_page("Hello")), protections=walls))

    assert "<p>Protections: bubblewrap; no network.</p>" in found


def test_a_page_of_its_own_is_whole() -> None:
    page = html.page(REPORT, replace(WORDS, place="", following=""))

    assert page.startswith('<!doctype html>\n<html lang="en">\n<meta charset="utf-8">')
    assert "<title>Lesson 3: Categories</title>" in page
    assert "/home/ann/course/work/03-categories, seed 42" in page
    assert "Next:" not in page
    assert page.endswith("</main>\n</html>\n")


LEFT = replace(WORDS, sights={"greets": SIGHT})


def test_a_browsers_picture_stands_in_place_of_the_frame() -> None:
    report = with_results(on_page(PAGE), replace(on_page(PAGE), check="another"))
    tree = LexborHTMLParser(html.fragment(report, LEFT))
    (picture,), frames = tree.css("img"), tree.css("iframe")

    assert picture.attributes == {
        "alt": "The page / as Ann had it before them; outlined: the message “<Hi>”.",
        "src": "data:image/png;base64,iVBORw==",
    }
    assert picture.parent is not None
    assert picture.parent.text().strip() == "What the browser showed"
    assert len(frames) == 1


def test_what_was_left_is_told_as_in_the_terminal() -> None:
    lines = terminal.full(REPORT, replace(LEFT, unseen="More."), Look(10_000))
    tree = LexborHTMLParser(html.fragment(REPORT, replace(LEFT, unseen="More.")))
    for gone in tree.css("figure, style"):
        gone.decompose()
    root = tree.root
    assert root is not None

    assert words(root.text()) == words(" ".join(lines))


def test_a_picture_that_is_gone_leaves_the_frame() -> None:
    gone = replace(on_page(PAGE), picture="/gone.png", pictured="The page /.")
    report = with_results(gone)

    assert body(report) == body(with_results(on_page(PAGE)))
