"""Reads the rules of stylesheets, with where each of their lines stands.

CSS in, facts out. Rules within a condition such as @media, and nested ones, are read as
if they were written out; what a template fills in is left blank, and so is what nests
deeper, or has longer selectors, than people write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import cssselect2
import tinycss2

from ..report import Frame

__all__ = ["JINJA", "Declaration", "Rule", "Source", "rules"]

JINJA = re.compile(  # passes over a text once, whatever is begun and not ended
    r"\{\{(?:(?!\{\{|\}\}).)*\}\}|\{%(?:(?!\{%|%\}).)*%\}|\{#(?:(?!\{#|#\}).)*#\}",
    re.DOTALL,
)
DEEPEST = 30  # brackets in one another
LONGEST = 1000  # characters of a selector
COMMA = re.compile(r",(?![^()]*\))")  # none within brackets
CONDITIONS = ("media", "supports", "layer", "container")


@dataclass(frozen=True)
class Declaration:
    """One line of a rule, as in "color: red !important"."""

    name: str
    value: str
    important: bool
    place: Frame


@dataclass(frozen=True, eq=False)
class Rule:
    """What is declared for what a selector finds, under the conditions around it."""

    selector: str
    declared: tuple[Declaration, ...]
    conditions: tuple[str, ...] = ()
    tests: tuple[Any, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Source:
    """A stylesheet, or a part of another text that is one."""

    file: str
    whole: str
    css: str
    before: int

    def declared(self, parts: Sequence[Any]) -> tuple[Declaration, ...]:
        """The declarations among those parts, with where each stands."""
        return tuple(
            Declaration(
                part.lower_name,
                tinycss2.serialize(part.value).strip(),
                part.important,
                self._place(part.source_line + self.before),
            )
            for part in parts
            if part.type == "declaration"
        )

    def _place(self, line: int) -> Frame:
        return Frame(self.file, line, "", self._lines[line - 1].strip())

    @cached_property
    def _lines(self) -> list[str]:
        return self.whole.split("\n")


def rules(source: Source) -> Iterator[Rule]:
    """The rules of a stylesheet, in order."""
    css = JINJA.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source.css)
    parts = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    yield from _read(source, [part for part in parts if shallow([part])], "", ())


def shallow(parts: Sequence[Any]) -> bool:
    """True when nothing among the parts nests deeper than people write."""
    level = parts
    for _ in range(DEEPEST):
        level = [inner for part in level for inner in _inside(part)]
        if not level:
            return True
    return False


def _inside(part: Any) -> Iterator[Any]:
    """What is in brackets, before them or behind a property's name."""
    for name in ("prelude", "content", "arguments"):
        yield from getattr(part, name, None) or ()
    if part.type == "declaration":
        yield from part.value


def _read(
    source: Source, parts: Sequence[Any], selector: str, conditions: tuple[str, ...]
) -> Iterator[Rule]:
    """The rules among the parts: of a sheet, of a condition, or nested in a rule."""
    own = source.declared(parts)
    if selector and own:
        yield Rule(selector, own, conditions, tuple(_tests(selector)))
    for part in parts:
        written = tinycss2.serialize(getattr(part, "prelude", None) or ()).strip()
        if part.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(part.content)
            nested = _nested(written[: LONGEST + 1], selector)
            if len(nested) <= LONGEST:
                yield from _read(source, inner, nested, conditions)
        elif part.type == "at-rule" and part.lower_at_keyword in CONDITIONS:
            read = tinycss2.parse_blocks_contents if selector else _rule_list
            around = (*conditions, f"@{part.lower_at_keyword} {written}")
            yield from _read(source, read(part.content or ()), selector, around)


def _rule_list(content: Sequence[Any]) -> Sequence[Any]:
    found: Sequence[Any] = tinycss2.parse_rule_list(content)
    return found


def _nested(selector: str, outer: str) -> str:
    if not outer:
        return selector
    parts = [part.strip() for part in COMMA.split(selector)]
    found = [part if "&" in part else f"& {part}" for part in parts]
    return ", ".join(found).replace("&", f":is({outer})")


def _tests(selector: str) -> Iterator[Any]:
    """What tells whether the selector finds an element; nothing where it is unknown."""
    try:
        compiled = cssselect2.compile_selector_list(selector)
    except cssselect2.SelectorError:
        return
    yield from (c.test for c in compiled if c.pseudo_element is None)
