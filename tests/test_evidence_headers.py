"""The words for headers find where an app's Python names them, and nothing else."""

from __future__ import annotations

import pytest

from checker.evidence.headers import naming
from checker.evidence.program import Program

APP = """\
from flask import Flask

app = Flask(__name__)
NUMBER = 1


@app.after_request
def kept(response):
    "Says no-store, and Vary."
    response.headers["Cache-Control"] = "private, No-Store"
    response.cache_control.no_store = True
    response.cache_control.update(dict(no_store=True))
    response.headers.pop("vary", None)
    response.vary.add("Cookie")
    response.headers["X-Kept"] = "not no-stored, various"
    no_store = response
    return no_store
"""
PROGRAM = Program({"app.py": APP})


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("no-store",), [10, 11, 12]),
        (("Vary",), [13, 14]),
        (("no-store", "Vary"), [10, 11, 12, 13, 14]),
        (("private",), [10]),
        (("no-cache",), []),
    ],
)
def test_a_header_is_found_as_a_text_an_attribute_or_an_argument(
    words: tuple[str, ...], lines: list[int]
) -> None:
    assert [site.line for site in naming(PROGRAM, *words)] == lines
