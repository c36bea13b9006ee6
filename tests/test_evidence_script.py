"""What an app's JavaScript does to messages, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from checker.evidence import Evidence, Program, Templates
from checker.evidence.script import (
    HIDES,
    LEAVES,
    SHOWS,
    codes,
    holding,
    on_click,
    timed,
)
from checker.report import Frame

IN_PAGE = """<p onclick="this.remove()">x</p>
<script defer>
// message.remove()
message.hidden = true;
</script>
"""
IN_PYTHON = """PAGE = '''<script>note.remove();</script>'''
once = "note.remove()"
"""


def evidence(**files: str) -> Evidence:
    """What is seen of an app with these files, a dot written as __."""
    texts = {name.replace("__", "."): text for name, text in files.items()}
    program = Program(texts)
    return Evidence({}, texts, program, Templates(texts, program))


def told(places: Iterable[Frame]) -> list[str]:
    return [f"{p.file}:{p.line} {p.code}" for p in places]


def lines(script: str, sign: re.Pattern[str] = HIDES) -> list[int]:
    """The lines of a script on which a timer is set that comes to the sign."""
    return [place.line for place in timed(evidence(a__js=script), sign)]


def test_javascript_is_found_in_pages_in_attributes_in_python_and_in_files() -> None:
    seen = evidence(a__html=IN_PAGE, app__py=IN_PYTHON, b__js="x = 1", c__css="p {}")

    assert [(c.file, c.event, c.text.strip()) for c in codes(seen)] == [
        ("a.html", "", "message.hidden = true;"),
        ("a.html", "click", "this.remove()"),
        ("app.py", "", "note.remove();"),
        ("b.js", "", "x = 1"),
    ]


def test_a_sign_is_told_with_its_line_and_not_in_a_comment() -> None:
    seen = evidence(a__html=IN_PAGE, b__js="/* x.remove()\n*/ y.remove() // z.remove()")

    assert told(holding(seen, HIDES)) == [
        "a.html:4 message.hidden = true;",
        'a.html:1 <p onclick="this.remove()">x</p>',
        "b.js:2 */ y.remove() // z.remove()",
    ]


@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(() => note.remove(), 5000)",
        "window.setTimeout('note.style.display = \"none\"', 5000)",
        "setInterval(function () { note.classList.add('fade-out') }, 5000)",
        "setTimeout(tidy, 5000)\nfunction tidy() {\n if (x) { y() }\n x.hidden = !0 }",
        "setTimeout(notes.tidy, 5000)\nconst tidy = note => note.remove();",
        "setTimeout(() => tidy(')'), 5)\nlet tidy = async (x) => {\n x.remove() }",
        "setTimeout(() => { $('.note').fadeOut() }, 5000",
    ],
)
def test_a_timer_that_takes_a_message_away_is_found(script: str) -> None:
    assert lines(script) == [1]


@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(() => note.append('x'), 5000); other.remove()",
        "setTimeout(ask, 5000); function tidy() { note.remove() }",
        "setTimeout(() => { note.style.opacity = '0.8' }, 50)",
        "setTimeout(tidy, 5)\nconst tidy = () => 1\nconst other = () => x.remove()",
        "setTimeout(tidy, 5); const tidy = function",
        "resetTimeout(() => note.remove())",
    ],
)
def test_what_a_timer_does_not_come_to_is_not_its_doing(script: str) -> None:
    assert lines(script) == []


def test_a_timer_may_load_the_page_again() -> None:
    script = "\nsetInterval(() => location.reload(), 9000)\nlocation == 1"

    assert lines(script, LEAVES) == [2]
    assert lines(script) == []


def test_what_a_click_comes_to_is_found_however_it_is_waited_for() -> None:
    page = """<i onclick="tidy(this)">x</i>
<i onkeydown="tidy(this)">y</i>
<script>
function tidy(note) { note.remove(); }
note.addEventListener("click", () => { note.remove(); });
note.addEventListener("keydown", () => { note.remove(); });
$(".note").on('click', tidy);
note.onclick = tidy;
note.onclick == tidy;
note.onclick = () => note.focus();
</script>"""

    assert [p.line for p in on_click(evidence(a__html=page), HIDES)] == [5, 7, 8, 1]


@pytest.mark.parametrize(
    "script",
    [
        "note.hidden = false",
        "note.classList.add('show')",
        "note.classList.remove('is-hidden')",
        "document.documentElement.className = 'js'",
        "note.style.opacity = 1",
        "note.style.visibility = ''",
        "note.style.display = 'block'",
    ],
)
def test_what_brings_a_message_into_sight_is_found(script: str) -> None:
    seen = evidence(a__js=script)

    assert told(holding(seen, SHOWS)) == [f"a.js:1 {script}"]
    assert holding(seen, HIDES) == ()
