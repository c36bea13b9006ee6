"""The last error that an app printed is found, whatever else it printed."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.tracebacks import START, Traceback, last_traceback

ROWS = f"""\
{START}
  File "/x/site-packages/flask/app.py", line 10, in wsgi_app
    response = self.full_dispatch_request()
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/home/ann/app.py", line 7, in <module>
    flash(nme)
"""


def ran(code: str, folder: Path) -> str:
    """What a real Python prints for this code."""
    (folder / "app.py").write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=folder, capture_output=True, text=True
    )
    return done.stderr


def test_a_traceback_is_found_between_other_lines() -> None:
    printed = f"GET / 500\n{ROWS}NameError: name 'nme' is not defined\nGET / 200\n"

    assert last_traceback(printed) == Traceback(
        "NameError: name 'nme' is not defined",
        (
            (
                "/x/site-packages/flask/app.py",
                10,
                "wsgi_app",
                "response = self.full_dispatch_request()",
            ),
            ("/home/ann/app.py", 7, "<module>", "flash(nme)"),
        ),
    )


def test_of_several_tracebacks_the_last_one_counts() -> None:
    again = "\nDuring handling of the above exception, another exception occurred:\n\n"
    found = last_traceback(f"{ROWS}KeyError: 'name'\n{again}{ROWS}ValueError: no\n")

    assert found is not None
    assert (found.error, len(found.rows)) == ("ValueError: no", 2)


@pytest.mark.parametrize(
    ("code", "error", "lines"),
    [
        ("def f():\n    1 / 0\n\nf()\n", "ZeroDivisionError: division by zero", [4, 2]),
        ("raise ValueError('one\\ntwo')\n", "ValueError: one", [1]),
        ("raise KeyError\n", "KeyError", [1]),
        ("try:\n    1 / 0\nexcept Exception:\n    nme\n",
         "NameError: name 'nme' is not defined", [4]),
        ("def f(n):\n    return f(n + 1)\n\nf(0)\n",
         "RecursionError: maximum recursion depth exceeded", [4, 2, 2, 2]),
    ],
    ids=["call", "two lines", "no text", "chained", "recursion"],
)  # fmt: skip
def test_what_a_real_python_prints_is_read(
    code: str, error: str, lines: list[int], tmp_path: Path
) -> None:
    found = last_traceback(ran(code, tmp_path))

    assert found is not None
    assert found.error == error
    assert [line for _, line, _, _ in found.rows] == lines
    assert {Path(file).name for file, _, _, _ in found.rows} == {"app.py"}


def test_a_line_without_its_code_is_still_a_place() -> None:
    place = '  File "<string>", line 1, in <module>'

    assert last_traceback(f"{START}\n{place}\nError") == Traceback(
        "Error", (("<string>", 1, "<module>", "Error"),)
    )


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "GET / 200\n",
        START,
        ROWS,
        f"{START}\n\n   \n",
        f'{START}\n  File "app.py", line 1, in f',
        "traceback (most recent call last):\nNameError\n",
    ],
)
def test_what_is_no_whole_traceback_is_none(printed: str) -> None:
    assert last_traceback(printed) is None


def test_a_line_number_that_no_file_has_is_no_place() -> None:
    place = f'  File "app.py", line {"9" * 5000}, in f'

    assert last_traceback(f"{START}\n{place}\nError") == Traceback("Error", ())


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "line",
    ['  File "' + '", line 1' * 8000, " " * 60_000, '  File "x", line ' + "1" * 60_000,
     '  File "x", line 1, in ' + "f" * 60_000, ROWS * 200],
    ids=["places", "spaces", "digits", "name", "tracebacks"],
)  # fmt: skip
def test_output_built_to_be_hard_is_read_in_time(line: str) -> None:
    found = last_traceback(f"{START}\n{line}\nError: last\n")

    assert found is not None
    assert found.error == "Error: last"


PIECES = st.sampled_from(
    [START, "\n", '  File "', 'app.py", line ', "7", ", in f", "    ", "Error: x", "\0"]
)


@settings(deadline=None)  # machines may be busy
@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_any_output_can_be_searched(printed: str) -> None:
    found = last_traceback(printed)

    assert found is None or found.error in printed
