"""The page of a class, read as HTML: whole, escaped, and nothing that it may not do."""

from __future__ import annotations

import re
import shlex
import subprocess
import tracemalloc
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from selectolax.lexbor import LexborHTMLParser

from checker.figures import pictures
from checker.grading.file_names import file_name
from checker.grading.insight import insight
from checker.grading.marks import ClassMarks
from checker.render.class_page import page
from checker.render.class_words import allowed, command
from checker.render.look import visible
from made_class import SCHEME, WILD, Again, MadeClass
from small_class import GRADED, SMALL, SmallClass, alone

MADE = MadeClass(40)


def whole(marks: ClassMarks) -> str:
    found = insight(marks)
    return "".join(page(marks, found, pictures(found, marks.scheme.pass_mark)))


@cache
def made_page() -> str:
    """The page of the made class, drawn once, when the first test asks for it."""
    return whole(MADE)


@cache
def tree() -> LexborHTMLParser:
    return LexborHTMLParser(made_page())


def cells(row: str) -> list[str]:
    """What the cells of the table's rows say, for rows chosen by CSS."""
    found = tree().css(f"#people {row} > *")
    return [" ".join(cell.text(separator=" ").split()) for cell in found]


def test_a_small_class_reads_like_this(transcript: Callable[[str, str], None]) -> None:
    drawn = "".join(page(SMALL, insight(SMALL), {}))

    transcript("class-page", drawn[drawn.index("<header>") : drawn.index("<script>")])


def test_the_same_class_gives_the_same_page() -> None:
    assert whole(MadeClass(40)) == made_page()


def test_the_policy_lets_nothing_in_but_what_stands_on_the_page() -> None:
    policy = tree().css("meta[http-equiv=Content-Security-Policy]")[0]
    style, script = tree().css("style"), tree().css("script")

    assert (len(style), len(script)) == (1, 1)
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src {allowed(style[0].text())}; "
        f"script-src {allowed(script[0].text())}; base-uri 'none'; form-action 'none'"
    )
    assert tree().css("[style], [src], link, iframe, img, object, embed, base") == []


def test_no_name_becomes_markup_or_turns_the_text_around() -> None:
    names = {visible(name or id) for id, name in WILD}
    shown = {cell.text() for cell in tree().css("#people tbody th")}

    assert {name for name in names if "\n" not in name} <= shown
    handlers = [
        a for node in tree().css("body *") for a in node.attributes if a[:2] == "on"
    ]
    assert handlers == []
    assert (
        re.findall(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e]", made_page()
        )
        == []
    )


def test_each_row_leads_to_a_page_of_its_own() -> None:
    links = [a.attributes["href"] for a in tree().css("#people tbody a")]

    assert links == [f"learners/{file_name(p.id)}.html" for p in MADE.people()]
    assert len({str(link).lower() for link in links}) == 40


def test_a_row_says_what_became_of_each_lesson() -> None:
    assert cells("thead tr") == [
        "Name",
        "ID",
        "Total",
        "Passed",
        "1 First flash of 11",
        "3 Categories of 24",
        "6 Storage and lifetime of 24",
    ]
    rows = [" ".join(cells(f"tbody tr:nth-child({n})")) for n in range(1, 41)]
    for word in ("missing", "not graded", "broken", "by hand", "late", "second try"):
        assert any(word in row for row in rows)


def test_what_a_row_is_found_by_is_what_it_is() -> None:
    tree = LexborHTMLParser("".join(page(SMALL, insight(SMALL), {})))

    assert [row.attributes["data-s"] for row in tree.css("#people tbody tr")] == [
        "passed,not graded,late,by hand",
        "not passed,missing,not graded",
        "not passed,broken,not checked yet",
    ]
    again = alone(replace(GRADED, retried=True))
    assert 'data-s="not passed,late,retried"' in "".join(
        page(again, insight(again), {})
    )
    choices = {option.attributes["value"] for option in tree.css("option")}
    assert {"passed", "missing", "broken", "late", "by hand", "retried"} < choices


def test_each_picture_stands_beside_its_table() -> None:
    assert len(tree().css("svg.marks")) == 4
    captions = [caption.text() for caption in tree().css("caption")]

    assert captions[:2] == ["Learners by total", "Marks by lesson, in percent"]
    for lesson in ("1 First flash", "3 Categories", "6 Storage and lifetime"):
        assert f"{lesson}: how checks ended" in captions
        assert f"{lesson}: item analysis" in captions


def test_beliefs_beyond_the_tenth_can_be_unfolded() -> None:
    lists = tree().css("ol.beliefs")
    held = insight(MADE).mistakes

    assert [len(each.css("li")) for each in lists] == [10, len(held) - 10]
    assert tree().css("#again summary")[0].text() == f"{len(held) - 10} more"
    assert lists[1].attributes["start"] == "11"


def test_a_class_without_anybody_or_without_mistakes_has_a_page() -> None:
    drawn = whole(SmallClass(()))

    assert "No known mistake was recognised" in drawn
    assert "Look at these" not in drawn
    assert "not installed" not in drawn


@pytest.mark.parametrize(
    ("count", "warning"),
    [(20, "Too few learners"), (60, "A small class"), (160, "")],
)
def test_the_fewer_learners_the_louder_the_warning(count: int, warning: str) -> None:
    found = LexborHTMLParser(whole(MadeClass(count))).css("#items .warn")

    assert [each.text().partition(":")[0] for each in found] == [warning] * bool(
        warning
    )


def test_notes_of_the_run_and_the_title_are_on_the_page() -> None:
    assert tree().css("h1")[0].text() == "Web programming, autumn"
    assert tree().css("title")[0].text() == "Web programming, autumn"
    assert tree().css("footer")[0].text().strip() == MADE.notes[0]


@pytest.mark.parametrize("id", [id for id, _ in WILD if "\ud83e" not in id])
def test_the_command_names_the_learner_to_a_shell(id: str) -> None:
    typed = command("printf %s", id, 3)
    done = subprocess.run(["bash", "-c", typed], capture_output=True, check=True)

    assert done.stdout.decode() == f"gradeshow{id}3"
    assert visible(typed) == typed
    if visible(id) == id:
        assert shlex.split(typed)[4] == id


def test_an_id_that_looks_like_an_option_is_none() -> None:
    assert command("./course", "--out=x", 3) == "./course grade show -- --out=x 3"


def test_rows_are_written_as_they_come() -> None:
    peaks = []
    for times in (10, 3000):
        marks = Again(SMALL.given, times=times)
        pieces = page(marks, insight(marks), {})
        tracemalloc.start()
        deque(pieces, maxlen=0)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] - peaks[0] < 20_000


def test_the_scheme_of_the_made_class_hides_something() -> None:
    hidden = {check for names in SCHEME.hidden.values() for check in names}
    marked = tree().css("#checks td small")

    assert {c.text().split(",")[0] for c in marked if "hidden" in c.text()} == hidden
