"""Where an app keeps messages: SQL, the session interface, settings, clocks.

Reads the program's text alone. It knows no database, opens none and judges nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .program import Function, Program, Scope, Site

__all__ = [
    "Lookup",
    "Statement",
    "clocks",
    "interface",
    "lookups",
    "loosely",
    "moments_compared",
    "owner",
    "settings",
    "statements",
    "stores",
    "taking",
]

SQL = re.compile(
    r"\s*(?P<verb>select)\b.*?\bfrom\s+(?P<of>\w+)"
    r"|\s*(?P<put>insert|replace)\b.*?\binto\s+(?P<into>\w+)"
    r"|\s*(?P<set>update)\s+(?P<on>\w+)\s+set\b"
    r"|\s*(?P<gone>delete)\s+from\s+(?P<out>\w+)",
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 1000  # characters of a statement that is looked at
COMPARED = re.compile(  # the column in key = ?, key NOT IN (…, ifnull(times, 1) > 0
    r"\b(\w++)(?:\s*+,[^()]*+)?+\)*+\s*+(?:\bnot\s)?"
    r"(?:<>|[<>!=]?=|[<>]|\b(?:is|in|like)\b)",
    re.IGNORECASE,
)
MOMENT = re.compile(r"[<>]=?\s*[?:\w(]*[?:a-z]", re.I)
CLOCKS = ("time", "time_ns", "monotonic", "perf_counter", "process_time", "now")
# Dictionaries, lists and connections have these, too: they say nothing of whose.
ANYBODYS = frozenset(
    """append clear close commit copy execute executemany extend fetchall fetchone
    format get items join keys pop remove setdefault split strip update
    values""".split()
)


@dataclass(frozen=True, eq=False)
class Statement:
    """One SQL statement in the program: `verb` and `table` in small letters.

    `where` are the columns that its WHERE compares, in small letters as well.
    """

    site: Site
    text: str
    verb: str
    table: str
    where: frozenset[str]

    @property
    def ordered(self) -> bool:
        """True when it gives rows in an order, as one for a list on a page does."""
        return self.verb == "select" and "order by" in self.text.lower()


@dataclass(frozen=True, eq=False)
class Lookup:
    """Where the environment is asked for a variable.

    `default` is True when something else is taken if it is not there, `strict` when
    that is a KeyError.
    """

    site: Site
    default: bool
    strict: bool


def statements(
    program: Program, *verbs: str, within: Iterable[Function] | None = None
) -> tuple[Statement, ...]:
    """The SQL statements with one of the verbs, or any; replace counts as insert."""
    found = (s for s in _all(program) if not verbs or s.verb in verbs)
    if within is None:
        return tuple(found)
    wanted = set(within)
    return tuple(s for s in found if not wanted.isdisjoint(s.site.around))


def owner(program: Program, table: str) -> str:
    """The column by which most questions tell whose a row of the table is; "" if none.

    That is the one that SELECTs compare most often, the first of two equals.
    """
    asked = [s for s in statements(program, "select") if s.table == table]
    named = [column for s in asked for column in sorted(s.where)]
    return max(named, key=named.count, default="")


def loosely(program: Program, scope: Iterable[Function]) -> Scope:
    """These functions and all that they may lead to: any method of a name counts."""
    found = list(program.reach(scope))
    for function in found:
        inner = ast.walk(function.node)
        names = {n.attr for n in inner if isinstance(n, ast.Attribute)} - ANYBODYS
        methods = (f for f in program.functions if f.cls and not f.routes)
        meant = [f for f in methods if f.name in names]
        found += [f for f in program.reach(meant) if f not in found]
    return tuple(found)


def taking(program: Program) -> Scope:
    """The functions that read the rows for a page, and what they lead to."""
    asked = [s.site.function for s in statements(program, "select") if s.ordered]
    return loosely(program, [f for f in asked if f])


def interface(program: Program) -> Scope:
    """The learner's own open_session and save_session, and what they lead to."""
    named = ("open_session", "save_session")
    return loosely(program, [f for f in program.functions if f.name in named])


def lookups(program: Program, variable: str) -> tuple[Lookup, ...]:
    """Where the program asks for that variable by its name."""
    return tuple(
        _lookup(site)
        for site in program.sites
        if isinstance(site.node, ast.Constant) and site.node.value == variable
        if isinstance(site.above[-1], ast.Subscript) or _asks(site.above[-1])
    )


def settings(program: Program, start: str) -> tuple[Site, ...]:
    """Where a setting is given whose name begins so: by a keyword, key or attribute."""
    return tuple(s for s in program.sites if _given(s).startswith(start))


def stores(
    program: Program, within: Iterable[Function] | None = None
) -> tuple[Site, ...]:
    """Where something is put into Flask's session: session[…] = …, or setdefault()."""
    put = [
        site
        for site in program.within(within)
        if isinstance(site.node, ast.Subscript)
        and isinstance(site.node.ctx, ast.Store)
        and program.dotted(site.file, site.node.value) == "flask.session"
    ]
    return (*put, *program.calls("flask.session.setdefault", within=within))


def clocks(
    program: Program, *names: str, within: Iterable[Function] | None = None
) -> tuple[Site, ...]:
    """Where a clock is asked: one of those, or any; time means time.time()."""
    found = program.calls(*(names or CLOCKS), within=within)
    foreign = ("time.", "datetime.")
    return tuple(s for s in found if program.called_as(s).startswith(foreign))


def moments_compared(program: Program, within: Iterable[Function]) -> bool:
    """True when two moments are held against each other there, in Python or in SQL.

    Comparing with a number that stands there, as in times > 1, does not count.
    """
    scope = tuple(within)
    return any(map(_compares, program.within(scope))) or any(
        MOMENT.search(s.text) for s in statements(program, within=scope)
    )


# one node at a time -----------------------------------------------------------------


@lru_cache(maxsize=4)  # every recogniser asks of the same program
def _all(program: Program) -> tuple[Statement, ...]:
    return tuple(filter(None, map(_statement, program.sites)))


def _statement(site: Site) -> Statement | None:
    text = site.node.value if isinstance(site.node, ast.Constant) else None
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    found = SQL.match(text)
    if found is None:
        return None
    verb, table = (word.lower() for word in found.groups() if word)
    behind = re.split(r"\bwhere\b", text, maxsplit=1, flags=re.I)[1:]
    condition = re.split(r"\border by\b", "".join(behind), flags=re.I)[0]
    columns = frozenset(c.lower() for c in COMPARED.findall(condition))
    return Statement(site, text, verb.replace("replace", "insert"), table, columns)


def _asks(node: ast.AST) -> bool:
    words = ("get", "getenv", "pop", "setdefault")
    asked = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return asked.split(".")[-1] in words and "env" in asked


def _lookup(site: Site) -> Lookup:
    asking, *around = reversed(site.above)
    given = _others(asking)
    default = any(not isinstance(g, ast.Constant) or g.value for g in given)
    for outer in around[:1]:
        if isinstance(outer, ast.BoolOp) and isinstance(outer.op, ast.Or):
            default = default or outer.values[-1] is not asking
    return Lookup(site, default, isinstance(asking, ast.Subscript))


def _others(node: ast.AST) -> list[ast.expr]:
    """What a call is given beside its first argument; nothing for anything else."""
    if not isinstance(node, ast.Call):
        return []
    return [*node.args[1:], *(k.value for k in node.keywords)]


def _given(site: Site) -> str:
    node = site.node
    if isinstance(node, ast.keyword):
        return node.arg or ""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return key if isinstance(key, str) else ""
    stored = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    return node.attr if stored and isinstance(node, ast.Attribute) else ""


def _compares(site: Site) -> bool:
    node = site.node
    if not isinstance(node, ast.Compare):
        return False
    order = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    sides = [node.left, *node.comparators]
    return any(isinstance(op, order) for op in node.ops) and not any(
        isinstance(side, ast.Constant) for side in sides
    )
