"""How much a page may hold, so that a parser's time and memory stay bounded.

Text or tree in, nothing or OverLimit out; reads no page. Every bound is counted from
above: what hides in comments, scripts and quotes counts as well, since only the parser
knows what is hidden. At these bounds selectolax 0.4 reads the worst page that is known
in about a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from .endings import OverLimit

__all__ = [
    "CLONES",
    "DEEPEST",
    "OPTIONS",
    "PIECES",
    "require_readable",
    "require_shallow",
]

PIECES = 20_000  # the parser's time grows with the square of attributes and open tags
OPTIONS = 5000  # and with that of the options of a list
CLONES = 500_000  # elements that the parser adds of its own
DEEPEST = 1000  # elements in one another
AROUND = 2  # html and body
WALKED = 1_000_000  # nodes that a walk through each element in turn meets
TEXT = 200  # characters of text that count as much as a node

# The start of a tag, an attribute or a word: attributes begin after white space, a
# slash or a quote (html.spec.whatwg.org, 13.2.5, "before attribute name state").
PIECE = re.compile(r"""<|(?<=[\s"'])[^\s/>]|(?<=[^<]/)[^\s/>]""")
OPTION = re.compile("<option", re.IGNORECASE)
# Elements that go on in the next paragraph where they were not closed; of those alike
# to the last attribute at most three do (13.2.4.3, the "Noah's Ark clause"). A <nobr>
# ends another, but for one around a drawing; an <a> ends any, and so one goes on.
GOING_ON = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*>?",
    re.IGNORECASE,
)
PLAIN = re.compile(r"<\w+(?:\s+[\w-]+(?:=\"[^\"<>]*\"|='[^'<>]*'|=[\w#.-]+)?)*\s*>")
ALIKE = 3


def require_readable(html: str) -> None:
    """Raises OverLimit for a page that would cost a parser more than people read."""
    if len(html) > PIECES and _more_than(PIECES, PIECE.finditer(html)):
        raise OverLimit(f"The page has more than {PIECES} tags, attributes and words.")
    if _more_than(OPTIONS, OPTION.finditer(html)):
        raise OverLimit(f"The page has more than {OPTIONS} options to choose from.")
    if _going_on(html) * html.count("<") > CLONES:
        raise OverLimit(
            "The page leaves too many elements such as <b> open, which then go on."
        )


def require_shallow(root: LexborNode) -> None:
    """Raises OverLimit for a tree that nests deeper than any that people read."""
    stack, walked = [(root, 1)], 0
    while stack:
        node, depth = stack.pop()
        text = node.tag == "-text"
        walked += depth * (1 + (len(node.text_content or "") // TEXT if text else 0))
        if (depth > DEEPEST + AROUND and not text) or walked > WALKED:
            raise OverLimit(
                f"The page nests more than {DEEPEST} elements in one another, or too"
                " much in too many."
            )
        stack += [(child, depth + 1) for child in node.iter(include_text=True)]


def _more_than(most: int, found: Iterator[object]) -> bool:
    return any(number > most for number, _ in enumerate(found, 1))


def _going_on(html: str) -> int:
    """How many elements may be open and go on, at most."""
    found = GOING_ON.findall(html)
    alike = {tag for tag in found if PLAIN.fullmatch(tag)}
    others = sum(tag not in alike for tag in found)
    return min(len(found), others + ALIKE * len(alike))
