"""Mistakes are named from a report and an app's files, and are never guessed."""

from __future__ import annotations

from dataclasses import replace

from checker.diagnosis import Recogniser, diagnosed, recogniser
from checker.evidence import Evidence
from checker.evidence.evidence import places
from checker.lesson import Mistake
from checker.report import Diagnosis, Frame, Outcome, Report, Result
from checker.transcript import CookieNote, Step

APP = """\
from flask import Flask, flash, redirect

app = Flask(__name__)


@app.post("/sign-in")
def sign_in():
    return redirect("/")
    flash("Welcome.")
"""
TEXTS = {"app.py": APP, "templates/base.html": "{{ get_flashed_messages() }}"}
HEAD = Frame("app.py", 7, "sign_in", "def sign_in():")
LINE = Frame("app.py", 9, "sign_in", 'flash("Welcome.")')
# The payload is {"_flashes":[{" t":["message","Hi."]}]}.
COOKIE = "eyJfZmxhc2hlcyI6W3siIHQiOlsibWVzc2FnZSIsIkhpLiJdfV19.aa.bb"
POSTED = Step("Ann", "POST", "http://127.0.0.1:4711/sign-in", status=302, location="/")
SEEN = Step("Ann", "GET", "http://127.0.0.1:4711/", status=200, body="<p>Shelf</p>")


def mistake(name: str, *fails: str, explains: tuple[str, ...] = ()) -> Mistake:
    belief, why = f"I believe in {name}", "It is\nnot so."
    fails = fails or ("greets",)
    return Mistake(name, belief, why, "Is it?", fails, (), "A heading", explains)


def result(check: str = "greets", outcome: Outcome = Outcome.FAILED) -> Result:
    return Result(check, "Greets.", 1, 1, outcome, steps=(POSTED, SEEN))


def report(*results: Result) -> Report:
    return Report("01-first", "First", "/app", 7, results, "0.1", "3.13", "3.1.1")


def always(name: str) -> Recogniser:
    return Recogniser(name, lambda _: [LINE, LINE])


def names(found: Report) -> list[str]:
    return [diagnosis.mistake for diagnosis in found.diagnoses]


def test_a_diagnosis_has_words_evidence_and_place() -> None:
    found = diagnosed(report(result()), TEXTS, [mistake("a")], [always("a")])

    assert found.diagnoses == (
        Diagnosis(
            "a", "I believe in a", "It is\nnot so.", "Is it?", "A heading",
            ("greets",), 1, (LINE,),
        ),
    )  # fmt: skip


def test_where_a_recogniser_is_only_sure_the_views_head_is_the_place() -> None:
    sure = Recogniser("a", lambda _: True)
    found = diagnosed(report(result()), TEXTS, [mistake("a")], [sure])

    assert found.diagnoses[0].places == (HEAD,)


def test_nothing_is_named_where_the_mistakes_checks_are_kept() -> None:
    kept = [result("greets", o) for o in (Outcome.PASSED, Outcome.WAITING)]
    others = [result("says_goodbye"), result("greets", Outcome.BROKEN)]
    for one in (*kept, *others):
        found = diagnosed(report(one), TEXTS, [mistake("a")], [always("a")])

        assert found.diagnoses == ()


def test_nothing_is_named_in_a_task_that_nobody_has_begun() -> None:
    one = report(result())

    assert diagnosed(one, TEXTS, [mistake("a")], [always("a")], {1}).diagnoses == ()
    assert names(diagnosed(one, TEXTS, [mistake("a")], [always("a")], {2})) == ["a"]


def test_nothing_is_named_where_no_recogniser_is_sure() -> None:
    unsure = Recogniser("a", lambda _: [])
    found = diagnosed(report(result()), TEXTS, [mistake("a")], [unsure])

    assert found.diagnoses == ()
    assert found.results[0].questions != ()


def test_a_failure_that_a_mistake_explains_asks_nothing_else() -> None:
    found = diagnosed(report(result()), TEXTS, [mistake("a")], [always("a")])

    assert found.results[0].questions == ()


def test_several_mistakes_are_all_named_the_one_that_explains_most_first() -> None:
    known = [mistake("a", "greets_once"), mistake("b"), mistake("c", "greets", "says")]
    results = [result(name) for name in ("greets", "greets_once", "says")]
    found = diagnosed(report(*results), TEXTS, known, [always(m.name) for m in known])

    assert names(found) == ["c", "b", "a"]
    assert found.diagnoses[0].checks == ("greets", "says")


def test_what_another_mistake_explains_is_not_named_beside_it() -> None:
    known = [mistake("a"), mistake("b", explains=("a",)), mistake("c")]
    found = diagnosed(report(result()), TEXTS, known, [always("a"), always("b")])

    assert names(found) == ["b"]
    assert names(diagnosed(report(result()), TEXTS, known, [always("a")])) == ["a"]


def test_a_recogniser_that_fails_costs_no_outcome_and_is_told() -> None:
    def a(seen: Evidence) -> bool:
        raise KeyError("x")

    known = [mistake("a"), mistake("b")]
    found = diagnosed(report(result()), TEXTS, known, [recogniser(a), always("b")])

    assert names(found) == ["b"]
    assert found.notes == (
        "The recogniser of a failed: KeyError('x'). "
        "This is our bug; it changes no outcome.",
    )


def test_a_recogniser_is_called_after_its_mistake() -> None:
    def flash_after_return(seen: Evidence) -> bool:
        return True

    assert recogniser(flash_after_return).mistake == "flash-after-return"


def test_places_of_several_kinds_are_told_together() -> None:
    assert places([LINE], [HEAD, LINE]) == (LINE, HEAD)


def test_an_error_gets_its_meaning() -> None:
    crash = replace(result(), error="NameError: name 'flsh' is not defined")
    found = diagnosed(report(crash), TEXTS, [], [])

    assert found.results[0].meaning.startswith("Nothing is called flsh here:")


def seen(*steps: Step, **given: object) -> Evidence:
    """The evidence that a recogniser is given for such steps."""
    caught: list[Evidence] = []

    def a(evidence: Evidence) -> bool:
        caught.append(evidence)
        return False

    one = replace(result(), steps=steps, **given)  # type: ignore[arg-type]  # fields of a result
    kept = result("answers", Outcome.PASSED)
    diagnosed(report(kept, one), TEXTS, [mistake("a")], [recogniser(a)])
    return caught[0]


def test_evidence_tells_what_happened() -> None:
    note = CookieNote("session", "set", value=COOKIE)
    left = replace(POSTED, set_cookies=(note,))
    shown = replace(SEEN, messages=("Hi.",), cookies=f"session={COOKIE}")
    evidence = seen(left, shown)

    assert evidence.left
    assert evidence.shown == ("Hi.",)
    assert evidence.statuses == (302, 200)
    assert (evidence.post, evidence.last) == (left, shown)
    assert [e.path for e in evidence.exchanges_of("answers")] == ["/sign-in", "/"]
    assert evidence.exchanges_of("nothing") == ()
    assert (evidence.failed("greets"), evidence.failed("answers")) == (True, False)
    assert (evidence.passed("answers"), evidence.passed("greets", "no")) == (
        True,
        False,
    )


def test_evidence_tells_where_it_may_stand() -> None:
    evidence = seen(POSTED, SEEN)

    assert [function.name for function in evidence.view] == ["sign_in"]
    assert evidence.heads == (HEAD,)
    assert evidence.page == ()
    assert not evidence.left


def test_evidence_of_no_request_names_no_place() -> None:
    evidence = seen(Step("", note="the app is restarted"))

    assert (evidence.view, evidence.page, evidence.heads) == ((), (), ())
    assert (evidence.post, evidence.last) == (None, None)


def test_evidence_of_a_crash_is_its_error_and_the_learners_own_line() -> None:
    frames = (HEAD, LINE)
    evidence = seen(POSTED, error="KeyError: 'name'", frames=frames)

    assert evidence.crashed("KeyError", "name")
    assert not evidence.crashed("ValueError")
    assert evidence.frames == (LINE,)
