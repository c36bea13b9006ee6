"""How the mistakes of lesson 4 are recognised."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from jinja2 import nodes

from checker.diagnosis import recogniser
from checker.evidence import before, readings
from checker.evidence.markup import (
    handlers,
    lines,
    pages,
    pieces,
    raw,
    scripts,
    unfinished,
    unquoted,
    waits_on,
)
from checker.evidence.script import (
    HIDES,
    LEAVES,
    SHOWS,
    codes,
    holding,
    on_click,
    timed,
)
from checker.evidence.sheet import declaring, looked_at
from checker.evidence.showing import (
    asking,
    asks,
    leaves,
    outside_blocks,
    replaced,
    run_once,
    shared,
    unfilled,
)
from checker.xray import same

if TYPE_CHECKING:
    from checker.diagnosis import Found
    from checker.evidence import Evidence, Mark, Program, Scope, Site, Template
    from checker.report import Frame

TEMPLATES = (".html", ".htm", ".jinja", ".jinja2", ".j2", ".py")
REDIRECTS = (301, 302, 303, 307, 308)
LIST = re.compile(r"""\[(['"(]|Markup\(|\])""")
PAIR = re.compile(r"\('[\w-]*', ['\"M]")
RENDER = (
    "render_template",
    "render_template_string",
    "stream_template",
    "stream_template_string",
)
KEYFRAMES = r"@keyframes\s+{}\s*\{{((?:[^{{}}]*\{{[^{{}}]*\}})*)"
VANISHED = re.compile(
    r"(?:opacity|(?:max-)?height|width)\s*:\s*0(?![.\d])|visibility\s*:\s*hidden"
    r"|display\s*:\s*none|scale\w*\(\s*0|translate\w*\(\s*-?[1-9]|\b(?:left|top|right)\s*:\s*-\d"
)
ADDING = ("append", "extend", "insert", "add", "update", "appendleft")


# what happened ----------------------------------------------------------------------


def hidden(seen: Evidence) -> bool:
    """True when a page opened well, showed nothing, and the message waits on."""
    return any(waits_on(e) and not e.shown and e.status == 200 for e in seen.exchanges)


def gone(seen: Evidence) -> bool:
    """True when a page opened well, showed nothing, and took the message."""
    return any(
        e.method == "GET" and e.taken and not e.shown and e.status == 200
        for e in seen.exchanges
    )


def together(seen: Evidence) -> bool:
    """True when one message of a page holds what two forms have sent."""
    sent = [v for step in seen.steps for n, v in step.sent if n == "text"]
    return any(sum(v in text for v in sent) > 1 for text in seen.shown)


def twice(seen: Evidence) -> bool:
    """True when the last page shows two messages with one text that was sent."""
    step, post = seen.last, seen.post
    sent = [v for n, v in post.sent if n == "text"] if post else []
    shown = step.messages if step else ()
    return any(sum(v in message for message in shown) > 1 for v in sent)


def left_nothing(seen: Evidence) -> bool:
    """True when the book was added, and its answer left no message in the cookie."""
    added = [e for e in seen.exchanges if e.method == "POST" and e.path == "/books"]
    return bool(added) and added[-1].is_redirect and not added[-1].added


def odd(seen: Evidence, mark: str) -> bool:
    """True when a message reads so, and nobody has sent such a thing."""
    sent = " ".join(v for step in seen.steps for _, v in step.sent)
    return mark not in sent and any(mark in text for text in seen.shown)


def of_an_error(path: str) -> int:
    """The status that this lesson's pages have at a path: 404, 500, or 0 for a page."""
    if path in ("/", "/about", "/sign-in", "/books/1") or path.startswith("/search"):
        return 0
    return 500 if path == "/broken" else 404


# where it stands --------------------------------------------------------------------


def on_page(seen: Evidence) -> list[Template]:
    """The leaves among the templates of the last page; all leaves where not known."""
    own = [t for t in leaves(seen) if t in seen.page]
    return own or list(leaves(seen))


def again(seen: Evidence) -> Iterator[Frame]:
    """Where the last page's own template asks, though what it leads to does."""
    own = on_page(seen)
    marks = asks(seen)
    base = [m for m in marks if m.template not in own]
    if base:
        yield from (m.place for m in marks if m.template in own)
    handed = {looped(m) for m in seen.templates.marks(nodes.For, shared(seen))}
    for mark in seen.templates.marks(nodes.For, own):
        if looped(mark) in handed - {""} and not mark.within(nodes.For):
            yield mark.place


def looped(mark: Mark) -> str:
    """The variable that a for statement goes through, where it is a mere name."""
    given = getattr(mark.node, "iter", None)
    return given.name if isinstance(given, nodes.Name) else ""


def through(seen: Evidence) -> Iterator[tuple[Frame, str, object]]:
    """Where messages are unpacked or looped over: the place, the names, and whether
    the categories were asked for.
    """
    for reading in asking(seen):
        if isinstance(reading.loop, nodes.For):
            target = reading.loop.target
            pair = "pair" if isinstance(target, nodes.Tuple) else "one"
            place = next(
                m.place
                for m in seen.templates.marks(nodes.For)
                if m.node is reading.loop
            )
            yield place, pair, reading.categories
        else:
            yield reading.place, "", reading.categories


def before_adding(seen: Evidence) -> Scope:
    """What runs when a book is added; all that comes to flash where that is unknown."""
    program = seen.program
    told = {f for site in program.leading_to("flash") for f in site.around[-1:]}
    return program.answering("POST", "/books") or program.reach(told)


def processors(program: Program) -> Iterator[Site]:
    """Where a context processor asks for the messages."""
    hooks = program.reach(program.hooks("context_processor", "app_context_processor"))
    yield from program.calls("get_flashed_messages", within=hooks)
    for site in program.calls("context_processor", "app_context_processor"):
        for given in site.arguments:
            targets = program.targets(site.file, given, site.function)
            yield from program.calls("get_flashed_messages", within=targets)
            if isinstance(given, ast.Lambda):
                yield from (
                    s for s in program.calls("get_flashed_messages") if given in s.above
                )


def head(seen: Evidence, scope: Scope) -> list[Frame]:
    """The lines with def of these functions."""
    return [seen.program.head(f) for f in scope]


def kept(program: Program) -> Iterator[Site]:
    """Where a function that asks for messages adds to a list that outlives the call."""
    asking_ones = {s.function for s in program.calls("get_flashed_messages")}
    for site in program.sites:
        name = added_to(site)
        if name and site.function in asking_ones and outlives(program, site, name):
            yield site


def added_to(site: Site) -> ast.expr | None:
    """The list that a line adds something to."""
    node = site.node
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        return node.target
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value if node.func.attr in ADDING else None
    return None


def outlives(program: Program, site: Site, name: ast.expr) -> bool:
    """True for a name of the module or of the class, and for an argument's default."""
    function = site.function.node if site.function else None
    if isinstance(name, ast.Attribute):
        return name.attr in class_names(program, site)
    if not isinstance(name, ast.Name) or function is None:
        return False
    every = [*function.args.posonlyargs, *function.args.args]
    given = every[len(every) - len(function.args.defaults) :]
    if name.id in [a.arg for a in given]:
        return True
    names = [n for n in ast.walk(function) if isinstance(n, ast.Name)]
    local = {n.id for n in names if isinstance(n.ctx, ast.Store)} - declared(function)
    return name.id not in local and name.id not in [a.arg for a in every]


def declared(function: ast.AST) -> set[str]:
    """The names that a function says are global."""
    found = [n for n in ast.walk(function) if isinstance(n, ast.Global)]
    return {name for n in found for name in n.names}


def class_names(program: Program, site: Site) -> set[str]:
    """What stands in the body of the class around, as a list for all its objects."""
    classes = [n for n in site.above if isinstance(n, ast.ClassDef)]
    body = [s for c in classes for s in c.body if isinstance(s, ast.Assign)]
    return {t.id for s in body for t in s.targets if isinstance(t, ast.Name)}


# everything at once -----------------------------------------------------------------


@recogniser
def block_replaced(seen: Evidence) -> Found:
    """The message waits on, and what would show it stands in a block that is filled."""
    return hidden(seen) and tuple(replaced(seen))


@recogniser
def loop_outside_a_block(seen: Evidence) -> Found:
    """The message is gone unseen, and a page's loop stands in none of its blocks."""
    return gone(seen) and tuple(outside_blocks(seen))


@recogniser
def messages_from_nowhere(seen: Evidence) -> Found:
    """The message waits on, and a loop goes over a variable that nobody fills."""
    return hidden(seen) and not asks(seen) and tuple(unfilled(seen))


@recogniser
def import_evaluated_once(seen: Evidence) -> Found:
    """A message is not shown to its visitor; an imported template asks only once."""
    return tuple(run_once(seen))


@recogniser
def call_without_brackets(seen: Evidence) -> Found:
    """Going over something fails, and the function stands there without its call."""
    if not seen.crashed("not iterable"):
        return False
    bare = [
        m.place
        for m in seen.templates.uses("get_flashed_messages")
        if not isinstance(m.above[-1], nodes.Call) or m.above[-1].node is not m.node
    ]
    uses = seen.program.uses("get_flashed_messages")
    return bare or seen.program.places(
        s for s in uses if getattr(s.above[-1], "func", None) is not s.node
    )


@recogniser
def unpack_without_categories(seen: Evidence) -> Found:
    """Taking a text apart fails, and the messages are asked for without categories."""
    if not seen.crashed("ValueError", "unpack"):
        return False
    return [r.place for r in asking(seen) if r.categories is False]


@recogniser
def text_before_category(seen: Evidence) -> Found:
    """A page shows the category of a message, and not its text."""
    swapped = any(
        m.category in shown
        for e in seen.exchanges
        for m in e.taken
        for shown in e.shown
        if not any(same(m, text) for text in e.shown)
    )
    return swapped and [p for p, names, asked in through(seen) if asked]


# messages in general ----------------------------------------------------------------


@recogniser
def safe_filter(seen: Evidence) -> Found:
    """What was typed is HTML of the page, and a template says that it is safe."""
    return raw(seen, "<b>") and [m.place for m in seen.templates.filters("safe")]


@recogniser
def unquoted_attribute(seen: Evidence) -> Found:
    """A kind has become an attribute, and one is filled in without quotes."""
    return tuple(unquoted(seen))


@recogniser
def toast_by_script(seen: Evidence) -> Found:
    """A script holds the message as well, written for scripts."""
    return [place for place, code in scripts(seen) if "tojson" in code]


@recogniser
def quotes_in_a_script(seen: Evidence) -> Found:
    """A script holds the message as well, written for HTML."""
    return [place for place, code in scripts(seen) if "tojson" not in code]


@recogniser
def one_list_for_everybody(seen: Evidence) -> Found:
    """Messages come again, and what asks for them keeps them in a list for all."""
    return seen.program.places(kept(seen.program))


@recogniser
def streamed_template(seen: Evidence) -> Found:
    """A page shows a message and leaves it in the cookie, and a view streams."""
    stays = any(waits_on(e) and e.shown and not e.changes for e in seen.exchanges)
    return stays and seen.program.places(seen.program.calls(*RENDER[2:]))


@recogniser
def cross_without_a_name(seen: Evidence) -> Found:
    """A button in a message has no letter in its name."""
    if "a button called" not in seen.result.seen:
        return False
    buttons = r"<button(?![^<>]*aria-label=[\"'][^\"']*[a-z])[^<>]*>(?![^<{]*[a-z])"
    return lines(seen, buttons, *TEMPLATES) or True


@recogniser
def pressed_but_no_button(seen: Evidence) -> Found:
    """Something that is no button can be clicked."""
    if "onclick>" not in seen.result.seen:
        return False
    return lines(seen, r"<(?!a\b|button\b|input\b)\w+\b[^<>]*\sonclick=", *TEMPLATES)


# what only a browser shows ------------------------------------------------------------


@recogniser
def gone_after_seconds(seen: Evidence) -> Found:
    """A message is gone or out of sight after a while, and a timer does that."""
    return missed(seen) and timed(seen, HIDES)


def missed(seen: Evidence) -> bool:
    """True when a message is not to be seen any more after a while."""
    return "to be seen after" in seen.result.expected


@recogniser
def faded_by_the_stylesheet(seen: Evidence) -> Found:
    """A message is out of sight after a while, and an animation ends so."""
    page, shown = looked_at(seen)
    rules = [r for m in shown for r in (*page.around(m.index), *page.within(m.index))]
    moves = declaring(rules, "animation", "animation-name")
    ends = [m for m in moves if any(vanishes(seen, w) for w in m.value.split())]
    return missed(seen) and [m.place for m in ends]


def vanishes(seen: Evidence, movement: str) -> bool:
    """True when an animation of that name ends with nothing to be seen."""
    pattern = KEYFRAMES.format(re.escape(movement))
    found = [m[1] for text in seen.texts.values() for m in re.finditer(pattern, text)]
    return any(VANISHED.search(frames.rpartition("{")[2]) for frames in found)


@recogniser
def page_loads_itself_again(seen: Evidence) -> Found:
    """The page was loaded again, and a tag, a header or a timer says so."""
    if not seen.result.expected.startswith("a page that does not load itself"):
        return False
    sites = [
        s for s in seen.program.sites if words(s.node)[1] in ("Refresh", "refresh")
    ]
    return (
        lines(seen, r"<meta[^<>]*http-equiv=[\"']?refresh", *TEMPLATES)
        or timed(seen, LEAVES)
        or seen.program.places(sites)
    )


@recogniser
def revealed_by_script(seen: Evidence) -> Found:
    """Without scripts a message is hidden, and a script would show something."""
    if not out_of_sight(seen) or in_noscript(seen):
        return False
    pressed = on_click(seen, SHOWS)  # a menu that opens shows no message
    return [place for place in holding(seen, SHOWS) if place not in pressed]


@recogniser
def page_needs_scripts(seen: Evidence) -> Found:
    """Without scripts a message is hidden, and a style is there for that case."""
    return out_of_sight(seen) and in_noscript(seen)


def out_of_sight(seen: Evidence) -> bool:
    """True when a message is on the page, and something hides it."""
    return "hidden by" in seen.result.seen


def in_noscript(seen: Evidence) -> tuple[Frame, ...]:
    """Where a style begins that holds without scripts only."""
    styled = r"<noscript[^<>]*>(?:(?!</?noscript).)*?<(?:style|link)\b"
    return lines(seen, styled, *TEMPLATES)


@recogniser
def focus_goes_with_the_message(seen: Evidence) -> Found:
    """The keyboard is on nothing after a click that hides, and no script moves it."""
    moved = any(".focus(" in code.text for code in codes(seen))
    lost = seen.result.expected.startswith("the focus on something")
    return lost and not moved and on_click(seen, HIDES)


@recogniser
def role_that_is_no_button(seen: Evidence) -> Found:
    """No key puts the message away, and something is a button by its role alone."""
    if seen.result.expected.startswith("the focus on something"):
        return False
    tags = r"<(?!button\b|input\b)\w+\b[^<>]*\brole=[\"']?button"
    found = lines(seen, tags, *TEMPLATES)
    name = re.search("“(.*?)”", seen.result.expected)
    return [f for f in found if name and name[1] in f.code] or found


@recogniser
def picture_takes_it(seen: Evidence) -> Found:
    """The answer to a picture that is missing held the message."""
    return went_to(seen, "image") and head(seen, handlers(seen.program, 404))


@recogniser
def fetched_in_advance(seen: Evidence) -> Found:
    """The answer to a page that was fetched in advance held the message."""
    return went_to(seen, "prefetch") and [r.place for r in asking(seen)]


def went_to(seen: Evidence, kind: str) -> bool:
    """True when a message stood in what a page asked for by itself, of that kind."""
    asked = [s for s in seen.result.steps if s.by_page and kind in s.note]
    return any(step.messages for step in asked)


@recogniser
def copy_on_another_page(seen: Evidence) -> Found:
    """A page shows a message two times, for it asks as its base does."""
    return twice(seen) and tuple(again(seen))


# task 1 -----------------------------------------------------------------------------


@recogniser
def book_page_keeps_its_copy(seen: Evidence) -> Found:
    """The page of a book shows a message two times, for it asks as its base does."""
    return twice(seen) and not unfinished(seen, 1) and tuple(again(seen))


@recogniser
def error_page_says_200(seen: Evidence) -> Found:
    """A page of an error answers 200, as a function for errors says no status."""
    last = seen.last
    status = of_an_error(last.path) if last else 0
    if last is None or not status or last.status != 200:
        return False
    return head(seen, handlers(seen.program, status))


@recogniser
def error_sent_to_the_shelf(seen: Evidence) -> Found:
    """The address that does not exist answers with a redirect."""
    sent = [s for s in seen.steps if s.status in REDIRECTS and s.method == "GET"]
    found = [of_an_error(step.path) for step in sent]
    if not any(found):
        return False
    scope = seen.program.reach(handlers(seen.program, max(found)))
    return seen.program.places(seen.program.calls("redirect", within=scope))


@recogniser
def missing_page_is_plain(seen: Evidence) -> Found:
    """The page for a missing address is a line of text, and the message waits on."""
    last = seen.last
    if last is None or last.status != 404 or "<head" in last.body.lower():
        return False
    plain = "<title" not in last.body.lower() and waits_on(seen.exchanges[-1])
    return plain and head(seen, handlers(seen.program, 404))


@recogniser
def one_handler_for_all_errors(seen: Evidence) -> Found:
    """A crash gets Flask's own page: there is a function for 404 and none for 500."""
    last = seen.last
    own = last is not None and "<title>500 Internal Server Error<" in last.body
    if not own or handlers(seen.program, 500):
        return False
    return head(seen, handlers(seen.program, 404))


@recogniser
def error_page_peeks(seen: Evidence) -> Found:
    """A page of an error shows a message and leaves it; something names _flashes."""
    stays = any(waits_on(e) and e.shown and e.status >= 400 for e in seen.exchanges)
    marks = (*seen.templates.marks(nodes.Getattr), *seen.templates.marks(nodes.Const))
    named = [m.place for m in marks if "_flashes" in words(m.node)]
    python = [s for s in seen.program.sites if "_flashes" in words(s.node)]
    return stays and (named or seen.program.places(python))


def words(node: object) -> tuple[object, ...]:
    """An attribute's name, or a constant's value."""
    return getattr(node, "attr", ""), getattr(node, "value", "")


def looks_wrong(seen: Evidence) -> int:
    """The status of the page of an error that shows a message in a look of its own."""
    path = seen.result.expected.partition(" to show a message")
    return of_an_error(path[0]) if path[1] else 0


def own_loops(seen: Evidence, status: int) -> list[Frame]:
    """Where the page of that error asks in a template that no ordinary page has."""
    templates = seen.templates
    errors = {t for s in (404, 500) for t in pages(seen, handlers(seen.program, s), s)}
    others = templates.named(t.name for t in leaves(seen) if t not in errors)
    own = pages(seen, handlers(seen.program, status), status)
    alone = [t for t in own if t not in others]
    return [r.place for r in readings(seen.program, templates, alone) if not r.filtered]


@recogniser
def error_page_with_its_own_loop(seen: Evidence) -> Found:
    """A page of an error has another look, and a loop of its own."""
    status = looks_wrong(seen)
    return bool(status) and own_loops(seen, status)


@recogniser
def error_page_all_red(seen: Evidence) -> Found:
    """A page of an error has another look from the same loop, told that it is one."""
    status = looks_wrong(seen)
    if not status or own_loops(seen, status):
        return False
    own = pages(seen, handlers(seen.program, status), status)
    told = seen.templates.marks(nodes.Assign, [t for t in leaves(seen) if t in own])
    used = {
        m.node.name
        for m in seen.templates.marks(nodes.Name, shared(seen))
        if isinstance(m.node, nodes.Name)
    }
    flags = [m.place for m in told if flag(m) in used]
    return flags or seen.program.places(asking_about_errors(seen.program))


def flag(mark: Mark) -> str:
    """The name that a page gives a constant to, outside its blocks."""
    node = mark.node
    if not isinstance(node, nodes.Assign) or mark.within(nodes.Block):
        return ""
    value = node.node.value if isinstance(node.node, nodes.Const) else " "
    is_text = isinstance(value, str) and " " in value
    target = node.target
    return target.name if isinstance(target, nodes.Name) and not is_text else ""


def asking_about_errors(program: Program) -> Iterator[Site]:
    """Where a function that asks for messages looks whether the page is of an error."""
    inside = {s.function for s in program.calls("get_flashed_messages")}
    for site in program.uses("url_rule", "endpoint", "routing_exception"):
        around = site.above[-1]
        compared = around.comparators if isinstance(around, ast.Compare) else []
        if site.function in inside and any(map(is_none, compared)):
            yield site


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


# task 2 -----------------------------------------------------------------------------


@recogniser
def list_printed(seen: Evidence) -> Found:
    """A message reads as Python writes a list, and the list is not looped over."""
    return list_as_text(seen) and [p for p, names, _ in through(seen) if not names]


def list_as_text(seen: Evidence) -> bool:
    """True when a message reads as Python writes a list."""
    return any(LIST.search(text) for text in seen.shown)


@recogniser
def pair_in_one_variable(seen: Evidence) -> Found:
    """A message reads as Python writes a pair, and a loop has one variable."""
    shown = [text for text in seen.shown if PAIR.search(text)]
    alone = bool(shown) and not list_as_text(seen)
    return alone and [
        p for p, names, asked in through(seen) if names == "one" and asked
    ]


@recogniser
def joined_into_one(seen: Evidence) -> Found:
    """Two messages are one, and something joins them."""
    if not together(seen):
        return False
    filtered = [m for m in seen.templates.filters("join") if of_messages(seen, m)]
    asked = {s.function for s in seen.program.calls("get_flashed_messages")}
    scope = {*seen.program.answering("GET", "/about"), *(f for f in asked if f)}
    joins = [s for s in seen.program.within(scope) if called_as(s) == "join"]
    return [m.place for m in filtered] or seen.program.places(joins)


def called_as(site: Site) -> str:
    """The last word of what a call calls."""
    func = getattr(site.node, "func", None)
    return str(getattr(func, "attr", "") or getattr(func, "id", ""))


def of_messages(seen: Evidence, mark: Mark) -> bool:
    """True when a filter stands in a template that others lead to, or that asks."""
    asked = {m.template for m in asks(seen)}
    return mark.template in asked or mark.template in shared(seen)


@recogniser
def a_line_for_an_item(seen: Evidence) -> Found:
    """Two messages are one, with line breaks between them."""
    if not together(seen) or seen.templates.filters("join"):
        return False
    return [
        m.place
        for m in seen.templates.marks(nodes.TemplateData)
        if "<br" in str(getattr(m.node, "data", "")) and m.within(nodes.For)
    ]


@recogniser
def empty_list_stays(seen: Evidence) -> Found:
    """A page without a message holds the element that stands around them."""
    if not seen.result.expected.startswith("nothing for messages"):
        return False
    tags = re.findall(r"<[^<>]+>", seen.result.seen)
    for tag in tags:
        start = re.escape(tag.split()[0].rstrip(">"))
        name = re.search(r"(?:class|id)=\"([^\"]*)", tag)
        rest = rf"[^<>]*{re.escape(name[1])}" if name else r"\b"
        found = lines(seen, start + rest, *TEMPLATES)
        if found:
            return found
    return False


# task 3 -----------------------------------------------------------------------------


@recogniser
def f_string_around_markup(seen: Evidence) -> Found:
    """The visitor reads the tag of a link, though the view makes a Markup of it."""
    scope = before_adding(seen)
    program = seen.program
    if not odd(seen, "<a ") or any(PAIR.search(text) for text in seen.shown):
        return False
    if list_as_text(seen) or not program.calls("Markup", within=scope):
        return False
    texts = [
        s for s in program.within(scope) if is_text(s) and not in_markup(s, program)
    ]
    marked = [s for s in texts if comes_from(s, s.node, is_markup)]
    return program.places(marked or texts) or program.places(
        program.leading_to("flash", within=scope)
    )


def comes_from(site: Site, node: ast.AST, fits: Callable[[ast.AST], bool]) -> bool:
    """True when it holds such a thing, or a name that is given one beside it."""
    inner = list(ast.walk(node))
    names = {n.id for n in inner if isinstance(n, ast.Name)}
    around = site.function.node if site.function else ast.Module([], [])
    for given in ast.walk(around):
        if isinstance(given, ast.Assign):
            targets = {t.id for t in given.targets if isinstance(t, ast.Name)}
            inner += list(ast.walk(given.value)) if targets & names else []
    return any(map(fits, inner))


def is_markup(node: ast.AST) -> bool:
    """True for a call of Markup."""
    called = getattr(node, "func", None)
    return "Markup" in (getattr(called, "id", ""), getattr(called, "attr", ""))


def is_dict(node: ast.AST) -> bool:
    """True for a dictionary, written with braces or with dict()."""
    called = getattr(getattr(node, "func", None), "id", "")
    return isinstance(node, ast.Dict) or called == "dict"


def is_text(site: Site) -> bool:
    """True for an f-string, and for a text that % or format fills in."""
    node = site.node
    if isinstance(node, ast.BinOp):
        left = node.left
        return isinstance(left, ast.Constant) and isinstance(left.value, str)
    return isinstance(node, ast.JoinedStr)


def in_markup(site: Site, program: Program) -> bool:
    """True for what a Markup is made of."""
    calls = [n for n in site.above if isinstance(n, ast.Call)]
    return any(program.called(site, call.func, "Markup") for call in calls)


@recogniser
def look_takes_it(seen: Evidence) -> Found:
    """Adding a book leaves nothing, and its view asks for the messages."""
    program = seen.program
    asked = program.calls("get_flashed_messages")
    scope = set(program.answering("POST", "/books"))
    told = program.leading_to("flash")
    return left_nothing(seen) and program.places(
        s
        for s in asked
        if scope.intersection(s.around) or any(before(flash, s) for flash in told)
    )


@recogniser
def context_processor_drains(seen: Evidence) -> Found:
    """Adding a book leaves nothing; it renders, and a context processor asks."""
    if not left_nothing(seen) or not any(processors(seen.program)):
        return False
    rendered = seen.program.calls(*RENDER, within=before_adding(seen))
    action = seen.program.views("POST", "/books")
    return seen.program.places(s for s in rendered if not is_answer(s, action))


def is_answer(site: Site, action: Scope) -> bool:
    """True for what a view returns, and for a view beside the one in question."""
    beside = any(f.routes and f not in action for f in site.around)
    return beside or any(isinstance(n, ast.Return) for n in site.above)


@recogniser
def dict_for_a_message(seen: Evidence) -> Found:
    """A message reads as Python writes a dictionary."""
    scope = before_adding(seen)
    told = seen.program.leading_to("flash", within=scope)
    if not odd(seen, "{'"):
        return False
    given = [s for s in told if comes_from(s, s.node, is_dict)]
    return seen.program.places(given or told)


@recogniser
def markup_around_a_title(seen: Evidence) -> Found:
    """The title is HTML of the page, and a Markup is put together in the view."""
    return raw(seen, "<i>") and tuple(pieces(seen, before_adding(seen)))


@recogniser
def title_in_a_template(seen: Evidence) -> Found:
    """The title is HTML of the page, and the view runs a text as a template."""
    scope = before_adding(seen)
    run = seen.program.calls("render_template_string", "from_string", within=scope)
    return raw(seen, "<i>") and seen.program.places(run)


@recogniser
def escaped_twice(seen: Evidence) -> Found:
    """The visitor reads &lt;, and the view escapes by itself."""
    scope = before_adding(seen)
    return odd(seen, "&lt;") and seen.program.places(
        seen.program.calls("escape", "html.escape", within=scope)
    )


@recogniser
def tags_taken_out(seen: Evidence) -> Found:
    """The title lost its tags, and the view takes something out of a text."""
    scope = before_adding(seen)
    lost = not raw(seen, "<i>") and not any("<" in text for text in seen.shown)
    if not lost or odd(seen, "&lt;"):
        return False
    return seen.program.places(s for s in seen.program.within(scope) if takes_out(s))


def takes_out(site: Site) -> bool:
    """True for a call that takes signs out of a text."""
    names = ("striptags", "sub", "translate", "replace", "clean", "strip_tags")
    return called_as(site) in names


# task 4 -----------------------------------------------------------------------------


@recogniser
def moved_by_the_stylesheet(seen: Evidence) -> Found:
    """Messages come after the page in the HTML, and a stylesheet moves something."""
    if unfinished(seen, 4):
        return False
    inline = r"style=\"[^\"]*(position|order|-reverse)\b"
    rules = r"\b(order\s*:\s*-?\d|flex-direction\s*:\s*\w+-reverse|grid-(area|row)\s*:)"
    return lines(seen, inline, *TEMPLATES) or lines(seen, rules, ".css")


@recogniser
def class_instead_of_role(seen: Evidence) -> Found:
    """A message has no role, and no template gives one."""
    if seen.result.seen != "no role" or unfinished(seen, 4):
        return False
    return [p for p, _, _ in through(seen)]


@recogniser
def everything_is_an_alert(seen: Evidence) -> Found:
    """A message that is no error is an alert by its role."""
    if assertive(seen) or "role alert" not in seen.result.seen:
        return False
    return lines(seen, r"role=[\"']alert[\"']", *TEMPLATES) or [
        s.place for s in seen.program.sites if words(s.node)[1] == "alert"
    ]


@recogniser
def assertive_to_be_sure(seen: Evidence) -> Found:
    """A message that is no error is in an element that is read at once."""
    return assertive(seen)


def assertive(seen: Evidence) -> tuple[Frame, ...]:
    """Where an element says aria-live="assertive"."""
    return lines(seen, r"aria-live=[\"']?assertive", *TEMPLATES)


@recogniser
def role_on_the_list(seen: Evidence) -> Found:
    """The list itself has the role."""
    found = re.search(r"<[uo]l\b", seen.result.seen)
    return bool(found) and lines(seen, r"<[uo]l\b[^<>]*\srole=", *TEMPLATES)


@recogniser
def role_on_the_item(seen: Evidence) -> Found:
    """An item of the list has the role."""
    lists = re.search(r"<[uo]l\b", seen.result.seen)
    return not lists and lines(seen, r"<li\b[^<>]*\srole=", *TEMPLATES)
