"""How templates ask for messages, choose among them and give each its look."""

from __future__ import annotations

from checker.evidence import Evidence, Program, Reading, Templates, readings
from checker.evidence.looks import (
    alone,
    as_text,
    emptiness,
    in_form,
    keys,
    picks,
    place_of_loop,
    quoted_names,
    set_in_blocks,
    shared_names,
    skipping,
    taken_apart,
    within_class,
)

APP = """\
from flask import get_flashed_messages

WORDS = {"success": "Done", **{}}


def told(kind):
    found = []
    for category, text in get_flashed_messages(True):
        found.append((WORDS[category] if category else "Note", text))
    for pair in found:
        kind = "a" if kind else "b"
    get_flashed_messages(True, ["form"])
    get_flashed_messages(category_filter=("form"))
    return found == [kind]
"""
BASE = """\
{% set words = {"success": "Done", "error": "Problem"} %}
{% for category, message in get_flashed_messages(true) if category != beside %}
<p class="message {{ category }}">{{ words[category] if category else "Note" }}</p>
{% endfor %}
{{ beside | rejectattr(0) | list }}
"""
SHELF = """\
{% extends "base.html" %}
{% set title = "Shelf" %}
{% block content %}
{% set beside = "form" %}
{% set title = "Block" %}
<form action="/books">
{% include "_above.html" %}
{% for text in get_flashed_messages(category_filter=["form"]) %}
{% if text %}{{ text }}{% endif %}
{% endfor %}
</form>
{{ get_flashed_messages(false, "form") }}
{% endblock %}
"""
MACRO = """\
{% macro notice(kind, text) %}
<p class=message {{ "kind" }}>{{ text }}</p>
<p class='{% if text %}a{% endif %}' id={{ text }}>{{ 1 if kin else 2 }}</p>
{% endmacro %}
{{ "kind" }}{{ title }}
"""
ABOVE = "{{ get_flashed_messages() | join }}"
FILES = {
    "app.py": APP,
    "templates/base.html": BASE,
    "templates/shelf.html": SHELF,
    "templates/_notice.html": MACRO,
    "templates/_above.html": ABOVE,
}


def evidence() -> Evidence:
    program = Program(FILES)
    return Evidence({}, FILES, program, Templates(FILES, program))


def asked() -> list[Reading]:
    seen = evidence()
    return sorted(
        readings(seen.program, seen.templates),
        key=lambda r: (r.place.file, r.place.line),
    )


def test_a_loop_takes_a_pair_apart_or_a_whole_item() -> None:
    assert [taken_apart(r.loop) for r in asked()] == [
        (),
        (),
        (),
        (),
        ("category", "message"),
        (),
        (),
    ]


def test_brackets_around_one_thing_alone_make_no_tuple() -> None:
    assert [r.place.line for r in asked() if alone(r)] == [13]


def test_a_call_stands_in_the_form_that_is_open_before_it() -> None:
    found = [(r.place.file, r.place.line) for r in asked() if in_form(evidence(), r)]

    assert found == [("templates/_above.html", 1), ("templates/shelf.html", 8)]


def test_a_loop_chooses_by_its_own_test_and_by_those_within() -> None:
    assert [len(picks(r)) for r in asked()] == [0, 0, 0, 0, 1, 1, 0]


def test_a_filter_may_be_a_list_or_something_else() -> None:
    assert [as_text(r) for r in asked()] == [
        False,
        False,
        True,
        False,
        False,
        False,
        True,
    ]
    assert not as_text(Reading(asked()[0].place, categories=True, filtered=False))


def test_what_stands_in_a_class_attribute_is_told_from_what_stands_after_it() -> None:
    seen = evidence()

    assert [(m.template.name, m.place.line) for m in within_class(seen)] == [
        ("base.html", 3),
        ("_notice.html", 3),
    ]
    assert [m.place.line for m in within_class(seen, ended=True)] == [2]


def test_a_name_in_quotes_is_one_that_is_given_and_not_used() -> None:
    assert [m.place.line for m in quoted_names(evidence())] == [2]


def test_the_first_of_a_pair_is_asked_whether_it_is_empty() -> None:
    assert [(p.file, p.line) for p in emptiness(evidence())] == [
        ("templates/base.html", 3),
        ("app.py", 9),
    ]


def test_a_name_that_is_set_in_a_block_is_not_known_in_the_layout() -> None:
    assert [m.place.code for m in set_in_blocks(evidence())] == [
        '{% set beside = "form" %}'
    ]


def test_a_word_may_be_a_key_in_a_template_or_in_python() -> None:
    seen = evidence()

    assert [(p.file, p.line) for p in keys(seen, "success")] == [
        ("templates/base.html", 1),
        ("app.py", 3),
    ]
    assert keys(seen, "form") == ()


def test_a_loop_has_its_own_place() -> None:
    seen = evidence()
    places = [place_of_loop(seen, reading) for reading in asked()]

    assert [(p.file, p.line) for p in places if p.file.endswith("base.html")] == [
        ("templates/base.html", 2)
    ]
    assert [p.line for p in places if p.file == "app.py"] == [8, 12, 13]


def test_tests_filters_and_comparisons_choose_among_all_messages() -> None:
    assert [found.place.line for found in skipping(evidence())] == [2, 5, 14]


def test_a_name_may_be_set_by_one_template_for_another() -> None:
    assert [(m.template.name, m.place.line) for m in shared_names(evidence())] == [
        ("shelf.html", 2),
        ("shelf.html", 4),
        ("shelf.html", 5),
    ]
