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
LONGEST = 2000  # characters of an address that is looked at
PARTS = 40  # literal parts and placeholders of a rule that is looked at
PREFIXES = 20  # of blueprints that are tried


@dataclass(frozen=True)
class Route:
    """An address with placeholders, and the methods that are answered there."""

    rule: str
    methods: frozenset[str]


@dataclass(frozen=True, eq=False)
class Rule:
    """One call of add_url_rule: the full name of its view, or its view classes."""

    call: ast.Call
    view: str
    classes: frozenset[str]


Rules = tuple[Rule, ...]


def rules_of(modules: Iterable[Module]) -> Rules:
    """The calls of add_url_rule in all the modules."""
    return tuple(rule for module in modules for rule in _rules(module))


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
    return methods <= route.methods and any(_fits(rule, bare) for rule in rules)


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
    return tuple(dict.fromkeys(filter(None, found)))[:PREFIXES]


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


def _added(rules: Rules, name: str) -> Iterator[Route]:
    """The routes that add_url_rule gives to the function of that full name."""
    for rule in rules:
        if rule.view == name:
            yield Route(_text(_first(rule.call)), _methods(rule.call))


def _of_class(rules: Rules, method: str, cls: str) -> Iterator[Route]:
    """The routes of a method of a class whose as_view is given to add_url_rule."""
    for rule in rules:
        if cls not in rule.classes:
            continue
        if method in VERBS:
            yield Route(_text(_first(rule.call)), frozenset({method.upper()}))
        elif method == "dispatch_request":
            yield Route(_text(_first(rule.call)), _methods(rule.call))


def _given(module: Module) -> dict[str, frozenset[str]]:
    """Name to the view classes in what the name was given, anywhere in the file."""
    found: dict[str, frozenset[str]] = {}
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Assign):
            continue
        classes = _classes(module, node.value)
        for target in node.targets if classes else ():
            if isinstance(target, ast.Name):
                found[target.id] = found.get(target.id, frozenset()) | classes
    return found


def _classes(module: Module, view: ast.expr | None) -> frozenset[str]:
    """The view classes whose as_view stands in an expression."""
    inner = [] if view is None else ast.walk(view)
    made = [n for n in inner if isinstance(n, ast.Attribute) and n.attr == "as_view"]
    return frozenset(resolved(module, node.value) for node in made)


def _view(call: ast.Call) -> ast.expr | None:
    return call.args[2] if len(call.args) > 2 else _keyword(call, "view_func")


def _first(call: ast.Call) -> ast.expr | None:
    return call.args[0] if call.args else _keyword(call, "rule")


def _rules(module: Module) -> Iterator[Rule]:
    given = _given(module)
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "add_url_rule":
            view = _view(node)
            classes = _classes(module, view)
            if isinstance(view, ast.Name):
                classes |= given.get(view.id, frozenset())
            name = "" if view is None else resolved(module, view)
            yield Rule(node, name, classes)


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


def _fits(rule: str, path: str) -> bool:
    """True when the address fits the rule.

    Part by part, with every place where a part may end: a pattern of as many
    placeholders could be tried in as many ways as there are atoms.
    """
    parts, end = list(PART.finditer(rule)), 0
    if len(path) > LONGEST or len(parts) > PARTS:
        return False
    ends = {0}
    for part in parts:
        ends = _after([rule[end : part.start()]], path, ends)
        ends = _placed(part["kind"] or "", part["given"] or "", path, ends)
        end = part.end()
    return len(path) in _after([rule[end:]], path, ends)


def _after(words: Iterable[str], path: str, ends: set[int]) -> set[int]:
    """Where one of the words ends that begins where something ended."""
    return {at + len(w) for w in words for at in ends if path.startswith(w, at)}


def _placed(kind: str, given: str, path: str, ends: set[int]) -> set[int]:
    """Where a placeholder of that kind may end, as in <any(borrow, return):what>."""
    if kind == "any":
        return _after([word.strip(" '\"") for word in given.split(",")], path, ends)
    found: set[int] = set()
    within = False
    for at, letter in enumerate(path):
        within = (within or at in ends) and _allowed(kind, letter)
        found |= {at + 1} if within else set()
    return found


def _allowed(kind: str, letter: str) -> bool:
    if kind == "int":
        return letter.isdecimal()
    return kind == "path" or letter != "/"


def _is_call(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call)


def _makes_blueprint(module: Module, call: ast.Call) -> bool:
    return resolved(module, call.func).rpartition(".")[2] == "Blueprint"
