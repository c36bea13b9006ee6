"""How the mistakes of lesson 1 are recognised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from jinja2 import meta, nodes

from checker.diagnosis import recogniser
from checker.evidence import before, dead, flashes, readings
from checker.evidence.evidence import places
from checker.evidence.markup import lines
from checker.evidence.sheet import declaring, looked_at, pale
from checker.report import Outcome
from checker.xray import same

if TYPE_CHECKING:
    from checker.diagnosis import Found
    from checker.evidence import Evidence, Function, Program, Scope, Site
    from checker.report import Frame
    from checker.xray import Exchange

IN_THE_BROWSER = r"\b(localStorage|document\.cookie)\b"
OUT_OF_FLOW = ("absolute", "fixed")
BRACES = re.compile(r"\{\w+\}")
HOOKS = ("before_request", "before_app_request", "context_processor")
GIVEN = frozenset(  # to every template, by Flask and by Jinja
    """config cycler dict g get_flashed_messages joiner lipsum loop namespace range
    request self session super url_for varargs kwargs caller""".split()
)


# what happened ----------------------------------------------------------------------


def posted(seen: Evidence) -> Exchange | None:
    """The last request of the first failing check that sent a form."""
    sent = [e for e in seen.exchanges if e.method == "POST"]
    return sent[-1] if sent else None


def telling(exchange: Exchange) -> bool:
    """True when the redirect's address holds what the form has sent."""
    address = unquote_plus(exchange.location)
    return any(value and value in address for _, value in exchange.sent)


def left_it(exchange: Exchange) -> bool:
    """True when a message with what the form has sent waits after the request."""
    return any(
        value in message.text
        for message in exchange.added
        for _, value in exchange.sent
    )


def page_is_stale(seen: Evidence) -> bool:
    """True when a book was added, and the shelf looks as if nothing had happened."""
    result = seen.results.get("names_the_book")
    steps = [s for s in result.steps if s.method] if result else []
    shelf = [s.body for s in steps if s.method == "GET" and s.path == "/"]
    titles = [v for s in steps if s.path == "/books" for _, v in s.sent]
    return len(shelf) > 1 and len(set(shelf)) == 1 and titles[0] not in shelf[0]


# where it stands --------------------------------------------------------------------


def scope(seen: Evidence) -> Scope | None:
    """What runs for the form that was sent; the whole program where that is unknown."""
    return seen.view or None


def told_by(seen: Evidence, method: str, path: str) -> tuple[Frame, ...]:
    """Where the request's view, or a hook before every view, comes to flash."""
    program = seen.program
    view = program.answering(method, path)
    hooks = program.reach(program.hooks(*HOOKS))
    within = (*view, *hooks) if view else None
    return program.places(program.leading_to("flash", within=within))


def session_stores(seen: Evidence) -> tuple[Site, ...]:
    """Where the view puts something into the session."""
    program = seen.program
    return tuple(
        site
        for site in program.within(scope(seen))
        if (
            isinstance(site.node, ast.Subscript) and is_stored(site.node, site, program)
        )
        or program.called_as(site)
        in ("flask.session.update", "flask.session.setdefault")
    )


def is_stored(node: ast.Subscript, site: Site, program: Program) -> bool:
    """True for session[…] on the left of an equals sign."""
    stored = isinstance(node.ctx, ast.Store)
    return stored and program.dotted(site.file, node.value) == "flask.session"


def reads_session(site: Site, program: Program) -> bool:
    """True when the call is given something out of the session, or out of g."""
    inner = [n for given in (site.node, *kept_for(site)) for n in ast.walk(given)]
    named_so = [n for n in inner if isinstance(n, ast.Name | ast.Attribute)]
    names = {program.dotted(site.file, n) for n in named_so}
    return not names.isdisjoint({"flask.session", "flask.g"})


def kept_for(site: Site) -> Iterator[ast.expr]:
    """What the variables that the call is given were set to in the same function."""
    names = [a.id for a in site.arguments if isinstance(a, ast.Name)]
    inner = ast.walk(site.function.node) if site.function else ()
    for node in inner:
        if not isinstance(node, ast.Assign):
            continue
        if any(isinstance(t, ast.Name) and t.id in names for t in node.targets):
            yield node.value


def kept_pages(program: Program) -> Iterator[Site]:
    """Where a page is kept: a cache above a view, or a table that pages go into."""
    above = {d for function in program.views() for d in function.decorators}
    for site in program.sites:
        node = site.node.func if isinstance(site.node, ast.Call) else site.node
        name = program.dotted(site.file, node) if isinstance(node, ast.expr) else ""
        if site.node in above and "cache" in name.rpartition(".")[2]:
            yield site
    pages = (*program.views(), *program.hooks("after_request"))
    for site in program.within((*program.reach(pages), *handed(program))):
        if isinstance(site.node, ast.Assign) and "session" not in ast.unparse(
            site.node
        ):
            kept = any(isinstance(t, ast.Subscript) for t in site.node.targets)
            made = [n.attr for n in ast.walk(site.node.value) if hasattr(n, "attr")]
            calls = [n.id for n in ast.walk(site.node.value) if isinstance(n, ast.Name)]
            if kept and {"render_template", "get_data", "data"} & {*made, *calls}:
                yield site


def handed(program: Program) -> Iterator[Function]:
    """The functions that are given to after_request without an @."""
    for site in program.calls("after_request"):
        for argument in site.arguments:
            yield from program.targets(site.file, argument, site.function)


def unfilled(seen: Evidence) -> Iterator[Frame]:
    """Where templates loop over or ask for a variable that nobody gives a value."""
    known = GIVEN | set(given(seen))
    for template in seen.templates.all:
        names = meta.find_undeclared_variables(template.tree) - known
        for mark in seen.templates.marks(nodes.Name, [template]):
            around = mark.above[-1]
            asked = (getattr(around, "iter", None), getattr(around, "test", None))
            if getattr(mark.node, "name", "") in names and mark.node in asked:
                yield mark.place


def given(seen: Evidence) -> Iterator[str]:
    """The names by which templates may be given something, however that is done."""
    for site in seen.program.sites:
        yield named(site)
    yield from (function.name for function in seen.program.functions)
    for mark in seen.templates.marks(nodes.Name):
        if isinstance(mark.node, nodes.Name) and mark.node.ctx != "load":
            yield mark.node.name


# task 1 -----------------------------------------------------------------------------


@recogniser
def flash_on_arrival(seen: Evidence) -> Found:
    """A page shows a message to somebody who did nothing, and its view flashes it."""
    if not seen.last or not seen.shown or in_the_form_view(seen):
        return False
    return told_by(seen, "GET", seen.last.path)


@recogniser
def flash_in_the_form_view(seen: Evidence) -> Found:
    """Opening the form leaves a message, and sending it leaves none."""
    return in_the_form_view(seen) and told_by(seen, "GET", "/sign-in")


def in_the_form_view(seen: Evidence) -> bool:
    """True when the sign-in form shows a message, and no sign-in leaves one."""
    pages = seen.exchanges_of("nothing_to_say_at_first")
    shown = bool(pages) and pages[-1].path == "/sign-in" and bool(pages[-1].shown)
    return shown and not any(e.added for e in seen.exchanges_of("greets_by_name"))


@recogniser
def flash_at_import(seen: Evidence) -> Found:
    """The app does not load, for a line that flashes outside of a request."""
    if seen.result.outcome is not Outcome.NOT_STARTABLE:
        return False
    told = seen.program.places(flashes(seen.program))
    lines = {(frame.file, frame.line) for frame in told}
    return [f for f in seen.frames if (f.file, f.line) in lines]


@recogniser
def flash_after_return(seen: Evidence) -> Found:
    """Nothing was left, and a flash() of the view stands where nothing runs."""
    told = seen.program.leading_to("flash", within=scope(seen))
    return not seen.left and seen.program.places(filter(dead, told))


@recogniser
def view_named_flash(seen: Evidence) -> Found:
    """The call of flash() fails, since flash is a function of the app's own."""
    if not seen.crashed("flash()") and not seen.crashed("RecursionError"):
        return False
    own = [f for f in seen.program.views() if f.name == "flash"]
    return [seen.program.head(f) for f in own]


@recogniser
def looking_leaves_them(seen: Evidence) -> Found:
    """Nothing waits after a living flash(), and the same request asks in Python."""
    program = seen.program
    told = program.leading_to("flash", within=scope(seen))
    if seen.left or seen.shown or seen.result.error or all(map(dead, told)):
        return False
    within = (*seen.view, *program.reach(program.hooks("after_request")))
    return program.places(program.calls("get_flashed_messages", within=within))


@recogniser
def session_knows_already(seen: Evidence) -> Found:
    """A message was left without the name; it is made of a session not filled yet."""
    sent = posted(seen)
    if sent is None or not sent.added or left_it(sent):
        return False
    stores = session_stores(seen)
    told = seen.program.leading_to("flash", within=scope(seen))
    early = [t for t in told if any(before(t, store) for store in stores)]
    return seen.program.places(t for t in early if reads_session(t, seen.program))


# task 2 -----------------------------------------------------------------------------


@recogniser
def flash_shows_by_itself(seen: Evidence) -> Found:
    """Messages wait in the cookie, and no template or function asks for them."""
    asked = readings(seen.program, seen.templates)
    if not seen.left or asked or any(unfilled(seen)):
        return False
    whole = "".join(seen.texts.values())  # render_messages is Bootstrap-Flask's
    elsewhere = "render_messages" in whole or "TODO 2:" in whole
    return not elsewhere and seen.program.places(flashes(seen.program))


@recogniser
def filled_by_nobody(seen: Evidence) -> Found:
    """Messages wait, nothing asks for them, and a loop's variable has no value."""
    asked = readings(seen.program, seen.templates)
    return seen.left and not asked and tuple(unfilled(seen))


@recogniser
def any_context_will_do(seen: Evidence) -> Found:
    """Messages wait; what asks for them does so in a request made by hand."""
    by_hand = seen.program.calls("test_request_context", "request_context")
    asking = {s.function for s in seen.program.calls("get_flashed_messages")}
    return seen.left and seen.program.places(
        site for site in by_hand if site.function in asking
    )


@recogniser
def the_view_asks(seen: Evidence) -> Found:
    """The message waits on; Python alone asks, in the view of the shelf."""
    asked = readings(seen.program, seen.templates)
    shelf = seen.program.views("GET", "/")
    own = [r for r in asked if r.site and set(r.site.around) & set(shelf)]
    return waits_elsewhere(seen) and len(own) == len(asked) and [r.place for r in own]


@recogniser
def region_on_one_page(seen: Evidence) -> Found:
    """The message waits on; templates ask, but none of those that the page is of."""
    asked = readings(seen.program, seen.templates)
    if not waits_elsewhere(seen) or any(r.site for r in asked):
        return False
    own = {r.place for r in readings(seen.program, seen.templates, seen.page)}
    return [r.place for r in asked if r.place not in own] or depends_on(seen, own)


def depends_on(seen: Evidence, asking: set[Frame]) -> list[Frame]:
    """Where the page asks, but only on a condition about the request."""
    tests = seen.templates.marks(nodes.If, seen.page)
    found = [t for t in tests if "request" in names_in(getattr(t.node, "test", None))]
    return [
        r.place
        for r in readings(seen.program, seen.templates, seen.page)
        if r.place in asking and r.mark
        if any(t.node in r.mark.above for t in found)
    ]


def names_in(node: nodes.Node | None) -> set[str]:
    """The variables in an expression."""
    if node is None:
        return set()
    inner = [node, *node.find_all(nodes.Name)]
    return {n.name for n in inner if isinstance(n, nodes.Name)}


def waits_elsewhere(seen: Evidence) -> bool:
    """True when the last page showed nothing, and its visitor's message waits on."""
    page = seen.exchanges[-1] if seen.exchanges else None
    waiting = page and [m for cookie in page.kept for m in cookie.messages]
    return bool(page and waiting and not page.shown and page.status == 200)


@recogniser
def greeting_from_the_address(seen: Evidence) -> Found:
    """The redirect's address holds the name, and no message with it waits."""
    found = [e for e in seen.exchanges if telling(e) and not left_it(e)]
    return bool(found) and in_the_redirect(seen)


@recogniser
def text_in_the_address(seen: Evidence) -> Found:
    """The redirect's address holds the name, though a message with it waits."""
    found = [e for e in seen.exchanges if telling(e) and left_it(e)]
    return bool(found) and in_the_redirect(seen)


def in_the_redirect(seen: Evidence) -> Found:
    """Where the sign-in redirects."""
    view = seen.program.answering("POST", "/sign-in") or None
    return seen.program.places(seen.program.calls("redirect", within=view)) or True


@recogniser
def kept_in_the_session(seen: Evidence) -> Found:
    """What is shown again stands in the session, under a name that is no message's."""
    keys = {key for e in seen.exchanges[-1:] for key in whole_text(e)}
    within = seen.program.within(scope(seen))
    return seen.program.places(s for s in within if named(s) in keys)


def whole_text(exchange: Exchange) -> Iterator[str]:
    """The names under which the session holds a whole message of the page."""
    for cookie in exchange.carried:
        for key, said in cookie.rest:
            text = " ".join(said.split())
            if " " in text and any(text in shown for shown in exchange.shown):
                yield key


def named(site: Site) -> str:
    """The text in quotes, or the name of an argument; "" for anything else."""
    if isinstance(site.node, ast.keyword):
        return site.node.arg or ""
    value = site.node.value if isinstance(site.node, ast.Constant) else None
    return value if isinstance(value, str) else ""


@recogniser
def read_without_taking(seen: Evidence) -> Found:
    """A message is shown and stays in the cookie; something reads _flashes itself."""
    stays = any(
        same(message, text)
        for e in seen.exchanges
        if e.method == "GET"
        for text in e.shown
        for cookie in e.kept
        for message in cookie.messages
    )
    return stays and places(inside_templates(seen), inside_python(seen))


def inside_templates(seen: Evidence) -> tuple[Frame, ...]:
    """Where a template names _flashes."""
    marks = (
        *seen.templates.marks(nodes.Getattr),
        *(m for m in seen.templates.marks(nodes.Const)),
    )
    return tuple(
        mark.place
        for mark in marks
        if "_flashes"
        in (getattr(mark.node, "attr", ""), getattr(mark.node, "value", ""))
    )


def inside_python(seen: Evidence) -> tuple[Frame, ...]:
    """Where Python names _flashes."""
    named_so = [s for s in seen.program.sites if named(s) == "_flashes"]
    return seen.program.places(named_so)


@recogniser
def greeted_on_every_page(seen: Evidence) -> Found:
    """Pages make the greeting themselves, each anew, and a line before them flashes."""
    pages = [e for e in seen.exchanges if e.method == "GET" and e.passing]
    anew = [e for e in pages if e.changes and not any(whole_text(e))]
    greeted = [e for e in seen.exchanges if e.method == "POST" and left_it(e)]
    if len(anew) < 2 or greeted:
        return False
    action = {
        f for f in seen.program.views() if {"POST"} in [r.methods for r in f.routes]
    }
    told = [s for s in flashes(seen.program) if not action.intersection(s.around)]
    return seen.program.places(told)


@recogniser
def cached_page(seen: Evidence) -> Found:
    """The shelf stays as it was after a book was added, and something keeps pages."""
    return page_is_stale(seen) and seen.program.places(kept_pages(seen.program))


@recogniser
def list_for_everybody(seen: Evidence) -> Found:
    """A visitor reads what another has sent, and it was in nobody's cookie."""
    sent = [(e.visitor, value) for e in seen.exchanges for _, value in e.sent if value]
    crossed = any(
        value in text and e.visitor != sender
        for e in seen.exchanges
        for text in e.passing
        for sender, value in sent
    )
    if not crossed or seen.left or page_is_stale(seen):
        return False
    added = [s for s in seen.program.within(scope(seen)) if put_into(s)]
    return seen.program.places(added) or True


def put_into(site: Site) -> bool:
    """True for a call that adds one thing to a list, a queue or the like."""
    called = getattr(getattr(site.node, "func", None), "attr", "")
    return called in ("append", "appendleft", "put", "put_nowait", "add", "insert")


# on the screen ----------------------------------------------------------------------


@recogniser
def pale_to_be_discreet(seen: Evidence) -> Found:
    """The greeting has too little contrast, and is told to be pale or translucent."""
    sheet, found = looked_at(seen)
    own = [rule for m in found for rule in sheet.within(m.index)]
    outer = [rule for m in found for rule in sheet.around(m.index)]
    faint = [d for d in declaring((*own, *outer), "opacity") if d.value[:1] != "1"]
    return "contrast" in seen.result.expected and (
        *(d.place for d in pale(sheet, own)),
        *(d.place for d in faint),
    )


@recogniser
def top_of_the_window_is_seen(seen: Evidence) -> Found:
    """Something lies over the greeting, which a style takes out of the page's flow."""
    sheet, found = looked_at(seen)
    own = [rule for m in found for rule in sheet.within(m.index)]
    outer = [rule for m in found for rule in sheet.around(m.index)]
    moved = [d for d in declaring((*own, *outer), "position") if d.value in OUT_OF_FLOW]
    return "that lies over it" in seen.result.seen and [d.place for d in moved]


@recogniser
def kept_in_the_browser(seen: Evidence) -> Found:
    """The other tab shows the greeting again, and a script keeps things for them."""
    again = "in the other tab" in seen.result.expected
    return again and not seen.failed("shown_once") and lines(seen, IN_THE_BROWSER)


# task 3 -----------------------------------------------------------------------------


@recogniser
def braces_without_f(seen: Evidence) -> Found:
    """A message has braces in it, as has a text in the view that is no f-string."""
    if not any(BRACES.search(text) for text in seen.shown):
        return False
    return seen.program.places(
        s
        for s in seen.program.within(scope(seen))
        if BRACES.search(named(s)) and not isinstance(s.above[-1], ast.JoinedStr)
    )


@recogniser
def says_not_which(seen: Evidence) -> Found:
    """Adding a book leaves a message, with neither the title nor braces in it."""
    sent = posted(seen)
    if sent is None or not sent.added or left_it(sent):
        return False
    odd = any("{" in message.text or "None" in message.text for message in sent.added)
    told = seen.program.leading_to("flash", within=scope(seen))
    return not odd and seen.program.places(told)


@recogniser
def only_the_first(seen: Evidence) -> Found:
    """Two messages were taken, and the page shows one of them."""
    for e in seen.exchanges:
        shown = [m for m in e.taken if any(same(m, text) for text in e.shown)]
        if len(e.taken) > 1 and len(shown) == 1:
            return [r.place for r in readings(seen.program, seen.templates)] or True
    return False


@recogniser
def newest_first(seen: Evidence) -> Found:
    """Two messages were taken, and the page shows the second above the first."""
    for e in seen.exchanges:
        order = [i for text in e.shown for i, m in enumerate(e.taken) if same(m, text)]
        if len(order) > 1 and order == sorted(order, reverse=True):
            return [r.place for r in readings(seen.program, seen.templates)] or True
    return False
