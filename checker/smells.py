"""Lines that fail nothing here and do harm elsewhere. Pure: files in, lines out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .evidence import Program, Templates
from .evidence.program import Site
from .report import Smell

__all__ = ["smells"]

DEBUG = (
    "With debug on, whoever meets an error gets a console that runs Python on your "
    "machine. Leave it out, and type “flask run --debug” while you work."
)
KEY = (
    "Whoever reads the source can write session cookies that your app believes. Read "
    "the key from the environment."
)
SAFE = (
    "What a person typed is put into the page as HTML. Leave |safe out, and build what "
    "has to be markup with Markup(…).format(…)."
)
MARKUP = (
    "Markup takes the whole text as HTML, with what a person typed in it. Write "
    "Markup(“…{}…”).format(value), which escapes the value."
)
SILENT = (
    "This hides every error, your own slips too. Name the error you expect, and say "
    "what is to happen then."
)


def smells(program: Program, templates: Templates) -> tuple[Smell, ...]:
    """The lines to mend before the app goes anywhere, in the order of the files."""
    found = [
        *(Smell("debug", DEBUG, s.place) for s in _debugging(program)),
        *(Smell("key in the source", KEY, s.place) for s in _keys(program)),
        *(Smell("markup", MARKUP, s.place) for s in _marked_up(program)),
        *(Smell("silent except", SILENT, s.place) for s in _silent(program)),
        *(Smell("safe", SAFE, m.place) for m in templates.filters("safe")),
    ]
    kept = {(s.kind, s.place.file, s.place.line): s for s in found}
    return tuple(sorted(kept.values(), key=lambda s: (s.place.file, s.place.line)))


def _debugging(program: Program) -> Iterator[Site]:
    for site in program.sites:
        node = site.node
        run = isinstance(node, ast.Call) and _method(node) == "run"
        on = run and _is_true(site.keyword("debug"))
        if isinstance(node, ast.Assign) and _is_true(node.value):
            on = any(_setting(t) in ("debug", "DEBUG") for t in node.targets)
        if on:
            yield site


def _keys(program: Program) -> Iterator[Site]:
    for site in program.sites:
        node, names = site.node, set[str]()
        if isinstance(node, ast.Assign) and _is_text(node.value):
            names = {_setting(target) for target in node.targets}
        elif isinstance(node, ast.keyword) and _is_text(node.value):
            names = {node.arg or ""} & {"SECRET_KEY"}
        if names & {"secret_key", "SECRET_KEY"}:
            yield site


def _marked_up(program: Program) -> Iterator[Site]:
    """Markup of a text that something was put into before."""
    for site in program.calls("Markup"):
        given = site.arguments[0] if site.arguments else None
        made = isinstance(given, ast.JoinedStr) and any(
            isinstance(part, ast.FormattedValue) for part in given.values
        )
        added = isinstance(given, ast.BinOp) and not (
            _is_text(given.left) and _is_text(given.right)
        )
        formatted = isinstance(given, ast.Call) and _method(given) == "format"
        if made or added or formatted:
            yield site


def _silent(program: Program) -> Iterator[Site]:
    for site in program.sites:
        if isinstance(site.node, ast.ExceptHandler) and _is_idle(site.node.body):
            kind = site.node.type
            if kind is None or getattr(kind, "id", "") in (
                "Exception",
                "BaseException",
            ):
                yield site


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _setting(target: ast.expr) -> str:
    """What an assignment sets: app.debug, app.config["DEBUG"], or a plain name."""
    if isinstance(target, ast.Attribute):
        return target.attr
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return str(target.slice.value)
    return target.id if isinstance(target, ast.Name) and target.id.isupper() else ""


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def _is_idle(body: list[ast.stmt]) -> bool:
    return all(isinstance(line, ast.Pass) for line in body)
