"""How a page is built, whatever its words: to tell a new sort of page from the next.

Text in, values out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from .html import Node, parse

__all__ = ["shape"]

WHOLE = frozenset(  # attributes that count as they are written
    """class role style type tabindex hidden disabled checked required open autofocus
    lang dir width height color bgcolor http-equiv content rel""".split()
)
NAMING = frozenset("alt title value placeholder aria-label".split())  # has it letters?
REFERRING = frozenset("for aria-labelledby aria-describedby".split())  # is it there?
FILES = frozenset("script link".split())  # whose address decides what they do
SOURCES = frozenset("script style".split())  # whose text is no words for people


def shape(html: str) -> frozenset[str]:
    """Every way in which an element stands in the page, and whether more than one does.

    Two pages with the same ones differ in words and numbers only.
    """
    root = parse(html)
    every = [n for n in root.traverse() if not (n.tag or "").startswith("-")]
    ids = Counter(n.attributes["id"] for n in every if n.attributes.get("id"))
    ways: dict[int, str] = {}
    for node in every:  # in the order of the page, so what is around it came before
        outer = ways.get(node.parent.mem_id, "") if node.parent is not None else ""
        ways[node.mem_id] = str(hash((outer, " ".join(_own(node, ids)))))
    counts = Counter(ways.values())
    twice = frozenset(f"{way} twice" for way, number in counts.items() if number > 1)
    return frozenset(counts) | twice


def _own(node: Node, ids: Counter[str | None]) -> Iterator[str]:
    """What an element is by itself."""
    yield node.tag or ""
    for name, value in sorted(node.attributes.items()):
        yield _trait(node, name, value or "", ids)
    if node.tag in SOURCES:
        yield str(hash(node.text()))
        return
    inside = node.iter(include_text=True)
    text = "".join(c.text_content or "" for c in inside if c.tag == "-text")
    if text.strip():
        yield "words" if _has_letters(text) else "signs"


def _trait(node: Node, name: str, value: str, ids: Counter[str | None]) -> str:
    if name == "id":
        return f"{name}={min(ids[value], 2)}"
    if name in REFERRING:
        return f"{name}={_all_there(value, ids)}"
    if name in NAMING:
        return f"{name}={_has_letters(value)}"
    whole = name in WHOLE or name.startswith("aria-") or node.tag in FILES
    return f"{name}={value}" if whole else name


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _all_there(value: str, ids: Collection[str | None]) -> bool:
    return all(word in ids for word in value.split())
