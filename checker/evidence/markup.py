"""Words about the markup in templates, and about the pages for errors.

Finds places in files and in the texts that Python holds; which belief is behind a place
is for a recogniser. For the reading of a visitor's pages see checker/markup.py.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from ..report import Frame
from ..xray import Exchange
from .evidence import Evidence
from .program import Function, Program, Scope
from .templates import Template

__all__ = [
    "handlers",
    "lines",
    "pages",
    "pieces",
    "raw",
    "scripts",
    "unfinished",
    "unquoted",
    "waits_on",
]

NAMES = {404: "NotFound", 500: "InternalServerError"}
ANY = ("HTTPException", "Exception")
SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
OPEN = re.compile(r"<\w[^>\"']*=[^\s\"'>]*$")  # a value without quotes
INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"'].*?%\}")
FILLED = re.compile(r"\{\{|\{%-?\s*include\b")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


# what happened ----------------------------------------------------------------------


def unfinished(seen: Evidence, task: int) -> bool:
    """True while the app still has that task's TODO: what is missing is no mistake."""
    return any(f"TODO {task}:" in text for text in seen.texts.values())


def waits_on(exchange: Exchange) -> bool:
    """True when a page was opened, and a message is in its visitor's cookie still."""
    waiting = any(cookie.messages for cookie in exchange.kept)
    return exchange.method == "GET" and waiting


def raw(seen: Evidence, mark: str) -> bool:
    """True when what a form has sent, from such a tag on, is HTML of the last page."""
    sent = [v for step in seen.steps for _, v in step.sent if mark in v]
    found = [re.search(rf"{mark}[^<]*<", value) for value in sent]
    body = seen.last.body if seen.last else ""
    return any(f is not None and f[0] in body for f in found)


# pages of errors ----------------------------------------------------------------------


def handlers(program: Program, status: int) -> Scope:
    """The functions that answer for that error, however they were registered."""
    wanted = (NAMES.get(status, ""), *ANY)
    found: list[Function] = []
    for site in program.calls("register_error_handler"):
        if _means(site.argument(0, "code_or_exception"), status, wanted):
            view = site.argument(1, "f")
            found += program.targets(site.file, view, site.function) if view else ()
    kinds = ("errorhandler", "app_errorhandler")
    for function in program.hooks(*kinds):
        if any(
            _means(d.args[0], status, wanted)
            for d in function.decorators
            if isinstance(d, ast.Call) and d.args
        ):
            found.append(function)
    return tuple(f for f in program.functions if f in found)


def _means(node: ast.expr | None, status: int, names: Iterable[str]) -> bool:
    if isinstance(node, ast.Constant):
        return node.value == status
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return bool(name) and name in names


def pages(seen: Evidence, scope: Scope, status: int = 0) -> tuple[Template, ...]:
    """The templates that those functions render, with what these lead to.

    A name made of parts, as in f"{status}.html", means those that it fits.
    """
    reach = seen.program.reach(scope)
    sites = seen.program.within(reach)
    found = list(seen.templates.of_sites(sites))
    made = [_pattern(s.node) for s in sites if isinstance(s.node, ast.JoinedStr)]
    fitting = [n for n in seen.templates.by_name if any(p.fullmatch(n) for p in made)]
    exact = [n for n in fitting if str(status) in n]
    found += seen.templates.named(exact or fitting)
    return tuple(dict.fromkeys(found))


def _pattern(node: ast.JoinedStr) -> re.Pattern[str]:
    parts = [
        re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+"
        for v in node.values
    ]
    return re.compile("".join(parts))


# what the markup says -----------------------------------------------------------------


def lines(seen: Evidence, pattern: str, *endings: str) -> tuple[Frame, ...]:
    """The lines on which the pattern begins, in files of those endings, or in all."""
    wanted = _compiled(pattern)
    found = [
        _frame(file, text, match.start())
        for file, text in seen.texts.items()
        if not endings or file.endswith(endings)
        for match in wanted.finditer(text)
    ]
    return tuple(dict.fromkeys(found))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL | re.IGNORECASE)


def _frame(file: str, text: str, start: int, before: int = 0) -> Frame:
    number = text.count("\n", 0, start) + 1
    return Frame(file, number + before, "", text.split("\n")[number - 1].strip())


def scripts(seen: Evidence) -> Iterator[tuple[Frame, str]]:
    """The scripts that a template fills in: the line that does so, and their code."""
    known = seen.templates.by_name
    for template in seen.templates.all:
        for match in SCRIPT.finditer(template.text):
            code = INCLUDE.sub(
                lambda m: known[m[1]].text if m[1] in known else "", match[1]
            )
            if "{{" in code:
                start = match.start(1) + FILLED.search(match[1]).start()  # type: ignore[union-attr]  # one of both is there
                place = _frame(template.file, template.text, start, template.before)
                yield place, code


def unquoted(seen: Evidence) -> Iterator[Frame]:
    """Where a template fills in an attribute without quotes around it."""
    for template in seen.templates.all:
        for match in re.finditer(r"\{\{", template.text):
            start = match.start()
            tag = template.text[max(template.text.rfind("<", 0, start), 0) : start]
            if OPEN.match(QUOTED.sub("", tag)):
                yield _frame(template.file, template.text, start, template.before)


def pieces(seen: Evidence, scope: Scope) -> Iterator[Frame]:
    """Where a call of Markup is given a text put together, and not one to fill in."""
    for site in seen.program.calls("Markup", within=scope):
        given = site.arguments[0] if site.arguments else None
        if isinstance(given, ast.JoinedStr | ast.BinOp):
            yield site.place
