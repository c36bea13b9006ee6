"""A learner's Python as a program: who is called by what name, and which view answers.

Reads parsed text only and runs none of it. What cannot be told without running, such as
a name made at run time, is left out: better silent than wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..report import Frame
from .names import Module, parsed, resolved
from .routes import Route, matches, prefixes, routes_of, rules_of

__all__ = ["Function", "Program", "Scope", "Site"]

Node = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the learner's; `cls` is the class that it stands in, or ""."""

    file: str
    name: str
    node: Node
    cls: str = ""
    routes: tuple[Route, ...] = ()

    @property
    def decorators(self) -> tuple[ast.expr, ...]:
        """What stands behind each @ above it."""
        return tuple(self.node.decorator_list)


Scope = tuple[Function, ...]
NAMESAKES = 20  # methods of one name that a call may mean
NODES = 20_000  # of all syntax trees; the finished app of lesson 6 has 4500
# What is called on these is theirs; dictionaries have a get, too, as view classes do.
FOREIGN = frozenset({"flask", "werkzeug", "markupsafe", "jinja2", "os", "sqlite3"})
ANSWERING = frozenset({"get", "post", "put", "delete", "patch", "dispatch_request"})


@dataclass(frozen=True, eq=False)
class Site:
    """One node of the syntax tree, with where it stands."""

    file: str
    node: ast.AST
    code: str  # the line it begins on
    above: tuple[ast.AST, ...] = field(repr=False, default=())  # outermost first
    around: Scope = ()  # the functions it stands in, outermost first

    @property
    def function(self) -> Function | None:
        """The innermost function it stands in; None at module level."""
        return self.around[-1] if self.around else None

    @property
    def line(self) -> int:
        """Its line, from 1."""
        return int(getattr(self.node, "lineno", 1))

    @property
    def place(self) -> Frame:
        """Where it stands, for a diagnosis."""
        name = self.function.name if self.function else "<module>"
        return Frame(self.file, self.line, name, self.code)

    @property
    def arguments(self) -> tuple[ast.expr, ...]:
        """A call's arguments by position."""
        return tuple(self.node.args) if isinstance(self.node, ast.Call) else ()

    def keyword(self, name: str) -> ast.expr | None:
        """A call's argument of that name."""
        keywords = self.node.keywords if isinstance(self.node, ast.Call) else []
        return next((k.value for k in keywords if k.arg == name), None)

    def argument(self, position: int, name: str) -> ast.expr | None:
        """A call's argument, whether given by position (from 0) or by name."""
        if position < len(self.arguments):
            return self.arguments[position]
        return self.keyword(name)


class Program:
    """All Python files of an app, by their names in its folder.

    One that Python cannot parse is left out, and so is what is more than an app of a
    lesson could be.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.modules: dict[str, Module] = {}
        room = NODES
        for file, text in texts.items():
            tree = parsed(text, room) if file.endswith(".py") else None
            if tree is not None:
                self.modules[file] = Module.of(file, text, tree, texts)
                room -= self.modules[file].size

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every node, in the order of the text, file by file."""
        return tuple(
            site
            for module in self.modules.values()
            for site in self._walked(module, module.tree, (), ())
        )

    @cached_property
    def functions(self) -> Scope:
        """Every function and method; one within another comes after it."""
        return tuple(self._by_node.values())

    def function(self, name: str) -> Function | None:
        """The function of that name; None when there is none or more than one."""
        found = self._by_name.get(name, [])
        return found[0] if len(found) == 1 else None

    def views(self, method: str = "", path: str = "") -> Scope:
        """The functions that answer such a request; without one, every view."""
        if not path:
            return tuple(f for f in self.functions if f.routes)
        return tuple(
            f
            for f in self.functions
            if any(matches(r, method, path, self._before(f.file)) for r in f.routes)
        )

    def hooks(self, *kinds: str) -> Scope:
        """The functions under a decorator that ends so, as in @app.before_request."""
        return tuple(
            f for f in self.functions if any(_last(d) in kinds for d in f.decorators)
        )

    def reach(self, scope: Iterable[Function]) -> Scope:
        """These functions and all of the learner's that they lead to."""
        found = list(dict.fromkeys(scope))
        known = set(found)
        for function in found:
            further = [f for f in self._leads_to(function) if f not in known]
            found += further
            known |= set(further)
        return tuple(found)

    def answering(self, method: str, path: str) -> Scope:
        """What runs for such a request: its view and all that the view leads to."""
        return self.reach(self.views(method, path))

    def within(self, scope: Iterable[Function] | None) -> tuple[Site, ...]:
        """The nodes in those functions; of the whole program for None."""
        return self._only(self.sites, scope)

    def calls(
        self, *names: str, within: Iterable[Function] | None = None
    ) -> tuple[Site, ...]:
        """The calls of what goes by one of the names, however it was imported.

        "flash" means Flask's own, also as flask.flash or under another name that it was
        imported by; "session.clear" a method of Flask's session.
        """
        return self._only(self._found(self._calls, names), within)

    def uses(
        self, *names: str, within: Iterable[Function] | None = None
    ) -> tuple[Site, ...]:
        """Where one of the names stands, called or not."""
        return self._only(self._found(self._uses, names), within)

    def called(self, site: Site, node: ast.expr, *names: str) -> bool:
        """True when the expression, which stands at the site, goes by such a name."""
        dotted = self.dotted(site.file, node)
        return any(dotted == n or dotted.endswith(f".{n}") for n in names)

    def called_as(self, site: Site) -> str:
        """The full name of what a call calls; "" for anything else."""
        node = site.node
        return self.dotted(site.file, node.func) if isinstance(node, ast.Call) else ""

    def dotted(self, file: str, node: ast.expr) -> str:
        """An expression's full name, as in flask.session.clear; "" for others.

        The learner's own are written with their file, as in app.py:welcome.
        """
        return resolved(self.modules[file], node)

    def leading_to(
        self, *names: str, within: Iterable[Function] | None = None
    ) -> tuple[Site, ...]:
        """The calls of such a name, and of own functions that come to call it."""
        coming = self._coming_to(f for s in self.calls(*names) for f in s.around)
        found = set(self.calls(*names, within=within))
        for site in self.within(within):
            if isinstance(site.node, ast.Call):
                own = self.targets(site.file, site.node.func, site.function)
                if not coming.isdisjoint(own):
                    found.add(site)
        return tuple(s for s in self.within(within) if s in found)

    def targets(
        self, file: str, node: ast.expr, function: Function | None = None
    ) -> Scope:
        """The learner's functions that the expression may stand for, when called."""
        owner = function.cls if function else ""
        if isinstance(node, ast.Attribute) and _is_self(node.value) and owner:
            return self._method(owner, node.attr)
        name = self.dotted(file, node)
        if name in self._named or not isinstance(node, ast.Attribute):
            return self._named.get(name, ())
        ours = ".py:" in name or not name or name.partition(".")[0] not in FOREIGN
        return self._method("", node.attr) if ours else ()

    def places(self, sites: Iterable[Site]) -> tuple[Frame, ...]:
        """Where the sites stand, each line once."""
        return tuple(dict.fromkeys(site.place for site in sites))

    def head(self, function: Function) -> Frame:
        """Where a function begins: its line with def."""
        line = function.node.lineno
        code = self.modules[function.file].line(line)
        return Frame(function.file, line, function.name, code)

    # how it is known ------------------------------------------------------------

    @cached_property
    def _by_name(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        for function in self.functions:
            found.setdefault(function.name, []).append(function)
        return found

    def _coming_to(self, ends: Iterable[Function]) -> set[Function]:
        """The functions that lead to one of these, and these themselves."""
        before: dict[Function, list[Function]] = {}
        for function in self.functions:
            for further in self._leads_to(function):
                before.setdefault(further, []).append(function)
        queue = list(dict.fromkeys(ends))
        found = set(queue)
        for function in queue:
            earlier = [f for f in before.get(function, ()) if f not in found]
            queue += dict.fromkeys(earlier)
            found.update(earlier)
        return found

    @cached_property
    def _by_node(self) -> dict[int, Function]:
        found = {}
        rules = rules_of(self.modules.values())
        for file, module in self.modules.items():
            for node, cls in module.functions:
                routes = routes_of(rules, module, node, cls)
                found[id(node)] = Function(file, node.name, node, cls, routes)
        return found

    @cached_property
    def _named(self) -> dict[str, Scope]:
        """Full name to functions; a class means its methods, since making one runs
        __init__ and a view class runs any.
        """
        found: dict[str, Scope] = {}
        for f in self.functions:
            owner = f"{f.file}:{f.cls}"
            if f.cls:
                found[owner] = (*found.get(owner, ()), f)
                found[f"{owner}.{f.name}"] = (f,)
            else:
                found[f"{f.file}:{f.name}"] = (f,)
        return found

    def _before(self, file: str) -> tuple[str, ...]:
        """What may stand before the addresses that a file's routes name."""
        if file not in self._prefixes:
            module = self.modules[file]
            self._prefixes[file] = prefixes(self.modules.values(), module)
        return self._prefixes[file]

    @cached_property
    def _prefixes(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _method(self, owner: str, name: str) -> Scope:
        """The methods of that name: of the class, or of the only one that has it."""
        found = [f for f in self._by_name.get(name, ()) if f.cls]
        own = [f for f in found if f.cls == owner]
        alone = len(found) == 1 and name not in ANSWERING
        return tuple(own or (found if owner or alone else ()))[:NAMESAKES]

    def _leads_to(self, function: Function) -> Scope:
        """What the function calls, names as a decorator or hands on to be called."""
        if function not in self._led:
            found: list[Function] = []
            for node in ast.walk(function.node):
                if isinstance(node, ast.Name | ast.Attribute):
                    found += self.targets(function.file, node, function)
                elif isinstance(node, Node) and node is not function.node:
                    found.append(self._by_node[id(node)])
            self._led[function] = tuple(dict.fromkeys(found))
        return self._led[function]

    @cached_property
    def _led(self) -> dict[Function, Scope]:
        return {}

    @cached_property
    def _calls(self) -> dict[str, list[tuple[str, Site]]]:
        """Calls by the last word of what is called, with its full name."""
        found: dict[str, list[tuple[str, Site]]] = {}
        for site in self.sites:
            if isinstance(site.node, ast.Call):
                dotted = self.dotted(site.file, site.node.func)
                found.setdefault(_last_word(dotted), []).append((dotted, site))
        return found

    @cached_property
    def _uses(self) -> dict[str, list[tuple[str, Site]]]:
        """Names and attributes by their last word, with the full name."""
        found: dict[str, list[tuple[str, Site]]] = {}
        for site in self.sites:
            if isinstance(site.node, ast.Name | ast.Attribute):
                dotted = self.dotted(site.file, site.node)
                found.setdefault(_last_word(dotted), []).append((dotted, site))
        return found

    def _found(
        self, index: Mapping[str, list[tuple[str, Site]]], names: Iterable[str]
    ) -> list[Site]:
        found = [
            site
            for name in names
            for dotted, site in index.get(_last_word(name), ())
            if dotted == name or dotted.endswith(f".{name}")
        ]
        return list(dict.fromkeys(found))

    def _only(
        self, sites: Iterable[Site], scope: Iterable[Function] | None
    ) -> tuple[Site, ...]:
        if scope is None:
            return tuple(sites)
        wanted = set(scope)
        return tuple(s for s in sites if not wanted.isdisjoint(s.around))

    def _walked(
        self,
        module: Module,
        node: ast.AST,
        above: tuple[ast.AST, ...],
        around: Scope,
    ) -> Iterator[Site]:
        for child in ast.iter_child_nodes(node):
            line = module.line(getattr(child, "lineno", 0))
            yield Site(module.file, child, line, (*above, node), around)
            inner = self._by_node.get(id(child))
            further = (*around, inner) if inner else around
            yield from self._walked(module, child, (*above, node), further)


def _last(node: ast.expr) -> str:
    """The last word of a decorator, as before_request of @app.before_request."""
    if isinstance(node, ast.Call):
        return _last(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _last_word(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")
