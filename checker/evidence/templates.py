"""A learner's templates as Jinja reads them, and which of them make up a page.

Parsed by Jinja's own parser and never rendered. Templates that stand in Python texts
are read as well; what Jinja cannot parse is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from jinja2 import Environment, TemplateError, nodes

from ..report import Frame
from .names import DEEPEST
from .program import Program, Site

__all__ = ["Mark", "Template", "Templates"]

ENDINGS = (".html", ".htm", ".xml", ".jinja", ".jinja2", ".j2", ".txt")
EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]
LEADING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@dataclass(frozen=True, eq=False)
class Template:
    """One parsed template; `name` is what the app calls it, `file` where it stands.

    One that stands in a Python text has its file's name, and `before` lines above it.
    """

    name: str
    file: str
    text: str
    tree: nodes.Template = field(repr=False)
    before: int = 0

    def line(self, number: int) -> str:
        """The line's text without the blanks around it; "" beyond the template."""
        lines = self.text.splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    @cached_property
    def leads_to(self) -> tuple[str, ...]:
        """The names of the templates that it extends, includes and imports."""
        found: list[str] = []
        for node in self.tree.find_all(LEADING):
            named: nodes.Node = getattr(node, "template")  # noqa: B009  all have one
            found += [n.value for n in _constants(named) if isinstance(n.value, str)]
        return tuple(dict.fromkeys(found))

    @property
    def extends(self) -> bool:
        """True when it extends another, so that only its blocks count."""
        return self.tree.find(nodes.Extends) is not None


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
        found = [*_in_files(texts), *_in_python(program)]
        self.all = tuple(t for t in found if t is not None)

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
                names.append(_name_in_python(site.file, site.line))
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
                _name_in_python(site.file, n.lineno)
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


def _in_files(texts: Mapping[str, str]) -> Iterator[Template | None]:
    for file, text in texts.items():
        if file.endswith(ENDINGS):
            parts = PurePosixPath(file).parts
            start = parts.index("templates") + 1 if "templates" in parts else 0
            yield _parsed("/".join(parts[start:]), file, text, 0)


def _in_python(program: Program) -> Iterator[Template | None]:
    """The texts in Python that hold a template's tags."""
    for site in program.sites:
        value = site.node.value if isinstance(site.node, ast.Constant) else None
        if isinstance(value, str) and ("{%" in value or "{{" in value):
            name = _name_in_python(site.file, site.line)
            for called in (name, *_keys(site)):
                yield _parsed(called, site.file, value, site.line - 1)


def _keys(site: Site) -> Iterator[str]:
    """The names by which a dictionary, as for DictLoader, calls the text."""
    around = site.above[-1] if site.above else None
    if isinstance(around, ast.Dict):
        for key, value in zip(around.keys, around.values, strict=True):
            if value is site.node and isinstance(key, ast.Constant):
                yield str(key.value)


def _parsed(name: str, file: str, text: str, before: int) -> Template | None:
    try:
        tree = Environment(extensions=EXTENSIONS).parse(text)
    except (TemplateError, RecursionError, ValueError, OverflowError):
        return None  # a number may be longer than Python reads
    return Template(name, file, text, tree, before) if _is_shallow(tree) else None


def _is_shallow(tree: nodes.Template) -> bool:
    """False for what nests deeper than people write."""
    level: list[nodes.Node] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in node.iter_child_nodes()]
    return not level


def _name_in_python(file: str, line: int) -> str:
    return f"{file}:{line}"


def _constants(node: nodes.Node) -> Iterable[nodes.Const]:
    return [node] if isinstance(node, nodes.Const) else node.find_all(nodes.Const)
