"""A learner's page: all about their own marks, and nothing of others or of secrets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from checker.course import checks, find
from checker.grading.marks import Mark, Row, State
from checker.grading.scheme import Override
from checker.grading.shown import hidden, shown
from checker.grading.submission import Submission
from checker.host import Host
from checker.mistakes import mistakes, wrong_app
from checker.protections import Protection, Protections
from checker.render.learner_page import page
from checker.report import Outcome
from made_class import NAMES, SCHEME, MadeClass
from running import host, judged, written  # noqa: F401  (a fixture)
from small_class import ANA, GRADED, REPORT, SECRET, SMALL, SmallClass, alone

ROOT = Path(__file__).parents[1]
LESSON = NAMES[1]
PNG = b"\x89PNG made for this test"


def drawn(marks: SmallClass | MadeClass, row: Row | None = None) -> str:
    """The page without its styles, of the only row where none is given."""
    text = "".join(page(marks, row or next(iter(marks.rows()))))
    return text[text.rindex("</style>") + len("</style>\n") :]


def texts(marks: SmallClass, css: str) -> list[str]:
    found = LexborHTMLParser(drawn(marks)).css(css)
    return [" ".join(node.text(separator=" ").split()) for node in found]


def test_the_learners_of_a_small_class_read_this(
    transcript: Callable[[str, str], None],
) -> None:
    transcript("learner-page", "".join(drawn(SMALL, row) for row in SMALL.rows()))


def test_a_mark_says_each_step_to_it() -> None:
    given = Submission(
        "ana",
        GRADED.lesson,
        "ana/third.zip",
        attempts=3,
        older=("ana/first.zip", "ana/second.zip"),
        notes=("Left out: <b>.pyc</b>.",),
        hints=2,
    )
    kept = tuple(line for line in GRADED.lines if not line.hidden)
    late = "4 days late; nothing is accepted after 3."
    by_hand = Override(6, "Ill; a note from the doctor.")
    mark = replace(GRADED, lines=kept, submission=given, retried=True, reason=late)

    assert texts(
        alone(replace(mark, override=by_hand, points=6)), ".sum ~ ul > li"
    ) == [
        "2 earned by the checks",
        "0.2 taken off for being 2 days late",
        "0.5 taken off for hints",
        late,
        "Set by hand to 6: Ill; a note from the doctor.",
        "A time limit ended something at the first try, so it was tried once more on a"
        " quiet machine. The second try counts.",
    ]
    assert texts(alone(mark), ".facts > *") == [
        "Handed in",
        "ana/third.zip",
        "Attempts",
        "3; the newest counts",
        "Before it",
        "ana/first.zip , ana/second.zip",
        "Hints",
        "2 hints taken",
        "Note",
        "Left out: <b>.pyc</b>.",
    ]


def test_weights_stand_beside_marks_where_they_differ() -> None:
    first, third = SMALL.columns
    weighted = replace(SMALL, columns=(first, replace(third, weight=2.5)))

    assert "Weight" not in texts(SMALL, "#lessons th, section:first-of-type th")
    assert texts(weighted, "section:first-of-type td")[3::4] == ["1", "2.5"]


def test_hidden_checks_are_a_sum_of_points_and_nothing_else() -> None:
    made = MadeClass(30)
    secrets = {
        word
        for lesson, names in SCHEME.hidden.items()
        for check in checks(find(ROOT, lesson))
        if check.name in names
        for word in (check.name, check.promise)
    }
    pages = [drawn(made, row) for row in made.rows()]

    assert len(secrets) == 4
    assert [secret for secret in secrets for text in pages if secret in text] == []
    assert any("Checks that are not shown gave" in text for text in pages)
    assert [text for text in pages if "20261129" in text or "seed" in text] == []


def test_whether_a_hidden_check_failed_changes_nothing_but_points() -> None:
    failing = alone(GRADED)
    lines = tuple(
        replace(line, outcome="passed", points=3.0) if line.hidden else line
        for line in GRADED.lines
    )
    results = tuple(
        replace(r, outcome=Outcome.PASSED) if r.promise == SECRET else r
        for r in REPORT.results
    )
    report = replace(REPORT, results=results)
    passing = replace(
        alone(replace(GRADED, lines=lines)), reports={GRADED.lesson: report}
    )

    assert drawn(passing) == drawn(failing).replace("gave 0 of 3", "gave 3 of 3")


def test_what_speaks_of_hidden_checks_alone_is_left_out() -> None:
    why = REPORT.diagnoses[0]
    both = replace(why, mistake="both", checks=("secret", "once"), step=4)
    report = replace(
        REPORT,
        diagnoses=(replace(why, checks=("secret",)), both, replace(why, step=2)),
        notes=(f"The recogniser of x failed at {SECRET}", "One of the app's own."),
        unseen=3,
    )
    secret = hidden(GRADED, SMALL.scheme)
    found = shown(report, secret)

    assert secret == {"secret"}
    assert [(d.mistake, d.checks, d.step) for d in found.diagnoses] == [
        ("both", ("once",), 0),
        ("kept-in-page", ("once",), 2),
    ]
    assert (found.notes, found.unseen, found.seed) == (("One of the app's own.",), 0, 0)
    assert [r.check for r in found.results] == ["saves", "once", "after", "bonus"]
    assert shown(report, frozenset()) is report


def test_without_secrets_the_seed_repeats_it_at_home() -> None:
    kept = tuple(line for line in GRADED.lines if not line.hidden)
    open_mark = replace(GRADED, lines=kept)

    assert "./course check 1 --seed 42</code>" in drawn(alone(open_mark))
    unknown = replace(open_mark, seed=None)
    assert "./course check 1</code>" in drawn(alone(unknown))
    elsewhere = replace(SMALL.scheme, hidden={LESSON: frozenset({"x"})})
    kept_back = replace(alone(open_mark), scheme=elsewhere)
    assert "./course check 1</code>" in drawn(kept_back)


def test_a_page_knows_nobody_else() -> None:
    made = MadeClass(25)
    numbered = [row for row in made.rows() if row.person.id.startswith("s0")]
    assert len(numbered) == 9
    for row in numbered:
        text = drawn(made, row)
        others = [p for p in made.people() if p.id != row.person.id]
        assert [p.id for p in others if p.id.startswith("s0") and p.id in text] == []
        assert [p.name for p in others if p.name and p.name in text] == []
        assert made.notes[0] not in text


def test_what_was_our_fault_is_not_counted_unless_set_by_hand() -> None:
    fault = Mark("ana", GRADED.lesson, State.BROKEN, 0, 7, reason="The checker failed.")
    mended = replace(fault, points=5.0, override=Override(5, "Seen by eye."))

    assert texts(alone(fault), ".sum") == ["Not counted broken"]
    assert texts(alone(mended), ".sum") == ["5 of 7 points broken"]
    assert texts(alone(mended), "section:first-of-type td")[0] == "5"


@pytest.fixture(scope="module")
def real(
    host: Host,  # noqa: F811  (the fixture)
    tmp_path_factory: pytest.TempPathFactory,
) -> LexborHTMLParser:
    """The page of somebody who holds a recorded mistake, their app run for real."""
    lesson = find(ROOT, LESSON)
    held = next(m for m in mistakes(lesson) if m.name == "category-first")
    folder = tmp_path_factory.mktemp("app")
    report = judged(host, written(wrong_app(lesson, held), folder), lesson)
    failing = next(r for r in report.results if r.outcome is Outcome.FAILED)
    results = tuple(
        replace(r, pictured="The shelf <b>as</b> Ann saw it") if r == failing else r
        for r in report.results
    )
    walls = Protections("bubblewrap", (Protection("no network"),))
    whole = replace(report, results=results, protections=walls)
    made = MadeClass(
        16,
        real={("ada", LESSON): whole},
        shots={("ada", LESSON): {failing.check: PNG, "lent_is_error": PNG}},
    )
    titles = {LESSON: {1: "Tell the kinds apart"}}
    return LexborHTMLParser("".join(page(made, made.row("ada"), titles)))


def test_a_broken_promise_is_explained_as_at_home(real: LexborHTMLParser) -> None:
    labels = [dt.text() for dt in real.css("#lesson-3 .fc-red dt")]

    assert labels[:2] == ["Expected", "Seen"]
    assert {"Requests", "Repeat", "Belief", "Here", "But", "Ask", "Read"} < set(labels)
    headings = [h.text() for h in real.css("#lesson-3 h3")]
    assert headings[:2] == ["From the start", "Task 1: Tell the kinds apart"]
    assert "Protections: bubblewrap; no network." in real.css("#lesson-3")[0].text()


def test_a_screenshot_stands_beside_its_promise_as_data(real: LexborHTMLParser) -> None:
    pictures = [img.attributes for img in real.css("img")]

    assert pictures == [
        {
            "alt": "The shelf <b>as</b> Ann saw it",
            "src": f"data:image/png;base64,{base64.b64encode(PNG).decode()}",
        }
    ]


def test_a_page_fetches_and_runs_nothing(real: LexborHTMLParser) -> None:
    policy = real.css("meta[http-equiv=Content-Security-Policy]")[0].attributes

    assert policy["content"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert real.css("script, link, object, embed, form") == []
    assert {f.attributes["sandbox"] for f in real.css("iframe")} <= {""}


def test_a_name_that_is_markup_is_a_name() -> None:
    wild = replace(
        ANA, name="<img src=x onerror=alert(1)>\u202egnp", section="</title>"
    )
    tree = LexborHTMLParser(
        "".join(page(alone(GRADED, wild), Row(wild, (GRADED,), 1, True)))
    )

    assert tree.css("h1")[0].text() == "<img src=x onerror=alert(1)>\\u202egnp"
    assert tree.css("img") == []
