"""How the mistakes of lesson 2 are recognised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.diagnosis import recogniser
from checker.evidence import before, readings
from checker.evidence.keys import (
    at_request,
    environment,
    is_text,
    made_up,
    mentions,
    refusing,
    settings,
    under_main,
)
from checker.report import Outcome

if TYPE_CHECKING:
    from checker.diagnosis import Found
    from checker.evidence import Evidence, Site
    from checker.report import Frame
    from checker.xray import Exchange

KEY, OLD, FALLBACKS = "SECRET_KEY", "OLD_SECRET_KEY", "SECRET_KEY_FALLBACKS"
OPENED = re.compile("the key “(.*)” opens it( when SECRET_KEY is not set)?$")
OPENING = ("loads", "loads_unsafe", "load_payload", "b64decode", "urlsafe_b64decode")
LOADING = ("from_object", "from_pyfile", "from_file", "from_envvar")


# what happened ----------------------------------------------------------------------


def last(seen: Evidence) -> Exchange | None:
    """The last request of the first failing check."""
    return seen.exchanges[-1] if seen.exchanges else None


def words(seen: Evidence, check: str) -> str:
    """What a check has seen instead of what it expects; "" when it passed."""
    result = seen.results.get(check)
    return result.seen if result else ""


def without_a_key(seen: Evidence) -> bool:
    """True when a request failed since the app has no key."""
    return seen.crashed("no secret key was set")


def not_believed(seen: Evidence) -> bool:
    """True when a message came along in a cookie, and the page is as if without it."""
    page = last(seen)
    if page is None or page.status != 200 or page.shown or page.changes:
        return False
    return any(cookie.messages for cookie in page.carried)


def left_behind(seen: Evidence) -> bool:
    """True when the browser has the cookie with the message, and did not send it."""
    page = last(seen)
    kept = any(c.did == "set" for e in seen.exchanges for c in e.changes)
    if page is None or not kept or not seen.left:
        return False
    return not page.carried and not page.added


def opened(seen: Evidence) -> Iterator[tuple[str, bool]]:
    """The keys that open a cookie, and whether only where SECRET_KEY is not set."""
    for check in ("key_is_not_in_the_source", "common_keys_open_nothing"):
        match = OPENED.search(words(seen, check))
        if match:
            yield match[1], bool(match[2])


def started_without(seen: Evidence) -> bool:
    """True when the app starts though SECRET_KEY is not set."""
    return words(seen, "refuses_without_a_key") == "it started"


def todo(seen: Evidence, task: int) -> bool:
    """True while the mark of that task still stands in the app: it is not begun."""
    return any(f"TODO {task}:" in text for text in seen.texts.values())


# where it stands --------------------------------------------------------------------


def written(seen: Evidence, *names: str) -> tuple[Frame, ...]:
    """Where settings of those names are given a value."""
    return seen.program.places(s.site for s in settings(seen.program, *names))


def quoted(seen: Evidence, text: str) -> tuple[Frame, ...]:
    """Where that text stands in quotes."""
    return seen.program.places(s for s in seen.program.sites if value(s) == text)


def value(site: Site) -> str:
    """What a constant stands for, as a text; "" for anything else."""
    return str(site.node.value) if isinstance(site.node, ast.Constant) else ""


def fresh(seen: Evidence) -> tuple[Frame, ...]:
    """Where each process makes up something of its own while it is loaded."""
    return seen.program.places(made_up(seen.program))


def asked_for(seen: Evidence) -> tuple[Frame, ...]:
    """Where the variable SECRET_KEY is read."""
    return seen.program.places(mentions(seen.program, KEY))


def loaded(seen: Evidence) -> bool:
    """True when settings may come from where they are not seen."""
    return bool(seen.program.calls(*LOADING)) and not settings(seen.program, KEY)


# any task ---------------------------------------------------------------------------


@recogniser
def foreign_cookie_is_an_attack(seen: Evidence) -> Found:
    """A page that opens for others is refused to whoever holds a strange cookie."""
    refused = [status for status in seen.statuses if 400 <= status < 500]
    if not refused or seen.result.error:
        return False
    program = seen.program
    guards = program.hooks("before_request", "before_app_request")
    looking = [s.function for s in program.uses("flask.request.cookies")]
    scope = program.reach([*guards, *filter(None, looking)])
    ends = [s for s in program.within(scope) if isinstance(s.node, ast.Raise)]
    found = program.places([*program.calls("abort", within=scope), *ends])
    return found or [program.head(f) for f in scope]


@recogniser
def cookie_always_opens(seen: Evidence) -> Found:
    """A strange cookie makes an error, and a line of the app's own opens cookies."""
    opening = seen.program.places(seen.program.calls(*OPENING))
    return 500 in seen.statuses and bool(seen.result.error) and opening


# task 1 -----------------------------------------------------------------------------


@recogniser
def default_for_development(seen: Evidence) -> Found:
    """Where SECRET_KEY is not set, and only there, a text of the source is the key."""
    found = [key for key, unset in opened(seen) if unset]
    return bool(found) and (quoted(seen, found[0]) or asked_for(seen))


@recogniser
def key_in_the_source(seen: Evidence) -> Found:
    """A text of the source opens cookies though SECRET_KEY is set."""
    found = [key for key, unset in opened(seen) if not unset]
    return bool(found) and quoted(seen, found[0])


@recogniser
def empty_fallback(seen: Evidence) -> Found:
    """An empty key opens cookies, and there is a list of fallbacks."""
    empty = words(seen, "common_keys_open_nothing").startswith("an empty key opens it")
    return empty and written(seen, FALLBACKS)


@recogniser
def get_complains(seen: Evidence) -> Found:
    """The app has its key from the environment, and starts without one as well."""
    if not started_without(seen) or seen.failed("message_survives_a_restart"):
        return False
    own = refusing(seen.program) or made_up(seen.program) or any(opened(seen))
    return not own and asked_for(seen)


@recogniser
def key_error_says_it(seen: Evidence) -> Found:
    """The last words are Python's own about the name, which is read with brackets."""
    read = [site for name, site in environment(seen.program) if name == KEY]
    reads = [site for site in read if isinstance(site.node, ast.Subscript)]
    bare = f"KeyError: '{KEY}'" in words(seen, "says_what_is_missing")
    return bare and seen.program.places(reads)


@recogniser
def name_alone_says_it(seen: Evidence) -> Found:
    """A line of the app's own gives up with a word or two."""
    said = words(seen, "says_what_is_missing").strip("“”")
    return KEY in said and seen.program.places(
        site
        for site in refusing(seen.program)
        if KEY in ast.unparse(site.node) and said.endswith(told(site))
    )


def told(site: Site) -> str:
    """The last text in quotes within a line that gives up."""
    constants = [n.value for n in ast.walk(site.node) if isinstance(n, ast.Constant)]
    texts = [value for value in constants if isinstance(value, str)]
    return texts[-1] if texts else "\n"


@recogniser
def set_is_enough(seen: Evidence) -> Found:
    """Without the variable the app refuses, in a sentence; with an empty one not."""
    if seen.failed("refuses_without_a_key", "says_what_is_missing"):
        return False
    if seen.result.seen != "it started":
        return False
    tests = [s for s in seen.program.sites if presence_only(s)]
    return seen.program.places(tests) or asked_for(seen)


def presence_only(site: Site) -> bool:
    """True for a comparison with None, or for what catches a missing key."""
    if isinstance(site.node, ast.ExceptHandler):
        return "KeyError" in ast.unparse(site.node.type or ast.Constant(""))
    if not isinstance(site.node, ast.Compare):
        return False
    operator = isinstance(site.node.ops[0], ast.Is | ast.IsNot | ast.In | ast.NotIn)
    code = ast.unparse(site.node)
    return operator and ("None" in code or "environ" in code)


@recogniser
def flask_finds_it(seen: Evidence) -> Found:
    """The app has no key, and no line gives it one."""
    if not without_a_key(seen) or loaded(seen):
        return False
    if settings(seen.program, KEY, "secret_key", "SECRET", "KEY"):
        return False
    program = seen.program
    return program.places(program.calls("from_prefixed_env") or program.calls("Flask"))


@recogniser
def key_in_small_letters(seen: Evidence) -> Found:
    """The app has no key; the configuration holds one by a name that is not read."""
    if not without_a_key(seen) or settings(seen.program, KEY):
        return False
    return written(seen, "secret_key", "SECRET", "secret", "Secret_Key", "SECRETKEY")


@recogniser
def key_set_in_the_view(seen: Evidence) -> Found:
    """The app has no key; all that gives it one runs for requests."""
    given = settings(seen.program, KEY)
    serving = set(at_request(seen.program))
    late = [s.site for s in given if serving.intersection(s.site.around)]
    return without_a_key(seen) and len(late) == len(given) and seen.program.places(late)


@recogniser
def key_under_main(seen: Evidence) -> Found:
    """The app has no key; all that gives it one stands under if __name__."""
    sites = [s.site for s in settings(seen.program, KEY)]
    late = [site for site in sites if under_main(seen.program, site)]
    given = [site for site in sites if site.function or site in late]
    return without_a_key(seen) and late == given and seen.program.places(late)


@recogniser
def a_name_of_my_own(seen: Evidence) -> Found:
    """The app does not start with SECRET_KEY; it reads other variables, not that."""
    if seen.result.outcome is not Outcome.NOT_STARTABLE or not seen.frames:
        return False
    others = [s for name, s in environment(seen.program) if name not in (KEY, OLD)]
    ends = refusing(seen.program)
    lines = {(s.file, s.line) for s in (*ends, *others)}
    given_up = any((f.file, f.line) in lines for f in seen.frames)
    return given_up and not mentions(seen.program, KEY) and seen.program.places(others)


@recogniser
def random_key_at_start(seen: Evidence) -> Found:
    """The cookie is not believed after a restart; the key is made up, none is read."""
    own = not mentions(seen.program, KEY) and not todo(seen, 1)
    return not_believed(seen) and own and fresh(seen)


@recogniser
def own_key_for_each_process(seen: Evidence) -> Found:
    """The cookie is not believed after a restart; the key is read and added to."""
    return not_believed(seen) and bool(mentions(seen.program, KEY)) and fresh(seen)


@recogniser
def cookie_path_too_narrow(seen: Evidence) -> Found:
    """The browser has the cookie and does not send it, for a path is set."""
    return left_behind(seen) and written(
        seen, "SESSION_COOKIE_PATH", "APPLICATION_ROOT"
    )


@recogniser
def samesite_none(seen: Evidence) -> Found:
    """The browser refuses the cookie, for SameSite=None."""
    why = [c.why for e in seen.exchanges for c in e.changes if c.did == "refused"]
    refused = any("SameSite" in reason for reason in why)
    return refused and written(seen, "SESSION_COOKIE_SAMESITE")


@recogniser
def localhost_is_the_same(seen: Evidence) -> Found:
    """The redirect leads to the same machine by another name."""
    away = [e.location for e in seen.exchanges if "://" in e.location]
    hosts = ("localhost", "127.0.0.1", "0.0.0.0")
    if not any(host in place for host in hosts for place in away):
        return False
    return seen.program.places(
        s for s in seen.program.sites if any(f"//{host}" in value(s) for host in hosts)
    )


# task 2 -----------------------------------------------------------------------------


def told_after(seen: Evidence) -> tuple[Frame, ...]:
    """Where the view of the search flashes after it has rendered its page."""
    program = seen.program
    view = program.answering("GET", "/search") or None
    page = ("render_template", "render_template_string")
    rendered = program.leading_to(*page, within=view)
    late = program.leading_to("flash", within=view)
    return program.places(f for f in late if any(before(r, f) for r in rendered))


@recogniser
def flash_after_rendering(seen: Evidence) -> Found:
    """The message waits after the page was answered that should show it."""
    searched = last(seen)
    late = bool(searched and searched.status == 200 and searched.added)
    return late and told_after(seen)


@recogniser
def always_redirect_after_flash(seen: Evidence) -> Found:
    """The search leaves a message and redirects."""
    searched = last(seen)
    if searched is None or not searched.is_redirect or not searched.added:
        return False
    scope = seen.view or None
    return seen.program.places(seen.program.calls("redirect", within=scope)) or True


@recogniser
def a_loop_of_its_own(seen: Evidence) -> Found:
    """One page shows the message twice, and two places in its templates ask."""
    searched = seen.exchanges[0] if seen.exchanges else None
    if searched is None or len(searched.shown) == len(set(map(bare, searched.shown))):
        return False
    asked = readings(seen.program, seen.templates)
    calls = seen.templates.calls("render_messages")
    marks = [r.mark for r in asked if r.mark] + list(calls)
    own = [m.place for m in marks if m.template.extends]
    return len(marks) > 1 and (own or [m.place for m in marks])


def bare(text: str) -> str:
    """The message without what only numbers or closes it."""
    return " ".join(re.findall(r"[^\W\d]{2,}", text))


@recogniser
def only_for_the_next_page(seen: Evidence) -> Found:
    """The page shows the message and leaves it for the next one too."""
    searched = seen.exchanges[0] if seen.exchanges else None
    again = bool(searched and searched.shown and searched.added)
    return again and told_after(seen)


@recogniser
def message_for_every_search(seen: Evidence) -> Found:
    """A search that found a book shows a message."""
    page = last(seen)
    return bool(page and "?q=" in page.path and page.shown) and told_by_search(seen)


@recogniser
def empty_search_is_a_mishap(seen: Evidence) -> Found:
    """A search that found books shows none; opening it without a word does."""
    page = last(seen)
    return bool(page and page.path == "/search" and page.shown) and told_by_search(seen)


def told_by_search(seen: Evidence) -> Found:
    """Where the search comes to flash."""
    scope = seen.program.answering("GET", "/search") or None
    return seen.program.places(seen.program.leading_to("flash", within=scope))


# task 3 -----------------------------------------------------------------------------


@recogniser
def change_without_fallback(seen: Evidence) -> Found:
    """The old cookie is not believed, and there are no fallbacks."""
    none = not settings(seen.program, FALLBACKS) and not loaded(seen)
    return not_believed(seen) and none and not todo(seen, 3) and written(seen, KEY)


@recogniser
def fallback_is_a_text(seen: Evidence) -> Found:
    """The old cookie is not believed, and the fallbacks are one text."""
    given = settings(seen.program, FALLBACKS)
    texts = [s.site for s in given if is_text(seen.program, s)]
    return not_believed(seen) and seen.program.places(texts)


@recogniser
def old_key_goes_on(seen: Evidence) -> Found:
    """What was signed after the change needs the old key; the new one is a fallback."""
    swapped = bool(settings(seen.program, FALLBACKS)) and not_believed(seen)
    return swapped and written(seen, FALLBACKS)


@recogniser
def old_key_instead(seen: Evidence) -> Found:
    """What was signed after the change needs the old key; there are no fallbacks."""
    if settings(seen.program, FALLBACKS) or not not_believed(seen):
        return False
    return seen.program.places(mentions(seen.program, OLD))
