"""A template of a learner's, as Jinja reads it: its tree, and where it stands.

Parsed by Jinja's own parser and never rendered. Templates that stand in Python texts
are read as well. What Jinja cannot parse is left out, and so is what is more than an
app of a lesson could be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import PurePosixPath

from jinja2 import Environment, TemplateError, nodes

from .names import DEEPEST
from .program import Program

__all__ = ["TOKENS", "Template", "name_in_python", "read"]

Source = tuple[str, str, str, int]  # a template's name, file, text and `before`
ENDINGS = (".html", ".htm", ".xml", ".jinja", ".jinja2", ".j2", ".txt")
EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]
TOKENS = 50_000  # of all templates; the finished app of lesson 6 has 1200
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
        within = 0 < number <= len(self.lines)
        return self.lines[number - 1].strip() if within else ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, split once for all that stands in it."""
        return tuple(self.text.splitlines())

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


def read(texts: Mapping[str, str], program: Program) -> Iterator[Template]:
    """The templates of an app, those in its files and then those in its Python."""
    yield from _parsed(chain(_in_files(texts), _in_python(program)))


def name_in_python(file: str, line: int) -> str:
    """What a template goes by that stands there in a Python file."""
    return f"{file}:{line}"


def _in_files(texts: Mapping[str, str]) -> Iterator[Source]:
    for file, text in texts.items():
        if file.endswith(ENDINGS):
            parts = PurePosixPath(file).parts
            start = parts.index("templates") + 1 if "templates" in parts else 0
            yield "/".join(parts[start:]), file, text, 0


def _in_python(program: Program) -> Iterator[Source]:
    """The texts in Python that hold a template's tags."""
    keys = _keys(program)
    for site in program.sites:
        value = site.node.value if isinstance(site.node, ast.Constant) else None
        if isinstance(value, str) and ("{%" in value or "{{" in value):
            name = name_in_python(site.file, site.line)
            for called in (name, *keys.get(id(site.node), ())):
                yield called, site.file, value, site.line - 1


def _keys(program: Program) -> dict[int, tuple[str]]:
    """The names by which dictionaries, as for DictLoader, call their values."""
    return {
        id(value): (str(key.value),)
        for site in program.sites
        if isinstance(site.node, ast.Dict)
        for key, value in zip(site.node.keys, site.node.values, strict=True)
        if isinstance(key, ast.Constant)
    }


def _parsed(sources: Iterable[Source]) -> Iterator[Template]:
    jinja, room = Environment(extensions=EXTENSIONS), TOKENS
    for name, file, text, before in sources:
        try:
            tokens = sum(1 for _ in islice(jinja.lex(text), room + 1))
            if tokens > room:
                continue
            room -= tokens
            tree = jinja.parse(text)
        except (TemplateError, RecursionError, ValueError, OverflowError):
            continue  # a number may be longer than Python reads
        if _is_shallow(tree):
            yield Template(name, file, text, tree, before)


def _is_shallow(tree: nodes.Template) -> bool:
    """False for what nests deeper than people write."""
    level: list[nodes.Node] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in node.iter_child_nodes()]
    return not level


def _constants(node: nodes.Node) -> Iterable[nodes.Const]:
    return [node] if isinstance(node, nodes.Const) else node.find_all(nodes.Const)
