"""What a person reads of a report, compared whole."""

from dataclasses import replace
from textwrap import dedent

import pytest
from rich.cells import cell_len

from checker.render import advice, terminal
from checker.render.inline import LARGEST, Protocol
from checker.render.look import Look
from checker.render.terminal import Words
from checker.report import Frame, Outcome, Report
from checker.transcript import BY_PAGE
from small_report import (
    DIAGNOSED,
    FAILED,
    NOT_STARTED,
    PASSED,
    REPORT,
    SHELF,
    SIGHT,
    SIGN_IN,
    STOPPED,
    WAITING,
    WORDS,
)

LOOK = Look()


def full(
    report: Report, words: Words = WORDS, look: Look = LOOK, *, show: bool = False
) -> str:
    return "\n".join(terminal.full(report, words, look, show=show)) + "\n"


def shown(text: str) -> str:
    return dedent(text).lstrip("\n")


def test_a_report_tells_each_promise_its_reason_and_what_is_next() -> None:
    assert full(REPORT) == shown("""
        Lesson 3: Categories
        work/03-categories, seed 42

        From the start
          ✓ passed   Before any action there is no message.

        Task 1: Greet whoever signs in
          ✗ failed   After signing in, the next page greets the visitor by the name they
                     gave.
              Expected    a message with “ginger-hazel-dahlia”
              Seen        “Welcome, 日本語.”
              It matters  Who is greeted knows that it worked.
              Requests    Ann: POST /sign-in → 302 to /
                          Ann: GET / → 200; shows “Welcome, 日本語.”
              Repeat      curl -b ann.cookies -c ann.cookies -i --data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in
                          curl -b ann.cookies -c ann.cookies -i http://127.0.0.1:5000/
              Your code   app.py, line 31, in sign_in
                              flash(f"Welcome, {nme}.")
              Error       NameError: name 'nme' is not defined
              It means    Nothing is called nme here.
          · waiting  The page after that does not.
              Why         Waiting for: After signing in, the next page greets the
                          visitor.

        Task 2: Show waiting messages
          ✗ stopped  Two actions in a row show both. (optional)
              Why         The app ended by itself with exit code 3.
              Requests    Ann: POST /sign-in → 302 to /
              Repeat      curl -b ann.cookies -c ann.cookies -i --data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in
              It printed  Starting
                          Bye
              Ask         Which line ended it?
                          What was printed last?

        1 of 3 promises kept, 1 of 3 points.
        Next: task 1, in app.py, line 31. “checker hint 3” gives a hint.
    """)  # noqa: E501  a line to paste is never wrapped


def test_a_terminal_without_our_signs_reads_ascii() -> None:
    text = full(
        replace(REPORT, results=REPORT.results[1:3]), look=Look(60, signs=False)
    )

    assert text == shown("""
        Lesson 3: Categories
        work/03-categories, seed 42

        Task 1: Greet whoever signs in
          x failed   After signing in, the next page greets the
                     visitor by the name they gave.
              Expected    a message with "ginger-hazel-dahlia"
              Seen        "Welcome, 日本語."
              It matters  Who is greeted knows that it worked.
              Requests    Ann: POST /sign-in -> 302 to /
                          Ann: GET / -> 200; shows "Welcome,
                          日本語."
              Repeat      curl -b ann.cookies -c ann.cookies -i --data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in
                          curl -b ann.cookies -c ann.cookies -i http://127.0.0.1:5000/
              Your code   app.py, line 31, in sign_in
                              flash(f"Welcome, {nme}.")
              Error       NameError: name 'nme' is not defined
              It means    Nothing is called nme here.
          - waiting  The page after that does not.
              Why         Waiting for: After signing in, the next
                          page greets the visitor.

        0 of 2 promises kept, 0 of 2 points.
        Next: task 1, in app.py, line 31. "checker hint 3" gives a
              hint.
    """)  # noqa: E501  a line to paste is never wrapped


def test_colour_only_repeats_what_words_say() -> None:
    coloured = full(REPORT, look=Look(colour=True))

    assert "\x1b[32m  ✓ passed   \x1b[0mBefore" in coloured
    assert "\x1b[31m  ✗ failed   \x1b[0mAfter" in coloured
    plain = coloured
    for code in ("0", "1", "2", "31", "32"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == full(REPORT)


def test_no_line_is_wider_than_the_terminal() -> None:
    for width in (40, 60, 80):
        lines = terminal.full(REPORT, WORDS, Look(width))
        wrapped = [line for line in lines if " curl " not in line]

        assert max(map(cell_len, wrapped)) <= width


def test_show_gives_every_request_and_a_line_to_repeat_it() -> None:
    report = replace(REPORT, results=(STOPPED, replace(PASSED, steps=(SHELF,))))

    assert full(report, replace(WORDS, following=""), show=True) == shown("""
        Lesson 3: Categories
        work/03-categories, seed 42

        From the start
          ✓ passed   Before any action there is no message.
              1  Ann: GET / → 200; shows “Welcome, 日本語.”
                 curl -i -b session=abc.def http://127.0.0.1:5000/

        Task 2: Show waiting messages
          ✗ stopped  Two actions in a row show both. (optional)
              Why         The app ended by itself with exit code 3.
              Ask         Which line ended it?
                          What was printed last?
              1  Ann: POST /sign-in → 302 to /
                 name = ginger-hazel-dahlia
                 curl -b ann.cookies -c ann.cookies -i --data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in
              It printed  Starting
                          Bye

        1 of 1 promise kept, 1 of 1 point.
        The curl lines repeat each request while “flask run” serves the app.
    """)  # noqa: E501  a line to paste is never wrapped


def test_an_app_that_does_not_start_is_told_once() -> None:
    report = replace(REPORT, results=(NOT_STARTED, NOT_STARTED, WAITING))

    assert full(report) == shown("""
        Lesson 3: Categories
        work/03-categories, seed 42

        ✗ not startable  The app could not be loaded.
              Your code   app.py, line 31, in sign_in
                              flash(f"Welcome, {nme}.")
              Error       NameError: name 'nme' is not defined
              It means    Nothing is called nme here.

        0 of 3 promises kept, 0 of 3 points.
        Next: task 1, in app.py, line 31. “checker hint 3” gives a hint.
    """)


def test_an_app_that_does_not_start_is_shown_check_by_check_on_request() -> None:
    report = replace(REPORT, results=(NOT_STARTED,))

    assert "Task 1: Greet whoever signs in" in full(report, show=True)


def test_the_same_reason_is_told_at_length_once() -> None:
    late = replace(STOPPED, outcome=Outcome.TIMED_OUT, extra=False, steps=())
    greets = replace(FAILED, steps=())
    again = replace(greets, check="other", seen="no message")
    report = replace(
        REPORT, results=(greets, again, WAITING, WAITING, late, late, WAITING)
    )

    assert full(report, Words()) == shown("""
        Lesson 3: Categories
        /home/ann/course/work/03-categories, seed 42

        Task 1
          ✗ failed     After signing in, the next page greets the visitor by the name
                       they gave.
              Expected    a message with “ginger-hazel-dahlia”
              Seen        “Welcome, 日本語.”
              It matters  Who is greeted knows that it worked.
              Your code   app.py, line 31, in sign_in
                              flash(f"Welcome, {nme}.")
              Error       NameError: name 'nme' is not defined
              It means    Nothing is called nme here.
          ✗ failed     After signing in, the next page greets the visitor by the name
                       they gave.
              Expected    a message with “ginger-hazel-dahlia”
              Seen        no message
              It matters  Who is greeted knows that it worked.
              Your code   the same error as above
          · waiting    The page after that does not.
              Why         Waiting for: After signing in, the next page greets the
                          visitor.
          · waiting    The page after that does not.
          · waiting    The page after that does not.

        Task 2
          ✗ timed out  Two actions in a row show both.
              Why         The app ended by itself with exit code 3.
              It printed  Starting
                          Bye
              Ask         Which line ended it?
                          What was printed last?
          ✗ timed out  Two actions in a row show both.
              Why         the same as above

        0 of 7 promises kept, 0 of 7 points.
    """)


def test_one_of_many_lessons_takes_one_line_and_its_reasons() -> None:
    lines = [
        *terminal.short(replace(REPORT, results=(PASSED,)), LOOK, 16),
        *terminal.short(replace(REPORT, results=(WAITING,)), LOOK, 16),
        *terminal.short(replace(REPORT, results=(NOT_STARTED,)), LOOK, 16),
        *terminal.total([0, 1, 3], LOOK),
    ]

    assert "\n".join(lines) + "\n" == shown("""
        ✓ 03-categories     1 of 1 promise kept, 1 of 1 point.
        ✗ 03-categories     0 of 1 promise kept, 0 of 1 point.
          · waiting  The page after that does not.
              Why         Waiting for: After signing in, the next page greets the
                          visitor.
        ✗ 03-categories     0 of 1 promise kept, 0 of 1 point.
        ✗ not startable  The app could not be loaded.
              Your code   app.py, line 31, in sign_in
                              flash(f"Welcome, {nme}.")
              Error       NameError: name 'nme' is not defined
              It means    Nothing is called nme here.
        1 of 3 lessons done.
    """)


def test_a_report_without_results_is_still_a_page() -> None:
    report = replace(REPORT, lesson="mine", results=())

    assert full(report, Words("mine")) == shown("""
        Categories
        mine, seed 42

        0 of 0 promises kept, 0 of 0 points.
    """)


def test_a_mistake_that_only_a_browser_shows_is_seen_with_one() -> None:
    results = tuple(replace(result, browser=True) for result in DIAGNOSED.results)
    text = full(replace(DIAGNOSED, results=results), WORDS)

    assert "explain flash-after-return --browser”" in text


def test_a_diagnosis_is_told_at_length_once_with_its_place() -> None:
    assert full(DIAGNOSED, replace(WORDS, command="./course")) == shown("""
        Lesson 3: Categories
        work/03-categories, seed 42

        Task 1: Greet whoever signs in
          ✗ failed   After signing in, the next page greets the visitor by the name they
                     gave.
              Expected    a message with “ginger-hazel-dahlia”
              Seen        “Welcome, 日本語.”
              It matters  Who is greeted knows that it worked.
              Requests    Ann: POST /sign-in → 302 to /
                          Ann: GET / → 200; shows “Welcome, 日本語.”
              Repeat      curl -b ann.cookies -c ann.cookies -i --data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in
                          curl -b ann.cookies -c ann.cookies -i http://127.0.0.1:5000/
              Belief      “The message comes after the redirect”
              Here        app.py, line 33, in sign_in
                              flash(name)
              But         A function ends at its return. The line below it is never run.
              Ask         Which lines are run after a return?
              Read        lesson 3, “What ends a view?”
              See it      “./course explain flash-after-return”
          ✗ failed   After signing in, the next page greets the visitor by the name they
                     gave.
              Expected    a message with “ginger-hazel-dahlia”
              Seen        “Welcome, 日本語.”
              It matters  Who is greeted knows that it worked.
              Requests    Ann: POST /sign-in → 302 to /
                          Ann: GET / → 200; shows “Welcome, 日本語.”
              Repeat      curl -b ann.cookies -c ann.cookies -i --data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in
                          curl -b ann.cookies -c ann.cookies -i http://127.0.0.1:5000/
              Belief      as above: “The message comes after the redirect”

        Task 2: Show waiting messages
          ✗ stopped  Two actions in a row show both. (optional)
              Why         The app ended by itself with exit code 3.
              Requests    Ann: POST /sign-in → 302 to /
              Repeat      curl -b ann.cookies -c ann.cookies -i --data-urlencode name=ginger-hazel-dahlia http://127.0.0.1:5000/sign-in
              It printed  Starting
                          Bye
              Ask         Which line ended it?
                          What was printed last?

        Nothing fails by it here, and it does harm elsewhere
          app.py, line 40
              run(debug=True)
              Leave it out.

        0 of 2 promises kept, 0 of 2 points.
        The recogniser of mute failed: KeyError('x'). This is our bug.
        Next: task 1, in app.py, line 31. “checker hint 3” gives a hint.
    """)  # noqa: E501  a line to paste is never wrapped


def test_one_of_many_lessons_tells_a_diagnosis_in_two_lines() -> None:
    lines = terminal.short(DIAGNOSED, LOOK)

    assert "\n".join(lines) + "\n" == shown("""
        ✗ 03-categories  0 of 2 promises kept, 0 of 2 points.
          ✗ failed   After signing in, the next page greets the visitor by the name they
                     gave.
              Expected    a message with “ginger-hazel-dahlia”
              Seen        “Welcome, 日本語.”
              Belief      “The message comes after the redirect”
              Here        app.py, line 33, in sign_in
                              flash(name)
          ✗ failed   After signing in, the next page greets the visitor by the name they
                     gave.
              Expected    a message with “ginger-hazel-dahlia”
              Seen        “Welcome, 日本語.”
              Belief      as above: “The message comes after the redirect”
          ✗ stopped  Two actions in a row show both. (optional)
              Why         The app ended by itself with exit code 3.
              It printed  Starting
                          Bye
    """)


def test_an_error_outside_the_learners_lines_is_an_error() -> None:
    result = replace(FAILED, frames=(), error="KeyError: 'x'")

    assert "      Error       KeyError: 'x'\n" in full(
        replace(REPORT, results=(result,))
    )


def test_a_line_outside_any_function_names_none() -> None:
    frame = Frame("app.py", 3, "<module>", "app = Flask(")
    result = replace(FAILED, frames=(frame,))

    assert "Your code   app.py, line 3\n" in full(replace(REPORT, results=(result,)))


def test_our_own_fault_has_a_sign_of_its_own() -> None:
    result = replace(FAILED, outcome=Outcome.BROKEN, reason="It is ours.")

    assert "  ! broken  After" in full(replace(REPORT, results=(result,)))


LEFT = replace(WORDS, sights={"greets": SIGHT})


def test_what_a_failed_check_left_is_under_it_on_lines_to_paste() -> None:
    bare = replace(FAILED, matters="", error="", meaning="", frames=(), steps=())
    report = replace(REPORT, results=(bare,))

    assert full(report, LEFT, Look(40)) == shown("""
        Lesson 3: Categories
        work/03-categories, seed 42

        Task 1: Greet whoever signs in
          ✗ failed  After signing in, the next
                    page greets the visitor by
                    the name they gave.
              Expected    a message with
                          “ginger-hazel-dahlia”
              Seen        “Welcome, 日本語.”
              Picture     work/pictures/03-categories/greets.png
              Trace       .venv/bin/python -m playwright show-trace --port 0 work/pictures/03-categories/greets.zip

        0 of 1 promise kept, 0 of 1 point.
        Next: task 1, in app.py, line 31.
              “checker hint 3” gives a hint.
    """)  # noqa: E501  a line to paste is never wrapped


def test_what_the_page_asked_for_by_itself_is_not_told() -> None:
    icon = replace(SHELF, messages=(), status=404, note=f"{BY_PAGE}image")
    result = replace(FAILED, steps=(SIGN_IN, icon, SHELF, icon))

    assert full(replace(REPORT, results=(result,))) == full(
        replace(REPORT, results=(FAILED,))
    )


@pytest.mark.parametrize(
    ("width", "columns"), [(80, 60), (40, 34)], ids=["wide", "narrow"]
)
def test_a_picture_is_shown_where_the_terminal_can(width: int, columns: int) -> None:
    report = replace(REPORT, results=(FAILED, replace(FAILED, check="another")))
    look = Look(width, pictures=Protocol.KITTY)
    lines = terminal.full(report, LEFT, look)

    at = lines.index(f"      Picture     {SIGHT.place}")
    assert lines[at + 1] == (
        f"      \x1b_Ga=T,f=100,q=2,c={columns},m=0;iVBORw==\x1b\\"
    )
    assert "\n".join(lines).count("\x1b_G") == 1


def test_a_picture_that_is_too_large_is_named_and_not_shown() -> None:
    large = replace(SIGHT, png=b"0" * (LARGEST + 1))
    words = replace(WORDS, sights={"greets": large})

    assert full(REPORT, words, Look(pictures=Protocol.ITERM2)) == full(REPORT, words)


def test_one_of_many_lessons_tells_of_no_picture() -> None:
    lines = terminal.short(REPORT, Look(pictures=Protocol.KITTY))

    assert lines == terminal.short(REPORT, LOOK)


def test_what_only_a_browser_shows_is_said_below_the_count() -> None:
    report = replace(REPORT, results=(PASSED,), unseen=3)
    again = "./course check 4 --browser"
    words = replace(WORDS, following="", unseen=advice.unseen(report, again))

    assert full(report, words).splitlines()[-2:] == [
        "1 of 1 promise kept, 1 of 1 point.",
        "3 more promises can be seen only by a browser: “./course check 4 --browser”.",
    ]
    assert advice.unseen(replace(report, unseen=1), again).startswith("1 more promise ")
    assert advice.unseen(REPORT, again) == ""
