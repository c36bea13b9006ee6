"""Words about the markup in templates, and about the pages for errors.

Finds places in files and in the texts that Python holds; which belief is behind a place
is for a recogniser. For the reading of a visitor's pages see checker/markup.py. Files
may say anything: what looks through a text passes over it once, however it is written.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, islice

from ..report import Frame
from ..xray import Exchange
from .evidence import Evidence
from .program import Function, Program, Scope
from .templates import Template

__all__ = [
    "blocks",
    "frames",
    "handlers",
    "lines",
    "pages",
    "pieces",
    "places",
    "raw",
    "scripts",
    "unfinished",
    "unquoted",
    "waits_on",
]

NAMES = {404: "NotFound", 500: "InternalServerError"}
ANY = ("HTTPException", "Exception")
MOST = 50  # scripts of one template that are looked at
TAG = re.compile(r"<\w[^>\"']*")
BLANK = re.compile(r"\s")
LONGEST = 1000  # characters of a tag that are looked at
INCLUDE = re.compile(
    r"\{%-?\s*include\s+[\"']([^\"']+)[\"'](?:(?!\{%|%\}).)*%\}", re.DOTALL
)
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
    found: set[Function] = set()
    for site in program.calls("register_error_handler"):
        view = site.argument(1, "f")
        if view and _means(site.argument(0, "code_or_exception"), status, wanted):
            found.update(program.targets(site.file, view, site.function))
    kinds = ("errorhandler", "app_errorhandler")
    for function in program.hooks(*kinds):
        if any(
            _means(d.args[0], status, wanted)
            for d in function.decorators
            if isinstance(d, ast.Call) and d.args
        ):
            found.add(function)
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
    made = [_fixed(s.node) for s in sites if isinstance(s.node, ast.JoinedStr)]
    names = seen.templates.by_name
    fitting = [name for name in names if any(_fits(fixed, name) for fixed in made)]
    exact = [n for n in fitting if str(status) in n]
    found += seen.templates.named(exact or fitting)
    return tuple(dict.fromkeys(found))


def _fixed(node: ast.JoinedStr) -> Sequence[str]:
    """What is before, between and after the values that are filled in."""
    found = [""]
    for value in node.values:
        if isinstance(value, ast.Constant):
            found[-1] += str(value.value)
        else:
            found.append("")
    return found


def _fits(fixed: Sequence[str], name: str) -> bool:
    """True when values of a character or more make the name.

    Each ends where the text behind it first stands: if the name can be made, then so.
    """
    first, *between = fixed
    if not between:
        return name == first
    end = len(name) - len(between[-1])
    at = len(first) if name.startswith(first) else end
    for text in between[:-1]:
        found = name.find(text, at + 1)
        at = end if found < 0 else found + len(text)
    return at < end and name.endswith(between[-1])


# what the markup says -----------------------------------------------------------------


def lines(seen: Evidence, pattern: str, *endings: str) -> tuple[Frame, ...]:
    """The lines on which the pattern begins, in files of those endings, or in all."""
    wanted = _compiled(pattern)
    return tuple(
        place
        for file, text in seen.texts.items()
        if not endings or file.endswith(endings)
        for place in frames(file, text, (m.start() for m in wanted.finditer(text)))
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL | re.IGNORECASE)


def frames(
    file: str, text: str, starts: Iterable[int], before: int = 0
) -> Iterator[Frame]:
    """The lines on which these characters stand, each line once."""
    rows = text.split("\n")
    ends = list(accumulate(len(row) + 1 for row in rows))
    for index in dict.fromkeys(bisect_right(ends, start) for start in starts):
        yield Frame(file, index + 1 + before, "", rows[index].strip())


def places(template: Template, starts: Iterable[int]) -> Iterator[Frame]:
    """The lines of a template on which these characters stand, each line once."""
    return frames(template.file, template.text, starts, template.before)


def scripts(seen: Evidence) -> Iterator[tuple[Frame, str]]:
    """The scripts that a template fills in: the line that does so, and their code.

    What the code includes stands behind it, once each.
    """
    known = seen.templates.by_name
    for template in seen.templates.all:
        for match in islice(blocks(template.text, "script"), MOST):
            names = dict.fromkeys(INCLUDE.findall(match[1]))
            further = (known[name].text for name in names if name in known)
            code = INCLUDE.sub("", match[1]) + "".join(further)
            filled = FILLED.search(match[1])
            if filled and "{{" in code:
                [place] = places(template, [match.start(1) + filled.start()])
                yield place, code


def blocks(text: str, tag: str) -> Iterator[re.Match[str]]:
    """Each such element of a text, with what is in it as the first group.

    Behind the last end none is looked for.
    """
    ends = _compiled(f"</{tag}>").finditer(text)
    last = max((match.end() for match in ends), default=0)
    return _compiled(rf"<{tag}\b[^<>]*>(.*?)</{tag}>").finditer(text, 0, last)


def unquoted(seen: Evidence) -> Iterator[Frame]:
    """Where a template fills in an attribute without quotes around it."""
    for template in seen.templates.all:
        found = re.finditer(r"\{\{", template.text)
        starts = (m.start() for m in found if _is_open(template.text, m.start()))
        yield from places(template, starts)


def _is_open(text: str, end: int) -> bool:
    """True when a tag before that place ends in a value that has begun, unquoted."""
    start = text.rfind("<", max(end - LONGEST, 0), end)
    tag = QUOTED.sub("", text[start:end]) if start >= 0 else ""
    return bool(TAG.fullmatch(tag)) and "=" in BLANK.split(tag[2:])[-1]


def pieces(seen: Evidence, scope: Scope) -> Iterator[Frame]:
    """Where a call of Markup is given a text put together, and not one to fill in."""
    for site in seen.program.calls("Markup", within=scope):
        given = site.arguments[0] if site.arguments else None
        if isinstance(given, ast.JoinedStr | ast.BinOp):
            yield site.place
