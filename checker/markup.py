"""Where messages stand in a page's markup, and where one ends and the next begins.

A message stands in an element whose class or id holds one of WORDS, or whose role is
alert or status; around several messages and around each are both understood. Reads
elements only; what a message says is left to messages.py.
"""

from __future__ import annotations

import re

from .html import BLOCK, Node, seen, speaking, speaks, text_of

__all__ = [
    "HEADINGS",
    "classes_of",
    "is_control",
    "parts_of",
    "places",
    "regions",
    "role_of",
]

WORDS = re.compile("message|flash|alert|notice|toast|notification", re.IGNORECASE)
SEVERAL = re.compile(  # what people call an element around all messages
    r"(message|alert|notice|toast|notification)s|flashes"
    r"|[-_](area|box|container|group|list|region|stack|wrapper)$",
    re.IGNORECASE,
)
PART = re.compile(  # an element in one message, or beside it: alert-icon, toast__body
    r"(^|[-_])(icon|label|text|title|body|content|header|heading|close|dismiss|word|kind"
    r"|category|link|button|prefix|badge|mark|bold|count|field|form|help|hint|input)$",
    re.IGNORECASE,
)
ROLES = frozenset({"alert", "status"})
NEVER = frozenset({"html", "body", "main"})
CONTROLS = frozenset({"button", "input", "label", "select", "textarea"})
TO_FILL = (
    "input:not([type=hidden], [type=submit], [type=button], [type=reset],"
    " [type=image]), select, textarea"
)
HEADINGS = frozenset(  # above what they name
    "caption dt figcaption h1 h2 h3 h4 h5 h6 legend summary th thead".split()
)
LISTS = frozenset({"ul", "ol", "dl", "table", "tbody"})  # never one message
ITEMS = frozenset({"li", "dd", "tr"})  # a list's message is all of its item
WHOLE = ITEMS | {"p", "td"}  # hold one message, unless messages do


def places(root: Node) -> list[tuple[Node, Node]]:
    """Each element that is one message, with its region, in the order of the page."""
    return [(node, region) for region in regions(root) for node in _split(region)]


# where messages stand ---------------------------------------------------------------


def regions(root: Node) -> list[Node]:
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


def _is_region(node: Node) -> bool:
    if node.tag in NEVER or is_control(node):
        return False
    if role_of(node) in ROLES:
        return True
    return any(WORDS.search(t) and not PART.search(t) for t in _tokens(node))


def is_control(node: Node) -> bool:
    """True for what a person uses and does not read; a form of buttons may be read."""
    if node.tag == "form":
        return node.css_first(TO_FILL) is not None
    return node.tag in CONTROLS


def role_of(node: Node) -> str:
    """The role of an element; an <output> is a status, unless it is a form's result."""
    of = node.attributes
    given = (of.get("role") or "").lower().split()
    if node.tag == "output" and not given and "for" not in of and "name" not in of:
        return "status"
    return given[0] if given else ""


def classes_of(node: Node) -> list[str]:
    """The words of an element's class attribute."""
    return (node.attributes.get("class") or "").split()


def _tokens(node: Node) -> list[str]:
    return classes_of(node) + (node.attributes.get("id") or "").split()


# where one message ends and the next begins -----------------------------------------


def _split(region: Node) -> list[Node]:
    """The elements in a region that are one message each."""
    says = speaking(region, is_control)
    found: list[Node] = []
    alone: set[int] = set()
    stack = [region] if region.mem_id in says else []
    while stack:
        node = stack.pop()
        children = [child for child in node.iter() if child.mem_id in says]
        inside = _without_titles(children)
        if _is_whole(node, inside):
            found.append(_widened(node, alone))
            continue
        if len(inside) == 1 and not any(map(_is_title, children)):
            alone.add(inside[0].mem_id)
        stack += reversed(inside)
    return found


def _widened(node: Node, alone: set[int]) -> Node:
    """The message with what is around it alone, as an icon or a button may be."""
    while node.mem_id in alone and node.tag not in ITEMS and node.parent is not None:
        node = node.parent
    return node


def _without_titles(children: list[Node]) -> list[Node]:
    """The elements that may be messages: not what stands above them as their title."""
    below = [child for child in children if child.tag not in HEADINGS]
    if not below:  # people show messages as headings, too
        headings = [child for child in children if child.tag not in ("th", "thead")]
        return [heading for heading in headings if not _is_title(heading)]
    others = [child for child in below if not parts_of(child)]
    return others if len(others) > 1 else below


def _is_title(node: Node) -> bool:
    """True for headings such as “Messages” or “2 notifications”."""
    return node.tag in HEADINGS and bool(WORDS.search(text_of(node)))


def parts_of(node: Node) -> frozenset[str]:
    """The words that make an element a part of a message; none for a message itself."""
    if node.tag in ITEMS or _is_region(node):
        return frozenset()
    return frozenset(token for token in _tokens(node) if PART.search(token))


def _is_whole(node: Node, inside: list[Node]) -> bool:
    """True when all of a node is one message."""
    if any(speaks(child) for child in node.iter(include_text=True)):
        return True
    if node.tag in LISTS:
        return False
    parts = [parts_of(child) for child in inside]
    if any(parts):  # a title beside a text, but not one text after the other
        return len(parts) == 1 or len(set(parts)) > 1
    regions = sum(_is_region(child) for child in inside)
    if regions:
        return node.tag in WHOLE and regions == 1 < len(inside)
    if any(child.tag not in BLOCK for child in inside):
        return not _is_series(node, inside)
    if not inside or any(child.tag in LISTS for child in inside):
        return False
    return node.tag in WHOLE


def _is_series(node: Node, inside: list[Node]) -> bool:
    """True for a <span> a message; elsewhere several are a word and its text."""
    alike = len(inside) > 1 and len({child.tag for child in inside}) == 1
    return alike and any(map(SEVERAL.search, _tokens(node)))
