"""What names mean in one Python file: imports followed, own names told from others'.

Values only; a name that is bound in several ways keeps the last.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

__all__ = ["DEEPEST", "Module", "parsed", "resolved"]

Node = ast.FunctionDef | ast.AsyncFunctionDef
# An instance of these goes by the class's own name: app.route is Flask.route.
MADE = ("Flask", "Blueprint")
DEEPEST = 100  # nodes in one another; what people write has a tenth


@dataclass(frozen=True, eq=False)
class Module:
    """One parsed file: `imported` local name to full name, `own` what it defines."""

    file: str
    tree: ast.Module
    lines: tuple[str, ...]
    imported: Mapping[str, str]
    own: frozenset[str]
    functions: tuple[tuple[Node, str], ...]
    size: int  # nodes of its tree

    @classmethod
    def of(
        cls, file: str, text: str, tree: ast.Module, among: Mapping[str, str]
    ) -> Module:
        """The file's text and tree, read among the other files of the app."""
        functions = tuple(_functions(tree, ""))
        own = {node.name for node, owner in functions if not owner}
        own |= {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}
        lines = tuple(text.splitlines())
        imported = dict(_imported(tree, file, among))
        size = sum(1 for _ in ast.walk(tree))
        return cls(file, tree, lines, imported, frozenset(own), functions, size)

    def line(self, number: int) -> str:
        """The line's text without the blanks around it; "" beyond the file."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""


def parsed(text: str, most: int) -> ast.Module | None:
    """The text's syntax tree; None for what Python cannot parse, for a tree of more
    nodes than `most`, or for one deeper than people write.
    """
    try:
        with warnings.catch_warnings():  # of odd escapes; they are the learner's
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        most -= len(level)
        level = [n for node in level for n in ast.iter_child_nodes(node)]
        if most < len(level):
            return None
    return None if level else tree


def resolved(module: Module, node: ast.expr) -> str:
    """The full name of a name or of names joined by dots; "" for anything else."""
    if isinstance(node, ast.Attribute):
        base = resolved(module, node.value)
        joint = ":" if base in _files(module) else "."
        return f"{base}{joint}{node.attr}" if base else ""
    if not isinstance(node, ast.Name):
        return ""
    if node.id in module.own:
        return f"{module.file}:{node.id}"
    return module.imported.get(node.id, node.id)


def _files(module: Module) -> set[str]:
    return {name for name in module.imported.values() if name.endswith(".py")}


def _functions(tree: ast.AST, owner: str) -> Iterator[tuple[Node, str]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Node):
            yield node, owner
            yield from _functions(node, owner)
        else:
            name = node.name if isinstance(node, ast.ClassDef) else owner
            yield from _functions(node, name)


def _imported(
    tree: ast.Module, file: str, among: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield _plain(alias, among)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, file)
            for alias in node.names:
                name = alias.asname or alias.name
                yield name, _member(base, alias.name, among)


def _plain(alias: ast.alias, among: Mapping[str, str]) -> tuple[str, str]:
    if alias.asname:
        return alias.asname, _own_file(alias.name, among) or alias.name
    top = alias.name.partition(".")[0]
    return top, _own_file(top, among) or top


def _base(node: ast.ImportFrom, file: str) -> str:
    """The module that `from … import` names, its leading dots worked out."""
    if not node.level:
        return node.module or ""
    parents = PurePosixPath(file).parent.parts
    kept = parents[: len(parents) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _member(base: str, name: str, among: Mapping[str, str]) -> str:
    inner = _own_file(f"{base}.{name}".lstrip("."), among)
    if inner:
        return inner
    file = _own_file(base, among)
    return f"{file}:{name}" if file else f"{base}.{name}"


def _own_file(dotted: str, among: Mapping[str, str]) -> str:
    """The app's file that a module's name means; "" for somebody else's module."""
    path = dotted.replace(".", "/")
    for file in (f"{path}.py", f"{path}/__init__.py"):
        if file in among:
            return file
    return ""
