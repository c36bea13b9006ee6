"""Which rules of an app's styles hold for an element, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from checker.evidence import Evidence, Program, Templates
from checker.evidence.sheet import Declaration, Rule, Styled, declaring, looked_at, pale
from checker.report import Outcome, Result
from checker.transcript import Step

LINK = '<link rel="stylesheet" href="/static/{}">'
BODY = """<body><div class="messages">
<!-- in a box --><p class="message error">No <b>way</b></p></div></body>"""
SHEET = """\
:root { --red: #a12a17; --tone: var(--red); }
/* the
messages */
.messages { position: fixed; }
.message.error, .alert {
  color: var(--tone) !important;
}
p::before { content: "!"; }
p:nonsense { color: red; }
@media (prefers-color-scheme: dark) {
  :root { --red: pink; }
  .message { color: white; }
}
@font-face { font-family: x; }
@media print;
"""
NESTED = """\
.messages {
  & .message, b { color: red }
  &.open { color: blue }
  @media (x) { opacity: .5 }
}"""


def styled(css: str, head: str = LINK.format("a.css"), **files: str) -> Styled:
    """A page with those rules in a.css, which it links unless told otherwise."""
    texts = {"static/a.css": css, **{f"{n}.html": t for n, t in files.items()}}
    return Styled(texts, f"<html><head>{head}</head>{BODY}</html>")


def place(sheet: Styled, selector: str) -> int:
    return [e.matches(selector) for e in sheet._elements].index(True)


def selectors(rules: Iterable[Rule]) -> list[str]:
    return [rule.selector for rule in rules]


def lines(declared: Iterable[Declaration]) -> list[str]:
    return [f"{d.name}: {d.value} at {d.place.file}:{d.place.line}" for d in declared]


def test_rules_hold_for_an_element_for_what_is_in_it_and_for_what_is_around() -> None:
    sheet = styled(SHEET)
    message = place(sheet, ".message")

    assert selectors(sheet.on(message)) == [".message.error, .alert", ".message"]
    assert selectors(sheet.within(message)) == [".message.error, .alert", ".message"]
    assert selectors(sheet.within(message - 1))[0] == ".messages"
    assert selectors(sheet.around(message)) == [".messages"]


def test_a_declaration_says_where_it_stands_and_how_strongly() -> None:
    sheet = styled(SHEET)
    [colour, dark] = declaring(sheet.on(place(sheet, ".message")), "color")

    assert lines([colour]) == ["color: var(--tone) at static/a.css:6"]
    assert colour.place.code == "color: var(--tone) !important;"
    assert (colour.important, dark.important) == (True, False)
    assert [rule.conditions for rule in sheet.rules][-1] == (
        "@media (prefers-color-scheme: dark)",
    )


def test_nested_rules_hold_as_if_they_were_written_out() -> None:
    sheet = styled(NESTED)
    message = place(sheet, ".message")

    assert selectors(sheet.rules) == [
        ":is(.messages) .message, :is(.messages) b",
        ":is(.messages).open",
        ".messages",
    ]
    assert selectors(sheet.on(message)) == [":is(.messages) .message, :is(.messages) b"]
    assert sheet.rules[-1].conditions == ("@media (x)",)


def test_a_colour_is_looked_up_by_day_and_a_mixed_one_is_none() -> None:
    sheet = styled(SHEET)

    assert sheet.colour("var(--tone)") == (161, 42, 23)
    assert sheet.colour("var(--none, white)") == (255, 255, 255)
    assert sheet.colour("var(--none)") is None
    assert sheet.colour("rgba(0, 0, 0, .5)") is None
    assert sheet.colour("currentcolor") is None


def test_styles_are_those_that_the_page_links_imports_or_holds() -> None:
    held = '<style>\np { color: red }</style><p style="opacity: 0">'
    filled = "<style>b { color: {{ colour }} }</style>"
    elsewhere = "<style>i { color: red }</style>"
    files = {"page": held, "macro": filled, "other": elsewhere}
    sheet = styled("@import url(b.css);\n@import 'c.css';", LINK.format("a.css"))
    sheet._texts = {**sheet._texts, "static/b.css": "b {top:0}", "c.css": "p {top:0}"}

    assert selectors(sheet.rules) == ["b", "p"]
    assert selectors(styled(SHEET, held, **files).rules) == ["p", "b"]
    assert lines(declaring(styled("", held, **files).rules, "color")) == [
        "color: red at page.html:2",
        "color:  at macro.html:1",
    ]


def test_what_is_in_a_style_attribute_holds_where_a_file_has_it() -> None:
    page = '<body><p class="message" style="top: 0; opacity: 0">x</p></body>'
    sheet = Styled({"a.py": "", "page.html": f"\n{page}"}, page)

    assert lines(declaring(sheet.on(place(sheet, "p")), "opacity")) == [
        "opacity: 0 at page.html:2"
    ]
    assert Styled({"page.html": ""}, page).on(place(sheet, "p")) == ()


def test_styles_of_packages_and_other_sites_are_not_known() -> None:
    assert styled(SHEET).known
    assert styled(SHEET, "").known
    assert not styled(SHEET, LINK.format("a.css") + LINK.format("package.css")).known


def test_a_text_colour_is_pale_unless_its_ground_is_dark() -> None:
    def found(css: str) -> list[str]:
        sheet = styled(css)
        return [d.value for d in pale(sheet, sheet.on(place(sheet, ".message")))]

    assert found(".message { color: silver }") == ["silver"]
    assert found(".message { color: #222; background: linen }") == []
    assert found(".message { color: silver; background: navy }") == []
    assert found(".message { color: color-mix(in srgb, red, blue) }") == []


def test_the_last_page_with_messages_is_looked_at() -> None:
    def seen(*steps: Step) -> Evidence:
        result = Result("a", "A.", 1, 1, Outcome.FAILED, steps=steps)
        texts = {"static/a.css": SHEET}
        program = Program(texts)
        templates = Templates(texts, program)
        return Evidence({}, texts, program, templates, (result,))

    page = f"<html><head>{LINK.format('a.css')}</head>{BODY}</html>"
    shown = Step("Ann", "GET", "/", messages=("No way",), body=page)
    sheet, found = looked_at(seen(shown, Step("Ann", "GET", "/about")))
    nothing, none = looked_at(seen())

    assert [m.text for m in found] == ["No way"]
    assert ".message.error, .alert" in selectors(sheet.within(found[0].index))
    assert (nothing.rules, none) == ((), ())
