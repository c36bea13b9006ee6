"""Which lines of a function can run, and in which order. Follows no values."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from itertools import pairwise

from .program import Site

__all__ = ["before", "dead", "statement", "tests_around"]

LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
BLOCKS = ("body", "orelse", "finalbody")


def dead(site: Site) -> bool:
    """True when a line above it always leaves its block, so that it never runs."""
    chain = [*site.above, site.node]
    return any(
        _leaves(block[: block.index(inner)])
        for outer, inner in pairwise(chain)
        for block in _blocks(outer)
        if inner in block
    )


def before(one: Site, other: Site) -> bool:
    """True when both stand in one function, one of them on the way to the other."""
    if one.function is not other.function or one.file != other.file:
        return False
    return (one.line, _column(one)) < (other.line, _column(other)) and not _parted(
        one, other
    )


def statement(site: Site) -> ast.stmt | None:
    """The statement that it is a part of."""
    chain = [*site.above, site.node]
    return next((n for n in reversed(chain) if isinstance(n, ast.stmt)), None)


def tests_around(site: Site) -> tuple[ast.expr, ...]:
    """The conditions of each if around it within its function, outermost first."""
    start = 0
    if site.function is not None and site.function.node in site.above:
        start = site.above.index(site.function.node)
    return tuple(n.test for n in site.above[start:] if isinstance(n, ast.If))


def _leaves(block: Iterable[ast.AST]) -> bool:
    return any(_always_leaves(statement) for statement in block)


def _always_leaves(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return bool(node.orelse) and _leaves(node.body) and _leaves(node.orelse)
    if isinstance(node, ast.With | ast.AsyncWith):
        return _leaves(node.body)
    return isinstance(node, LEAVING)


def _blocks(node: ast.AST) -> list[Sequence[ast.AST]]:
    found = [getattr(node, name, None) for name in BLOCKS]
    return [block for block in found if isinstance(block, list)]


def _parted(one: Site, other: Site) -> bool:
    """True when they stand in different branches of one if."""
    ours, theirs = [*one.above, one.node], [*other.above, other.node]
    for node in ours:
        if isinstance(node, ast.If) and node in theirs:
            in_body = [any(n in node.body for n in chain) for chain in (ours, theirs)]
            in_else = [any(n in node.orelse for n in chain) for chain in (ours, theirs)]
            if any(in_body) and any(in_else):
                return True
    return False


def _column(site: Site) -> int:
    return int(getattr(site.node, "col_offset", 0))
