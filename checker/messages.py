"""Finds the flash messages on a page. No network, no browser: text in, values out.

Where a message stands, and how one is told from the next, is in markup.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from .endings import OverLimit
from .html import BLOCK, Node, ancestors, names, order_of, text_of
from .markup import HEADINGS, classes_of, is_control, parts_of, places, role_of

__all__ = ["Message", "messages"]

LIVE = {"polite": "status", "assertive": "alert"}
MOST = 2000  # messages on a page
CLASSES = 200  # words of the classes of one message and of what is around it
WORD = 200  # characters of one of them
NEAR = 100  # siblings between a dd and its dt, white space included
TERM = 2000  # characters of a dt; every dd below it has its text


@dataclass(frozen=True)
class Message:
    """One message as a visitor sees it.

    `text` is all that is read of it, controls left out; `classes` and `roles` are
    those of its element, of what is in it and of what is around it in the region;
    `label` its leading word and `named` the names of its icons, or the dt of its dd;
    `index` its place in the page.
    """

    text: str
    classes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    label: str = ""
    named: str = ""
    tag: str = ""
    html: str = ""
    index: int = 0
    in_list: bool = False
    links: tuple[tuple[str, str], ...] = ()
    controls: tuple[str, ...] = ()

    def besides(self, text: str) -> str:
        """What is read besides the given text: a label, a word, an icon's name."""
        given = " ".join(text.split())
        rest = self.text.replace(given, " ") if given else self.text
        return " ".join(f"{rest} {self.named}".split()).strip(" :·–-")


def messages(root: Node) -> tuple[Message, ...]:
    """Every message on the page, in order; each as one, however it is marked up.

    Raises OverLimit for more messages than a page can be meant to show.
    """
    found = places(root)
    if len(found) > MOST:
        raise OverLimit(f"The page shows more than {MOST} messages.")
    order = order_of(root)
    beside = Beside()
    return tuple(
        _message(node, region, order[node.mem_id], beside) for node, region in found
    )


@dataclass(frozen=True)
class Said:
    """What an element says of itself, for the messages in it."""

    classes: tuple[str, ...]
    role: str
    live: str


class Beside:
    """What is around messages and beside them, read once though it is many's."""

    def __init__(self) -> None:
        self._said: dict[int, Said] = {}
        self._terms: dict[int, str] = {}
        self._buttons: dict[int, tuple[str, ...]] = {}

    def said(self, node: Node) -> Said:
        """What the element says of itself."""
        if node.mem_id not in self._said:
            live = LIVE.get(node.attributes.get("aria-live") or "", "")
            words = [word for word in classes_of(node) if len(word) <= WORD]
            role = role_of(node)[:WORD]
            self._said[node.mem_id] = Said(tuple(words[:CLASSES]), role, live)
        return self._said[node.mem_id]

    def term(self, node: Node) -> str:
        """The text of the dt that a dd belongs to; several may share one."""
        before = node.prev
        for _ in range(NEAR):
            if before is None or before.tag == "dt":
                break
            before = before.prev
        if before is None or before.tag != "dt":
            return ""
        if before.mem_id not in self._terms:
            is_label = len(before.text()) <= TERM
            self._terms[before.mem_id] = text_of(before) if is_label else ""
        return self._terms[before.mem_id]

    def buttons(self, around: list[Node]) -> tuple[str, ...]:
        """The names of the buttons in a message's own element or in its list item."""
        items = [outer for outer in around if outer.tag == "li"]
        place = (items or around)[-1 if items else 0]
        if place.mem_id not in self._buttons:
            found = place.css("button, input[type=submit]")
            self._buttons[place.mem_id] = tuple(map(_control, found))
        return self._buttons[place.mem_id]


def _message(node: Node, region: Node, index: int, beside: Beside) -> Message:
    around = _around(node, region)
    inside = (n for n in node.traverse() if n.mem_id != node.mem_id)
    every = [beside.said(n) for n in (*around, *inside)]
    outside = [*around, *ancestors(region)]
    live = {beside.said(n).live for n in outside}
    named = beside.term(node) if node.tag == "dd" else names(node, is_control)
    lead = _lead(node)
    return Message(
        text=text_of(node, is_control),
        classes=frozenset(islice((c for n in every for c in n.classes), CLASSES)),
        roles=frozenset({n.role for n in every} | live) - {""},
        label=lead if named in lead else f"{lead} {named}".strip(),
        named=named,
        tag=node.tag or "",
        html=node.html or "",
        index=index,
        in_list=any(n.tag == "li" for n in outside),
        links=tuple(_link(a) for a in node.css("a[href]")),
        controls=beside.buttons(around),
    )


def _around(node: Node, region: Node) -> list[Node]:
    """The node and what is around it, up to the region."""
    found = [node]
    for outer in ancestors(node):
        if found[-1].mem_id == region.mem_id:
            break
        found.append(outer)
    return found


def _lead(node: Node) -> str:
    """The word a message begins with: in an element of its own, or before a colon."""
    text = text_of(node, is_control)
    said = [(c, text_of(c, is_control)) for c in node.iter(include_text=True)]
    first, word = next(pair for pair in said if any(map(str.isalnum, pair[1])))
    if first.tag == "-text":
        return text.partition(":")[0] if ":" in text[:20] else ""
    own = first.tag in HEADINGS or first.tag not in BLOCK or parts_of(first)
    return word.rstrip(" :") if own and first.tag != "a" and word != text else ""


def _link(node: Node) -> tuple[str, str]:
    return text_of(node), node.attributes.get("href") or ""


def _control(node: Node) -> str:
    """The accessible name of a button."""
    of = node.attributes
    return of.get("aria-label") or text_of(node) or of.get("value") or ""
