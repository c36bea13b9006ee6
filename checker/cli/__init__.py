"""The command line: reads arguments, asks the engine, prints words. Decides nothing."""

# The order of the imports is the order of the verbs in the help:
# ruff: isort: skip_file

from __future__ import annotations

from . import learn, check, watching, mistakes, xray, lab, grading  # noqa: F401
from . import export, machine, author  # noqa: F401
from .group import main

__all__ = ["main"]
