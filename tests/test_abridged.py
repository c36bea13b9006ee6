"""Of what an app says, a result keeps as much as a person reads."""

from checker.abridged import abridged, kept
from checker.report import Outcome, Result
from checker.transcript import Step


def test_a_sentence_is_kept_and_a_flood_by_both_ends() -> None:
    assert abridged("A sentence.") == "A sentence."
    assert abridged("a" * 5000 + "b" * 5000) == "a" * 1000 + " … " + "b" * 500


def test_the_last_answers_of_a_failure_are_whole_and_all_texts_are_bounded() -> None:
    step = Step(
        "Ann",
        "GET",
        location="l" * 2000,
        messages=("m" * 2000,) * 300,
        body="x" * 9000,
    )
    failed = Result("c", "C.", None, 1, Outcome.FAILED)
    steps = kept(failed, [step] * 5)

    assert [len(s.body) for s in steps] == [2000, 2000, 9000, 9000, 9000]
    assert {len(s.messages) for s in steps} == {200}
    assert {len(t) for s in steps for t in (*s.messages, s.location)} == {1503}
