"""docs/security.md promises what a test shows, and knows every limit and sandbox."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

from checker.limits import Limits
from checker.sandbox.choice import NONE, RUNNERS

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text("utf-8")


def first_column(heading: str) -> list[str]:
    """The code in the first column of the table below a heading."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_every_test_that_the_page_names_is_there() -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE)
    files = {file for file, _ in named}
    found = {
        (file, node.name)
        for file in files
        for node in ast.parse((TESTS / file).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    assert len(named) > 20
    assert set(named) - found == set()


def test_every_wall_that_it_lists_is_shown_by_a_test() -> None:
    table = PAGE.partition("## Which wall stops what\n")[2].partition("\n\nAn ord")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert [row for row in rows if "::test_" not in row] == []


def test_it_knows_every_limit_and_every_sandbox() -> None:
    assert first_column("Limits") == [limit.name for limit in fields(Limits)]
    assert first_column("Which walls there are") == [
        "auto",
        *(runner.name for runner in RUNNERS),
        NONE.name,
    ]
