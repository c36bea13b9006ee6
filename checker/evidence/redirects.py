"""Words about the lines that answer a form: where they redirect, flash and read.

Asks the parsed files for the view of a request; whether what stands there is a mistake
is for a recogniser.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from ..report import Frame
from ..xray import Exchange
from .evidence import Evidence
from .flow import before, statement
from .program import Function, Scope, Site

__all__ = [
    "cached",
    "carrying",
    "changes",
    "ends",
    "fields",
    "following",
    "goes_on",
    "handlers",
    "is_compared",
    "leading",
    "mentions",
    "still_to_do",
    "thrown_away",
]

COMPARING = ("startswith", "match", "fullmatch", "search")
TO_DO = re.compile(r"\bTODO \d+:")
REGION = 3  # lines above a place in which a task's mark may stand


def leading(seen: Evidence, exchange: Exchange, *names: str) -> tuple[Site, ...]:
    """The calls that lead to one of the names: the view's own, else all it leads to."""
    found = seen.program.leading_to(*names, within=_scope(seen, exchange))
    return _own(seen, exchange, found)


def carrying(seen: Evidence, sites: Iterable[Site]) -> tuple[Site, ...]:
    """Those calls that hand on a value; url_for("shelf") alone is none."""
    return tuple(s for s in sites if any(_is_value(seen, s, n) for n in _given(s)))


def thrown_away(sites: Iterable[Site]) -> tuple[Site, ...]:
    """Those calls whose result nobody takes."""
    return tuple(s for s in sites if _alone(s))


def following(sites: Iterable[Site], others: Sequence[Site]) -> tuple[Site, ...]:
    """Those that come after one of the others, and in the same branch."""
    return tuple(
        s
        for s in sites
        if any(before(o, s) and _branch(o) is _branch(s) for o in others)
    )


def goes_on(site: Site) -> bool:
    """True when it ends the branch of an if, and the lines below the if run next."""
    line = statement(site)
    around = next((n for n in reversed(site.above) if isinstance(n, ast.If)), None)
    return around is not None and _alone(site) and around.body[-1] is line


def ends(seen: Evidence, exchange: Exchange) -> tuple[Frame, ...]:
    """The last return of the view that answered."""
    views = seen.program.views(exchange.method, exchange.path)
    found = [s for s in seen.program.within(views) if isinstance(s.node, ast.Return)]
    return seen.program.places(sorted(found, key=lambda s: s.line)[-1:])


def changes(seen: Evidence, exchange: Exchange) -> tuple[Site, ...]:
    """Where the view, or what it leads to, puts into the session or takes out of it."""
    scope = _scope(seen, exchange)
    calls = seen.program.calls(
        "session.pop", "session.update", "session.setdefault", within=scope
    )
    inner = [s for s in seen.program.within(scope) if _is_item(seen, s)]
    return tuple(s for s in seen.program.within(scope) if s in calls or s in inner)


def is_compared(site: Site) -> bool:
    """True for a text that another one is held against."""
    around = site.above[-1]
    called = around.func if isinstance(around, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else ""
    return isinstance(around, ast.Compare) or name in COMPARING


def mentions(seen: Evidence, exchange: Exchange, *words: str) -> tuple[Site, ...]:
    """Where a text in the view, or in what it leads to, holds one of the words, or an
    argument is called so.
    """
    sites = seen.program.within(_scope(seen, exchange))
    return tuple(s for s in sites if any(word in _text(s) for word in words))


def handlers(seen: Evidence, exchange: Exchange) -> tuple[Site, ...]:
    """Where the view, or what it leads to, catches errors."""
    scope = _scope(seen, exchange)
    caught = set(seen.program.calls("suppress", within=scope))
    every = [
        s
        for s in seen.program.within(scope)
        if s in caught or isinstance(s.node, ast.ExceptHandler)
    ]
    return _own(seen, exchange, every)


def cached(seen: Evidence, exchange: Exchange) -> tuple[Frame, ...]:
    """The decorators that keep what a view made, else the view's first line."""
    scope = _scope(seen, exchange)
    views = seen.program.views(exchange.method, exchange.path)
    found = tuple(frame for f in scope for frame in _keeping(seen, f))
    return found or tuple(map(seen.program.head, views))


def fields(seen: Evidence, exchange: Exchange, name: str) -> tuple[Frame, ...]:
    """The lines of the page's templates that hold the field of that name."""
    tag = re.compile(rf"<(input|textarea)\b[^<>]*\bname=[\"']?{name}\b|\(\"{name}\"")
    return tuple(
        Frame(template.file, number + template.before, "", line.strip())
        for template in seen.templates.rendered(exchange.method, exchange.path)
        for number, line in enumerate(template.text.splitlines(), 1)
        if tag.search(line)
    )


def still_to_do(seen: Evidence, places: Sequence[Frame]) -> bool:
    """True when one stands right below the mark of a task that nobody has begun."""
    for place in places:
        above = seen.texts.get(place.file, "").splitlines()[: place.line - 1]
        if any(map(TO_DO.search, above[-REGION:])):
            return True
    return False


# how it is known ----------------------------------------------------------------------


def _scope(seen: Evidence, exchange: Exchange) -> Scope:
    return seen.program.answering(exchange.method, exchange.path)


def _own(seen: Evidence, exchange: Exchange, sites: Iterable[Site]) -> tuple[Site, ...]:
    """Those that stand in the view itself, else all of them."""
    views = set(seen.program.views(exchange.method, exchange.path))
    return tuple(s for s in sites if views & set(s.around)) or tuple(sites)


def _given(site: Site) -> Iterator[ast.AST]:
    """Every node in what a call is given."""
    call = site.node
    assert isinstance(call, ast.Call)
    for argument in (*call.args, *(k.value for k in call.keywords)):
        yield from ast.walk(argument)


def _is_value(seen: Evidence, site: Site, node: ast.AST) -> bool:
    """True for a variable, and for what a function of the learner's makes of values."""
    if isinstance(node, ast.Call):
        own = seen.program.targets(site.file, node.func, site.function)
        return bool(own and node.args)
    called = {n.func for n in _given(site) if isinstance(n, ast.Call)}
    if not isinstance(node, ast.Name) or node in called:
        return False
    return seen.program.dotted(site.file, node) != "flask"  # as in flask.url_for


def _branch(site: Site) -> ast.AST | None:
    """The innermost branch that it stands in, else its function."""
    kinds = (ast.If, ast.ExceptHandler, ast.FunctionDef, ast.AsyncFunctionDef)
    return next((n for n in reversed(site.above) if isinstance(n, kinds)), None)


def _alone(site: Site) -> bool:
    line = statement(site)
    value = line.value if isinstance(line, ast.Expr) else None
    return (value.value if isinstance(value, ast.Await) else value) is site.node


def _is_item(seen: Evidence, site: Site) -> bool:
    """True for session[…] where it is set or deleted."""
    node = site.node
    if not isinstance(node, ast.Subscript) or isinstance(node.ctx, ast.Load):
        return False
    return seen.program.called(site, node.value, "session")


def _text(site: Site) -> str:
    if isinstance(site.node, ast.keyword):
        return site.node.arg or ""
    value = site.node.value if isinstance(site.node, ast.Constant) else None
    return value if isinstance(value, str) else ""


def _keeping(seen: Evidence, function: Function) -> Iterator[Frame]:
    for node in function.decorators:
        if "cache" in ast.unparse(node):
            code = seen.program.modules[function.file].line(node.lineno)
            yield Frame(function.file, node.lineno, function.name, code)
