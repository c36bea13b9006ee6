"""A learner's templates, what stands in them, and which of them make up a page.

Asks their trees only; template_files.py reads them, and nothing renders any.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import nodes

from ..report import Frame
from .program import Program, Site
from .template_files import Template, name_in_python, read

__all__ = ["Mark", "Template", "Templates"]


@dataclass(frozen=True, eq=False)
class Mark:
    """One node of a template's tree, with where it stands."""

    template: Template
    node: nodes.Node
    above: tuple[nodes.Node, ...] = field(repr=False, default=())  # outermost first

    @property
    def place(self) -> Frame:
        """Where it stands, for a diagnosis."""
        line = self.node.lineno
        code = self.template.line(line)
        return Frame(self.template.file, line + self.template.before, "", code)

    def within(self, kind: type[nodes.Node]) -> nodes.Node | None:
        """The innermost node of that kind around it."""
        return next((n for n in reversed(self.above) if isinstance(n, kind)), None)


class Templates:
    """All templates of an app, those in its files and those in its Python."""

    def __init__(self, texts: Mapping[str, str], program: Program) -> None:
        self._program = program
        self.all = tuple(read(texts, program))

    @cached_property
    def by_name(self) -> dict[str, Template]:
        """The templates by what the app calls them."""
        return {t.name: t for t in self.all}

    def named(self, names: Iterable[str]) -> tuple[Template, ...]:
        """Those templates, with all that they extend, include and import."""
        queue = [n for n in dict.fromkeys(names) if n in self.by_name]
        known = set(queue)
        for name in queue:
            further = self.by_name[name].leads_to
            queue += [n for n in further if n in self.by_name and n not in known]
            known.update(further)
        return tuple(self.by_name[name] for name in queue)

    def rendered(self, method: str, path: str) -> tuple[Template, ...]:
        """What makes up the page of such a request: named in its view or what that
        leads to; a name made at run time is not known.
        """
        return self.of_sites(
            self._program.within(self._program.answering(method, path))
        )

    def of_sites(self, sites: Iterable[Site]) -> tuple[Template, ...]:
        """The templates that calls among those sites render."""
        names: list[str] = []
        for site in sites:
            if isinstance(site.node, ast.Constant):
                value = site.node.value
                names += [value] if isinstance(value, str) else []
                names.append(name_in_python(site.file, site.line))
            elif isinstance(site.node, ast.Name | ast.Attribute):
                names += self._kept_in(site)
        return self.named(names)

    def marks(
        self, kind: type[nodes.Node], among: Iterable[Template] | None = None
    ) -> tuple[Mark, ...]:
        """The nodes of that kind in those templates, or in all."""
        return tuple(
            mark
            for template in (self.all if among is None else among)
            for mark in self._marks(template)
            if isinstance(mark.node, kind)
        )

    def calls(
        self, name: str, among: Iterable[Template] | None = None
    ) -> tuple[Mark, ...]:
        """Where templates call what goes by that name, as a name or behind a dot."""
        return tuple(m for m in self.marks(nodes.Call, among) if called(m.node) == name)

    def uses(
        self, name: str, among: Iterable[Template] | None = None
    ) -> tuple[Mark, ...]:
        """Where templates read that variable, called or not."""
        return tuple(
            m
            for m in self.marks(nodes.Name, among)
            if getattr(m.node, "name", "") == name
            and getattr(m.node, "ctx", "") == "load"
        )

    def filters(
        self, name: str, among: Iterable[Template] | None = None
    ) -> tuple[Mark, ...]:
        """Where a filter of that name is applied."""
        return tuple(
            m
            for m in self.marks(nodes.Filter, among)
            if getattr(m.node, "name", "") == name
        )

    def _kept_in(self, site: Site) -> list[str]:
        """The templates in Python that a name was given, as in PAGE = "…"."""
        named = self._program.dotted(site.file, site.node)  # type: ignore[arg-type]  # the caller has looked
        return self._variables.get(named.split(":")[-1].split(".")[-1], [])

    @cached_property
    def _variables(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for site in self._program.sites:
            if not isinstance(site.node, ast.Assign | ast.AnnAssign):
                continue
            given = site.node.value
            inner = [] if given is None else list(ast.walk(given))
            names = [
                name_in_python(site.file, n.lineno)
                for n in inner
                if isinstance(n, ast.Constant)
            ]
            targets = (
                site.node.targets
                if isinstance(site.node, ast.Assign)
                else [site.node.target]
            )
            for target in targets:
                name = getattr(target, "id", "") or getattr(target, "attr", "")
                found.setdefault(name, []).extend(names)
        return found

    def _marks(self, template: Template) -> tuple[Mark, ...]:
        key = id(template)
        if key not in self._walked:
            self._walked[key] = tuple(_walk(template, template.tree, ()))
        return self._walked[key]

    @cached_property
    def _walked(self) -> dict[int, tuple[Mark, ...]]:
        return {}


def called(node: nodes.Node) -> str:
    """What a call calls: a name, or the last word behind dots; "" for others."""
    what = getattr(node, "node", None)
    if isinstance(what, nodes.Name):
        return what.name
    return what.attr if isinstance(what, nodes.Getattr) else ""


def _walk(
    template: Template, node: nodes.Node, above: tuple[nodes.Node, ...]
) -> Iterator[Mark]:
    for child in node.iter_child_nodes():
        yield Mark(template, child, (*above, node))
        yield from _walk(template, child, (*above, node))
