"""What a parser is given is bounded by counting, before it costs time or memory.

Each case was a hole once: found by hand or by a run of the harnesses in tests/fuzz.
"""

from __future__ import annotations

import ast
import base64
import json
import re
import socket
import tracemalloc
import zlib
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from checker import page_size
from checker.endings import OverLimit
from checker.errors import AuthorError
from checker.evidence import Program, Templates
from checker.evidence.names import DEEPEST
from checker.evidence.program import NODES
from checker.evidence.routes import LONGEST, PARTS, PREFIXES
from checker.evidence.template_files import TOKENS
from checker.flask_cookie import MOST, waiting_messages
from checker.forms import MOST as FIELDS
from checker.forms import forms
from checker.host.process import Process
from checker.html import elements, parse
from checker.lab.copies import WIDGET, wake
from checker.limits import Limits
from checker.messages import CLASSES, WORD, messages
from checker.notebook import notebook
from checker.page_size import CLONES, OPTIONS, PIECES, require_readable
from checker.regions import split
from checker.render.exhibit import page_piece
from checker.report import VERSION as NEWEST
from checker.report import from_json, to_json
from checker.scenario import parse as move
from checker.toml_file import toml
from checker.transcript import CookieNote, Step
from checker.xray import exchanges
from fuzz.notebook import SAVED
from fuzz.report import WHOLE
from fuzz.wire import asked

# pages -------------------------------------------------------------------------------

WIDE = f"The page has more than {PIECES} tags, attributes and words."
DEEP = "The page nests more than 1000 elements in one another, or too much in too many."
OPEN = "The page leaves too many elements such as <b> open, which then go on."
BOLD = "".join(f"<b a={n}>" for n in range(400))


def drawings(tag: str) -> str:
    """Elements of that tag, each in a drawing in the one before, all left unclosed."""
    within = "".join(f"<svg><desc><{tag} a={n}>" for n in range(300))
    return f"<table>{within}</table>"


PAGES = {
    "attributes": ("<p " + " ".join(f"a{n}" for n in range(PIECES)), WIDE),
    "attributes in quotes": ("<p a=''" + "b=''" * PIECES + ">", WIDE),
    "attributes and slashes": ("<p" + "/a" * PIECES + ">", WIDE),
    "attributes of body": ("<body a>" * PIECES, WIDE),
    "tags": ("<b>" * (PIECES + 1), WIDE),
    "ends that end nothing": ("<div></x>" * 2000, DEEP),
    "ends in quotes": ("<div a='</div>'>" * 2000, DEEP),
    "ends in comments": ("<div><!--</div>-->" * 2000, DEEP),
    "ends before": ("</div>" * 2000 + "<div>" * 2000, DEEP),
    "cells in a drawing": ("<svg>" + "<td>" * 2000, DEEP),
    "lists in lists": ("<ul><li>" * 900, DEEP),
    "much in many": ("<ul>" * 900 + "x" * 1_000_000, DEEP),
    "options": ("<select>" + "<OPTION>" * (OPTIONS + 1), "The page has more than 5000"),
    "what goes on": (f"<p>{BOLD}" + "<p>x" * 2000, OPEN),
    "what goes on, in quotes": (
        "<p>" + "".join(f'<b a=">{n}">' for n in range(400)) + "<p>x" * 2000,
        OPEN,
    ),
    "what goes on, out of drawings": (f"{drawings('nobr')}{'<p>x' * 2000}", OPEN),
}


@pytest.mark.parametrize(("html", "sentence"), PAGES.values(), ids=PAGES)
def test_a_page_that_costs_more_than_people_read_is_refused(
    html: str, sentence: str
) -> None:
    with pytest.raises(OverLimit) as refused:
        parse(html)

    assert str(refused.value).startswith(sentence)


READ = {
    "words": "One. " * (PIECES - 1),
    "a long text": "x" * 1_000_000,
    "a picture in the text": f"<img src='data:image/png;base64,{'ab1+' * 250_000}'>",
    "attributes": "<p " + " ".join(f"a{n}" for n in range(2000)) + ">",
    "options": "<select>" + "<option>1" * (OPTIONS - 1),
    "closed": "<div><b class=x>1</b></div>" * 3000,
    "alike": "<p><b>" + "<p>x" * 9000,
    "links": f"{drawings('a')}{'<p>x' * 2000}",
}


@pytest.mark.parametrize("html", READ.values(), ids=READ)
def test_a_page_within_the_bounds_is_read(html: str) -> None:
    assert len(list(parse(html).traverse())) < PIECES


def test_what_goes_on_makes_no_more_elements_than_the_bound() -> None:
    html = f"<p>{BOLD}" + "<p>x" * (CLONES // 400 - 402)
    require_readable(html)
    root = LexborHTMLParser(html).root

    assert root is not None
    assert CLONES // 2 < sum(1 for _ in root.traverse()) < CLONES


def test_a_selector_finds_no_more_than_can_be_looked_at() -> None:
    root = parse("<ul>" * 40 + "x" * 300_000)

    with pytest.raises(OverLimit, match=r"^“ul” finds more than can be looked at on"):
        list(elements(root, "ul"))
    assert len(list(elements(root, "body"))) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<form>" + "<input name=a>" * FIELDS,
        "<label for=a>A</label>" * (FIELDS + 1),
        "<form><div></form>" * 300 + "<input name=a>" * 20,
        "<form>" + "<button>A</button>" * FIELDS,
        "<form id=a></form>" + "<input form=a>" * FIELDS,
    ],
    ids=["fields", "labels", "forms in one another", "buttons", "fields elsewhere"],
)
def test_forms_that_nobody_fills_in_are_refused(html: str) -> None:
    with pytest.raises(OverLimit) as refused:
        forms(parse(html), "/")

    sentence = f"The forms of the page have more than {FIELDS} labels or fields."
    assert str(refused.value) == sentence


def test_what_was_refused_as_a_page_is_not_read_as_evidence() -> None:
    step = Step("Ann", "GET", "http://x/", status=200, body="<div>" * 2000)

    assert [exchange.heading for exchange in exchanges([step])] == [""]
    assert page_piece([step]) == ""


def test_the_bounds_are_those_that_the_sentences_name() -> None:
    assert (page_size.PIECES, page_size.OPTIONS, page_size.DEEPEST) == (
        20_000,
        5000,
        1000,
    )


def test_what_stands_beside_many_messages_is_read_once() -> None:
    page = (
        f"<div class='messages {' '.join(f'c{n}' for n in range(5000))}'><ul><li>"
        + "<div class=message>One.</div>" * 1900
        + "<button>Close</button>" * 2000
    )
    found = messages(parse(page))

    assert len(found) == 1900
    assert {id(message.controls) for message in found} == {id(found[0].controls)}
    assert max(len(message.classes) for message in found) <= CLASSES


def test_a_term_is_no_longer_than_a_label_and_is_read_once() -> None:
    page = "<dl class=messages>" + f"<dt>{'x' * 2000}<dd>One.<dd>Two.<dt>{{}}</dl>"
    short, long = (page.format(f"{'x' * n}<dd>Three.") for n in (2000, 2001))

    assert [len(m.named) for m in messages(parse(short))] == [2000, 2000, 2000]
    assert [len(m.named) for m in messages(parse(long))] == [2000, 2000, 0]
    assert len({id(m.named) for m in messages(parse(long))}) == 2


@pytest.mark.parametrize("attribute", ["class", "role", "aria-live"])
def test_what_is_said_around_many_messages_is_read_once(attribute: str) -> None:
    said = "w " + " ".join(f"{n:x<210}" for n in range(9000))
    page = f"<div class=messages><div {attribute}='{said}'>"
    tracemalloc.start()
    found = messages(parse(page + "<p class=message>One.</p>" * 1900))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(found) == 1900
    assert max(map(len, found[0].classes | found[0].roles)) <= WORD
    assert most < 50_000_000


# cookies -----------------------------------------------------------------------------


def cookie(facts: object) -> str:
    """A cookie whose payload is packed."""
    packed = zlib.compress(json.dumps(facts).encode(), 9)
    return f".{base64.urlsafe_b64encode(packed).decode()}.x.y"


def test_a_cookie_small_when_packed_holds_no_more_messages_than_are_read() -> None:
    many = cookie({"_flashes": [["a", "b"]] * 60_000})
    given = CookieNote("session", "set", "", many)
    [exchange] = exchanges([Step("Ann", "GET", "/", set_cookies=(given,), status=200)])

    assert len(many) < 4096
    assert len(waiting_messages(many)) == len(exchange.added) == MOST


def test_a_message_that_no_page_can_show_is_shown_by_none() -> None:
    waits = cookie({"_flashes": [["a", "<div>" * 2000], ["a", "<b>One.</b>"]]})
    step = Step("Ann", "GET", "/", (), f"session={waits}", 200, messages=("One.", "2"))
    [exchange] = exchanges([step])

    assert exchange.passing == ("2",)


def test_a_session_nested_deeply_is_cut_short() -> None:
    deep = cookie({"a": json.loads("[" * 400 + "]" * 400)})
    step = Step("Ann", "GET", "/", (), f"session={deep}", 200)
    [exchange] = exchanges([step])

    assert exchange.carried[0].rest == (("a", "[" * 6 + "[...]" + "]" * 6),)


# programs ----------------------------------------------------------------------------


def chain(nodes: int) -> str:
    """Functions that call each other in turn, six nodes each."""
    return "".join(f"def f{n}(): f{n + 1}()\n" for n in range(nodes // 6))


@pytest.mark.parametrize(
    "text",
    [
        chain(NODES + 6),
        "x = " + "+".join(["1"] * DEEPEST),
        "x = a" + ".b" * DEEPEST,
        "x = " + "(" * 5000,
        "x = " + "9" * 5000,
        "x = 1\0",
    ],
    ids=["long", "sum", "dots", "brackets", "number", "NUL"],
)
def test_a_program_that_is_no_app_of_a_lesson_is_left_out(text: str) -> None:
    program = Program({"app.py": text, "other.py": "flash('One.')"})

    assert list(program.modules) == ["other.py"]
    assert [site.file for site in program.calls("flash")] == ["other.py"]


def test_all_files_together_have_no_more_nodes_than_the_bound() -> None:
    most = chain(NODES * 2 // 3)
    program = Program({"a.py": most, "b.py": most, "c.py": chain(600)})

    assert list(program.modules) == ["a.py", "c.py"]
    assert sum(m.size for m in program.modules.values()) <= NODES


def test_an_escape_that_python_warns_of_is_the_learners_own() -> None:
    assert list(Program({"app.py": "x = '\\d'"}).modules) == ["app.py"]


def test_what_leads_somewhere_is_found_by_each_step_once() -> None:
    end = "def f500(): flash('One.')\nf0()\ng()\n"
    program = Program({"app.py": chain(3000) + end})
    loop = Program({"app.py": "def a(): b()\ndef b(): a(); flash('One.')\n"})

    assert len(program.leading_to("flash")) == 502
    assert len(loop.leading_to("flash")) == 3


def test_of_many_methods_of_one_name_some_are_followed() -> None:
    same = "class A:\n" + " def a(self): self.a()\n" * 1000
    program = Program({"app.py": f"{same}def b(): A().a()\n"})

    assert len(program.targets("app.py", call("self.a"), program.functions[0])) == 20


def call(text: str) -> ast.expr:
    """What is called, as a node."""
    return ast.parse(text, mode="eval").body


def test_a_view_class_is_found_by_the_name_it_was_given() -> None:
    text = """
class Shelf(MethodView):
    def get(self): pass
view = other.view = Shelf.as_view("shelf")
view = view
app.add_url_rule("/shelf", view_func=view)
"""
    assert [f.name for f in Program({"app.py": text}).views("GET", "/shelf")] == ["get"]


ROUTE = "@app.get({!r})\ndef f(): pass\n"


def answers(rule: str, path: str) -> bool:
    return bool(Program({"app.py": ROUTE.format(rule)}).views("GET", path))


def test_a_rule_of_many_placeholders_is_tried_in_one_pass() -> None:
    many = "/" + "<path:a>" * PARTS

    assert answers(many, "/" + "a" * (LONGEST - 1))
    assert not answers(many + "!", "/" + "a" * (LONGEST - 1))
    assert not answers(many + "<a>", "/" + "a" * (LONGEST - 1))
    assert not answers(many, "/" + "a" * LONGEST)


@pytest.mark.parametrize(
    ("rule", "path", "fits"),
    [
        ("/<int:a>", "/12", True),
        ("/<int:a>", "/1a", False),
        ("/<a>/<b>", "/a/b", True),
        ("/<a>", "/a/b", False),
        ("/<path:a>/x", "/a/b/x", True),
        ("/<a><b>", "/a", False),
        ("/<any(lend, return):a>/x", "/return/x", True),
        ("/<any(lend, return):a>", "/retur", False),
        ("/a", "/ab", False),
    ],
)
def test_an_address_fits_its_rule_and_no_other(
    rule: str, path: str, fits: bool
) -> None:
    assert answers(rule, path) == fits


def test_no_more_prefixes_are_tried_than_an_app_has() -> None:
    made = "".join(f"Blueprint('a', __name__, url_prefix='/{n}')\n" for n in range(99))
    program = Program({"app.py": made + ROUTE.format("/a")})

    assert program.views("GET", f"/{PREFIXES - 1}/a")
    assert not program.views("GET", f"/{PREFIXES}/a")


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "9" * 5000 + " }}",
        "{{ " + "+".join(["1"] * 900) + " }}",
        "{{ a" + "|b" * 5000 + " }}",
        "{% if a %}" * 2000,
    ],
    ids=["number", "sum", "filters", "blocks"],
)
def test_a_template_that_nobody_writes_is_left_out(text: str) -> None:
    texts = {"templates/a.html": text, "templates/b.html": "{{ a }}"}
    found = Templates(texts, Program({}))

    assert [template.name for template in found.all] == ["b.html"]


def test_all_templates_together_have_no_more_tokens_than_the_bound() -> None:
    most = "{{ a }}" * (TOKENS // 5)
    found = Templates({"a.html": most + "{{ a }}", "b.html": most}, Program({}))
    within = Program({"app.py": "A = '{{ a }}'"})

    assert [template.name for template in found.all] == ["b.html"]
    assert [t.name for t in Templates({"b.html": most}, within).all] == ["b.html"]


def test_the_lines_of_a_long_template_are_told_apart_once() -> None:
    text = "{{ a }}\n" * (TOKENS // 6) + "\n" * 130_000
    uses = Templates({"a.html": text}, Program({})).uses("a")

    assert [use.place.line for use in uses] == list(range(1, TOKENS // 6 + 1))
    assert {use.place.code for use in uses} == {"{{ a }}"}


def test_the_keys_of_a_dictionary_of_many_templates_are_read_once() -> None:
    pairs = ", ".join(f"'{n}': '{{{{ a }}}}'" for n in range(4000))
    found = Templates({}, Program({"app.py": f"PAGES = {{{pairs}}}"}))

    assert len(found.all) == 8000
    assert {str(n) for n in range(4000)} < set(found.by_name)


def test_templates_that_lead_to_each_other_are_named_once() -> None:
    ring = {f"templates/{n}": f"{{% include '{(n + 1) % 9}' %}}" for n in range(9)}
    texts = {f"{name}.html": text for name, text in ring.items()}
    found = Templates(texts, Program({}))

    assert [t.name for t in found.named(["0.html", "0.html"])] == ["0.html"]


# what else comes from outside --------------------------------------------------------


def test_a_word_with_a_line_that_no_number_is_is_no_word() -> None:
    process = Process(1, ("127.0.0.1", 1), Limits())
    process.end(1)
    ours, its = socket.socketpair()
    with ours, its:
        rows = b'[["app.py", 1e999, "f", "x"]]'
        its.sendall(b'{"refused": {"kind": "a", "text": "b", "rows": %s}}\n' % rows)
        its.shutdown(socket.SHUT_WR)
        port = process.listen(ours)
    process.close()

    assert (port, process.refusal, process.forged) == (0, None, True)


OK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


HINT = b"HTTP/1.1 103 Early Hints\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (HINT * 101, "More than 100 hints came before the answer to GET /books."),
        (
            OK + (b"1;" + b"x" * 900 + b"\r\nh\r\n") * 500,
            "The answer to GET /books is longer than 0 KiB.",
        ),
    ],
    ids=["hints", "marks of chunks"],
)
def test_what_is_around_an_answer_is_read_within_bounds(
    data: bytes, sentence: str
) -> None:
    with pytest.raises(OverLimit) as over:
        asked(data, 1000)

    assert str(over.value) == sentence
    assert asked(HINT * 100 + OK + b"0\r\n\r\n", 1000).body == b""
    assert asked(OK + b"1\r\nh\r\n" * 1000 + b"0\r\n\r\n", 1000).body == b"h" * 1000


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = " + "[" * 3000, "lessons/own/a.toml nests too deep. Write it flat."),
        ("a = " + "9" * 5000, "lessons/own/a.toml is not TOML: Exceeds the limit"),
        ("a = 1\0", "lessons/own/a.toml is not TOML: "),
    ],
    ids=["deep", "number", "NUL"],
)
def test_toml_that_cannot_be_read_is_refused(
    text: str, sentence: str, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.toml").write_text(text, "utf-8")

    with pytest.raises(AuthorError) as refused:
        toml(folder, "a.toml")
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("line", ["", " ", "Ben:  ", "''"])
def test_a_line_of_a_scenario_says_something(line: str) -> None:
    with pytest.raises(ValueError, match=r"^(a line says nothing|Ben: is none of .*)$"):
        move(line)


def test_a_task_of_a_number_that_python_does_not_read_is_no_mark() -> None:
    text = f"# task {'9' * 5000}\n"

    assert split(text, ["One"], "app.py").exercise == text


REPORT = WHOLE.decode()
STEP = (
    '{"visitor": "Ann", "set_cookies": %s, "sent": %s, "messages": %s, "method": "",'
    ' "url": "", "cookies": "", "status": 0, "location": "", "body": "", "note": ""}'
)


VERSION = f'"version": {NEWEST}'
NONE = '"steps": []'
NOTE = '[{"name": 1, "did": "set"}]'
DAMAGED = {
    "NaN": ('"seed": 7', '"seed": NaN'),
    "true": ('"seed": 7', '"seed": true'),
    "long": ('"seed": 7', '"seed": ' + "9" * 5000),
    "longest that Python reads": ('"seed": 7', '"seed": ' + "9" * 4300),
    "too large to be added up": ('"points": 1', f'"points": 1{"0" * 100}'),
    "infinity": ('"seconds": 0.0', '"seconds": 1e999'),
    "infinity below": ('"seconds": 0.0', '"seconds": -1e999'),
    "deep": ('"notes": []', f'"notes": {"[" * 900}{"]" * 900}'),
    "deep version": (VERSION, f'"version": {"[" * 900}{"]" * 900}'),
    "long version": (VERSION, f'"version": {"9" * 4300}'),
    "version in letters": (VERSION, f'"version": "{"9" * 5000}"'),
    "version without end": (VERSION, '"version": 1e999'),
    "text": ('"seed": 7', '"seed": "' + "x" * 5000 + '"'),
    "message": (NONE, f"{NONE[:-1]}{STEP % ('[]', '[]', '[1]')}]"),
    "pair": (NONE, f"{NONE[:-1]}{STEP % ('[]', '[[1, 2]]', '[]')}]"),
    "half": (NONE, f"{NONE[:-1]}{STEP % ('[]', '[[1]]', '[]')}]"),
    "cookie": (NONE, f"{NONE[:-1]}{STEP % (NOTE, '[]', '[]')}]"),
}


@pytest.mark.parametrize(("old", "new"), DAMAGED.values(), ids=DAMAGED)
def test_a_report_of_the_wrong_kinds_is_refused(old: str, new: str) -> None:
    changed = REPORT.replace(old, new)
    said = r"^This (report is damaged|report has version|is not)"
    with pytest.raises(ValueError, match=said) as refused:
        from_json(changed)

    assert changed != REPORT
    assert len(str(refused.value)) < 400


def test_the_largest_numbers_of_a_report_are_read_and_written_again() -> None:
    changed = REPORT.replace('"seed": 7', f'"seed": {"9" * 100}')
    report = from_json(changed.replace('"seconds": 0.0', '"seconds": -9e99'))

    assert from_json(to_json(report)) == report


def test_a_report_of_the_right_kinds_is_read() -> None:
    notes = '[{"name": "a", "did": "set", "why": "", "value": ""}]'
    step = STEP % (notes, '[["a", "b"]]', '["One."]')

    assert from_json(REPORT.replace('"steps": []', f'"steps": [{step}]')).done


@pytest.mark.parametrize(
    "content",
    [
        b"\xff" + WIDGET.encode(),
        f'["{WIDGET}"]'.encode(),
        f'{{"nbformat": 4, "nbformat_minor": 5, "{WIDGET}": 1}}'.encode(),
        b"[" * 5000 + WIDGET.encode(),
        SAVED.replace(b'"cell_type"', b'"cell_typo"'),
        SAVED.replace(b'"source": ""', b'"source": "\\ud800"'),
        SAVED.replace(b'"data": {', b'"data": [], "more": {'),
    ],
    ids=["bytes", "list", "no cells", "deep", "no type", "half", "no forms"],
)
@pytest.mark.filterwarnings("ignore")  # nbformat's own, about what it reads
def test_a_notebook_that_cannot_be_read_is_left_as_it_is(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.ipynb").write_bytes(content)
    wake(tmp_path)

    assert (tmp_path / "a.ipynb").read_bytes() == content


@pytest.mark.parametrize(
    "text", ["---\0", "---\n[\n---\n", "---\n1\n---\n", "---\njupytext: 1\n---\n"]
)
def test_a_text_whose_head_is_no_yaml_is_refused_or_read(text: str) -> None:
    try:
        made = notebook(text, "lessons/own/lesson.md")
    except AuthorError as error:
        made = str(error)

    assert re.match(
        r"\{|lessons/own/lesson\.md makes no notebook: .+\. Mend it\.$", made
    )


def test_a_head_of_a_text_that_is_no_yaml_is_told() -> None:
    with pytest.raises(AuthorError) as refused:
        notebook("---\0", "lessons/own/lesson.md")

    said = "lessons/own/lesson.md makes no notebook: unacceptable character #x0000"
    assert str(refused.value).startswith(said)
