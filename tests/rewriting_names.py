"""Ways to rewrite an app that change what things are called in its Python."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import libcst as cst
from libcst.metadata import (
    Assignment,
    ComprehensionScope,
    FunctionScope,
    GlobalScope,
    ImportAssignment,
    Scope,
    ScopeProvider,
)

from rewriting_parts import Replacing, Texts, fresh, known, modules, words

__all__ = ["qualified", "renamed"]

LOADED = frozenset({"app", "application", "create_app", "make_app"})  # as Flask looks

# renamed ------------------------------------------------------------------------------


def renamed(texts: Texts) -> Texts:
    """Local variables and helper functions get other names."""
    helpers = _helpers(texts)
    found = dict(texts)
    for name, module in modules(texts).items():
        local = cst.parse_module(_with_other_locals(module))
        found[name] = local.visit(_Helpers(helpers)).code
    return found


def _with_other_locals(module: cst.Module) -> str:
    if re.search(r"\b(locals|vars|exec|eval)\(|=}", module.code):
        return module.code  # their names are seen
    taken = words([module.code])
    wrapper = known(module)
    found: dict[cst.CSTNode, cst.BaseExpression] = {}
    for scope in set(wrapper.resolve(ScopeProvider).values()):
        if isinstance(scope, FunctionScope | ComprehensionScope):
            for name, nodes in _locals(scope):
                other = cst.Name(fresh(f"our_{name}", taken))
                found |= {node: other.deep_clone() for node in nodes}
    return wrapper.module.visit(Replacing(found)).code


def _locals(scope: Scope) -> Iterator[tuple[str, set[cst.CSTNode]]]:
    """The variables that are bound there by = or for or the like, with all uses."""
    bound: dict[str, list[Assignment]] = defaultdict(list)
    for each in scope.assignments:
        if isinstance(each, Assignment):
            bound[each.name].append(each)
    for name, found in bound.items():
        stores = {each.node for each in found}
        loads = {access.node for each in found for access in each.references}
        if all(isinstance(node, cst.Name) for node in stores | loads):
            yield name, stores | loads


class _Helpers(cst.CSTTransformer):
    """Gives functions that nothing but Python calls by name another name."""

    def __init__(self, by_name: Mapping[str, str]) -> None:
        self.by_name = by_name

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        value = self.by_name.get(updated_node.value, updated_node.value)
        return updated_node.with_changes(value=value)


def _helpers(texts: Texts) -> dict[str, str]:
    """Functions without decorators, whose names stand nowhere but as plain names."""
    python = modules(texts)
    everywhere = Counter(re.findall(r"\w+", "\n".join(texts.values())))
    plain, defined = _Plain(), set[str]()
    for module in python.values():
        module.visit(plain)
        for each in module.body:
            if isinstance(each, cst.FunctionDef) and not each.decorators:
                defined.add(each.name.value)
    free = {n for n in defined - LOADED if plain.found[n] == everywhere[n]}
    return {n: fresh(f"{n}_of_ours", set(everywhere)) for n in sorted(free)}


class _Plain(cst.CSTVisitor):
    """How often each name stands as one: not behind a dot, as keyword or parameter."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()

    def visit_Name(self, node: cst.Name) -> None:
        self.found[node.value] += 1

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.found[node.attr.value] -= 1

    def visit_Arg(self, node: cst.Arg) -> None:
        self.found[node.keyword.value if node.keyword else ""] -= 1

    def visit_Param(self, node: cst.Param) -> None:
        self.found[node.name.value] -= 1


# Flask's names ------------------------------------------------------------------------


def qualified(texts: Texts) -> Texts:
    """`import flask` in place of `from flask import …`."""
    return texts | {n: _qualified(m) for n, m in modules(texts).items()}


def _qualified(module: cst.Module) -> str:
    wrapper = known(module)
    top = wrapper.resolve(ScopeProvider)[wrapper.module]
    assert isinstance(top, GlobalScope)
    found: dict[cst.CSTNode, cst.BaseExpression] = {}
    gone: set[str] = set()
    for local, full in _from_flask(wrapper.module):
        [*bound] = top[local]
        uses = {a.node for each in bound for a in each.references}
        alone = len(bound) == 1 and isinstance(bound[0], ImportAssignment)
        if alone and all(isinstance(use, cst.Name) for use in uses):
            gone.add(local)
            whole = cst.Attribute(cst.Name("flask"), cst.Name(full))
            found |= {use: whole.deep_clone() for use in uses}
    replaced = wrapper.module.visit(Replacing(found))
    return replaced.visit(_Unimported(gone)).code if gone else module.code


def _from_flask(module: cst.Module) -> Iterator[tuple[str, str]]:
    """What is imported from flask at the top: name here, name there."""
    for statement in module.body:
        for line in getattr(statement, "body", ()) if _simple(statement) else ():
            if _is_from_flask(line):
                for alias in line.names:
                    yield (
                        alias.evaluated_alias or alias.evaluated_name,
                        alias.evaluated_name,
                    )


def _simple(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine)


def _is_from_flask(line: cst.CSTNode) -> bool:
    return (
        isinstance(line, cst.ImportFrom)
        and isinstance(line.module, cst.Name)
        and line.module.value == "flask"
        and not line.relative
        and not isinstance(line.names, cst.ImportStar)
    )


class _Unimported(cst.CSTTransformer):
    """Imports flask, and from it only what is not gone."""

    def __init__(self, gone: set[str]) -> None:
        self.gone = gone

    def leave_SimpleStatementLine(
        self,
        original_node: cst.SimpleStatementLine,
        updated_node: cst.SimpleStatementLine,
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.SimpleStatementLine]:
        line = updated_node.body[0]
        if not _is_from_flask(line) or not isinstance(line, cst.ImportFrom):
            return updated_node
        assert not isinstance(line.names, cst.ImportStar)
        kept = [a for a in line.names if _local(a) not in self.gone]
        whole = cst.parse_statement("import flask\n")
        assert isinstance(whole, cst.SimpleStatementLine)
        if not kept:
            return whole.with_changes(leading_lines=updated_node.leading_lines)
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        rest = updated_node.with_changes(body=[line.with_changes(names=kept)])
        return cst.FlattenSentinel([whole, rest])


def _local(alias: cst.ImportAlias) -> str:
    return alias.evaluated_alias or alias.evaluated_name
