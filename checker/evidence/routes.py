"""Which requests a function answers, by its decorators and by add_url_rule.

Values only; prefixes of blueprints are tried rather than traced.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from .names import Module, resolved

__all__ = ["Route", "matches", "prefixes", "routes_of", "rules_of"]

VERBS = ("get", "post", "put", "delete", "patch")
PART = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\((?P<given>[^>]*)\))?:)?\w+>")
Rules = tuple[tuple[Module, ast.Call], ...]


@dataclass(frozen=True)
class Route:
    """An address with placeholders, and the methods that are answered there."""

    rule: str
    methods: frozenset[str]


def rules_of(modules: Iterable[Module]) -> Rules:
    """The calls of add_url_rule, with the modules that they stand in."""
    return tuple((module, call) for module in modules for call in _rules(module))


def routes_of(
    rules: Rules,
    module: Module,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    cls: str,
) -> tuple[Route, ...]:
    """The routes of a module's function, or of a method of its view class.

    `rules` are those of all the program: one may be added in another file.
    """
    if cls:
        return tuple(_of_class(rules, node.name, f"{module.file}:{cls}"))
    found = [_decorated(d) for d in node.decorator_list]
    added = _added(rules, f"{module.file}:{node.name}")
    return (*(r for r in found if r), *added)


def matches(route: Route, method: str, path: str, before: Iterable[str]) -> bool:
    """True when the route answers; `before` are prefixes that may stand before it."""
    bare = path.partition("?")[0]
    rules = [route.rule, *(prefix.rstrip("/") + route.rule for prefix in before)]
    methods = {"GET" if method == "HEAD" else method}
    return methods <= route.methods and any(_pattern(r).fullmatch(bare) for r in rules)


def prefixes(modules: Iterable[Module], module: Module) -> tuple[str, ...]:
    """Every url_prefix that may stand before the module's rules.

    Those of its own blueprints, or of all where it makes none, and those by which
    blueprints are registered.
    """
    calls = [(m, n) for m in modules for n in ast.walk(m.tree) if _is_call(n)]
    made = [m for m, call in calls if _makes_blueprint(m, call)]
    found = [
        _text(_keyword(call, "url_prefix"))
        for m, call in calls
        if m is module or module not in made or not _makes_blueprint(m, call)
    ]
    return tuple(dict.fromkeys(filter(None, found)))


def _decorated(node: ast.expr) -> Route | None:
    """The route of a decorator such as @app.get("/") or @app.route("/", …)."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    verb, rule = node.func.attr, _text(_first(node))
    if rule and not rule.startswith("/"):
        return None  # dictionaries have a get, too
    if verb in VERBS:
        return Route(rule, frozenset({verb.upper()}))
    return Route(rule, _methods(node)) if verb == "route" else None


def _added(rules: Iterable[tuple[Module, ast.Call]], name: str) -> Iterator[Route]:
    """The routes that add_url_rule gives to the function of that full name."""
    for module, call in rules:
        view = _view(call)
        if view is not None and resolved(module, view) == name:
            yield Route(_text(_first(call)), _methods(call))


def _of_class(
    rules: Iterable[tuple[Module, ast.Call]], method: str, cls: str
) -> Iterator[Route]:
    """The routes of a method of a class whose as_view is given to add_url_rule."""
    for module, call in rules:
        asked = _methods(call) if method == "dispatch_request" else frozenset[str]()
        asked = frozenset({method.upper()}) if method in VERBS else asked
        if asked and cls in _classes(module, _view(call)):
            yield Route(_text(_first(call)), asked)


def _classes(module: Module, view: ast.expr | None) -> set[str]:
    """The view classes in an expression, or in what its name was given before."""
    looked = [] if view is None else [view]
    if isinstance(view, ast.Name):
        looked += [
            node.value
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == view.id for t in node.targets)
        ]
    inner = [node for each in looked for node in ast.walk(each)]
    made = [n for n in inner if isinstance(n, ast.Attribute) and n.attr == "as_view"]
    return {resolved(module, node.value) for node in made}


def _view(call: ast.Call) -> ast.expr | None:
    return call.args[2] if len(call.args) > 2 else _keyword(call, "view_func")


def _first(call: ast.Call) -> ast.expr | None:
    return call.args[0] if call.args else _keyword(call, "rule")


def _rules(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "add_url_rule":
            yield node


def _methods(call: ast.Call) -> frozenset[str]:
    given = _keyword(call, "methods")
    if isinstance(given, ast.List | ast.Tuple | ast.Set):
        return frozenset(_text(item).upper() for item in given.elts)
    return frozenset({"GET"})


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


def _text(node: ast.expr | None) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else ""


def _pattern(rule: str) -> re.Pattern[str]:
    pieces, end = [], 0
    for part in PART.finditer(rule):
        pieces.append(re.escape(rule[end : part.start()]))
        pieces.append(_piece(part["kind"] or "", part["given"] or ""))
        end = part.end()
    return re.compile("".join([*pieces, re.escape(rule[end:])]))


def _piece(kind: str, given: str) -> str:
    """What a placeholder of that kind fits, as in <any(borrow, return):what>."""
    if kind == "any":
        words = (re.escape(word.strip(" '\"")) for word in given.split(","))
        return f"(?:{'|'.join(words)})"
    return {"path": ".+", "int": r"\d+"}.get(kind, "[^/]+")


def _is_call(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call)


def _makes_blueprint(module: Module, call: ast.Call) -> bool:
    return resolved(module, call.func).rpartition(".")[2] == "Blueprint"
