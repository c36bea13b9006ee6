"""How the mistakes of lesson 6 are recognised: what was seen first, then the line."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from jinja2 import nodes

from checker.diagnosis import recogniser
from checker.evidence.headers import naming
from checker.evidence.markup import lines, places
from checker.evidence.storage import (
    clocks,
    interface,
    lookups,
    loosely,
    moments_compared,
    owner,
    settings,
    statements,
    stores,
    taking,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.diagnosis import Found
    from checker.evidence import Evidence, Function, Program, Scope, Site
    from checker.evidence.storage import Statement
    from checker.report import Frame

LIST = "_flashes"
BY_PROCESS = "getpid get_native_id current_process mkdtemp mkstemp gettempdir".split()
BY_CHANCE = "token_hex token_urlsafe uuid4 uuid1 random randint randrange".split()
OTHER_CLOCKS = ("monotonic", "monotonic_ns", "perf_counter", "process_time")
LOCKS = ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "flock")
EMPTY = ("dict", "list", "defaultdict", "deque", "OrderedDict")
CHANGING = ("append", "extend", "insert", "pop", "setdefault", "update", "remove")
KEEPING = ("no-store", "no-cache", "private", "must-revalidate")  # who may keep what
OUT_OF_TAB = r"<button\b[^<>]*\btabindex=[\"']?-1"
BY_SCRIPT = r"<button\b[^<>]*\btype=[\"']?button\b"
BY_MOUSE = r"\bon(mouse|pointer|touch)\w+=|[\"'](mouse|pointer|touch)\w+[\"']"
REMOVED = r"\.remove\(\)|\.outerHTML\s*=|\.hidden\s*=\s*true|\.display\s*=\s*[\"']none"
BY_PLACE = r"loop\.index0?\b[^<>]{0,99}/dismiss|dismiss\w*['\"][^<>]{0,99}\bloop\.index"
BUTTON = re.compile(r"<button\b([^<>]*)>((?:(?!</?button\b).)*)</button>", re.DOTALL)


# what happened ----------------------------------------------------------------------


def expected(seen: Evidence, *words: str) -> bool:
    """True when one of the failing expected something with all these words."""
    return any(all(w in r.expected for w in words) for r in seen.failing)


def saw(seen: Evidence, *words: str) -> bool:
    """True when one of the failing saw something with all these words."""
    return any(all(w in r.seen for w in words) for r in seen.failing)


def counted(seen: Evidence) -> tuple[int, int] | None:
    """On how many pages a message should have been, and on how many it was."""
    asked = re.search(r"for (\d+) pages", seen.result.expected)
    found = re.match(r"(\d+) and \d+ in", seen.result.seen)
    return (int(asked[1]), int(found[1])) if asked and found else None


def as_markup(seen: Evidence) -> bool:
    """True when what somebody typed with tags is on the page without them."""
    typed = re.search("<b>(.+?)</b>", seen.result.expected)
    read = typed is not None and typed[1] in seen.result.seen
    return saw(seen, "as markup") or (read and not saw(seen, "&lt;"))


def dismissing(seen: Evidence) -> str:
    """The address of the dismiss button that the check used; "" when it used none."""
    used = [s.path for s in seen.steps if s.path.endswith("/dismiss")]
    return used[-1] if used else ""


# where it stands --------------------------------------------------------------------


def where(seen: Evidence, *found: Statement) -> tuple[Frame, ...]:
    """Where the statements stand."""
    return seen.program.places(s.site for s in found)


def heads(seen: Evidence, *functions: Function) -> tuple[Frame, ...]:
    """The lines with def."""
    return tuple(map(seen.program.head, functions))


def named(seen: Evidence, name: str) -> tuple[Frame, ...]:
    """The lines with def of the functions of that name."""
    return heads(seen, *(f for f in seen.program.functions if f.name == name))


def reminding(seen: Evidence) -> Scope:
    """What runs when somebody leaves a reminder."""
    return seen.program.answering("POST", "/reminders")


def dismissal(seen: Evidence) -> Scope:
    """What may run for the dismiss button."""
    program = seen.program
    return loosely(program, program.views("POST", dismissing(seen)))


def looking(seen: Evidence) -> Scope:
    """What runs whenever somebody only looks: hooks, context processors and views."""
    program = seen.program
    hooks = program.hooks("before_request", "before_app_request", "context_processor")
    given = [
        f
        for site in program.calls("context_processor", "before_request")
        for a in site.arguments
        for f in program.targets(site.file, a, site.function)
    ]
    views = [
        f for path in ("/", "/about", "/sign-in") for f in program.views("GET", path)
    ]
    return program.reach([*hooks, *given, *views])


def set_cookies(seen: Evidence) -> tuple[Site, ...]:
    """The calls of set_cookie()."""
    return tuple(
        site
        for site in seen.program.sites
        if isinstance(site.node, ast.Call)
        and isinstance(site.node.func, ast.Attribute)
        and site.node.func.attr == "set_cookie"
    )


def has_interface(seen: Evidence) -> bool:
    """True when the app is given a session interface, be it by an extension."""
    program = seen.program
    return bool(settings(program, "session_interface") or program.calls("Session"))


def limit_is_set(seen: Evidence) -> tuple[Site, ...]:
    """Where the size of a cookie is configured."""
    program = seen.program
    return settings(program, "MAX_COOKIE_SIZE") + settings(program, "max_cookie_size")


def defaults(seen: Evidence) -> tuple[Site, ...]:
    """Where somebody who only looks is given a value in the session, if it has none."""
    return tuple(
        site
        for site in stores(seen.program, looking(seen))
        if isinstance(site.node, ast.Call)
        or any(isinstance(n, ast.If) and "not in" in text(n.test) for n in site.above)
    )


def text(node: ast.AST) -> str:
    """The node as Python."""
    return ast.unparse(node)


def value(site: Site) -> object:
    """The constant that stands there; a site of its own for anything else."""
    return site.node.value if isinstance(site.node, ast.Constant) else site


def names_the_owner(seen: Evidence, statement: Statement) -> bool:
    """True when it compares the column that says whose a row is."""
    column = owner(seen.program, statement.table)
    return not column or column in statement.where


def unescaped(seen: Evidence) -> tuple[Frame, ...]:
    """Where a template spares something that is no constant from escaping."""
    safe = [
        mark
        for mark in seen.templates.filters("safe")
        if not isinstance(getattr(mark.node, "node", None), nodes.Const)
    ]
    off = seen.templates.marks(nodes.ScopedEvalContextModifier)
    return tuple(mark.place for mark in (*safe, *off))


def tests(seen: Evidence, *words: str) -> tuple[Site, ...]:
    """The conditions with all the words, where sessions are saved and messages left."""
    program = seen.program
    scope = (*interface(program), *reminding(seen))
    tested = (ast.Compare, ast.Call, ast.If)
    return tuple(
        s
        for s in program.within(scope)
        if isinstance(s.node, tested)
        and all(w in text(getattr(s.node, "test", s.node)) for w in words)
    )


def list_in_session(program: Program) -> tuple[Site, ...]:
    """Where the list that flash() keeps is asked of Flask's session by its name."""
    asked = program.calls("flask.session.get", "flask.session.setdefault")
    return tuple(s for s in asked if is_text(s.argument(0, "key"), LIST))


def puts_back(program: Program, function: Function) -> bool:
    """True when the function writes that list into the session."""
    return any(
        isinstance(site.node, ast.Subscript) and is_text(site.node.slice, LIST)
        for site in stores(program, [function])
    )


def kept_in_memory(program: Program, besides: Scope) -> tuple[Site, ...]:
    """Where an empty list or dict is made once for the process and changed later.

    What those functions use as well does not count.
    """
    changed = {name for site in program.sites for name in changed_names(site)}
    changed -= {last(site.node) for site in program.within(besides)}
    return tuple(
        site
        for site in program.sites
        if is_lasting(site) and not changed.isdisjoint(made_empty(site.node))
    )


def is_lasting(site: Site) -> bool:
    """True for what runs once a process: outside of functions, or as an app is made."""
    return site.function is None or site.function.name == "__init__"


def made_empty(node: ast.AST) -> Iterator[str]:
    """The names that the statement gives an empty list or dict."""
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return
    value = node.value
    empty = isinstance(value, ast.Dict | ast.List) and not ast.unparse(value)[1:-1]
    if isinstance(value, ast.Call):
        empty = last(value.func) in EMPTY
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    yield from (last(t) for t in targets if empty)


def changed_names(site: Site) -> Iterator[str]:
    """The name of the list or dict that the node changes, in a function."""
    node, inner = site.node, None
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        inner = node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        inner = node.func.value if node.func.attr in CHANGING else None
    while isinstance(inner, ast.Subscript):
        inner = inner.value
    if inner is not None and site.function is not None:
        yield last(inner)


def is_text(node: ast.expr | None, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def last(node: ast.AST) -> str:
    """The last word of a name, as in self.waiting; "" for anything else."""
    return str(getattr(node, "id", getattr(node, "attr", "")))


# task 1 -----------------------------------------------------------------------------


@recogniser
def default_place_for_the_file(seen: Evidence) -> Found:
    """The app starts without SHELF_DB, and has something else to take."""
    found = [x.site for x in lookups(seen.program, "SHELF_DB") if x.default]
    return saw(seen, "the app started") and seen.program.places(found)


@recogniser
def opened_at_the_first_request(seen: Evidence) -> Found:
    """The app starts without SHELF_DB, and asks for it only in a function in use."""
    program = seen.program
    found = lookups(program, "SHELF_DB")
    used = {
        f
        for site in program.sites
        if isinstance(site.node, ast.Name | ast.Attribute)
        for f in program.targets(site.file, site.node, site.function)
    }
    late = found and all(not x.default and x.site.function in used for x in found)
    told = saw(seen, "the app started") and expected(seen, "no start without")
    return bool(late) and told and program.places(x.site for x in found)


@recogniser
def environ_complains_enough(seen: Evidence) -> Found:
    """All that the app says when it does not start is the name of a KeyError."""
    found = [x.site for x in lookups(seen.program, "SHELF_DB") if x.strict]
    return saw(seen, "KeyError") and seen.program.places(found)


@recogniser
def a_path_makes_it_server_side(seen: Evidence) -> Found:
    """Nothing was given to app.session_interface, only something to the settings."""
    found = settings(seen.program, "SESSION_")
    found = tuple(s for s in found if "COOKIE" not in s.code)
    return not has_interface(seen) and seen.program.places(found)


@recogniser
def limit_is_a_setting(seen: Evidence) -> Found:
    """Flask's own cookie is too long, and its size is configured."""
    return not has_interface(seen) and seen.program.places(limit_is_set(seen))


@recogniser
def one_connection_for_all(seen: Evidence) -> Found:
    """sqlite3 says that a connection belongs to another thread."""
    found = seen.crashed("ProgrammingError", "same thread")
    return found and seen.program.places(seen.program.calls("sqlite3.connect"))


@recogniser
def cookie_carries_a_copy(seen: Evidence) -> Found:
    """A cookie that the app sends holds the text of a message."""
    sent = [s for s in set_cookies(seen) if quoted(s) in seen.result.seen]
    told = expected(seen, "no text of a message in a cookie")
    return told and seen.program.places(sent)


def quoted(site: Site) -> str:
    """The cookie's name where it stands as such, in the quotes of a report."""
    name = site.argument(0, "key")
    return f"“{name.value!s}”" if isinstance(name, ast.Constant) else "no name"


@recogniser
def longer_is_safer(seen: Evidence) -> Found:
    """The cookie is too long, and so is the id that is made for it."""
    made = seen.program.calls(*BY_CHANCE, "token_bytes", "urandom", within=None)
    long = [s for s in made if is_long(s)]
    return expected(seen, "a cookie under 200 bytes") and seen.program.places(long)


def is_long(site: Site) -> bool:
    """True for a call with a number over 64, and for one that is made many times."""
    sizes = [a.value for a in site.arguments if isinstance(a, ast.Constant)]
    many = any(isinstance(n, ast.GeneratorExp | ast.ListComp) for n in site.above)
    return many or any(isinstance(size, int) and size > 64 for size in sizes)


@recogniser
def cookie_flags_forgotten(seen: Evidence) -> Found:
    """The cookie is not HttpOnly, and its set_cookie() says nothing of it."""
    bare = [s for s in set_cookies(seen) if s.keyword("httponly") is None]
    configured = settings(seen.program, "SESSION_COOKIE_HTTPONLY")
    told = expected(seen, "a cookie marked HttpOnly")
    return told and not configured and seen.program.places(bare)


@recogniser
def vary_forgotten(seen: Evidence) -> Found:
    """The page does not say that it depends on the cookie, and the app saves itself."""
    return expected(seen, "“Vary: Cookie”") and named(seen, "save_session")


@recogniser
def custom_interface_skips_empty(seen: Evidence) -> Found:
    """A newcomer's message is lost, and a session without data is not saved."""
    skipped = [s for f in saving(seen) for s in seen.program.within([f]) if empty(s, f)]
    return expected(seen, "a message with") and seen.program.places(skipped)


def saving(seen: Evidence) -> Scope:
    return tuple(f for f in seen.program.functions if f.name == "save_session")


def empty(site: Site, function: Function) -> bool:
    """True for an if that asks for nothing but whether there is data in the session."""
    arguments = [a.arg for a in function.node.args.args]
    if not isinstance(site.node, ast.If) or len(arguments) < 4:
        return False
    given = re.escape(arguments[2])
    data = rf"{given}(\.data|\.keys\(\)|\.items\(\))?"
    asked = rf"(not )?((dict|len|bool|any)\({data}\)|{data})( (==|<|>|<=) [01])?"
    return bool(re.fullmatch(asked, text(site.node.test)))


@recogniser
def only_members_have_a_session(seen: Evidence) -> Found:
    """A newcomer's message is lost, and it is asked whether there is a name."""
    asked = (*tests(seen, "'name' in "), *tests(seen, "'name' not in "))
    asked += tuple(s for s in tests(seen, "get('name'") if not in_call(s))
    return expected(seen, "a message with") and seen.program.places(asked)


def in_call(site: Site) -> bool:
    """True for a call that is given on to another, so that it is no condition."""
    return isinstance(site.above[-1], ast.Call | ast.JoinedStr | ast.FormattedValue)


@recogniser
def session_for_everybody(seen: Evidence) -> Found:
    """Who only looked has a cookie, which the app's own interface sent."""
    found = [s for s in set_cookies(seen) if s.function in interface(seen.program)]
    return not defaults(seen) and seen.program.places(found)


@recogniser
def a_default_costs_nothing(seen: Evidence) -> Found:
    """Who only looked has a cookie, and a value in the session that was not there."""
    return seen.program.places(defaults(seen))


@recogniser
def made_up_id_is_adopted(seen: Evidence) -> Found:
    """The id that the visitor made up is the one that the app goes on with."""
    asked = [f for f in seen.program.functions if f.name == "open_session"]
    cookies = [
        site
        for site in seen.program.within(asked)
        if isinstance(site.node, ast.Attribute) and site.node.attr == "cookies"
    ]
    sent = seen.post is not None and bool(seen.post.set_cookies)
    told = saw(seen, "the made-up id", "in use") and sent
    return told and seen.program.places(cookies)


@recogniser
def one_box_for_all(seen: Evidence) -> Found:
    """A stranger reads the message, and the rows are asked for without an owner."""
    asked = [s for s in statements(seen.program, "select") if s.ordered and not s.where]
    told = expected(seen, "no message for a made-up id")
    told = told or expected(seen, "no message of another")
    return told and where(seen, *asked)


@recogniser
def a_file_for_each_worker(seen: Evidence) -> Found:
    """The other worker knows nothing, and something differs from process to process."""
    return expected(seen, "the second worker to show") and seen.program.places(
        of_a_process(seen)
    )


def of_a_process(seen: Evidence) -> list[Site]:
    program = seen.program
    chance = [s for s in program.calls(*BY_CHANCE) if s.function is None]
    found = [*program.calls(*BY_PROCESS), *chance]
    return [s for s in found if "secret_key" not in s.code.lower()]


@recogniser
def a_dict_is_a_store(seen: Evidence) -> Found:
    """The other worker knows nothing, and messages are in a list or dict in memory."""
    program = seen.program
    books = program.answering("POST", "/api/books")
    kept = kept_in_memory(program, besides=books)
    told = expected(seen, "the second worker to show") and not of_a_process(seen)
    return told and program.places(kept)


@recogniser
def shown_messages_stay_in_the_table(seen: Evidence) -> Found:
    """A shown message is in the file, and the rows for a page leave some out."""
    asked = [s for s in statements(seen.program, "select") if s.ordered]
    return where(seen, *(s for s in asked if len(s.where) > 1))


@recogniser
def a_log_of_what_was_said(seen: Evidence) -> Found:
    """A shown message is in the file, in a table that is only written."""
    read = {s.table for s in statements(seen.program, "select")}
    put = statements(seen.program, "insert")
    return where(seen, *(s for s in put if s.table not in read))


@recogniser
def text_from_the_store_is_safe(seen: Evidence) -> Found:
    """What somebody typed is markup, and whatever is read becomes Markup."""
    made = [s for s in seen.program.calls("Markup") if s.arguments]
    plain = [
        s
        for s in made
        if not isinstance(s.arguments[0], ast.Constant | ast.JoinedStr)
        and not any(isinstance(n, ast.IfExp | ast.If) for n in s.above)
    ]
    told = as_markup(seen) and not unescaped(seen)
    return told and seen.program.places(plain)


@recogniser
def links_need_safe(seen: Evidence) -> Found:
    """What somebody typed is markup, and a template spares it."""
    return as_markup(seen) and unescaped(seen)


@recogniser
def escaped_on_the_way_in(seen: Evidence) -> Found:
    """The page shows the codes of an escaped text, and the app escapes by itself."""
    program = seen.program
    codes = [s for s in program.sites if value(s) in ("&lt;", "<")]
    found = (*program.calls("escape"), *codes)
    return saw(seen, "&lt;") and program.places(found)


@recogniser
def json_forgets_markup(seen: Evidence) -> Found:
    """The page shows the link's source as it was, and messages go through JSON."""
    program = seen.program
    dumped = [s for s in program.calls("dumps") if "json" in program.called_as(s)]
    return saw(seen, "<a ") and program.places(dumped)


# what a browser keeps ---------------------------------------------------------------


@recogniser
def vary_is_enough_for_back(seen: Evidence) -> Found:
    """A message came back by the history, and the app says Vary and no more."""
    program = seen.program
    more = naming(program, *KEEPING)
    told = expected(seen, "reached by") and not more
    return told and program.places(naming(program, "Vary"))


@recogniser
def private_is_enough(seen: Evidence) -> Found:
    """A message came back by the history, and the app says private."""
    found = naming(seen.program, "private")
    return expected(seen, "reached by") and seen.program.places(found)


# task 2 -----------------------------------------------------------------------------


@recogniser
def whole_list_in_one_row(seen: Evidence) -> Found:
    """Messages of requests at one time are lost, and a row is written as a whole."""
    told = expected(seen, "each of the twenty messages once")
    written = [
        s
        for s in statements(seen.program)
        if s.verb == "update" or re.search("replace into|do update", s.text, re.I)
    ]
    return told and not seen.program.calls(*LOCKS) and where(seen, *written)


@recogniser
def a_lock_around_saving(seen: Evidence) -> Found:
    """Messages of requests at one time are lost, although there is a lock."""
    told = expected(seen, "each of the twenty messages once")
    return told and seen.program.places(seen.program.calls(*LOCKS))


# task 3 -----------------------------------------------------------------------------


@recogniser
def append_without_putting_back(seen: Evidence) -> Found:
    """The message is on no page, and the list is asked for and not put back."""
    program = seen.program
    found = list_in_session(program)
    asked = [s for s in found if s.function and not puts_back(program, s.function)]
    return never_shown(seen) and program.places(asked)


def never_shown(seen: Evidence) -> bool:
    """True when a message with limits was left without an error and never shown."""
    if any(status >= 500 for status in seen.statuses):
        return False
    sent = [dict(s.sent) for s in seen.steps if s.path == "/reminders"]
    words = [
        f["text"] for f in sent if set(f) - {"text", "kind"} and f.get("seconds") != "1"
    ]
    return bool(words) and not any(w in t for t in seen.shown for w in words)


@recogniser
def a_text_is_a_message(seen: Evidence) -> Found:
    """Leaving a message with limits is an error about its parts."""
    parts = seen.crashed("TypeError", "positional") or seen.crashed("unpack")
    program = seen.program
    put = [
        s
        for s in (*stores(program), *list_in_session(program))
        if "_flashes" in s.code or "append" in s.code
    ]
    return parts and program.places(put)


@recogniser
def a_time_limit_still_means_one_page(seen: Evidence) -> Found:
    """A message with minutes to go was on one page and not on the next."""
    once = expected(seen, "for 300 seconds on the second page")
    ones = [s for s in seen.program.within(reminding(seen)) if falls_to_one(s)]
    return once and (seen.program.places(ones) or True)


def falls_to_one(site: Site) -> bool:
    """True for “… or 1” and “… else 1”."""
    node = site.node
    last = node.values[-1] if isinstance(node, ast.BoolOp) else None
    last = node.orelse if isinstance(node, ast.IfExp) else last
    return isinstance(last, ast.Constant) and last.value == 1


@recogniser
def expiry_is_never_checked(seen: Evidence) -> Found:
    """A message is shown after its time; its end is stored and compared nowhere."""
    program = seen.program
    shown = taking(program)
    late = expected(seen, "a second to be over") and not moments_compared(
        program, shown
    )
    ends = clocks(program, within=reminding(seen))
    return late and not lifetimes(seen) and program.places(ends)


def lifetimes(seen: Evidence) -> tuple[Site, ...]:
    """Where a reminder sets the lifetime of sessions."""
    program, scope = seen.program, reminding(seen)
    found = settings(program, "PERMANENT_SESSION_LIFETIME")
    found += settings(program, "permanent_session_lifetime")
    return tuple(s for s in found if s.function in scope)


@recogniser
def lifetime_of_the_session(seen: Evidence) -> Found:
    """Leaving a reminder sets the lifetime of sessions."""
    return seen.program.places(lifetimes(seen))


@recogniser
def two_clocks(seen: Evidence) -> Found:
    """A message with minutes to go is over at once; its end is from another clock."""
    return never_shown(seen) and seen.program.places(
        clocks(seen.program, *OTHER_CLOCKS, within=reminding(seen))
    )


@recogniser
def seconds_are_a_moment(seen: Evidence) -> Found:
    """A message with minutes to go is over at once; no clock was asked for its end."""
    program, scope = seen.program, reminding(seen)
    asked = [s for s in program.within(scope) if value(s) == "seconds"]
    over = never_shown(seen) and moments_compared(program, taking(program))
    return over and not clocks(program, within=scope) and program.places(asked)


@recogniser
def pages_are_never_counted(seen: Evidence) -> Found:
    """A message is on more pages than it should, and nothing is ever counted down."""
    program, shown = seen.program, taking(seen.program)
    count = counted(seen)
    down = any(isinstance(s.node, ast.Sub) for s in program.within(shown))
    down = down or any("- 1" in s.text for s in statements(program, within=shown))
    often = count is not None and count[1] > count[0]
    return often and not down and heads(seen, *shown)


# task 4 -----------------------------------------------------------------------------


@recogniser
def a_route_takes_any_method(seen: Evidence) -> Found:
    """The button's address answers GET, and POST is not answered at all."""
    path = dismissing(seen)
    views = seen.program.views("GET", path) if path else ()
    return not seen.program.views("POST", path) and heads(seen, *views)


@recogniser
def a_link_dismisses(seen: Evidence) -> Found:
    """GET runs the very function that POST runs, and does not ask which it is."""
    program, path = seen.program, dismissing(seen)
    pressed, opened = program.views("POST", path), program.answering("GET", path)
    shared = [f for f in pressed if f in opened]
    return not asks_method(seen, opened) and heads(seen, *shared)


def asks_method(seen: Evidence, scope: Scope) -> bool:
    return bool(seen.program.uses("flask.request.method", within=scope))


@recogniser
def every_address_answers_get(seen: Evidence) -> Found:
    """GET is answered by something else than what POST does."""
    program, path = seen.program, dismissing(seen)
    opened, pressed = program.views("GET", path), program.views("POST", path)
    reached = program.answering("GET", path)
    apart = asks_method(seen, opened) or not set(pressed) & set(reached)
    return bool(pressed) and apart and heads(seen, *opened)


@recogniser
def a_cross_says_enough(seen: Evidence) -> Found:
    """The button has no name, and in a template its label has no letters."""
    nameless = [
        place
        for t in seen.templates.all
        for place in places(
            t, (b.start() for b in BUTTON.finditer(t.text) if is_nameless(*b.groups()))
        )
    ]
    return expected(seen, "a button with a name") and nameless


def is_nameless(attributes: str, label: str) -> bool:
    """True when nothing in it can be read: no letters but those of tags and codes."""
    bare = re.sub(r"<[^<>]*>|&\w+;", "", label)
    return "aria-label" not in attributes and not re.search(r"[^\W\d_]", bare)


@recogniser
def dismiss_clears_them_all(seen: Evidence) -> Found:
    """The other message went with it, and rows are deleted by their owner alone."""
    gone = statements(seen.program, "delete", within=dismissal(seen))
    all_of = [s for s in gone if s.where == {owner(seen.program, s.table)}]
    return expected(seen, "to stay") and where(seen, *all_of)


@recogniser
def dismissed_for_one_page(seen: Evidence) -> Found:
    """The message was left out of one page and is on the one after it."""
    return expected(seen, "gone for good") and bool(
        seen.program.views("POST", dismissing(seen))
    )


@recogniser
def hidden_is_gone(seen: Evidence) -> Found:
    """The message is on no page and still in the file; that it is hidden is noted."""
    program, scope = seen.program, dismissal(seen)
    marked = where(seen, *statements(program, "update", within=scope))
    noted = program.places(stores(program, scope))
    return expected(seen, "no row left of it") and (*noted, *marked)


@recogniser
def anybody_dismisses(seen: Evidence) -> Found:
    """A stranger's POST works, and the row is deleted whoever owns it."""
    gone = statements(seen.program, "delete", within=dismissal(seen))
    free = [s for s in gone if not names_the_owner(seen, s)]
    return answered(seen, "30") and where(seen, *free)


def answered(seen: Evidence, status: str) -> bool:
    """True when the stranger was answered so instead of by 404."""
    return expected(seen, "404 for POST") and seen.result.seen.startswith(status)


@recogniser
def nothing_to_dismiss_is_fine(seen: Evidence) -> Found:
    """A stranger's POST is answered as if it had worked; nothing there says 404."""
    program, scope = seen.program, dismissal(seen)
    view = program.answering("POST", dismissing(seen))
    refuses = program.calls("abort", within=view) or any(
        value(s) == 404 for s in program.within(view)
    )
    gone = statements(program, "delete", within=scope)
    owned = gone and all(names_the_owner(seen, s) for s in gone)
    return answered(seen, "30") and bool(owned) and not refuses


@recogniser
def forbidden_tells_more(seen: Evidence) -> Found:
    """A stranger is told that the message is there, and not theirs."""
    program = seen.program
    view = program.answering("POST", dismissing(seen))
    said = [s for s in program.within(view) if value(s) == 403]
    said += program.uses("Forbidden", within=view)
    return answered(seen, "403") and program.places(said)


@recogniser
def keep_keeps_for_ever(seen: Evidence) -> Found:
    """What one page kept is on every page from then on; it was given no limit."""
    program = seen.program
    scope = program.answering("GET", "/today")
    limitless = [
        s
        for s in program.within(scope)
        if value(s) is None and isinstance(s.above[-1], ast.Call | ast.keyword)
    ]
    return expected(seen, "no message any more") and program.places(limitless)


@recogniser
def reading_does_not_use_up(seen: Evidence) -> Found:
    """What the page should keep is gone; it has read the messages, and left none."""
    program = seen.program
    scope = [f for f in program.answering("GET", "/today") if f not in taking(program)]
    read = program.calls("get_flashed_messages", within=scope)
    read += tuple(
        s
        for s in program.within(scope)
        if isinstance(s.node, ast.Call) and reads(seen, s)
    )
    left = bool(program.calls("flash", within=scope) or stores(program, scope))
    left = left or bool(statements(program, "insert", within=scope))
    return expected(seen, "both messages") and not left and program.places(read)


def reads(seen: Evidence, site: Site) -> bool:
    """True when the call leads to where the rows for a page are read."""
    assert isinstance(site.node, ast.Call)
    program = seen.program
    own = program.targets(site.file, site.node.func, site.function)
    asked = {s.site.function for s in statements(program, "select") if s.ordered}
    return bool(asked & set(loosely(program, own)))


@recogniser
def tab_passes_by(seen: Evidence) -> Found:
    """The keyboard never came to the button, which was taken out of its way."""
    return expected(seen, "Tab to lead to the button") and lines(seen, OUT_OF_TAB)


@recogniser
def removed_under_the_keyboard(seen: Evidence) -> Found:
    """The keyboard was left nowhere, and a script takes something off the page."""
    return expected(seen, "the keyboard at something") and lines(seen, REMOVED)


@recogniser
def a_script_presses_it(seen: Evidence) -> Found:
    """A click did nothing without scripts, and the button sends no form by itself."""
    told = expected(seen, "gone after a click without scripts")
    return told and not lines(seen, BY_MOUSE) and lines(seen, BY_SCRIPT)


@recogniser
def pressed_by_a_mouse(seen: Evidence) -> Found:
    """Keys did nothing, and a script listens to the mouse."""
    told = expected(seen, "gone after Enter and the space bar")
    return told and lines(seen, BY_MOUSE)


@recogniser
def the_place_is_the_name(seen: Evidence) -> Found:
    """An old button took another message, and a template counts messages for it."""
    return expected(seen, "to stay") and lines(seen, BY_PLACE)


# task 5 -----------------------------------------------------------------------------


@recogniser
def taken_all_at_once(seen: Evidence) -> Found:
    """Messages with pages to go are lost on Redis: what was read is deleted whole."""
    program = seen.program
    reading = {f for s in called(program, "hgetall") for f in s.around}
    keeping = {f for s in called(program, "hset", "hmset") for f in s.around}
    gone = called(program, "delete", "unlink", "hdel", "getdel", "rename")
    sites = [s for s in gone if not (reading - keeping).isdisjoint(s.around)]
    return expected(seen, "two messages on the second page") and program.places(sites)


def called(program: Program, *names: str) -> list[Site]:
    """The calls of methods of those names, whatever they belong to."""
    return [
        site
        for site in program.sites
        if isinstance(site.node, ast.Call)
        and isinstance(site.node.func, ast.Attribute)
        and site.node.func.attr in names
    ]


@recogniser
def the_file_comes_first(seen: Evidence) -> Found:
    """With SHELF_REDIS the app does not start, for it wants SHELF_DB."""
    wanted = "SHELF_DB" in f"{seen.result.error} {seen.result.reason}"
    asked = lookups(seen.program, "SHELF_DB")
    chosen = bool(lookups(seen.program, "SHELF_REDIS"))
    return wanted and chosen and seen.program.places(x.site for x in asked)


# every page ---------------------------------------------------------------------------


@recogniser
def one_id_for_all(seen: Evidence) -> Found:
    """A page has an id twice, and a template has it as it stands."""
    ids = [i for r in seen.failing for i in re.findall("an id, “([^”]+)”", r.seen)]
    return [
        place for i in ids for place in lines(seen, rf"\bid=[\"']?{re.escape(i)}\b")
    ]
