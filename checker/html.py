"""HTML as a person meets it: which elements can be seen, their text, their place.

Text in, values out; decides nothing about messages or forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .endings import OverLimit
from .page_size import require_readable, require_shallow

__all__ = [
    "Element",
    "Node",
    "ancestors",
    "elements",
    "names",
    "order_of",
    "parse",
    "seen",
    "speaking",
    "speaks",
    "text_of",
]

Node = LexborNode

UNSEEN = frozenset(
    """datalist head iframe noembed noframes noscript script style template
    title""".split()
)
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
BLOCK = frozenset(
    """address article aside blockquote body br caption dd details dialog div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li
    main nav
    ol option p pre search section select summary table tbody td textarea tfoot th
    thead tr ul""".split()
)
LONGEST = 8_000_000  # characters of all that one selector finds


@dataclass(frozen=True)
class Element:
    """One element of a page; `index` orders elements as they stand in the page."""

    tag: str
    text: str
    attrs: dict[str, str]
    html: str
    index: int


def parse(html: str) -> Node:
    """The root of a page; any text has one, the empty one too.

    Raises OverLimit for a page of more, or deeper in one another, than people read.
    """
    require_readable(html)
    root = LexborHTMLParser(html).root
    assert root is not None
    require_shallow(root)
    return root


def seen(node: Node) -> bool:
    """False for what no person is shown: scripts, hidden attributes, display:none."""
    of = node.attributes
    if node.tag in UNSEEN or "hidden" in of or "popover" in of:
        return False
    if node.tag == "dialog" and "open" not in of:
        return False
    return not HIDING.search(of.get("style") or "")


def _none(_: Node) -> bool:
    return False


def text_of(node: Node, leave_out: Callable[[Node], bool] = _none) -> str:
    """The text a person sees in a node, white space folded, blocks kept apart.

    Works on a stack of its own, so that nesting of any depth is read.
    """
    parts: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.tag == "-text":
            parts.append(item.text_content or "")
        elif seen(item) and not leave_out(item):
            around = " " if item.tag in BLOCK else ""
            stack += [around, *reversed(list(item.iter(include_text=True))), around]
    return " ".join("".join(parts).split())


def speaks(node: Node) -> bool:
    """True for text with a letter or a digit in it; an icon such as ✓ says nothing."""
    if node.tag != "-text":
        return False
    return any(char.isalnum() for char in node.text_content or "")


def speaking(root: Node, leave_out: Callable[[Node], bool]) -> frozenset[int]:
    """The mem_id of every node with text that speaks, what is left out aside."""
    found: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        for child in node.iter(include_text=True):
            if child.tag != "-text":
                if seen(child) and not leave_out(child):
                    stack.append(child)
            elif speaks(child):
                up: Node | None = node
                while up is not None and up.mem_id not in found:
                    found.add(up.mem_id)
                    up = up.parent
    return frozenset(found)


def ancestors(node: Node, most: int = 64) -> list[Node]:
    """What is around a node, innermost first; no page that people read nests deeper."""
    found: list[Node] = []
    while node.parent is not None and node.tag != "html" and len(found) < most:
        node = node.parent
        found.append(node)
    return found


def names(node: Node, leave_out: Callable[[Node], bool]) -> str:
    """The accessible names in a node: aria-label, alt, title, an svg's <title>."""
    found = [
        value
        for inner in _found(node, "[aria-label], [alt], [title], svg title")
        if not leave_out(inner) and inner.attributes.get("aria-hidden") != "true"
        for value in _own_names(inner)
        if value
    ]
    return " ".join(found)


def _own_names(node: Node) -> list[str | None]:
    if node.tag == "title":
        return [node.text()]
    return [node.attributes.get(a) for a in ("aria-label", "alt", "title")]


def _found(node: Node, css: str) -> list[Node]:
    """What a selector finds, each once though several of its parts fit."""
    return list({found.mem_id: found for found in node.css(css)}.values())


def order_of(root: Node) -> dict[int, int]:
    """The place of each element in the page, counted from 0, by its mem_id.

    The same as in a browser's document.querySelectorAll("*").
    """
    found = (n for n in root.traverse() if not (n.tag or "").startswith("-"))
    return {node.mem_id: place for place, node in enumerate(found)}


def elements(root: Node, css: str) -> Iterator[Element]:
    """What a CSS selector finds, in the order of the page.

    Raises OverLimit where that is more than anybody looks at.
    """
    order = order_of(root)
    room = LONGEST
    for node in _found(root, css):
        room -= len(node.html or "")
        if room < 0:
            raise OverLimit(f"“{css}” finds more than can be looked at on the page.")
        yield Element(
            node.tag or "",
            text_of(node),
            {name: value or "" for name, value in node.attributes.items()},
            node.html or "",
            order.get(node.mem_id, 0),
        )
