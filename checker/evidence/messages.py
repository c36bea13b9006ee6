"""Where an app leaves messages and where it asks for them, in Python and in templates.

Finds the places and what is said there; whether that is right is for a recogniser.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import nodes

from ..report import Frame
from .program import Function, Program, Site
from .templates import Mark, Template, Templates

__all__ = ["Reading", "category_of", "flashes", "readings", "text_of"]

FLASH = ("flask.flash", "flash")  # the latter where all of Flask is imported
READ = "get_flashed_messages"


@dataclass(frozen=True, eq=False)
class Reading:
    """One call of get_flashed_messages, in a template or in Python.

    `categories` is what with_categories is given: True, False, or None when that is
    no constant. `filtered` is True where a category_filter is given. `loop` is the
    for statement around the call or around the variable that it is kept in, and
    `through` the filters and slices between the two, as in ("reverse", "[]").
    """

    place: Frame
    categories: bool | None
    filtered: bool
    loop: nodes.For | None = None
    through: tuple[str, ...] = ()
    mark: Mark | None = None
    site: Site | None = None


def flashes(
    program: Program, within: Iterable[Function] | None = None
) -> tuple[Site, ...]:
    """The calls of flash() itself, also those in functions that a scope leads to."""
    found = program.calls("flash", within=within)
    return tuple(s for s in found if program.called_as(s) in FLASH)


def text_of(site: Site) -> ast.expr | None:
    """What a call of flash() is given as the text."""
    return site.argument(0, "message")


def category_of(site: Site) -> ast.expr | None:
    """What a call of flash() is given as the category; None when nothing."""
    return site.argument(1, "category")


def readings(
    program: Program,
    templates: Templates,
    among: Iterable[Template] | None = None,
) -> tuple[Reading, ...]:
    """The calls of get_flashed_messages in those templates; for None, in Python too."""
    chosen = templates.all if among is None else tuple(among)
    marks = templates.calls(READ, chosen)
    found = [_in_template(mark, chosen, templates) for mark in marks]
    if among is None:
        found += [_in_python(site) for site in program.calls(READ)]
    return tuple(found)


def _in_template(
    mark: Mark, among: tuple[Template, ...], templates: Templates
) -> Reading:
    call = mark.node
    assert isinstance(call, nodes.Call)
    given = {k.key: k.value for k in call.kwargs}
    asked = given.get("with_categories", call.args[0] if call.args else None)
    through, loop = _followed(mark)
    name = _kept_as(mark)
    if loop is None and name:
        own = mark.template
        near = [t for t in among if t is not own and _meet(t, own, templates)]
        for use in templates.uses(name, [own, *near]):
            further, loop = _followed(use)
            if loop is not None:
                through += further
                break
    filtered = "category_filter" in given or len(call.args) > 1
    return Reading(mark.place, _truth(asked), filtered, loop, through, mark)


def _meet(one: Template, other: Template, templates: Templates) -> bool:
    """True when one of them leads to the other, so that they share a page."""
    return other in templates.named([one.name]) or one in templates.named([other.name])


def _in_python(site: Site) -> Reading:
    asked = site.argument(0, "with_categories")
    truth: bool | None = False
    if asked is not None:
        value = asked.value if isinstance(asked, ast.Constant) else None
        truth = None if value is None else bool(value)
    filtered = site.argument(1, "category_filter") is not None
    return Reading(site.place, truth, filtered, site=site)


def _truth(node: nodes.Node | None) -> bool | None:
    if node is None:
        return False
    return bool(node.value) if isinstance(node, nodes.Const) else None


def _followed(mark: Mark) -> tuple[tuple[str, ...], nodes.For | None]:
    """The filters and slices around an expression, up to the for it is given to."""
    through: list[str] = []
    inner: nodes.Node = mark.node
    outward = reversed(mark.above)
    around = next(outward)
    while isinstance(around, nodes.Expr):
        if isinstance(around, nodes.Filter):
            through.append(around.name)
        elif isinstance(around, nodes.Getitem):
            through.append("[]")
        inner, around = around, next(outward)  # at last the template, no expression
    if isinstance(around, nodes.For) and around.iter is inner:
        return tuple(through), around
    return tuple(through), None


def _kept_as(mark: Mark) -> str:
    """The variable that {% set %} or {% with %} keeps the list in."""
    for node in reversed(mark.above):
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            return node.target.name
        if isinstance(node, nodes.With):
            for target, value in zip(node.targets, node.values, strict=True):
                inside = value is mark.node or mark.node in [
                    *value.find_all(nodes.Call)
                ]
                if inside and isinstance(target, nodes.Name):
                    return target.name
    return ""
