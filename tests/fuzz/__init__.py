"""What foreign bytes may do to each parser, as one function each; draws no bytes.

A harness is a module with `one(data)`, which raises where a promise is broken, and
`WORDS`, pieces that its parser knows. tests/test_fuzz.py draws bytes with hypothesis;
a run guided by coverage takes atheris, and one command a harness, as in

    pip install atheris
    PYTHONPATH=tests python -m fuzz page -max_total_time=60
"""

from __future__ import annotations

__all__ = ["HARNESSES"]

HARNESSES = """
    authors folder history jar notebook page program report rows session settings toml
    traceback visitor wire word
    """.split()
