"""What an app's settings are and where they come from, above all its secret key.

Finds where configuration is written, read from the environment and made up afresh in
each process; whether that is right is for a recogniser.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .flow import statement
from .program import Function, Program, Scope, Site

__all__ = [
    "Setting",
    "at_request",
    "environment",
    "is_text",
    "made_up",
    "mentions",
    "refusing",
    "settings",
    "under_main",
]

HOOKS = """before_request before_app_request after_request after_app_request
teardown_request context_processor app_context_processor errorhandler""".split()
READING = ("os.environ.get", "os.getenv", "os.environ.pop", "os.environ.setdefault")
ENDING = ("sys.exit", "exit", "quit", "os._exit", "os.abort")
# Called in two processes, or after a restart, these give two answers.
FRESH = ("secrets", "uuid", "random", "time", "tempfile")
FRESH_CALLS = ("os.urandom", "os.getpid", "os.getppid", "os.times", "id")
ATTRIBUTES = {"secret_key": "SECRET_KEY"}  # of an app, beside what is in its config


@dataclass(frozen=True, eq=False)
class Setting:
    """One place that gives a setting its value; None where the value is unpacked."""

    site: Site
    name: str
    value: ast.expr | None


def settings(program: Program, *names: str) -> tuple[Setting, ...]:
    """Where a setting of one of the names is written, however that is done.

    As app.config["X"] = …, app.config.update(X=…), {"X": …}, X = … in a file or a
    class, self.X = …; the key also as app.secret_key = ….
    """
    return tuple(
        Setting(site, name, value)
        for site in program.sites
        for name, value in _written(program, site)
        if name in names
    )


def environment(program: Program) -> tuple[tuple[str, Site], ...]:
    """The variables that are read from the environment, by names that stand there."""
    found = [(_variable(program, site), site) for site in program.sites]
    return tuple((name, site) for name, site in found if name)


def mentions(program: Program, name: str) -> tuple[Site, ...]:
    """Where that name stands in quotes as nothing but itself, as to read a variable.

    Names of settings do not count, as in app.config["SECRET_KEY"].
    """
    return tuple(
        site
        for site in program.sites
        if isinstance(site.node, ast.Constant)
        and site.node.value == name
        and not _names_setting(program, site)
    )


def made_up(program: Program) -> tuple[Site, ...]:
    """The calls outside of requests whose answer each process has for itself."""
    serving = at_request(program)
    return tuple(
        site
        for site in program.sites
        if not set(serving).intersection(site.around)
        and _is_fresh(program.called_as(site))
    )


def at_request(program: Program) -> Scope:
    """The functions that run for requests: views, hooks, and what they lead to."""
    return program.reach([*program.views(), *program.hooks(*HOOKS)])


def under_main(program: Program, site: Site) -> bool:
    """True when it only runs under if __name__ == "__main__", itself or its caller."""
    if any(_asks_for_main(node) for node in site.above):
        return True
    return site.function is not None and _called_under_main(program, site.function)


def refusing(program: Program) -> tuple[Site, ...]:
    """Where the app gives up while it is loaded: raise, assert and exits."""
    serving = set(at_request(program))
    return tuple(
        site
        for site in program.sites
        if (
            isinstance(site.node, ast.Raise | ast.Assert)
            or program.called_as(site) in ENDING
        )
        and not serving.intersection(site.around)
    )


def is_text(program: Program, setting: Setting) -> bool:
    """True when the value is certainly one text: quoted, or out of the environment."""
    reads = {site.node for _, site in environment(program)}
    return any(
        isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        or node in reads
        for node in _values(program, setting.site.file, setting.value)
    )


def _written(program: Program, site: Site) -> Iterator[tuple[str, ast.expr | None]]:
    """The settings that this very node writes, with their values."""
    node = site.node
    if isinstance(node, ast.keyword):
        yield node.arg or "", node.value
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield _text(key), value
    elif isinstance(getattr(node, "ctx", None), ast.Store):
        yield _target(program, site), _given(site)


def _target(program: Program, site: Site) -> str:
    """The setting that the left side of an equals sign means; "" for none."""
    node = site.node
    if isinstance(node, ast.Subscript):
        ours = program.dotted(site.file, node.value) != "os.environ"
        return _text(node.slice) if ours else ""
    if isinstance(node, ast.Attribute):
        return ATTRIBUTES.get(node.attr, node.attr)
    if isinstance(node, ast.Name) and site.function is None:
        return node.id
    return ""


def _given(site: Site) -> ast.expr | None:
    """The value that an assignment gives to this one target."""
    around = statement(site)
    if isinstance(around, ast.Assign):
        return around.value if site.node in around.targets else None
    if isinstance(around, ast.AnnAssign | ast.AugAssign):
        return around.value
    return None


def _variable(program: Program, site: Site) -> str:
    """The variable that this very node reads from the environment; "" for none."""
    node = site.node
    if isinstance(node, ast.Call) and program.called_as(site) in READING:
        return _text(site.argument(0, "key"))
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        known = program.dotted(site.file, node.value) == "os.environ"
        return _text(node.slice) if known else ""
    return ""


def _names_setting(program: Program, site: Site) -> bool:
    around = site.above[-1]
    if isinstance(around, ast.Subscript):
        return not program.called(site, around.value, "os.environ")
    return isinstance(around, ast.Dict) and site.node in around.keys


def _is_fresh(dotted: str) -> bool:
    top = dotted.partition(".")[0]
    return dotted in FRESH_CALLS or (top in FRESH and "." in dotted)


def _asks_for_main(node: ast.AST) -> bool:
    inner = ast.walk(node.test) if isinstance(node, ast.If) else ()
    return any(isinstance(n, ast.Name) and n.id == "__name__" for n in inner)


def _called_under_main(program: Program, function: Function) -> bool:
    """True when the function is called, and under if __name__ only."""
    calls = [
        site
        for site in program.sites
        if isinstance(site.node, ast.Call)
        and function in program.targets(site.file, site.node.func, site.function)
    ]
    return bool(calls) and all(
        any(_asks_for_main(node) for node in site.above) for site in calls
    )


def _values(program: Program, file: str, node: ast.expr | None) -> Iterator[ast.expr]:
    """The expressions that a value may come from: itself, what its name was given."""
    if node is None:
        return
    yield node
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from _values(program, file, part)
    elif isinstance(node, ast.Name | ast.Attribute):
        yield from _assigned(program, file, node)


def _assigned(
    program: Program, file: str, node: ast.Name | ast.Attribute
) -> Iterable[ast.expr]:
    """What a variable of the same name is given, in this file or where it is from."""
    where, _, name = program.dotted(file, node).rpartition(":")
    last = (name or getattr(node, "attr", "")).rpartition(".")[2]
    return [
        found
        for site in program.sites
        if site.file == (where or file)
        and isinstance(site.node, ast.Name | ast.Attribute)
        and isinstance(site.node.ctx, ast.Store)
        and last in (getattr(site.node, "id", ""), getattr(site.node, "attr", ""))
        if (found := _given(site)) is not None
    ]


def _text(node: ast.expr | None) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else ""
