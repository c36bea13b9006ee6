"""Why an app did not load, or ended, is said in words a learner can act on."""

import signal
import sys
from pathlib import Path

import pytest

from checker.endings import Ending, NotStartable, OverLimit, Stopped
from checker.refusals import (
    Refusal,
    frames_within,
    not_startable,
    stopped,
    way_of_ending,
)
from checker.report import Frame

FOLDER = Path("/home/ann/shelf")
ROW = (str(FOLDER / "app.py"), 7, "<module>", "  flash(nme)  ")
FRAME = Frame("app.py", 7, "<module>", "flash(nme)")
LIBRARY = ("/usr/lib/python3/flask/app.py", 1, "f", "g()")


def said(refusal: Refusal | None) -> tuple[str, str, tuple[Frame, ...]]:
    ending = not_startable(refusal, FOLDER, "it ended with exit code 3")
    assert isinstance(ending, NotStartable)
    return str(ending), ending.error, ending.frames


@pytest.mark.parametrize(
    ("refusal", "sentence", "error"),
    [
        (
            Refusal("syntax", "SyntaxError: '(' was never closed"),
            "Python cannot read the app.",
            "SyntaxError: '(' was never closed",
        ),
        (
            Refusal("import", "ModuleNotFoundError: No module named 'flaks'"),
            "Something that the app imports is not there.",
            "ModuleNotFoundError: No module named 'flaks'",
        ),
        (
            Refusal("exit", "Set SECRET_KEY first.\n"),
            "The app ended itself while it was loading.",
            "Set SECRET_KEY first.",
        ),
        (
            Refusal("exit", " \n"),
            "The app ended itself while it was loading.",
            "sys.exit() without a word",
        ),
        (
            Refusal("exception", "RuntimeError: no key\n\nThis means …"),
            "The app stopped with an error while it was loading.",
            "RuntimeError: no key",
        ),
        (
            Refusal("something new", "Hm."),
            "The app stopped with an error while it was loading.",
            "Hm.",
        ),
        (
            Refusal("no app", "Could not locate a Flask application. Use …"),
            "There is no app.py or wsgi.py in shelf.",
            "",
        ),
        (
            Refusal("no app", "Failed to find Flask application in module 'app'. Use"),
            "No Flask app was found. Flask says:"
            " Failed to find Flask application in module 'app'.",
            "",
        ),
        (
            None,
            "The app's process ended while it was loading: it ended with exit code 3.",
            "",
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Refusal) else "",
)
def test_a_refusal_is_said_in_a_sentence(
    refusal: Refusal | None, sentence: str, error: str
) -> None:
    assert said(refusal) == (sentence, error, ())


def test_the_learner_is_sent_to_their_own_last_line() -> None:
    rows = (LIBRARY, ("/home/ann/shelf/app.py", 2, "<module>", "f()"), ROW, LIBRARY)
    sentence, _, frames = said(Refusal("exception", "NameError: nme", rows))

    assert sentence.endswith(" while it was loading. Look at app.py, line 7.")
    assert frames == (Frame("app.py", 2, "<module>", "f()"), FRAME)


@pytest.mark.parametrize(
    "file",
    [
        "/usr/lib/python3/flask/app.py",
        "/home/ann/shelf-2/app.py",
        "/home/ann/app.py",
        "app.py",
        "<string>",
        "",
        "\0",
        *(f"/home/ann/shelf/{folder}/app.py" for folder in (".venv", "venv")),
        "/home/ann/shelf/env/lib/site-packages/flask/app.py",
    ],
)
def test_lines_that_are_not_the_learners_are_left_out(file: str) -> None:
    assert frames_within(FOLDER, [ROW, (file, 1, "f", "g()")]) == (FRAME,)


def test_files_in_folders_are_named_from_the_apps_folder() -> None:
    [frame] = frames_within(FOLDER, [("/home/ann/shelf/a/b.py", 1, "f", "")])

    assert frame == Frame("a/b.py", 1, "f", "")


@pytest.mark.parametrize(
    ("status", "way"),
    [
        (0, "ended with exit code 0"),
        (3, "ended with exit code 3"),
        (None, "was gone"),
        (-signal.SIGTERM, "was ended by signal SIGTERM"),
        (-40, "was ended by signal 40"),
        (-1000, "was ended by signal 1000"),
    ],
)
def test_the_way_a_process_ended_completes_a_sentence(
    status: int | None, way: str
) -> None:
    assert way_of_ending(status) == way


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGXCPU")
def test_processor_time_used_up_is_over_the_limit() -> None:
    assert way_of_ending(-signal.SIGXCPU) == "used up its processor time"
    ending = stopped("The app ended.", [-signal.SIGXCPU, -signal.SIGXCPU])
    assert (type(ending), str(ending)) == (
        OverLimit,
        "The app used more processor time than it may.",
    )
    assert type(stopped("The app ended.", [-signal.SIGXCPU, 0])) is Stopped


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([3], "The app ended. It ended with exit code 3."),
        ([3, 3], "The app ended. It ended with exit code 3."),
        ([3, None], "The app ended. It ended with exit code 3 and was gone."),
    ],
)
def test_an_app_that_ended_says_how(statuses: list[int | None], sentence: str) -> None:
    ending: Ending = stopped("The app ended.", statuses)

    assert (type(ending), str(ending)) == (Stopped, sentence)
