"""A check is a promise: declared by a function, ended in words, with an outcome."""

import dataclasses
import importlib

import pytest

import checker
from checker import App, check, endings, expect
from checker.checks import Check
from checker.endings import Ending, Failure
from checker.limits import Limits
from checker.report import Outcome
from checker.sandbox import Bare


@check
def answers(app: App) -> None:
    """The shelf answers.

    Nobody reads on
    where nothing is.
    """


def test_the_first_line_of_the_docstring_is_the_promise() -> None:
    assert (answers.name, answers.promise) == ("answers", "The shelf answers.")
    assert (answers.task, answers.after, answers.points) == (None, (), 1)
    assert not answers.extra
    assert answers.matters == "Nobody reads on where nothing is."


def test_a_check_says_its_task_what_it_waits_for_and_its_points() -> None:
    @check(task=2, after=answers, points=3, extra=True)
    def greets(app: App) -> None:
        """It greets."""

    @check(after=(answers, greets))
    def greets_once(app: App) -> None:
        """It greets once."""

    assert dataclasses.astuple(greets)[3:] == (
        2,
        (dataclasses.astuple(answers),),
        3,
        True,
        "",
        False,
        False,
    )
    assert greets_once.after == (answers, greets)


@pytest.mark.parametrize("docstring", [None, "", "  \n "])
def test_a_check_without_a_promise_is_refused(docstring: str | None) -> None:
    def silent(app: App) -> None: ...

    silent.__doc__ = docstring

    with pytest.raises(ValueError, match=r"^The check silent has no docstring\. Write"):
        check(silent)
    with pytest.raises(ValueError, match="silent"):
        check(task=1)(silent)


def test_a_check_is_a_plain_function_with_facts_about_it() -> None:
    def body(app: App) -> None:
        """It answers."""

    declared = check(body)

    assert isinstance(declared, Check)
    assert declared.body is body


@pytest.mark.parametrize("ok", [True, 1, "x", [0]])
def test_what_was_expected_lets_the_check_go_on(ok: object) -> None:
    expect(ok, "a message", "none")


@pytest.mark.parametrize("ok", [False, 0, "", [], None])
def test_what_was_not_expected_ends_the_check_in_words(ok: object) -> None:
    with pytest.raises(Failure) as failure:
        expect(ok, "a message with “Ann”", "no message")

    assert failure.value.expected == "a message with “Ann”"
    assert failure.value.seen == "no message"
    assert str(failure.value) == "Expected a message with “Ann”, saw no message."


def test_each_way_to_end_has_an_outcome_and_no_other_two_share_one() -> None:
    kinds = [getattr(endings, name) for name in endings.__all__ if name != "Ending"]

    assert {kind.__name__: kind.outcome for kind in kinds} == {
        "Failure": Outcome.FAILED,
        "NotStartable": Outcome.NOT_STARTABLE,
        "OverLimit": Outcome.OVER_LIMIT,
        "Stopped": Outcome.STOPPED,
        "TimedOut": Outcome.TIMED_OUT,
        "Unavailable": Outcome.WAITING,
    }
    assert all(issubclass(kind, Ending) for kind in kinds)


def test_an_app_that_did_not_start_keeps_its_error() -> None:
    ending = endings.NotStartable("It did not start.", "NameError: nme")

    assert (str(ending), ending.error, ending.frames) == (
        "It did not start.",
        "NameError: nme",
        (),
    )


@pytest.mark.parametrize("name", checker.__all__)
def test_every_word_for_checks_is_there(name: str) -> None:
    word = getattr(checker, name)

    assert word.__name__ == name


def test_a_word_that_is_not_there_is_missed_as_python_does_it() -> None:
    with pytest.raises(ImportError, match="Visitors"):
        importlib.import_module("checker.Visitors")
    with pytest.raises(
        AttributeError, match=r"^module 'checker' has no .* 'Visitors'$"
    ):
        checker.Visitors  # noqa: B018


def test_limits_leave_room_for_each_other() -> None:
    limits = Limits()

    assert 0 < limits.start < limits.check < limits.submission
    assert 0 < limits.request < limits.check
    assert 0 < limits.output < limits.body < limits.file_size < limits.memory
    assert limits.head < limits.body
    assert min(dataclasses.astuple(limits)) > 0


def test_without_a_wall_a_command_is_run_as_it_is() -> None:
    wall = Bare()

    assert wall.wrapped(["python", "-m", "host"]) == ["python", "-m", "host"]
