"""The vocabulary in which recognisers of mistakes are written. Judges nothing."""

from .evidence import Evidence
from .flow import before, dead, statement, tests_around
from .messages import Reading, category_of, flashes, readings, text_of
from .program import Function, Program, Scope, Site
from .templates import Mark, Template, Templates

__all__ = [
    "Evidence",
    "Function",
    "Mark",
    "Program",
    "Reading",
    "Scope",
    "Site",
    "Template",
    "Templates",
    "before",
    "category_of",
    "dead",
    "flashes",
    "readings",
    "statement",
    "tests_around",
    "text_of",
]
