"""Finds the flash messages on a page. No network, no browser: text in, values out.

A message stands in an element whose class or id holds one of WORDS, or whose role is
alert or status; around several messages and around each are both understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .html import BLOCK, Node, ancestors, names, seen, speaking, text_of

__all__ = ["Message", "messages"]

WORDS = re.compile("message|flash|alert|notice|toast|notification", re.IGNORECASE)
PART = re.compile(  # an element inside one message, as in alert-icon or toast__body
    r"[-_](icon|label|text|title|body|content|header|heading|close|dismiss|word|kind"
    r"|category|link|button|prefix|badge|mark)$",
    re.IGNORECASE,
)
ROLES = frozenset({"alert", "status"})
NEVER = frozenset({"html", "body", "main", "label", "input", "output"})
CONTROLS = frozenset({"button", "form", "input", "select", "textarea"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})  # above what they name
WHOLE = frozenset({"li", "p", "dd", "td"})  # hold one message, unless messages do


@dataclass(frozen=True)
class Message:
    """One message as a visitor sees it.

    `text` is all that is read of it, controls left out; `classes` and `roles` are
    those of its element, of what is in it and of what is around it in the region;
    `label` its leading word or the name of its icon; `index` its place in the page.
    """

    text: str
    classes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    label: str = ""
    tag: str = ""
    html: str = ""
    index: int = 0
    in_list: bool = False
    links: tuple[tuple[str, str], ...] = ()
    controls: tuple[str, ...] = field(default=())

    def besides(self, text: str) -> str:
        """What is read besides the given text: a label, a category word, an icon's name."""
        rest = self.text.replace(" ".join(text.split()), " ")
        return " ".join(f"{rest} {self.label}".split()).strip(" :·–-")


def messages(root: Node) -> tuple[Message, ...]:
    """Every message on the page, in order; each as one, however it is marked up."""
    order = {node.mem_id: index for index, node in enumerate(root.traverse())}
    return tuple(
        _message(node, region, order)
        for region in _regions(root)
        for node in _split(region)
    )


def _is_region(node: Node) -> bool:
    if node.tag in NEVER or node.tag in CONTROLS:
        return False
    if (node.attributes.get("role") or "").lower() in ROLES:
        return True
    return any(WORDS.search(t) and not PART.search(t) for t in _tokens(node))


def _is_part(node: Node) -> bool:
    return any(PART.search(t) for t in _tokens(node))


def _tokens(node: Node) -> list[str]:
    of = node.attributes
    return (of.get("class") or "").split() + (of.get("id") or "").split()


def _regions(root: Node) -> list[Node]:
    """The outermost elements that hold messages."""
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if not seen(node):
            continue
        if _is_region(node):
            found.append(node)
        else:
            stack += reversed(list(node.iter()))
    return found


def _split(region: Node) -> list[Node]:
    """The elements in a region that are one message each."""
    says = speaking(region, CONTROLS)
    found: list[Node] = []
    stack = [region] if region.mem_id in says else []
    while stack:
        node = stack.pop()
        inside = [c for c in node.iter() if c.mem_id in says and c.tag not in HEADINGS]
        if _is_whole(node, inside):
            found.append(node)
        else:
            stack += reversed(inside)
    return found


def _is_whole(node: Node, inside: list[Node]) -> bool:
    """True when all of a node is one message."""
    if _own_text(node) or any(_is_part(child) for child in inside):
        return True
    if any(_is_region(child) for child in inside):
        return False
    if any(child.tag not in BLOCK for child in inside):
        return True
    nested = any(inner.tag in ("ul", "ol", "dl") for inner in inside)
    if node.tag in WHOLE:
        return not nested
    return len(inside) == 1 and _is_leaf(inside[0])


def _is_leaf(node: Node) -> bool:
    if node.tag in ("ul", "ol", "dl", "table"):
        return False
    return not any(child.tag in BLOCK for child in node.iter() if child.tag != "br")


def _own_text(node: Node) -> bool:
    return any(
        child.tag == "-text" and (child.text_content or "").strip()
        for child in node.iter(include_text=True)
    )


def _message(node: Node, region: Node, order: dict[int, int]) -> Message:
    around = _around(node, region)
    within = [n for n in node.traverse() if n.mem_id != node.mem_id]
    every = [*around, *within]
    roles = {(n.attributes.get("role") or "").lower() for n in every} - {""}
    return Message(
        text=text_of(node, CONTROLS),
        classes=frozenset(c for n in every for c in _tokens(n)),
        roles=frozenset(roles | _roles_outside(region)),
        label=_label(node),
        tag=node.tag or "",
        html=node.html or "",
        index=order[node.mem_id],
        in_list=any(n.tag == "li" for n in [*around, *ancestors(region)]),
        links=tuple(_link(a) for a in node.css("a[href]")),
        controls=tuple(_control(c) for c in _beside(node, region)),
    )


def _around(node: Node, region: Node) -> list[Node]:
    """The node and what is around it, up to the region."""
    found = [node]
    for outer in ancestors(node):
        if found[-1].mem_id == region.mem_id:
            break
        found.append(outer)
    return found


def _roles_outside(region: Node) -> set[str]:
    """A live region may stand outside: <div aria-live="polite"> around the messages."""
    live = {n.attributes.get("aria-live") for n in [region, *ancestors(region)]}
    return {{"polite": "status", "assertive": "alert"}.get(v or "", "") for v in live} - {
        ""
    }


def _label(node: Node) -> str:
    """The leading word: in a dt, an element of its own or before a colon; icons' names."""
    if node.tag == "dd":
        return _term(node)
    first = next(iter(node.iter(include_text=True)), None)
    while first is not None and first.tag == "-text":
        if (first.text_content or "").strip():
            break
        first = first.next
    lead = ""
    if first is not None and first.tag not in ("-text", "a", *CONTROLS, *BLOCK):
        lead = text_of(first).rstrip(":")
    text = text_of(node, CONTROLS)
    if not lead and ":" in text[:20]:
        lead = text.partition(":")[0]
    icons = names(node, CONTROLS)
    return lead if icons in lead else f"{lead} {icons}".strip()


def _term(node: Node) -> str:
    """The text of the dt that a dd belongs to."""
    before = node.prev
    while before is not None and before.tag != "dt":
        before = before.prev
    return text_of(before) if before is not None else ""


def _link(node: Node) -> tuple[str, str]:
    return text_of(node), node.attributes.get("href") or ""


def _beside(node: Node, region: Node) -> list[Node]:
    """The buttons in a message's own element or in its list item."""
    holder = node
    for outer in _around(node, region):
        if outer.tag == "li":
            holder = outer
    return holder.css("button, input[type=submit]")


def _control(node: Node) -> str:
    """The accessible name of a button."""
    of = node.attributes
    return of.get("aria-label") or text_of(node) or of.get("value") or ""
