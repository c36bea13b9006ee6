"""Words about how templates tell messages apart: by class, by word, by what they skip.

Finds the places in parsed templates; which belief is behind one is for a recogniser.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jinja2 import nodes

from ..report import Frame
from .evidence import Evidence
from .messages import Reading, readings
from .program import Site
from .templates import Mark, Template

__all__ = [
    "alone",
    "as_text",
    "emptiness",
    "in_form",
    "keys",
    "picks",
    "place_of_loop",
    "quoted_names",
    "set_in_blocks",
    "shared_names",
    "skipping",
    "taken_apart",
    "within_class",
]

OPEN = re.compile(r"""class\s*=\s*(?:"[^"]*|'[^']*|[^"'\s>]*)$""")
ENDED = re.compile(r"""class\s*=\s*[^"'\s>]+\s+[^=>"']*$""")  # no quotes, a blank
ALONE = re.compile(r"""[,=]\s*\(\s*["'\w][^(),]*\)""")
CHOOSING = ("reject", "rejectattr", "select", "selectattr")
OWN = (nodes.For, nodes.Macro)


# what a call asks for ---------------------------------------------------------------


def taken_apart(loop: nodes.For | None) -> tuple[str, ...]:
    """The names that a loop takes each item apart into; () for none or one name."""
    target = loop.target if loop else None
    items = target.items if isinstance(target, nodes.Tuple) else []
    return tuple(n.name for n in items if isinstance(n, nodes.Name))


def alone(reading: Reading) -> bool:
    """True when its line has one thing alone in round brackets, as in ("form")."""
    return ALONE.search(reading.place.code) is not None


def in_form(seen: Evidence, reading: Reading) -> bool:
    """True when it stands in a form, or in what a template includes in a form."""
    if reading.mark is None:
        return False
    name = reading.mark.template.name
    around = [
        mark
        for mark in seen.templates.marks(nodes.Include)
        if getattr(getattr(mark.node, "template", None), "value", None) == name
    ]
    return any(_in_open_form(mark) for mark in (reading.mark, *around))


def picks(reading: Reading) -> tuple[nodes.Node, ...]:
    """What chooses among its messages: the tests of its loop and within it."""
    if reading.loop is None:
        return ()
    inner = [node.test for node in reading.loop.find_all(nodes.If)]
    return tuple(inner if reading.loop.test is None else [reading.loop.test, *inner])


def place_of_loop(seen: Evidence, reading: Reading) -> Frame:
    """Where its loop stands; where it has none, the call itself."""
    loops = [m for m in seen.templates.marks(nodes.For) if m.node is reading.loop]
    return loops[0].place if loops else reading.place


def skipping(seen: Evidence) -> tuple[Mark | Site, ...]:
    """What decides which of all messages are shown: tests of loops, filters such as
    rejectattr, and in Python what the function that asks compares.
    """
    whole = [r for r in readings(seen.program, seen.templates) if not r.filtered]
    tests = [test for reading in whole for test in picks(reading)]
    functions = [r.site.function for r in whole if r.site and r.site.function]
    marks = seen.templates.marks(nodes.Expr)
    by_test = [mark for mark in marks if mark.node in tests]
    by_filter = [m for m in marks if getattr(m.node, "name", "") in CHOOSING]
    sites = seen.program.within(functions)
    compared = [s for s in sites if isinstance(s.node, ast.Compare)]
    return (*by_test, *by_filter, *compared)


def as_text(reading: Reading) -> bool:
    """True when its category_filter is no list as it stands: a text, or a name."""
    if reading.site is not None:
        given = reading.site.argument(1, "category_filter")
        return given is not None and not isinstance(
            given, ast.List | ast.Tuple | ast.Set
        )
    call = reading.mark.node if reading.mark else None
    if not isinstance(call, nodes.Call):
        return False
    named = [k.value for k in call.kwargs if k.key == "category_filter"]
    found = [*named, *call.args[1:2]]
    return bool(found) and not isinstance(found[0], nodes.List | nodes.Tuple)


# what it makes of each message --------------------------------------------------------


def within_class(seen: Evidence, *, ended: bool = False) -> tuple[Mark, ...]:
    """What is decided or written in a class attribute; or just after one `ended`,
    where a blank ends it because it has no quotes.
    """
    pattern = ENDED if ended else OPEN
    written = [pair for t in seen.templates.all for pair in _written(seen, t)]
    return tuple(mark for mark, text in written if pattern.search(text))


def quoted_names(seen: Evidence) -> tuple[Mark, ...]:
    """Texts that are a name which the loop or macro around gives and never uses."""
    return tuple(
        mark
        for mark in seen.templates.marks(nodes.Const)
        for node in mark.above
        if isinstance(node, OWN) and getattr(mark.node, "value", "") in _unused(node)
    )


def emptiness(seen: Evidence) -> tuple[Frame, ...]:
    """Where the first of a pair is asked whether it is empty, and is looked up."""
    marks = [
        mark.place
        for mark in seen.templates.marks(nodes.CondExpr)
        for node in mark.above
        if isinstance(node, OWN) and _name(mark.node, "test") in _given(node)[:1]
    ]
    sites = [
        site.place
        for site in seen.program.sites
        if isinstance(site.node, ast.IfExp) and isinstance(site.node.test, ast.Name)
        for node in site.above
        if isinstance(node, ast.For) and site.node.test.id in _first(node.target)
    ]
    return (*marks, *sites)


def set_in_blocks(seen: Evidence) -> tuple[Mark, ...]:
    """Names that are set in a block and not outside, and that another template uses."""
    every = seen.templates.marks(nodes.Assign)
    inner = [mark for mark in every if mark.within(nodes.Block)]
    outer = {_name(mark.node, "target") for mark in every if mark not in inner}
    return tuple(
        mark
        for mark in inner
        if (name := _name(mark.node, "target")) not in outer
        and any(use.template is not mark.template for use in seen.templates.uses(name))
    )


def shared_names(seen: Evidence) -> tuple[Mark, ...]:
    """Where a template sets a name that another one uses and does not set itself."""
    every = seen.templates.marks(nodes.Assign)
    return tuple(
        mark
        for mark in every
        if (name := _name(mark.node, "target"))
        and any(
            use.template is not mark.template
            and use.template not in _setting(every, name)
            for use in seen.templates.uses(name)
        )
    )


def keys(seen: Evidence, word: str) -> tuple[Frame, ...]:
    """Where the word is a key of a dictionary, in templates and in Python."""
    pairs = [
        mark.place
        for mark in seen.templates.marks(nodes.Pair)
        if getattr(getattr(mark.node, "key", None), "value", None) == word
    ]
    dicts = [
        site.place
        for site in seen.program.sites
        if isinstance(site.node, ast.Dict)
        and any(getattr(key, "value", None) == word for key in site.node.keys)
    ]
    return (*pairs, *dicts)


# how it is known --------------------------------------------------------------------


def _in_open_form(mark: Mark) -> bool:
    above = "\n".join(mark.template.text.splitlines()[: mark.node.lineno])
    return above.rfind("<form") > above.rfind("</form")


def _first(target: ast.expr) -> list[str]:
    items = target.elts[:1] if isinstance(target, ast.Tuple) else []
    return [item.id for item in items if isinstance(item, ast.Name)]


def _setting(every: tuple[Mark, ...], name: str) -> list[Template]:
    return [m.template for m in every if _name(m.node, "target") == name]


def _name(node: nodes.Node, field: str) -> str:
    return str(getattr(getattr(node, field, None), "name", ""))


def _given(node: nodes.For | nodes.Macro) -> tuple[str, ...]:
    """The names that a loop or a macro gives to what is in it."""
    if isinstance(node, nodes.For):
        return taken_apart(node)
    return tuple(argument.name for argument in node.args)


def _unused(node: nodes.For | nodes.Macro) -> set[str]:
    names = [n for part in node.body for n in (part, *part.find_all(nodes.Name))]
    used = {getattr(n, "name", "") for n in names if isinstance(n, nodes.Name)}
    return set(_given(node)) - used


def _written(seen: Evidence, template: Template) -> Iterator[tuple[Mark, str]]:
    """What a template writes or decides, with the text before it up to its tag."""
    text = ""
    for mark in seen.templates.marks(nodes.Node, [template]):
        if isinstance(mark.node, nodes.TemplateData):
            text += mark.node.data
        elif isinstance(mark.node, nodes.If) or isinstance(
            mark.above[-1], nodes.Output
        ):
            yield mark, text[text.rfind("<") :]
            text += "x" * isinstance(mark.node, nodes.Expr)
