"""Files of any content are looked through once: what people write is found as before.

Each text is as long as the longest that is read of an app. Looked through from each of
its beginnings to its end, it would take minutes, and the test would hang.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from checker.course import lessons
from checker.evidence import Evidence, Program, Templates
from checker.evidence.css import LONGEST as SELECTOR
from checker.evidence.markup import lines, pages, scripts, unquoted
from checker.evidence.redirects import fields
from checker.evidence.script import HIDES, holding, on_click, timed
from checker.evidence.sheet import BLOCKS, MOST, Styled
from checker.evidence.storage import LONGEST, statements
from checker.mistakes import recognisers
from checker.report import Outcome, Result
from checker.source import LARGEST
from checker.transcript import Step
from checker.xray import Exchange, exchanges
from fuzz.program import ROOT

pytestmark = pytest.mark.slow  # texts as large as is looked at

VIEW = """
@app.get("/")
def shelf():
    return render_template("page.html")
"""


def evidence(seen: str = "", **texts: str) -> Evidence:
    """What is seen of an app with these files, a dot written as __, and one failure."""
    files = {name.replace("__", "."): text for name, text in texts.items()}
    program = Program(files)
    result = Result("check", "", 1, 1, Outcome.FAILED, seen=seen, steps=(PAGE,))
    templates = Templates(files, program)
    return Evidence({"check": result}, files, program, templates, (result,))


PAGE = Step("Ann", "GET", "http://127.0.0.1:1/", status=200, body="<p>One.")


def asked() -> Exchange:
    """One page that was opened."""
    [exchange] = exchanges([PAGE])
    return exchange


def long(piece: str) -> str:
    """The piece as often as a file holds it."""
    return piece * (LARGEST // len(piece))


TEXTS: dict[str, tuple[str, Callable[[Evidence], object]]] = {
    "scripts that do not end": ("<script>", lambda seen: list(scripts(seen))),
    "scripts that do not begin": ("<script ", lambda seen: list(scripts(seen))),
    "ends of scripts": ("</script>", lambda seen: list(scripts(seen))),
    "fields": ("<input ", lambda seen: fields(seen, asked(), "title")),
    "fields of a name": ("name=title ", lambda seen: fields(seen, asked(), "title")),
}


@pytest.mark.parametrize(("piece", "look"), TEXTS.values(), ids=TEXTS)
def test_what_is_begun_and_not_ended_is_looked_through_once(
    piece: str, look: Callable[[Evidence], object]
) -> None:
    assert not look(evidence(page__html=long(piece), app__py=VIEW))


def test_a_value_in_a_tag_that_goes_on_for_ever_is_looked_at_for_a_while() -> None:
    tag = "<p " + "a= " * 60_000

    assert not list(unquoted(evidence(page__html=tag + "{{ a }}")))
    assert list(unquoted(evidence(page__html=tag + "<p a={{ a }}")))


def test_an_include_that_does_not_end_is_looked_through_once() -> None:
    comment = "{#" + long('{% include "b" ') + "#}"
    page = f"<script>{{{{ a }}}}{comment}</script>"

    [(_, code)] = scripts(evidence(page__html=page))
    assert code == f"{{{{ a }}}}{comment}"


def test_lines_of_one_pattern_are_told_once_each() -> None:
    many = evidence(page__html=long("x\n"), other__html=long("x "))
    found = lines(many, "x")

    assert len(found) == LARGEST // 2 + 1
    assert (found[-1].file, found[-1].line) == ("other.html", 1)
    assert found[LARGEST // 2 - 1].line == LARGEST // 2


def test_a_template_has_as_many_scripts_as_are_looked_at() -> None:
    seen = evidence(page__html="<script>{{ a }}</script>\n" * 60)

    assert [place.line for place, _ in scripts(seen)] == list(range(1, 51))


def test_what_a_script_includes_twice_is_told_once() -> None:
    page = "<script>" + "{% include 'say.html' %}" * 5000 + "</script>"
    seen = evidence(page__html=page, say__html="{{ a }}" + " " * 100_000)

    [(_, code)] = scripts(seen)
    assert len(code) == 100_007


@pytest.mark.parametrize(
    ("made", "fits"),
    [
        ("'{a}{b}.html'", True),
        ("'error-{a}.html'", False),
        ("'{a}a{b}a{c}a{d}'", True),
        ("'{a}.htm{b}'", True),
        ("'{a}l{b}'", False),
        ("'" + "{a}" * 35 + "'", True),
        ("'" + "{a}" * 36 + "'", False),
        ("'" + "{a}a" * 14 + "{a}b'", False),
        ("'" + "a" * 30 + ".html'", True),
        ("'a{a}b{b}'", False),
    ],
)
def test_a_name_made_of_many_parts_is_tried_in_one_way(made: str, fits: bool) -> None:
    name = "a" * 30 + ".html"
    text = f"{VIEW}    return render_template(f{made})\n"
    texts = {"app.py": text, f"templates/{name}": "x"}
    program = Program(texts)
    seen = Evidence({}, texts, program, Templates(texts, program))

    found = [t.name for t in pages(seen, program.views("GET", "/"))]
    assert found == [name] * fits


COLUMNS = {
    "key = ? and times > 1": {"key", "times"},
    "key NOT IN (1, 2)": {"key"},
    "ifnull(times, 1) > 0": {"times"},
    "key is not null": {"key"},
    "(a, b) = (?, ?)": {"a"},
    "a, b, c": set(),
    "a" * 900: set(),
    "a," * 400: set(),
}


@pytest.mark.parametrize(("condition", "columns"), COLUMNS.items(), ids=range(8))
def test_the_columns_of_a_condition_are_those_compared(
    condition: str, columns: set[str]
) -> None:
    program = Program({"app.py": f"q('select a from b where {condition}')"})

    assert [s.where for s in statements(program)] == [columns]


def test_a_statement_is_no_longer_than_people_write() -> None:
    text = "select a from b where c = 'x"
    longest = text + "x" * (LONGEST - len(text))
    program = Program({"app.py": f'q("{longest}")\nq("{longest}x")'})

    assert [s.site.place.line for s in statements(program)] == [1]


SCRIPTS = ("/*", "f(", "setTimeout(", "a=function(){", "function a(", "`", "a.on(")


@pytest.mark.parametrize("piece", SCRIPTS)
def test_scripts_that_nobody_writes_are_looked_through_once(piece: str) -> None:
    seen = evidence(a__js=long(piece), b__html=f"<script>{long(piece)}</script>")

    assert timed(seen, HIDES) == on_click(seen, HIDES) == holding(seen, HIDES) == ()


def test_of_two_functions_of_one_name_in_a_script_the_first_is_read() -> None:
    script = "function a() { b.remove() }\na = () => {}\nsetTimeout(a)"

    assert [p.line for p in timed(evidence(a__js=script), HIDES)] == [3]
    assert len(holding(evidence(a__js=long("a.remove();")), HIDES)) == 1


STYLES = {
    "brackets": "a{b:" + long("("),
    "rules in rules": long("a{"),
    "rules for parents": long("& &{"),
    "a template's": long("{{"),
    "selectors": long("a,") + "a{}",
    "imports": long("@import 'a.css';"),
}


@pytest.mark.parametrize("css", STYLES.values(), ids=STYLES)
def test_styles_that_nobody_writes_are_left_out(css: str) -> None:
    assert styled(css).rules == ()


def styled(css: str, style: str = "") -> Styled:
    """A page with these styles in a file, and those at its only paragraph."""
    link = "<link rel=stylesheet href=a.css>"
    page = f'{link}<p style="{style}">One.'
    return Styled({"a.css": css, "page.html": page}, page)


def test_of_more_rules_than_people_write_the_first_are_looked_at() -> None:
    nested = f"{'p, ' * (SELECTOR // 6)}p {{ & & {{ color: red }} color: red }}"

    assert len(styled(long("p{color:red}")).rules) == MOST
    assert len(styled(nested).rules) == 1


def test_a_style_that_nests_deeper_than_people_write_declares_nothing() -> None:
    assert [r.declared for r in styled("", "a:" + "(" * 99).within(4)] == [()]
    assert len(styled("", "a:b").within(4)[0].declared) == 1


def test_a_colour_made_of_more_names_than_people_write_is_none() -> None:
    names = "p { --a: red; --b: " + "var(--b) " * 99 + "}"

    assert styled(names).colour("var(--a)") == (255, 0, 0)
    assert styled(names).colour("var(--b)") is None


def test_a_page_has_as_many_style_elements_as_are_looked_at() -> None:
    page = "<style>p{color:red}</style>" * (BLOCKS + 1)

    assert len(Styled({"page.html": page}, page).rules) == BLOCKS


LONG = (
    "<x ",
    "<ul ",
    "<li ",
    "<button ",
    "<button>",
    "<script ",
    "<",
    'style="',
    "{% ",
)
SEEN = (
    "",
    "<ul>",
    "an element with onclick>",
    '<div class="flash">',
    "a button called",
)


def test_every_recogniser_passes_over_long_files_once() -> None:
    files = {f"templates/{n}.html": long(piece) for n, piece in enumerate(LONG)}
    whole = evidence(**files, app__py=VIEW)
    results = [replace(whole.result, seen=seen) for seen in SEEN]
    for lesson in lessons(ROOT):
        for each in recognisers(lesson):
            for result in results:
                each.body(replace(whole, failing=(result,), opened={}))
