"""Ways to rewrite an app that put the lines of its Python elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import libcst as cst
import libcst.matchers as m

from rewriting_parts import Texts, fresh, modules, words

__all__ = ["VIEW", "kept", "otherwise", "reordered", "ruled", "said"]

ROUTING = m.Call(
    func=m.Attribute(
        value=m.Name(), attr=m.OneOf(*map(m.Name, ("get", "post", "route")))
    )
)
VIEW = m.FunctionDef(
    decorators=[m.ZeroOrMore(), m.Decorator(decorator=ROUTING), m.ZeroOrMore()]
)
RETURNED = m.Call(
    func=m.Name(m.MatchIfTrue(lambda n: n in ("redirect", "render_template")))
)


def _python(texts: Texts, transformer: cst.CSTTransformer) -> Texts:
    return texts | {n: mod.visit(transformer).code for n, mod in modules(texts).items()}


# order --------------------------------------------------------------------------------


def reordered(texts: Texts) -> Texts:
    """Views change places, as far as nothing between them is needed earlier."""
    found = {}
    for name, module in modules(texts).items():
        body = list(module.body)
        for run in _runs(body):
            there = [body[place] for place in run]
            for place, statement in zip(run, reversed(there), strict=True):
                body[place] = statement
        found[name] = module.with_changes(body=body).code
    return texts | found


def _runs(body: Sequence[cst.CSTNode]) -> Iterator[list[int]]:
    """Places of views with none but functions between them; none where two answer one
    address, since then the order tells which.
    """
    views = [s for s in body if isinstance(s, cst.FunctionDef) and m.matches(s, VIEW)]
    routes = Counter(route for view in views for route in _routes(view))
    needed = {n.value for v in views for n in _at_import(v)}
    run: list[int] = []
    for place, statement in enumerate(body):
        if not isinstance(statement, cst.FunctionDef) or statement.name.value in needed:
            yield run
            run = []
        elif statement in views:
            run.append(place)
    if all(count == 1 for count in routes.values()):
        yield run


def _routes(view: cst.FunctionDef) -> Iterator[str]:
    for decorator in view.decorators:
        if m.matches(decorator.decorator, ROUTING):
            yield cst.Module([]).code_for_node(decorator.decorator)


def _at_import(view: cst.FunctionDef) -> list[cst.Name]:
    """The names that are looked up when the function is made, not when it runs."""
    outside = [*view.decorators, view.params, *([view.returns] if view.returns else [])]
    found = [node for part in outside for node in m.findall(part, m.Name())]
    return [node for node in found if isinstance(node, cst.Name)]


# variables ----------------------------------------------------------------------------


class _Kept(cst.CSTTransformer):
    def __init__(self, name: str) -> None:
        self.name = name

    def leave_SimpleStatementLine(
        self,
        original_node: cst.SimpleStatementLine,
        updated_node: cst.SimpleStatementLine,
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.SimpleStatementLine]:
        last = updated_node.body[-1]
        if not isinstance(last, cst.Return) or not m.matches(last, m.Return(RETURNED)):
            return updated_node
        return _in_two(
            updated_node, self.name, last.value, cst.Return(cst.Name(self.name))
        )


def kept(texts: Texts) -> Texts:
    """An answer is a variable before it is returned."""
    return _python(texts, _Kept(fresh("answer", words(texts.values()))))


class _Said(cst.CSTTransformer):
    def __init__(self, name: str) -> None:
        self.name = name

    def leave_SimpleStatementLine(
        self,
        original_node: cst.SimpleStatementLine,
        updated_node: cst.SimpleStatementLine,
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.SimpleStatementLine]:
        line = updated_node.body[0]
        call = line.value if isinstance(line, cst.Expr) else None
        if not isinstance(call, cst.Call) or not m.matches(call, FLASHED):
            return updated_node
        first = call.args[0]
        args = [first.with_changes(value=cst.Name(self.name)), *call.args[1:]]
        rest = line.with_changes(value=call.with_changes(args=args))
        return _in_two(updated_node, self.name, first.value, rest)


FLASHED = m.Call(
    func=m.Name("flash"),
    args=[m.Arg(value=~m.Name(), keyword=None, star=""), m.ZeroOrMore()],
)


def said(texts: Texts) -> Texts:
    """A text is a variable before it is flashed."""
    return _python(texts, _Said(fresh("said", words(texts.values()))))


def _in_two(
    line: cst.SimpleStatementLine,
    name: str,
    value: cst.BaseExpression | None,
    rest: cst.BaseSmallStatement,
) -> cst.FlattenSentinel[cst.SimpleStatementLine]:
    assert value is not None
    given = cst.Assign([cst.AssignTarget(cst.Name(name))], value)
    first = line.with_changes(body=[*line.body[:-1], given])
    return cst.FlattenSentinel([first, cst.SimpleStatementLine([rest])])


# branches -----------------------------------------------------------------------------

GUARD = m.If(
    orelse=None,
    body=m.IndentedBlock(
        [m.ZeroOrMore(), m.SimpleStatementLine([m.ZeroOrMore(), m.Return()])]
    ),
)


class _Otherwise(cst.CSTTransformer):
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        lines = list(updated_node.body.body)
        for place, line in enumerate(lines[:-1]):
            if isinstance(line, cst.If) and m.matches(line, GUARD):
                rest = cst.Else(cst.IndentedBlock(lines[place + 1 :]))  # type: ignore[arg-type]  # a block's
                body = [*lines[:place], line.with_changes(orelse=rest)]
                return updated_node.with_deep_changes(updated_node.body, body=body)
        return updated_node


def otherwise(texts: Texts) -> Texts:
    """What follows the first guard of a function stands in its else."""
    return _python(texts, _Otherwise())


# routes -------------------------------------------------------------------------------


class _Ruled(cst.CSTTransformer):
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef | cst.FlattenSentinel[cst.BaseStatement]:
        routes = []
        for decorator in updated_node.decorators:
            if not m.matches(decorator.decorator, ROUTING):
                break
            routes.append(decorator.decorator)
        rest = updated_node.decorators[len(routes) :]
        view = updated_node.with_changes(decorators=rest)
        rules = [_rule(r, view.name.value) for r in reversed(routes)]
        return cst.FlattenSentinel([view, *rules]) if routes else updated_node


def _rule(route: cst.BaseExpression, view: str) -> cst.BaseStatement:
    """app.add_url_rule("/", view_func=shelf) for @app.route("/")."""
    assert isinstance(route, cst.Call)
    assert isinstance(route.func, cst.Attribute)
    given = [
        cst.Module([]).code_for_node(arg).strip().rstrip(",") for arg in route.args
    ]
    method = route.func.attr.value.upper()
    methods = [] if method == "ROUTE" else [f'methods=["{method}"]']
    owner = cst.Module([]).code_for_node(route.func.value)
    arguments = ", ".join([*given, f"view_func={view}", *methods])
    statement = cst.parse_statement(f"{owner}.add_url_rule({arguments})\n")
    assert isinstance(statement, cst.SimpleStatementLine)
    return statement


def ruled(texts: Texts) -> Texts:
    """Views get their addresses by add_url_rule."""
    return _python(texts, _Ruled())
