"""How the mistakes of lesson 5 are recognised: the answer first, then the line."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from checker.diagnosis import recogniser
from checker.evidence import before, dead
from checker.evidence.answers import (
    after,
    asked_again,
    leak,
    newly_kept,
    pages_for_scripts,
    posts,
    scripts,
    wants,
)
from checker.evidence.headers import naming
from checker.evidence.markup import lines
from checker.evidence.redirects import (
    cached,
    carrying,
    changes,
    ends,
    fields,
    following,
    goes_on,
    handlers,
    is_compared,
    leading,
    mentions,
    still_to_do,
    thrown_away,
)
from checker.xray import same

if TYPE_CHECKING:
    from checker.diagnosis import Found
    from checker.evidence import Evidence, Function, Site
    from checker.xray import Exchange

RENDER = ("render_template", "render_template_string", "stream_template")
CLEARING = ("session.clear", "session.pop")
LATE = ("after_request", "after_app_request", "after_this_request")
HOOKS = ("before_request", "before_app_request")
PARSERS = ("urlsplit", "urlparse", "urljoin")
META = r"<meta\b[^<>]*http-equiv=[\"']?(cache-control|pragma|expires)"


def sent(seen: Evidence, ending: str) -> Exchange | None:
    """The last form of the failing check that went to an address ending so."""
    found = posts(seen, ending)
    return found[-1] if found else None


def is_page(answer: Exchange) -> bool:
    """True for a form that was answered by a page, as if nothing could repeat it."""
    return answer.status == 200 and not answer.location


def kinds(answer: Exchange) -> list[str]:
    """The categories of the messages that a request left, in their order."""
    return [message.category for message in answer.added]


# a form that worked -------------------------------------------------------------------


@recogniser
def message_as_argument(seen: Evidence) -> Found:
    """The answer has a Location and no redirect's status: flash() gave None for it."""
    step = seen.post
    if step is None or not (step.status == 200 and step.location):
        return ()
    calls = seen.program.calls("redirect", within=seen.view)
    told = seen.program.leading_to("flash", within=seen.view)
    inside = [c for c in calls if any(c.node in t.above for t in told)]
    return seen.program.places(inside) or True


@recogniser
def page_after_adding(seen: Evidence) -> Found:
    """A new title is answered by a page."""
    answers = [a for a in posts(seen, "/books") if is_page(a)]
    return ends(seen, answers[0]) if answers else ()


@recogniser
def page_after_renaming(seen: Evidence) -> Found:
    """The same for another title of a book, once the task is begun."""
    answer = sent(seen, "/rename")
    if not answer or not is_page(answer):
        return ()
    places = ends(seen, answer)
    return not still_to_do(seen, places) and places


@recogniser
def redirect_not_returned(seen: Evidence) -> Found:
    """The view gave None, and it made a redirect that nobody took."""
    made = seen.program.leading_to("redirect", within=seen.view)
    crashed = seen.crashed("did not return a valid response")
    return crashed and seen.program.places(thrown_away(made))


@recogniser
def back_to_the_referrer(seen: Evidence) -> Found:
    """The answer leads to a page called None, and the view asks for the referrer."""
    step = seen.post
    if step is None or not step.location.endswith("None"):
        return ()
    asked = seen.program.uses("request.referrer", within=seen.view)
    named = [s for s in seen.program.within(seen.view) if "Referer" in s.code]
    return seen.program.places((*asked, *named))


@recogniser
def download_with_a_message(seen: Evidence) -> Found:
    """The form was answered by something to save, and a message was left."""
    answer = sent(seen, "/label")
    if not answer or not is_page(answer) or not answer.added:
        return ()
    words = ("attachment", "Content-Disposition")
    return seen.program.places(mentions(seen, answer, *words))


@recogniser
def work_in_the_get(seen: Evidence) -> Found:
    """The form left nothing; the page that it led to left a message and showed it."""
    for answer in posts(seen, "/books"):
        page = after(seen, answer)
        if answer.is_redirect and not answer.added and page and page.passing:
            return seen.program.places(leading(seen, page, "flash"))
    return ()


@recogniser
def redirect_for_ever(seen: Evidence) -> Found:
    """Another title is answered by a redirect for ever."""
    answer = sent(seen, "/rename")
    return answer is not None and answer.status == 301 and ends(seen, answer)


@recogniser
def redirect_that_repeats(seen: Evidence) -> Found:
    """Another title is answered by a redirect that keeps the method."""
    answer = sent(seen, "/rename")
    return answer is not None and answer.status in (307, 308) and ends(seen, answer)


@recogniser
def parameter_as_message(seen: Evidence) -> Found:
    """No message was left, the address has a query, and its page shows a message."""
    answer = sent(seen, "/rename")
    page = after(seen, answer) if answer else None
    if not answer or not page or answer.added or "?" not in answer.location:
        return ()
    return ends(seen, answer) if page.passing else ()


@recogniser
def a_value_in_the_session(seen: Evidence) -> Found:
    """No message was left, and the session holds something new."""
    answer = sent(seen, "/rename")
    if not answer or answer.added or not newly_kept(answer):
        return ()
    return seen.program.places(changes(seen, answer))


@recogniser
def page_kept_for_everybody(seen: Evidence) -> Found:
    """A page was sent that had been sent before, and no message was asked for."""
    page = asked_again(seen)
    return page is not None and cached(seen, page)


# what a browser keeps -----------------------------------------------------------------


def came_back(seen: Evidence) -> bool:
    """True when Back or Forward showed a message once more."""
    return any("reached by" in result.expected for result in seen.failing)


@recogniser
def vary_is_in_the_way(seen: Evidence) -> Found:
    """A message came back by the history, and the app has a hand in Vary."""
    return came_back(seen) and seen.program.places(naming(seen.program, "Vary"))


@recogniser
def printed_in_the_address(seen: Evidence) -> Found:
    """A message came back by the history, with an address that has a query."""
    answer = sent(seen, "/label")
    queried = "?" in seen.result.expected.partition(", reached by")[0]
    if not answer or not came_back(seen) or not queried or "?" not in answer.location:
        return ()
    made = leading(seen, answer, "redirect")
    names = [name for name, _ in parse_qsl(urlsplit(answer.location).query)]
    saying = [s for s in made if any(n in ast.unparse(s.node) for n in names)]
    return seen.program.places(saying or made)


@recogniser
def no_cache_keeps_nothing(seen: Evidence) -> Found:
    """A message came back by the history; the app says no-cache and never no-store."""
    program, kept = seen.program, naming(seen.program, "no-store")
    asked = naming(program, "no-cache", "must-revalidate", "max-age=0")
    said = came_back(seen) and not kept and not lines(seen, META)
    return said and program.places(asked)


@recogniser
def a_meta_tag_is_a_header(seen: Evidence) -> Found:
    """A message came back by the history, and a tag says what only a header can."""
    return came_back(seen) and lines(seen, META)


@recogniser
def the_redirect_is_kept_nowhere(seen: Evidence) -> Found:
    """A message came back by the history, and no-store is for answers to forms."""
    said = naming(seen.program, "no-store")
    early = [s for s in said if s.function and is_for_forms(seen, s.function)]
    return came_back(seen) and not lines(seen, META) and seen.program.places(early)


def is_for_forms(seen: Evidence, function: Function) -> bool:
    """True when it asks for the method POST or a redirect's status, or redirects."""
    scope = [function]
    nodes = [site.node for site in seen.program.within(scope)]
    told = [node.value for node in nodes if isinstance(node, ast.Constant)]
    sent_on = seen.program.calls("redirect", within=scope)
    return bool(sent_on) or any(word in told for word in ("POST", 302, 303))


# what carries a message over ----------------------------------------------------------


@recogniser
def look_on_the_way(seen: Evidence) -> Found:
    """A redirect to the next page took messages out of the session."""
    for answer in seen.exchanges:
        if answer.method == "GET" and answer.is_redirect and answer.taken:
            return seen.program.places(
                leading(seen, answer, "get_flashed_messages")
            ) or seen.program.places(seen.program.calls("get_flashed_messages"))
    return ()


@recogniser
def clear_at_sign_in(seen: Evidence) -> Found:
    """Signing in took messages out, and its view takes out more than messages."""
    answer = sent(seen, "/sign-in")
    if not answer or not answer.taken:
        return ()
    return seen.program.places(leading(seen, answer, *CLEARING))


# a form that failed -------------------------------------------------------------------


@recogniser
def success_first(seen: Evidence) -> Found:
    """Both messages were left, and the good one first."""
    good, both = told_of_borrowing(seen)
    if not good or len(both) < 2 or both[0] != good:
        return ()
    answer = posts(seen, "/borrow")[-1]
    return seen.program.places(leading(seen, answer, "flash"))[:1]


@recogniser
def flash_ends_the_view(seen: Evidence) -> Found:
    """Both messages were left, and the good one last: the view went on."""
    good, both = told_of_borrowing(seen)
    if not good or len(both) < 2 or both[0] == good or both[-1] != good:
        return ()
    answer = posts(seen, "/borrow")[-1]
    told = leading(seen, answer, "flash")
    return seen.program.places(filter(goes_on, told))[:1]


def told_of_borrowing(seen: Evidence) -> tuple[str, list[str]]:
    """The category of who got the book, and those of who came second."""
    answers = posts(seen, "/borrow")
    if len(answers) < 2 or not answers[0].added:
        return "", []
    return kinds(answers[0])[-1], kinds(answers[-1])


@recogniser
def redirect_after_failure(seen: Evidence) -> Found:
    """Renaming failed, by the kind of its message, and was answered by a redirect."""
    answer, added = sent(seen, "/rename"), sent(seen, "/books")
    if not answer or not added or not answer.is_redirect or not answer.added:
        return ()
    told = leading(seen, answer, "flash")
    made = following(leading(seen, answer, "redirect"), told)
    return kinds(answer) != kinds(added) and (seen.program.places(made)[:1] or True)


@recogniser
def field_shows_what_is_stored(seen: Evidence) -> Found:
    """The form came back with another title in its field than the one typed."""
    answer = sent(seen, "/rename")
    if not answer or "in the field" not in seen.result.expected:
        return ()
    return seen.result.seen != "“”" and (fields(seen, answer, "title") or True)


@recogniser
def form_comes_back_empty(seen: Evidence) -> Found:
    """The form came back with nothing in its field."""
    answer = sent(seen, "/books")
    if not answer or "in the field" not in seen.result.expected:
        return ()
    wanting = [p for p in fields(seen, answer, "title") if "{{" not in p.code]
    return seen.result.seen == "“”" and (wanting or True)


@recogniser
def typed_text_in_the_address(seen: Evidence) -> Found:
    """The failed form was answered by a redirect with what was typed in its query."""
    answer = sent(seen, "/books")
    if not answer or not answer.is_redirect:
        return ()
    typed = dict(answer.sent).get("title", "")
    query = [value for _, value in parse_qsl(urlsplit(answer.location).query)]
    made = carrying(seen, leading(seen, answer, "redirect"))
    return typed in query and (seen.program.places(made)[:1] or True)


@recogniser
def flash_after_the_page(seen: Evidence) -> Found:
    """A message waits that the page did not show: flashed below the rendering."""
    answer = sent(seen, "/books")
    if not answer or answer.is_redirect or not answer.added:
        return ()
    rendering = seen.program.leading_to(*RENDER, within=seen.view)
    told = seen.program.leading_to("flash", within=seen.view)
    late = following(told, rendering)
    return seen.program.places(sorted(late, key=lambda site: site.line))


@recogniser
def after_request_is_in_time(seen: Evidence) -> Found:
    """A message waits that the page did not show: flashed after the request."""
    answer = sent(seen, "/books")
    if not answer or answer.is_redirect or not answer.added:
        return ()
    late = seen.program.hooks(*LATE)
    return seen.program.places(seen.program.leading_to("flash", within=late))


@recogniser
def streamed_page(seen: Evidence) -> Found:
    """The page showed the message, which waits all the same, and it was streamed."""
    answer = sent(seen, "/books")
    if not answer or not any(same(m, t) for m in answer.added for t in answer.shown):
        return ()
    names = ("stream_template", "stream_template_string")
    return seen.program.places(seen.program.uses(*names, within=seen.view))


# where next leads ---------------------------------------------------------------------


@recogniser
def next_is_ignored(seen: Evidence) -> Found:
    """The form knew next, the answer leads home, and no redirect has a value in it."""
    answer = sent(seen, "/sign-in")
    if not answer or not answer.is_redirect or not wants(answer):
        return ()
    made = leading(seen, answer, "redirect")
    home = urlsplit(answer.location).path == "/" and not carrying(seen, made)
    return home and seen.program.places(made)


@recogniser
def only_the_path_of_next(seen: Evidence) -> Found:
    """The answer leads to the path of next, and its query is gone."""
    answer = sent(seen, "/sign-in")
    path, query, _ = wants(answer).partition("?") if answer else ("", "", "")
    if not answer or not query or urlsplit(answer.location)[2:4] != (path, ""):
        return ()
    return seen.program.places(leading(seen, answer, "redirect"))


@recogniser
def next_lost_on_the_way(seen: Evidence) -> Found:
    """A sign-in that failed was answered by a redirect to the form, without next."""
    answer = sent(seen, "/sign-in")
    if not answer or not answer.is_redirect or dict(answer.sent).get("name"):
        return ()
    place = urlsplit(answer.location)
    told = leading(seen, answer, "flash")
    every = leading(seen, answer, "redirect")
    made = following(set(every) - set(carrying(seen, every)), told)
    lost = place.path == "/sign-in" and not place.query
    return lost and (seen.program.places(made) or True)


@recogniser
def guard_on_its_own_door(seen: Evidence) -> Found:
    """The sign-in page leads to the sign-in page."""
    for answer in seen.exchanges:
        here, there = urlsplit(answer.path).path, urlsplit(answer.location).path
        if answer.method == "GET" and here == there == "/sign-in":
            guards = seen.program.reach(seen.program.hooks(*HOOKS))
            scope = (*seen.program.answering("GET", "/sign-in"), *guards)
            return seen.program.places(
                seen.program.leading_to("redirect", within=scope)
            )
    return ()


@recogniser
def one_slash_is_enough(seen: Evidence) -> Found:
    """Two slashes lead out, other schemes do not, and nothing looks for a scheme."""
    out = leak(seen, "next_to_another_site")
    if not out.startswith("//") or seen.failed("next_with_a_scheme"):
        return ()
    return not parsed(seen) and not names_schemes(seen) and looking_for_slashes(seen)


@recogniser
def only_http_is_elsewhere(seen: Evidence) -> Found:
    """Two slashes lead out, and the app looks for http or for a scheme."""
    out = leak(seen, "next_to_another_site")
    return out.startswith("//") and not parsed(seen) and names_schemes(seen)


@recogniser
def no_host_no_harm(seen: Evidence) -> Found:
    """Other schemes lead out, and the app asks a parser for the host."""
    return bool(leak(seen, "next_with_a_scheme")) and parsed(seen)


@recogniser
def tabs_do_not_matter(seen: Evidence) -> Found:
    """A tab between two slashes leads out, and two slashes do not."""
    out = leak(seen, "next_in_disguise")
    inside = not seen.failed("next_to_another_site")
    return inside and out.startswith("/\t") and looking_for_slashes(seen)


@recogniser
def checked_is_what_is_sent(seen: Evidence) -> Found:
    """A line break gets through to redirect(), and the app asks a parser."""
    out = leak(seen, "next_in_disguise")
    return "\n" in out and not seen.failed("next_with_a_scheme") and parsed(seen)


def parsed(seen: Evidence) -> Found:
    """Where signing in has an address taken apart."""
    scope = seen.program.answering("POST", "/sign-in")
    return seen.program.places(seen.program.calls(*PARSERS, within=scope))


def looking_for_slashes(seen: Evidence) -> Found:
    """Where signing in compares with a slash; else its view."""
    answer = sent(seen, "/sign-in")
    sites = mentions(seen, answer, "/") if answer else ()
    return seen.program.places(filter(is_compared, sites)) or True


def names_schemes(seen: Evidence) -> Found:
    """Where signing in names the scheme of an address."""
    answer = sent(seen, "/sign-in")
    return answer is not None and seen.program.places(
        mentions(seen, answer, "http", "://")
    )


# what is true, and who reads it -------------------------------------------------------


@recogniser
def clear_after_flash(seen: Evidence) -> Found:
    """The goodbye was left nowhere, and the view both flashes and clears."""
    answer = sent(seen, "/sign-out")
    if not answer or answer.added or not answer.is_redirect:
        return ()
    told = leading(seen, answer, "flash")
    places = seen.program.places(leading(seen, answer, "session.clear"))
    ready = bool(told) and not any(map(dead, told)) and not still_to_do(seen, places)
    return ready and places


@recogniser
def ask_the_session_afterwards(seen: Evidence) -> Found:
    """The goodbye has no name in it, and the session was cleared before all else."""
    answer, came = sent(seen, "/sign-out"), sent(seen, "/sign-in")
    if not answer or not came or not answer.added:
        return ()
    name = dict(came.sent).get("name", "")
    clearing = leading(seen, answer, "session.clear")
    asked = seen.program.uses("session", within=seen.view)
    early = any(before(use, clear) for use in asked for clear in clearing)
    named = any(name in message.text for message in answer.added)
    late = following(asked, clearing) or clearing
    return not named and not early and seen.program.places(late)


@recogniser
def cookie_deleted_by_hand(seen: Evidence) -> Found:
    """The session still holds something, and the view deletes its cookie."""
    answer = sent(seen, "/sign-out")
    if not answer or not any(cookie.rest for cookie in answer.kept):
        return ()
    names = ("delete_cookie", "set_cookie")
    return seen.program.places(leading(seen, answer, *names))


@recogniser
def unread_messages_carried_over(seen: Evidence) -> Found:
    """What waited still waits, and the view takes the messages into its hands."""
    answer = sent(seen, "/sign-out")
    return answer is not None and seen.program.places(held_on_to(seen, answer))


@recogniser
def only_the_name_goes(seen: Evidence) -> Found:
    """What waited still waits, and the view takes single values out of the session."""
    answer = sent(seen, "/sign-out")
    if not answer or held_on_to(seen, answer) or leading(seen, answer, CLEARING[0]):
        return ()
    return seen.program.places(changes(seen, answer))


def held_on_to(seen: Evidence, answer: Exchange) -> list[Site]:
    """Where the view that answered asks for the messages, or for their place."""
    asked = seen.program.calls("get_flashed_messages", within=seen.view)
    return [*asked, *mentions(seen, answer, "_flashes")]


@recogniser
def message_after_the_redirect(seen: Evidence) -> Found:
    """Nothing was left, and a flash stands where nothing runs."""
    answer = sent(seen, "/label")
    if not answer or answer.added:
        return ()
    return seen.program.places(filter(dead, leading(seen, answer, "flash")))


@recogniser
def success_before_the_work(seen: Evidence) -> Found:
    """The view crashed, and its message was left or shown all the same."""
    answer = sent(seen, "/label")
    if not answer or answer.status < 500 or not (answer.added or answer.shown):
        return ()
    places = seen.program.places(leading(seen, answer, "flash"))
    return not still_to_do(seen, places) and places


@recogniser
def caught_is_mended(seen: Evidence) -> Found:
    """The label failed, its view caught the error and announced a success."""
    answers = posts(seen, "/label")
    if len(answers) < 2 or not answers[-1].is_redirect:
        return ()
    good = set(kinds(answers[0])) & set(kinds(answers[-1]))
    return bool(good) and seen.program.places(handlers(seen, answers[-1]))


@recogniser
def message_for_a_script(seen: Evidence) -> Found:
    """A request with JSON left a message."""
    for answer in scripts(seen):
        if answer.added:
            places = seen.program.places(leading(seen, answer, "flash"))
            return not still_to_do(seen, places) and places
    return ()


@recogniser
def messages_for_the_script(seen: Evidence) -> Found:
    """A request with JSON took messages out, in Python."""
    for answer in scripts(seen):
        if answer.taken and not answer.is_redirect:
            return seen.program.places(leading(seen, answer, "get_flashed_messages"))
    return ()


@recogniser
def redirect_for_a_script(seen: Evidence) -> Found:
    """A request with JSON was answered by a redirect."""
    for answer in scripts(seen):
        if answer.is_redirect:
            return seen.program.places(leading(seen, answer, "redirect")) or True
    return ()


@recogniser
def error_page_for_a_script(seen: Evidence) -> Found:
    """A request with JSON was refused by a page of HTML."""
    return bool(pages_for_scripts(seen))


# every page ---------------------------------------------------------------------------


def barred_by(seen: Evidence, rule: str) -> bool:
    """True when a page keeps people out by this rule."""
    return any(f"({rule}, " in r.seen for r in seen.failing)


@recogniser
def field_without_a_label(seen: Evidence) -> Found:
    """A page has a field without a name, and a template one with nothing to name it."""
    tied = r"\bid=|aria-label|\btitle=|placeholder|type=[\"']?(?:hidden|submit|button)"
    before = r"(?<=\n)(?:(?!<label>[^\n<]*<input)[^\n])*"
    return barred_by(seen, "label") and lines(
        seen, rf"{before}<input\b(?![^<>]*(?:{tied}))"
    )


@recogniser
def alert_takes_the_focus(seen: Evidence) -> Found:
    """The focus goes to an alert, and a template has an element with autofocus."""
    return barred_by(seen, "focus-on-alert") and lines(seen, r"<\w[^<>]*\bautofocus\b")
