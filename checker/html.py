"""HTML as a person meets it: which elements can be seen, their text, their place.

Text in, values out; decides nothing about messages or forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = [
    "Element",
    "Node",
    "ancestors",
    "elements",
    "names",
    "parse",
    "seen",
    "speaking",
    "text_of",
]

Node = LexborNode

UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
BLOCK = frozenset(
    """address article aside blockquote body br dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav
    ol option p pre search section select summary table tbody td textarea tfoot th
    thead tr ul""".split()
)


@dataclass(frozen=True)
class Element:
    """One element of a page; `index` orders elements as they stand in the page."""

    tag: str
    text: str
    attrs: dict[str, str]
    html: str
    index: int


def parse(html: str) -> Node:
    """The root of a page; text without any tag has one too."""
    root = LexborHTMLParser(html).root
    if root is None:  # an empty document
        root = LexborHTMLParser("<html></html>").root
    assert root is not None  # noqa: S101  a document with a tag has a root
    return root


def seen(node: Node) -> bool:
    """False for what no person is shown: scripts, hidden attributes, display:none."""
    if node.tag in UNSEEN or "hidden" in node.attributes:
        return False
    return not HIDING.search(node.attributes.get("style") or "")


def text_of(node: Node, leave_out: frozenset[str] = frozenset()) -> str:
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
        elif seen(item) and item.tag not in leave_out:
            around = " " if item.tag in BLOCK else ""
            stack += [around, *reversed(list(item.iter(include_text=True))), around]
    return " ".join("".join(parts).split())


def speaking(root: Node, leave_out: frozenset[str]) -> frozenset[int]:
    """The mem_id of every node that shows text outside the tags left out; one pass."""
    found: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        for child in node.iter(include_text=True):
            if child.tag != "-text":
                if child.tag not in leave_out and seen(child):
                    stack.append(child)
            elif (child.text_content or "").strip():
                up: Node | None = node
                while up is not None and up.mem_id not in found:
                    found.add(up.mem_id)
                    up = up.parent
    return frozenset(found)


def ancestors(node: Node, most: int = 64) -> list[Node]:
    """What is around a node, innermost first; no page that people read nests deeper."""
    found: list[Node] = []
    while node.parent is not None and len(found) < most:
        node = node.parent
        found.append(node)
    return found


def names(node: Node, leave_out: frozenset[str]) -> str:
    """The accessible names within a node: aria-label, alt and title, in order."""
    found = [
        value
        for inner in node.css("[aria-label], [alt], [title]")
        if inner.tag not in leave_out
        for value in (inner.attributes.get(a) for a in ("aria-label", "alt", "title"))
        if value
    ]
    return " ".join(found)


def elements(root: Node, css: str) -> Iterator[Element]:
    """What a CSS selector finds, in the order of the page."""
    order = {node.mem_id: index for index, node in enumerate(root.traverse())}
    for node in root.css(css):
        yield Element(
            node.tag or "",
            text_of(node),
            {name: value or "" for name, value in node.attributes.items()},
            node.html or "",
            order.get(node.mem_id, 0),
        )
