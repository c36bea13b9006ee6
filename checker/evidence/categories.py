"""Words about the kinds of messages: which were left, shown and lost, and by whom.

Finds and tells apart; which belief is behind it is for a recogniser.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from ..flask_cookie import Waiting
from ..html import parse
from ..messages import Message, messages
from ..report import Frame, Result
from ..xray import Exchange, exchanges
from .evidence import Evidence
from .flow import before, statement, tests_around
from .messages import category_of, flashes
from .program import Program, Scope, Site

__all__ = [
    "BOOTSTRAP",
    "KINDS",
    "acting",
    "actions",
    "as_shown",
    "counted_before",
    "goes_on",
    "lending",
    "lost",
    "telling",
    "told",
    "without_titles",
]

KINDS = ("success", "error", "warning", "info")
DEFAULT = "message"  # the category of a message that was given none
LEAVING = (ast.Return, ast.Raise)
BOOTSTRAP = ("danger", "primary", "secondary", "light", "dark")


# what happened ----------------------------------------------------------------------


def actions(results: Iterable[Result]) -> tuple[Exchange, ...]:
    """The last request of each result that sent something, with its cookies opened."""
    found: list[Exchange] = []
    for result in results:
        sent = [step for step in result.steps if step.method == "POST"]
        found += exchanges(sent[-1:])
    return tuple(found)


def lost(seen: Evidence) -> tuple[Waiting, ...]:
    """What a page of the first failing result took, and no page of it showed."""
    taken = [message for exchange in seen.exchanges for message in exchange.taken]
    return tuple(m for m in taken if not any(m.text in text for text in seen.shown))


def as_shown(seen: Evidence) -> dict[Waiting, Message]:
    """How the last page of the first failing result shows what waited for it."""
    page = messages(parse(seen.last.body if seen.last else ""))
    carried = [m for e in seen.exchanges[-1:] for c in e.carried for m in c.messages]
    return {m: on for m in carried for on in page if m.text in on.text}


def without_titles(seen: Evidence, ending: str) -> tuple[str, ...]:
    """What each request to such an address left, without the titles of books in it."""
    sent = [pair for step in seen.steps for pair in step.sent]
    texts = []
    for each in seen.exchanges:
        text = " ".join(message.text for message in each.added)
        for name, value in sent:
            text = text.replace(value, "") if name == "title" and value else text
        texts += [text] if each.path.endswith(ending) else []
    return tuple(texts)


# where messages are left ------------------------------------------------------------


def acting(seen: Evidence) -> Scope:
    """What runs for the last request of each failing result that sent something."""
    done = actions(seen.failing)
    found = [seen.program.answering(e.method, e.path) for e in done]
    return tuple(dict.fromkeys(function for scope in found for function in scope))


def telling(program: Program, within: Scope, *words: str) -> tuple[Site, ...]:
    """The calls that leave a message and give one of the words to what leaves it."""
    leading = program.leading_to("flash", within=within)
    return tuple(site for site in leading if _gives(program, site, words))


def told(seen: Evidence, left: Iterable[Waiting]) -> tuple[Frame, ...]:
    """Where the failing actions leave these messages, as far as that can be told.

    Best is a call that gives the category and a part of the text, then one that gives
    the category (none, where it is Flask's own), then any flash().
    """
    program, scope = seen.program, acting(seen)
    wanted = tuple(left)
    kinds = tuple(message.category for message in wanted)
    plain = flashes(program, scope)
    near = telling(program, scope, *kinds)
    if DEFAULT in kinds:
        near = (*near, *(s for s in plain if category_of(s) is None))
    exact = [site for site in near if _words(site, wanted)]
    return program.places(exact or near or plain)


def lending(program: Program, within: Scope) -> tuple[Site, ...]:
    """Where an attribute or an item is given a value, but none of the session's."""
    return tuple(
        site
        for site in program.within(within)
        if isinstance(site.node, ast.Assign)
        for target in site.node.targets
        if isinstance(target, ast.Attribute | ast.Subscript)
        and not program.dotted(site.file, target.value).endswith("session")
    )


def goes_on(program: Program, within: Scope, *names: str) -> tuple[Site, ...]:
    """Calls leading to such a name, alone on their line in an if that leaves nothing.

    What they return is thrown away, and what the if should keep from happening
    follows.
    """
    after = lending(program, within)
    return tuple(
        site
        for site in program.leading_to(*names, within=within)
        if _is_alone(site) and any(before(site, later) for later in after)
    )


def counted_before(program: Program, within: Scope, word: str) -> tuple[Frame, ...]:
    """Where a message of that kind hangs on what was counted before it changed."""
    return tuple(
        site.place
        for site in telling(program, within, word)
        for test in tests_around(site)
        if any(
            later.function is site.function and _counted(site, test) < later.line
            for later in lending(program, within)
        )
    )


# how it is known --------------------------------------------------------------------


def _words(site: Site, left: Iterable[Waiting]) -> bool:
    """True when a text that stands in the call is a part of one of the messages."""
    texts = [n.value for n in ast.walk(site.node) if isinstance(n, ast.Constant)]
    long = [t for t in texts if isinstance(t, str) and len(t) > 3]
    return any(text in message.text for text in long for message in left)


def _gives(program: Program, site: Site, words: Sequence[str]) -> bool:
    """True when the call has one of the words in it, or what it calls gives it on."""
    assert isinstance(site.node, ast.Call)
    own = program.targets(site.file, site.node.func, site.function)
    inner = (
        [site.node, *(s.node for s in flashes(program, own))] if own else [site.node]
    )
    given = [n for call in inner for n in ast.walk(call) if isinstance(n, ast.Constant)]
    return any(constant.value in words for constant in given)


def _is_alone(site: Site) -> bool:
    own = statement(site)
    around = [node for node in site.above if isinstance(node, ast.If)][-1:]
    blocks = [block for node in around for block in (node.body, node.orelse)]
    inside = [block for block in blocks if own in block]
    leaves = [s for block in inside for s in block if isinstance(s, LEAVING)]
    return isinstance(own, ast.Expr) and bool(inside) and not leaves


def _counted(site: Site, test: ast.expr) -> int:
    """The line on which a condition's value was found: its own, or a name's."""
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    lines = [
        node.lineno
        for node in ast.walk(site.around[-1].node)
        if isinstance(node, ast.Assign) and names & _names_in(node.targets)
    ]
    calls = any(isinstance(node, ast.Call) for node in ast.walk(test))
    return test.lineno if calls or not lines else max(lines)


def _names_in(found: Iterable[ast.AST]) -> set[str]:
    inner = [node for each in found for node in ast.walk(each)]
    return {node.id for node in inner if isinstance(node, ast.Name)}
