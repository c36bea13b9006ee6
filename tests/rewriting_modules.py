"""Ways to rewrite an app that bring in further functions and modules."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import libcst.matchers as m
from libcst.metadata import (
    Assignment,
    GlobalScope,
    ImportAssignment,
    QualifiedNameProvider,
    ScopeProvider,
)

from rewriting_lines import VIEW
from rewriting_parts import (
    Replacing,
    Texts,
    after_imports,
    fresh,
    fresh_file,
    known,
    leading,
    modules,
    words,
)

__all__ = ["helped", "moved", "split"]

DEFINITION = """
def {name}(*args, **kwargs):
    return {call}(*args, **kwargs)
"""


# flash() through another function -----------------------------------------------------


def helped(texts: Texts) -> Texts | None:
    """In each module that flashes, a function of its own does it."""
    name = fresh("tell", words(texts.values()))
    found = dict(texts)
    for file, module in modules(texts).items():
        call, code = _calling(module, name)
        if call:
            definition = DEFINITION.format(name=name, call=call)
            found[file] = after_imports(code, "\n" + definition)
    return found


def moved(texts: Texts) -> Texts | None:
    """A function in a module of its own flashes for all others."""
    taken = words(texts.values())
    name, file = fresh("tell", taken), fresh_file("telling", ".py", texts)
    found = dict(texts)
    line = f"from {file.removesuffix('.py')} import {name}\n"
    for own, module in modules(texts).items():
        call, code = _calling(module, name)
        if call:
            found[own] = after_imports(code, line)
    if found == texts:
        return None
    body = DEFINITION.format(name=name, call="flash")
    found[file] = f"from flask import flash\n\n{body}"
    return found


def _calling(module: cst.Module, name: str) -> tuple[str, str]:
    """How the module calls flash(), and its code with that name called in its place."""
    if "flash" not in module.code:
        return "", module.code
    wrapper = known(module)
    names = wrapper.resolve(QualifiedNameProvider)
    scopes = wrapper.resolve(ScopeProvider)
    found: dict[cst.CSTNode, cst.BaseExpression] = {}
    calls: list[str] = []

    class Calls(cst.CSTVisitor):
        def visit_Call(self, node: cst.Call) -> None:
            meant = names.get(node.func, ())
            meant = meant() if callable(meant) else meant
            if [each.name for each in meant] == ["flask.flash"]:
                found[node.func] = cst.Name(name)
                calls.append(module.code_for_node(node.func))

    wrapper.module.visit(Calls())
    top = scopes[wrapper.module]
    usable = [call for call in calls if call.partition(".")[0] in (top or ())]
    code = wrapper.module.visit(Replacing(found)).code
    return (usable[0], code) if usable else ("", module.code)


# modules ------------------------------------------------------------------------------


def split(texts: Texts) -> Texts | None:
    """The views of app.py move to a module that app.py imports at its end."""
    if "app.py" not in texts or "global " in texts["app.py"]:
        return None
    wrapper = known(cst.parse_module(texts["app.py"]))
    module = wrapper.module
    top = wrapper.resolve(ScopeProvider)[module]
    assert isinstance(top, GlobalScope)
    moving = [s for s in module.body if _moves(s, top)]
    if not moving:
        return None
    file = fresh_file("pages", ".py", texts)
    staying = [s for s in module.body if s not in moving]
    last = cst.parse_statement(f"import {file.removesuffix('.py')}\n")
    own = sorted({n for view in moving for n in _own_names(view, top)})
    source = cst.parse_statement(f"from app import {', '.join(own)}\n")
    imports = module.body[: leading(module.body)]
    moved = module.with_changes(body=[*imports, source, *moving])
    return texts | {
        "app.py": module.with_changes(body=[*staying, last]).code,
        file: moved.code,
    }


def _moves(statement: cst.CSTNode, top: GlobalScope) -> bool:
    """True for a view that no other line of the module names."""
    if not isinstance(statement, cst.FunctionDef) or not m.matches(statement, VIEW):
        return False
    [*bound] = top[statement.name.value]
    return len(bound) == 1 and not bound[0].references


def _own_names(view: cst.CSTNode, top: GlobalScope) -> Iterator[str]:
    """The names in it that the module makes itself."""
    names = [node for node in m.findall(view, m.Name()) if isinstance(node, cst.Name)]
    for name in {node.value for node in names}:
        made = [a for a in top[name] if isinstance(a, Assignment)]
        imported = any(isinstance(a, ImportAssignment) for a in made)
        if made and not imported and view not in (a.node for a in made):
            yield name
