"""Words about the headers that an app's own Python puts into its answers.

Finds lines; what a browser makes of a header is not known here.
"""

from __future__ import annotations

import ast
import re

from .program import Program, Site

__all__ = ["naming"]


def naming(program: Program, *words: str) -> tuple[Site, ...]:
    """Where one of the words of headers is named, such as Vary or no-store.

    That is in a text, in capitals or not, or as an attribute or argument of the name
    that werkzeug gives it: no_store for no-store. What documents the code is no text.
    """
    texts = [re.compile(rf"(?<![\w-]){re.escape(w)}(?![\w-])", re.I) for w in words]
    names = {word.lower().replace("-", "_") for word in words}
    return tuple(
        site
        for site in program.sites
        if _name(site) in names or any(text.search(_text(site)) for text in texts)
    )


def _name(site: Site) -> str:
    """What the attribute or argument is called; "" for anything else."""
    node = site.node
    if isinstance(node, ast.keyword):
        return node.arg or ""
    return node.attr if isinstance(node, ast.Attribute) else ""


def _text(site: Site) -> str:
    """The text that stands there; "" for anything else, and for what documents."""
    value = site.node.value if isinstance(site.node, ast.Constant) else None
    if not isinstance(value, str) or isinstance(site.above[-1], ast.Expr):
        return ""
    return value
