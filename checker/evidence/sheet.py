"""Which rules of an app's styles hold for an element of a page, and where they stand.

CSS and HTML in, facts out: opens no file and asks no browser. Which of several rules
wins, and what is inherited, is left to whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2
from tinycss2.color3 import parse_color

from ..contrast import Pixel, ratio
from ..html import parse
from ..messages import Message, messages
from .css import JINJA, Declaration, Rule, Source, rules, shallow
from .evidence import Evidence
from .markup import blocks

__all__ = ["Declaration", "Rule", "Styled", "declaring", "looked_at", "pale"]

NAMED = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
MOST = 3000  # rules of a page, and elements within another, that are looked at
BLOCKS = 50  # style elements of one file
LONGEST = 1000  # characters of a colour, the names in it filled in
WHITE, LEAST = (255, 255, 255), 4.5  # success criterion 1.4.3 of WCAG 2.2


class Styled:
    """One page with the rules that its app has for it.

    Those of packages and of other sites are not known. An element is named by its
    place in the page, as in Message.index.
    """

    def __init__(self, texts: Mapping[str, str], html: str) -> None:
        self._texts = texts
        self._html = html
        self._elements = list(_wrapped(html).iter_subtree())

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the stylesheets that the page links, imports or holds."""
        found = (rule for source in self._sources() for rule in rules(Source(*source)))
        return tuple(islice(found, MOST))

    @property
    def known(self) -> bool:
        """False when the page has styles from where nobody here can read them."""
        links = parse(self._html).css("link[rel~=stylesheet][href]")
        return all(self._files([node.attributes["href"] or ""]) for node in links)

    def on(self, index: int) -> tuple[Rule, ...]:
        """The rules that hold for the element, those in its style attribute too."""
        element = self._elements[index]
        found = [r for r in self.rules if any(test(element) for test in r.tests)]
        return (*found, *self._own(element.etree_element.get("style", "")))

    def within(self, index: int) -> tuple[Rule, ...]:
        """The rules that hold for the element or for anything in it."""
        number = sum(1 for _ in self._elements[index].iter_subtree())
        places = range(index, index + number)[:MOST]
        return _once(rule for place in places for rule in self.on(place))

    def around(self, index: int) -> tuple[Rule, ...]:
        """The rules that hold for what is around the element, from the body inwards."""
        outer = [self._elements.index(e) for e in self._elements[index].ancestors[1:]]
        return _once(rule for place in outer for rule in self.on(place))

    def colour(self, value: str) -> Pixel | None:
        """The colour that the value means by day; None for what is none, or mixed."""
        for _ in range(4):  # a name for a name is rare, and longer chains are not met
            if len(value) > LONGEST:
                return None
            value = NAMED.sub(lambda m: self._meant(m[1], m[2] or ""), value)
        found = parse_color(value)
        if not isinstance(found, tuple) or found[3] < 1:  # its opacity
            return None
        red, green, blue = (round(part * 255) for part in found[:3])
        return red, green, blue

    def _meant(self, name: str, otherwise: str) -> str:
        by_day = [rule for rule in self.rules if not rule.conditions]
        found = [d.value for d in declaring(by_day, name)]
        return found[-1] if found else otherwise

    def _own(self, style: str) -> Iterator[Rule]:
        for file, text in self._texts.items() if style else ():
            start = text.find(style)
            if start >= 0:
                source = Source(file, text, style, text.count("\n", 0, start))
                parts = tinycss2.parse_blocks_contents(style)
                yield Rule("", source.declared(parts if shallow(parts) else ()))

    def _sources(self) -> Iterator[tuple[str, str, str, int]]:
        """File, its whole text, the CSS in it, and the lines above that."""
        for file in self._linked():
            yield file, self._texts[file], self._texts[file], 0
        for file, text in self._texts.items():
            for match in islice(blocks(text, "style"), BLOCKS):
                if match[1].strip() in self._html or JINJA.search(match[1]):
                    yield file, text, match[1], text.count("\n", 0, match.start(1))

    def _linked(self) -> list[str]:
        links = parse(self._html).css("link[rel~=stylesheet][href]")
        found = self._files(node.attributes["href"] or "" for node in links)
        for file in found:  # grows by what is imported
            parts = tinycss2.parse_stylesheet(self._texts[file])
            rules = [r for r in parts if r.type == "at-rule" and r.content is None]
            names = [t.value for r in rules for t in r.prelude if hasattr(t, "value")]
            found += [f for f in self._files(map(str, names)) if f not in found]
        return found

    def _files(self, addresses: Iterable[str]) -> list[str]:
        names = {PurePosixPath(a.partition("?")[0]).name for a in addresses}
        styles = [file for file in self._texts if file.endswith(".css")]
        return [file for file in styles if PurePosixPath(file).name in names]


def looked_at(seen: Evidence) -> tuple[Styled, tuple[Message, ...]]:
    """The last page of the first failing result with messages on it, and these."""
    bodies = [step.body for step in seen.steps if step.messages]
    page = bodies[-1] if bodies else ""
    return Styled(seen.texts, page), messages(parse(page))


def declaring(rules: Iterable[Rule], *names: str) -> tuple[Declaration, ...]:
    """What the rules declare of these properties, in order."""
    return tuple(d for rule in rules for d in rule.declared if d.name in names)


def pale(sheet: Styled, rules: Sequence[Rule]) -> tuple[Declaration, ...]:
    """The text colours among the rules that are too near to white to be read on it.

    None where a ground is declared that is dark.
    """
    grounds = declaring(rules, "background", "background-color")
    if any(_on_white(sheet, ground) >= LEAST for ground in grounds):
        return ()
    inks = declaring(rules, "color")
    return tuple(ink for ink in inks if 0 < _on_white(sheet, ink) < LEAST)


def _on_white(sheet: Styled, declaration: Declaration) -> float:
    """The contrast of its colour to white; 0 for what is no single colour."""
    colour = sheet.colour(declaration.value)
    return ratio(colour, WHITE) if colour else 0


def _wrapped(html: str) -> cssselect2.ElementWrapper:
    """The page's elements as the matcher of selectors wants them, in their order."""
    made: dict[int, Element] = {}
    for node in parse(html).traverse():
        if (node.tag or "").startswith("-") or node.tag is None:
            continue
        found = {name: value or "" for name, value in node.attributes.items()}
        made[node.mem_id] = element = Element(node.tag, found)
        around = made.get(node.parent.mem_id) if node.parent else None
        if around is not None:
            around.append(element)
    return cssselect2.ElementWrapper.from_html_root(next(iter(made.values())))


def _once(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(dict.fromkeys(rules))
