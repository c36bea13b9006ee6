"""The guard of speed judges by the table in docs/speed.md, and that table is in order.

Nothing is measured here: how fast something is, no test says.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BENCHMARKS = ROOT / "benchmarks"
PAGE = ROOT / "docs" / "speed.md"
COLD = "at most 1 × (1.5 × `import flask` + 25 ms a check)"
WATCH = (
    "at most 1.5 × the same requests through Flask's test client,"
    " one warm fork after the other"
)
ISSUE = {  # what was asked for, by the rows that show it
    "check-1": COLD,
    "check-3": COLD,
    "watch-1": WATCH,
    "watch-3": WATCH,
    "grade": "at most 0.6 × `import flask`, of one core",
    "check50": "at least 6 × what check50 does",
    "otter": "at least 30 × what otter does",
    "nbgrader": "at least 10 × what nbgrader does",
    "pytest": "at least 4 × what pytest does",
    "sandbox": "at most 1.15 × the same without",
    "six": "at most 1 × (1.2 × `import flask` + 25 ms a check), of one core",
    "workers": "at least 1.9 × what `--jobs 1` does",
    "memory": "at most 1.1 × that of 100",
    "diagnosis": "at most 0.15 × its check",
    "help": "at most 0.35 × `import flask`",
    "list": "at most 0.35 × `import flask`",
}


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def page(folder: Path, **rows: str) -> Path:
    """A page whose table has those rows; underscores are hyphens."""
    names = {name.replace("_", "-"): ratio for name, ratio in rows.items()}
    lines = [f"| `{n}` | what | goal | {r} | met | |" for n, r in names.items()]
    file = folder / "speed.md"
    file.write_text("\n".join(["<!-- measured -->", *lines, "<!-- /measured -->"]))
    return file


def guarded(page: Path, **now: object) -> subprocess.CompletedProcess[str]:
    """What the guard says when that is measured."""
    measured = page.with_name("measured.json")
    measured.write_text(json.dumps(now))
    return run("guard", "--page", page, "--measured", measured)


def table() -> str:
    """The table in docs/speed.md."""
    within = PAGE.read_text("utf-8").partition("<!-- measured -->\n")[2]
    text = within.partition("\n<!-- /measured -->")[0]
    return text[text.index("| row |") :]


def cells(column: int) -> list[str]:
    rows = [line for line in table().splitlines() if line.startswith("| `")]
    return [row.split(" | ")[column].strip("| `") for row in rows]


def test_what_is_as_fast_as_before_passes(tmp_path: Path) -> None:
    found = guarded(
        page(tmp_path, grade="0.55", workers="1.9"), grade=0.55, workers=1.9
    )

    assert found.returncode == 0
    assert found.stdout == (
        "grade         0.55 then    0.55 now  the same\n"
        "workers        1.9 then     1.9 now  the same\n"
        "More than 25 % worse: nothing.\n"
    )


@pytest.mark.parametrize(
    ("row", "then", "now", "code", "said"),
    [
        ("list", "0.4", 0.5, 0, "25 % worse"),  # the edge itself is allowed
        ("list", "0.4", 0.501, 1, "25 % worse"),
        ("list", "0.4", 0.8, 1, "100 % worse"),
        ("list", "0.4", 0.2, 0, "50 % better"),
        ("workers", "2", 1.6, 0, "25 % worse"),  # more is better here
        ("workers", "2", 1.59, 1, "26 % worse"),
        ("workers", "1.5", 2, 0, "25 % better"),
    ],
)
def test_more_than_a_quarter_worse_fails(
    tmp_path: Path, row: str, then: str, now: float, code: int, said: str
) -> None:
    found = guarded(page(tmp_path, **{row: then}), **{row: now})

    first, last = found.stdout.splitlines()
    assert first.endswith(said)
    assert last == f"More than 25 % worse: {row if code else 'nothing'}."
    assert found.returncode == code


def test_what_was_not_measured_is_not_compared(tmp_path: Path) -> None:
    then = page(tmp_path, grade="not measured", sandbox="1.04", list="0.3")
    found = guarded(then, grade=0.5, sandbox=None, six=2)

    assert found.returncode == 0
    assert found.stdout == (
        "grade       not compared: not measured in the page\n"
        "sandbox     not compared: not measured here\n"
        "six         not compared: not measured in the page\n"
        "More than 25 % worse: nothing.\n"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no marks", "The page needs one <!-- measured --> and below it one"),
        ("<!-- /measured --><!-- measured -->", "The page needs one"),
        ("<!-- measured -->\n<!-- /measured -->", "Between the marks is no table."),
        (
            "| `grade` | soon |",
            "A row of the table has not 6 cells: | `grade` | soon |",
        ),
        ("| `lunch` | w | g | 1 | met | |", "a row “lunch”, and there is no such goal"),
        ("| `list` | w | g | fast | met | |", "says “fast” where its ratio belongs"),
        ("| `list` | w | g | 0 | met | |", "says “0” where its ratio belongs"),
        ("| `list` | w | g | 1 | met | |\n" * 2, "has the row “list” twice"),
    ],
)
def test_a_page_that_cannot_be_read_is_told(
    tmp_path: Path, text: str, why: str
) -> None:
    odd = page(tmp_path)
    marks = text if "|" not in text else f"<!-- measured -->\n{text}<!-- /measured -->"
    odd.write_text(marks)
    found = guarded(odd, list=0.3)

    assert found.returncode == 2
    assert found.stderr.startswith(f"{odd} cannot be compared with. ")
    assert why in found.stderr


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = guarded(tmp_path / "none.md", list=0.3)

    assert found.returncode == 2
    assert "It cannot be opened: No such file or directory." in found.stderr


def test_what_is_no_ratio_of_a_goal_is_told(tmp_path: Path) -> None:
    then = page(tmp_path, list="0.3")

    assert guarded(then, lunch=1).stderr == "There is no goal called lunch.\n"
    assert "holds no ratios by row" in guarded(then, list="fast").stderr
    assert "0 is no ratio" in guarded(then, list=0).stderr


def test_every_row_of_the_page_has_the_goal_that_was_asked_for() -> None:
    assert dict(zip(cells(0), cells(2), strict=True)) == {
        name: goal.strip("`") for name, goal in ISSUE.items()
    }


def test_the_page_is_as_it_would_be_written() -> None:
    assert run("speed.py", "--again").stdout == table() + "\n"


def test_nothing_is_written_of_a_part(tmp_path: Path) -> None:
    refused = run("speed.py", "--write", "--only", "list", "--page", tmp_path / "no.md")

    assert refused.returncode == 2
    assert "--write writes the whole table" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_page_without_marks_is_not_written_to(tmp_path: Path) -> None:
    bare = tmp_path / "speed.md"
    bare.write_text("# Speed\n")
    refused = run("speed.py", "--write", "--page", bare)

    assert refused.returncode == 1
    assert "The page needs one <!-- measured -->" in refused.stderr
    assert bare.read_text() == "# Speed\n"
