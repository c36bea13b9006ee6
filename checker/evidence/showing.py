"""Words about where templates ask for messages, and where they do so to no use.

Follows includes, macros and blocks in parsed templates; renders none. Which belief is
behind a place is for a recogniser.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import takewhile

from jinja2 import meta, nodes

from ..report import Frame
from .evidence import Evidence
from .messages import Reading, readings
from .templates import Mark, Template, Templates, called

__all__ = [
    "asking",
    "asks",
    "for_each",
    "leaves",
    "outside_blocks",
    "replaced",
    "run_once",
    "shared",
    "unfilled",
]

GIVEN = frozenset(  # to every template, by Flask and by Jinja
    """caller config cycler dict g get_flashed_messages joiner kwargs lipsum loop
    namespace range request self session super url_for varargs""".split()
)

# who asks ---------------------------------------------------------------------------


def asking(seen: Evidence) -> tuple[Reading, ...]:
    """Where all messages are asked for, in Python and templates; filtered ones not."""
    found = readings(seen.program, seen.templates)
    return tuple(reading for reading in found if not reading.filtered)


def asks(seen: Evidence) -> tuple[Mark, ...]:
    """Where a template asks: itself, by what it includes, or by a macro that does."""
    own = [r.mark for r in asking(seen) if r.mark]
    names = {m.template.name for m in own}
    found = list(own)
    for _ in range(4):  # an include of an include is rare, and deeper ones are not met
        further = [m for m in _leading(seen.templates, names) if m not in found]
        found += further
        names |= {m.template.name for m in further}
    return tuple(found)


def for_each(seen: Evidence, pattern: str) -> tuple[Frame, ...]:
    """Where templates write what fits for each message: in a loop, or in a macro.

    Where Python asks for the messages, the loop over them may be any.
    """
    found = readings(seen.program, seen.templates)
    loops: list[nodes.Node] = [r.loop for r in found if r.loop]
    if any(reading.site for reading in found):
        loops += [m.node for m in seen.templates.marks(nodes.For)]
    return tuple(
        Mark(mark.template, nodes.TemplateData(lineno=_line(mark, match))).place
        for mark in seen.templates.marks(nodes.TemplateData)
        if mark.within(nodes.Macro) or any(node in loops for node in mark.above)
        for match in re.finditer(pattern, getattr(mark.node, "data", ""))
    )


def _line(mark: Mark, found: re.Match[str]) -> int:
    return mark.node.lineno + found.string.count("\n", 0, found.start())


def _leading(templates: Templates, names: set[str]) -> Iterator[Mark]:
    """The includes of those templates, and the calls of macros that stand in them."""
    for mark in templates.marks(nodes.Include):
        if names.intersection(_targets(mark.node)):
            yield mark
    macros = {
        m.node.name
        for m in templates.marks(nodes.Macro)
        if isinstance(m.node, nodes.Macro) and _in(m, names)
    }
    for mark in templates.marks(nodes.Call):
        if called(mark.node) in macros:
            yield mark


def _in(mark: Mark, names: set[str]) -> bool:
    return mark.template.name in names


def _targets(node: nodes.Node) -> tuple[str, ...]:
    """The names of templates that an include or an import is given as texts."""
    return tuple(str(constant.value) for constant in node.find_all(nodes.Const))


def leaves(seen: Evidence) -> tuple[Template, ...]:
    """The templates that no other extends, includes or imports."""
    led = {name for t in seen.templates.all for name in t.leads_to}
    return tuple(t for t in seen.templates.all if t.name not in led)


def shared(seen: Evidence) -> tuple[Template, ...]:
    """The templates that others lead to."""
    own = leaves(seen)
    return tuple(t for t in seen.templates.all if t not in own)


# where that is of no use --------------------------------------------------------------


def replaced(seen: Evidence) -> Iterator[Frame]:
    """Where a template asks within a block that another fills anew, without super()."""
    for mark in asks(seen):
        block = mark.within(nodes.Block)
        if isinstance(block, nodes.Block) and any(
            _fills(other, block.name, mark.template) for other in seen.templates.all
        ):
            yield mark.place


def _fills(other: Template, name: str, base: Template) -> bool:
    if not other.extends or base.name not in other.leads_to:
        return False
    blocks = [b for b in other.tree.find_all(nodes.Block) if b.name == name]
    calls = [[called(c) for c in b.find_all(nodes.Call)] for b in blocks]
    return any("super" not in names for names in calls)


def outside_blocks(seen: Evidence) -> Iterator[Frame]:
    """Where a page that extends another loops over messages in none of its blocks."""
    loops = {id(m.node): m for m in seen.templates.marks(nodes.For)}
    for reading in asking(seen):
        loop = loops.get(id(reading.loop))
        if loop is not None and loop.template.extends and not _kept(loop):
            yield reading.place


def _kept(mark: Mark) -> bool:
    return any(isinstance(n, nodes.Block | nodes.Macro) for n in mark.above)


def run_once(seen: Evidence) -> Iterator[Frame]:
    """Where an imported template asks outside its macros, so at its first import."""
    marks = seen.templates.marks
    imports = [m.node for m in (*marks(nodes.Import), *marks(nodes.FromImport))]
    alone = [node for node in imports if not getattr(node, "with_context", False)]
    names = {name for node in alone for name in _targets(node)}
    for reading in asking(seen):
        mark = reading.mark
        if mark is not None and _in(mark, names) and not _kept(mark):
            yield reading.place


def unfilled(seen: Evidence) -> Iterator[Frame]:
    """Where a template loops over a variable, or filters one, that nobody fills."""
    program, templates = seen.program, seen.templates
    given = {f.name for f in program.functions} | GIVEN
    for site in program.sites:
        if isinstance(site.node, ast.keyword):
            given.add(str(site.node.arg))
        elif isinstance(site.node, ast.Constant):
            given.add(str(site.node.value))
    for template in templates.all:
        names = meta.find_undeclared_variables(template.tree) - given
        names -= _set_elsewhere(templates, template)
        for mark in templates.marks(nodes.Name, [template]):
            if getattr(mark.node, "name", "") in names and _looped(mark):
                yield mark.place


def _set_elsewhere(templates: Templates, template: Template) -> set[str]:
    others = [t for t in templates.all if t is not template]
    return {
        m.node.name
        for m in templates.marks(nodes.Name, others)
        if isinstance(m.node, nodes.Name) and m.node.ctx != "load"
    }


def _looped(mark: Mark) -> bool:
    """True for a name that is looped over or kept under a name, filters or none."""
    around = mark.above[::-1]
    filters = list(takewhile(lambda node: isinstance(node, nodes.Filter), around))
    inner = filters[-1] if filters else mark.node
    outer = around[len(filters)]
    if isinstance(outer, nodes.For):
        return outer.iter is inner
    return isinstance(outer, nodes.Assign) and outer.node is inner
