"""Which templates ask for messages, and which of them do so to no use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.evidence import Evidence, Program, Templates
from checker.evidence.showing import (
    asking,
    asks,
    for_each,
    leaves,
    outside_blocks,
    replaced,
    run_once,
    shared,
    unfilled,
)
from checker.report import Frame

LOOP = "{% for text in get_flashed_messages() %}<p>{{ text }}</p>{% endfor %}"
ASKED = "get_flashed_messages()"


def evidence(**files: str) -> Evidence:
    """What is seen of an app of templates, and of app.py where that is given."""
    texts = {f"templates/{n}.html": text for n, text in files.items() if n != "app"}
    return read({**texts, "app.py": files.get("app", "")})


def read(texts: Mapping[str, str]) -> Evidence:
    program = Program(texts)
    return Evidence({}, texts, program, Templates(texts, program))


def told(places: Iterable[Frame]) -> list[str]:
    return [f"{p.file.removeprefix('templates/')}:{p.line}" for p in places]


def test_all_messages_are_asked_for_where_no_filter_is_given() -> None:
    seen = evidence(
        page=f"{LOOP}\n{{{{ get_flashed_messages(category_filter=['form']) }}}}",
        app=f"from flask import {ASKED[:-2]}\nfound = {ASKED}\n",
    )

    assert told(r.place for r in asking(seen)) == ["page.html:1", "app.py:2"]


def test_a_template_asks_by_an_include_and_by_a_macro_as_well() -> None:
    seen = evidence(
        told=LOOP,
        top="<header>\n{% include 'told.html' %}</header>{% include 'logo.html' %}",
        page="{% include 'top.html' %}",
        logo="logo",
        macros=f"{{% macro all() %}}{LOOP}{{% endmacro %}}",
        other="{% import 'macros.html' as m %}\n{{ m.all() }}{{ m.none() }}",
    )

    assert sorted(told(m.place for m in asks(seen))) == [
        "macros.html:1",
        "other.html:2",
        "page.html:1",
        "told.html:1",
        "top.html:2",
    ]


def test_a_leaf_is_what_no_other_template_leads_to() -> None:
    seen = evidence(
        base="{% block a %}{% endblock %}", page="{% extends 'base.html' %}"
    )

    assert [t.name for t in leaves(seen)] == ["page.html"]
    assert [t.name for t in shared(seen)] == ["base.html"]


def test_a_block_that_asks_is_replaced_unless_super_is_called() -> None:
    base = f"<main>\n{{% block main %}}\n{LOOP}{{% endblock %}}</main>"
    filling = "{% extends 'base.html' %}{% block main %}{{ url() }}{% endblock %}"
    adding = filling.replace("url()", "super()")
    beside = "{% extends 'base.html' %}{% block title %}{% endblock %}"
    other = filling.replace("base", "basis")

    assert told(replaced(evidence(base=base, page=filling))) == ["base.html:3"]
    assert told(replaced(evidence(base=base, page=adding))) == []
    assert told(replaced(evidence(base=base, page=beside))) == []
    assert told(replaced(evidence(base=base, page=other))) == []
    assert told(replaced(evidence(base=LOOP, page=filling))) == []


def test_a_loop_outside_the_blocks_of_a_page_that_extends_is_told() -> None:
    page = "{% extends 'base.html' %}\n"
    block = f"{{% block main %}}{LOOP}{{% endblock %}}"

    assert told(outside_blocks(evidence(page=page + LOOP))) == ["page.html:2"]
    assert told(outside_blocks(evidence(page=page + block))) == []
    assert told(outside_blocks(evidence(page=LOOP))) == []
    assert told(outside_blocks(evidence(page=f"{page}{{{{ {ASKED} }}}}"))) == []


def test_what_an_imported_template_asks_outside_its_macros_runs_once() -> None:
    page = "{% from 'told.html' import messages %}{{ messages }}"
    kept = "\n{% set messages = get_flashed_messages() %}"
    macro = f"{{% macro messages() %}}{LOOP}{{% endmacro %}}"
    context = "{% import 'told.html' as told with context %}"
    python = f"from flask import {ASKED[:-2]}\n{ASKED}"

    assert told(run_once(evidence(told=kept, page=page))) == ["told.html:2"]
    assert told(run_once(evidence(told=macro, page=page))) == []
    assert told(run_once(evidence(told=kept, page=context))) == []
    assert told(run_once(evidence(told="", page=page, app=python))) == []


def test_a_variable_that_nobody_fills_is_told_where_it_is_gone_through() -> None:
    loop = "{% for m in messages | reverse | list %}{{ m }}{{ nobody }}{% endfor %}"
    kept = "\n{% set shown = messages | list %}"
    inside = "{% for m in [] %}{{ messages }}{% endfor %}{% if messages %}{% endif %}"
    child = "{% extends 'base.html' %}{% set messages = [] %}"

    assert told(unfilled(evidence(page=loop))) == ["page.html:1"]
    assert told(unfilled(evidence(page=kept))) == ["page.html:2"]
    assert told(unfilled(evidence(page=inside))) == []
    assert told(unfilled(evidence(base=loop, page=child))) == []


def test_a_variable_that_python_fills_is_none_of_those() -> None:
    loop = "{% for m in messages %}{{ m }}{% endfor %}"

    for app in (
        "render_template('page.html', messages=[])",
        "values = {'messages': []}",
        "def messages(): ...",
    ):
        assert told(unfilled(evidence(page=loop, app=app))) == []


def test_what_is_written_for_each_message_stands_in_its_loop_or_in_a_macro() -> None:
    icons = "{% macro icon() %}\n<i title=x>{% endmacro %}<i title=x>"
    loop = "{% for m in get_flashed_messages() %}\n<b title=x>{% endfor %}"
    books = "{% for b in books %}<i title=x>{% endfor %}"
    python = f"from flask import {ASKED[:-2]}\n{ASKED}\n"
    by_template = evidence(icons=icons, told=loop, page=books)
    by_python = evidence(page=books, app=python)

    assert told(for_each(by_template, "title=")) == ["icons.html:2", "told.html:2"]
    assert told(for_each(by_python, "title=")) == ["page.html:1"]
