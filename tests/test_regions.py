"""A marked text becomes an exercise and a solution that look written by hand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import AuthorError
from checker.regions import split

TITLES = ("Greet whoever signs in", "Show what waits")

PYTHON = '''\
import os
# task 1
from flask import flash
# end

app = Flask(__name__)


@app.post("/sign-in")
def sign_in():
    # task 1
    flash(f"Welcome, {name}.")
    #: pass
    # end
    return redirect("/")


# task 2
@app.get("/waiting")
def waiting():
    """What waits."""

    return "…"


# end


@app.get("/")
def shelf():
    #: keep me out
'''


def versions(text: str) -> tuple[str, str]:
    both = split(text, TITLES, "app.py")
    return both.exercise, both.solution


def test_python_becomes_exercise_and_solution() -> None:
    exercise, solution = versions(
        PYTHON.replace("    #: keep me out\n", "    return x\n")
    )

    assert (
        exercise
        == """\
import os
# TODO 1: Greet whoever signs in

app = Flask(__name__)


@app.post("/sign-in")
def sign_in():
    # TODO 1: Greet whoever signs in
    pass
    return redirect("/")


# TODO 2: Show what waits


@app.get("/")
def shelf():
    return x
"""
    )
    assert (
        solution
        == '''\
import os
from flask import flash

app = Flask(__name__)


@app.post("/sign-in")
def sign_in():
    flash(f"Welcome, {name}.")
    return redirect("/")


@app.get("/waiting")
def waiting():
    """What waits."""

    return "…"


@app.get("/")
def shelf():
    return x
'''
    )


@pytest.mark.parametrize(
    ("comment", "starter"),
    [
        ("# {}", "#: {}"),
        ("{{# {} #}}", "{{#: {} #}}"),
        ("/* {} */", "/*: {} */"),
        ("-- {}", "--: {}"),
    ],
)
def test_each_comment_syntax_keeps_its_own(comment: str, starter: str) -> None:
    mark, end = comment.format("task 2"), comment.format("end")
    begun = starter.format("  begun")
    text = f"a\n  {mark}\n  solved\n  {begun}\n  {end}\nb\n"

    todo = comment.format("TODO 2: Show what waits")
    assert versions(text) == (f"a\n  {todo}\n    begun\nb\n", "a\n  solved\nb\n")


def test_a_starter_line_without_code_is_a_blank_line() -> None:
    text = "a\n# task 1\nsolved\n#: one\n#:\n#:two\n# end\nb\n"

    assert versions(text)[0] == "a\n# TODO 1: Greet whoever signs in\none\n\ntwo\nb\n"


def test_tasks_with_a_region_are_told() -> None:
    text = "# task 2\n# end\n# task 1\n# end\n# task 2\n# end\n"

    assert split(text, TITLES, "app.py").tasks == {1, 2}


@pytest.mark.parametrize(
    ("text", "solution"),
    [
        ("a\n\n# task 1\n#: x\n# end\n\nb\n", "a\n\nb\n"),  # one run, not two
        ("a\n\n# task 1\n#: x\n# end\n\n\nb\n", "a\n\n\nb\n"),  # the longest
        ("a\n# task 1\n#: x\n# end\nb\n", "a\nb\n"),
        ("def f():\n    # task 1\n    #: x\n    # end\n\n    a\n", "def f():\n    a\n"),
        ("<ul>\n  <b>\n\n  {# task 1 #}\n  {# end #}\n</ul>", "<ul>\n  <b>\n</ul>"),
        ("# task 1\n#: x\n# end\n\na\n", "a\n"),  # nothing above
        ("a\n\n# task 1\n#: x\n# end\n", "a\n"),  # nothing below
        ("a\n\n# task 1\n\nb\n\n# end\n\nc\n", "a\n\nb\n\nc\n"),
        ("# task 1\n#: x\n# end\n", ""),
    ],
)
def test_what_goes_leaves_no_hole(text: str, solution: str) -> None:
    assert versions(text)[1] == solution


def test_blank_lines_at_the_edge_of_a_region_stand_outside_it() -> None:
    text = "a\n# task 1\n\n\nsolved\n\n# end\nb\n"

    todo = "# TODO 1: Greet whoever signs in"
    assert versions(text) == (f"a\n\n\n{todo}\n\nb\n", "a\n\n\nsolved\n\nb\n")


def test_blank_lines_apart_from_a_region_are_the_authors_own() -> None:
    text = "\n\n\na\n  \n\n\nb\n# task 1\nc\n# end\n\n\n\nd\n\n\n"

    assert versions(text)[1] == "\n\n\na\n  \n\n\nb\nc\n\n\n\nd\n\n\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "a\n# task 1\nb\n",
            "app.py:2: This region is not closed. Write “# end” below its last line.",
        ),
        (
            "{# task 1 #}",
            "app.py:1: This region is not closed. "
            "Write “{# end #}” below its last line.",
        ),
        (
            "a\nb\n# end\n",
            "app.py:3: This “end” closes no region. "
            "Remove it, or write “task N” above it.",
        ),
        (
            "# task 1\n# task 2\n# end\n# end\n",
            "app.py:2: The region of line 1 is still open. Close it first.",
        ),
        (
            "# task 3\n# end\n",
            "app.py:1: lesson.toml has no task 3. Add it, or mend the number.",
        ),
        (
            "# task 0\n# end\n",
            "app.py:1: lesson.toml has no task 0. Add it, or mend the number.",
        ),
        (
            "a\n\n--: x\n",
            "app.py:3: This starter line stands outside a region. Move it into one.",
        ),
    ],
)
def test_marks_that_do_not_fit_are_refused_with_file_and_line(
    text: str, sentence: str
) -> None:
    with pytest.raises(AuthorError) as refused:
        versions(text)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "line", ["#end", "#end {", "--end: 1px;", "# the end", "# task one", "x  # end"]
)
def test_what_only_looks_like_a_mark_is_text(line: str) -> None:
    assert versions(line + "\n") == (line + "\n", line + "\n")


UNMARKED = st.text(st.sampled_from("ab#-{}*/: \n\t\r\x0b…")).filter(
    lambda text: "#:" not in text and "--:" not in text and "/*:" not in text
)


@given(UNMARKED)
def test_a_text_without_marks_stays_as_it_is(text: str) -> None:
    assert versions(text) == (text, text)


BLANKS = st.lists(st.just(""), max_size=3)
WORDS = st.integers(0, 999)


@st.composite
def marked_texts(draw: st.DrawFn) -> str:
    """A text of kept, solved and starter lines, each of them told by its word."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        lines += [f"kept {draw(WORDS)}", *draw(BLANKS), "# task 1", *draw(BLANKS)]
        for kind in draw(st.lists(st.sampled_from(["solved", "#: starter"]))):
            lines += [f"{kind} {draw(WORDS)}", *draw(BLANKS)]
        lines += ["# end", *draw(BLANKS)]
    return "\n".join(lines) + "\n"


def only(text: str, *beginnings: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith(beginnings)]


@given(marked_texts())
def test_each_line_goes_where_it_belongs_and_keeps_its_order(text: str) -> None:
    exercise, solution = versions(text)

    todo = "# TODO 1: Greet whoever signs in"
    bare = text.replace("#: ", "").replace("# task 1", todo)
    assert list(filter(None, exercise.split("\n"))) == only(
        bare, "kept", "st", "# TODO"
    )
    assert list(filter(None, solution.split("\n"))) == only(bare, "kept", "solved")


@given(marked_texts())
def test_no_run_of_blank_lines_grows(text: str) -> None:
    longest = max(map(len, re.findall("\n+", text)))

    for version in versions(text):
        assert "\n" * (longest + 1) not in version
