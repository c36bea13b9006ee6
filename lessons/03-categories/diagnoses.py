"""How the mistakes of lesson 3 are recognised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import nodes

from checker.diagnosis import recogniser
from checker.evidence import Mark, before, readings
from checker.evidence.categories import (
    BOOTSTRAP,
    KINDS,
    acting,
    actions,
    as_shown,
    counted_before,
    goes_on,
    lost,
    told,
    without_titles,
)
from checker.evidence.looks import (
    alone,
    as_text,
    emptiness,
    in_form,
    keys,
    picks,
    place_of_loop,
    quoted_names,
    set_in_blocks,
    shared_names,
    skipping,
    taken_apart,
    within_class,
)
from checker.evidence.markup import lines, unfinished
from checker.evidence.sheet import looked_at, pale
from checker.evidence.showing import for_each
from checker.flask_cookie import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.diagnosis import Found
    from checker.evidence import Evidence, Reading
    from checker.evidence.sheet import Declaration, Rule
    from checker.report import Frame

CLASS = re.compile(r"\.([\w-]+)")
WORDS = re.compile(r"[a-z]+-[a-z]+-[a-z]+")  # those that nobody could have guessed
HIDDEN = re.compile(r"because of (display: none|visibility: hidden|opacity: 0)")
NAMING = r"aria-label\s*=|\balt\s*=|\btitle\s*="
TINTS = ("color", "background", "background-color", "border", "border-color")
# Styles by which a word is there for screen readers and not for the eye.
FOR_THE_EAR = re.compile(
    r"clip(-path)?: |(left|text-indent): -|font-size: 0(px)?$|(width|height): 1px$"
)
TOP = "others_stay_at_the_top"
IN_FORM = "form_error_stands_in_the_form"
ELSEWHERE = "other_page_shows_the_form_error"
SIGNED_OUT = "shelf_without_the_form_shows_its_error"


def asked(seen: Evidence) -> tuple[Reading, ...]:
    """Every call of get_flashed_messages."""
    return readings(seen.program, seen.templates)


def said(seen: Evidence) -> tuple[Waiting, ...]:
    """What the actions of the failing checks left."""
    return tuple(
        message for action in actions(seen.failing) for message in action.added
    )


def here(seen: Evidence, messages: Sequence[Waiting]) -> Found:
    """Where these messages are left; nowhere when there are none."""
    return bool(messages) and told(seen, messages)


def marked(found: Iterable[Mark]) -> list[Frame]:
    """The places of what stands in templates."""
    return [mark.place for mark in found]


def within_view(seen: Evidence, word: str) -> bool:
    """True when the word stands in what runs for the actions."""
    sites = seen.program.within(acting(seen))
    return any(getattr(site.node, "value", None) == word for site in sites)


def region(seen: Evidence) -> list[Frame]:
    """What chooses among all messages; where nothing does, the calls for them."""
    chosen = [found.place for found in skipping(seen)]
    return chosen or [r.place for r in asked(seen) if not r.filtered]


def asks_who(seen: Evidence) -> bool:
    """True when the session decides what the place for all messages leaves out."""
    tests = [m.node for m in skipping(seen) if isinstance(m, Mark)]
    names = [n for test in tests for n in (test, *test.find_all(nodes.Name))]
    sites = [r.site for r in asked(seen) if r.site and not r.filtered]
    within = [site.function for site in sites if site.function]
    in_python = within and seen.program.uses("session", within=within)
    return bool(in_python) or any(getattr(n, "name", "") == "session" for n in names)


def words_beside(seen: Evidence) -> list[str]:
    """What stands beside the text of each message on the last page."""
    return [on.besides(message.text) for message, on in as_shown(seen).items()]


def icons(seen: Evidence) -> list[bool]:
    """Whether there is an icon or a picture in each message on the last page."""
    tags = ("<svg", "<img", "<i ", "<i>")
    return [any(tag in on.html for tag in tags) for on in as_shown(seen).values()]


def line_of(declaration: Declaration) -> str:
    """What is declared, as it is written."""
    return f"{declaration.name}: {declaration.value}"


def rules_of_each(seen: Evidence) -> list[set[Rule]]:
    """The rules of the app's stylesheets for each message of the last page."""
    sheet, found = looked_at(seen)
    return [set(sheet.within(m.index)) for m in found] if sheet.known else []


# telling the kinds apart --------------------------------------------------------------


@recogniser
def pairs_without_asking(seen: Evidence) -> Found:
    """Taking an item apart ended in an error, and no category was asked for."""
    plain = [r for r in asked(seen) if r.categories is False and not r.filtered]
    loops = [r.place for r in plain if taken_apart(r.loop)]
    in_python = [r.place for r in plain if r.site and seen.frames]
    return seen.crashed("unpack") and (loops or in_python)


@recogniser
def filter_gives_pairs(seen: Evidence) -> Found:
    """Taking an item apart ended in an error where only a filter was given."""
    plain = [r for r in asked(seen) if r.categories is False and r.filtered]
    return seen.crashed("unpack") and [
        place_of_loop(seen, r) for r in plain if taken_apart(r.loop)
    ]


@recogniser
def pairs_come_text_first(seen: Evidence) -> Found:
    """The page shows the categories and not one of the texts."""
    gone, page = lost(seen), " ".join(seen.shown)
    swapped = gone and all(message.category in page for message in gone)
    pairs = [r for r in asked(seen) if r.categories and not r.filtered]
    apart = [place_of_loop(seen, r) for r in pairs if r.site or taken_apart(r.loop)]
    return bool(swapped) and not quoted_names(seen) and apart


@recogniser
def one_name_for_a_pair(seen: Evidence) -> Found:
    """The page shows a pair with its brackets."""
    pairs = [place_of_loop(seen, r) for r in asked(seen) if r.categories]
    return (
        any(f"('{kind}', " in text for text in seen.shown for kind in KINDS) and pairs
    )


@recogniser
def word_without_class(seen: Evidence) -> Found:
    """The categories are asked for, and no class attribute depends on anything."""
    pairs = [r.place for r in asked(seen) if r.categories and not r.filtered]
    free = not within_class(seen) and not within_class(seen, ended=True)
    whole = not any("('" in text for text in seen.shown)
    return free and whole and len(set(words_beside(seen))) > 1 and pairs


@recogniser
def name_in_quotes(seen: Evidence) -> Found:
    """All kinds are alike, and a name that the loop gives stands in quotes."""
    return marked(quoted_names(seen))


@recogniser
def quotes_are_for_looks(seen: Evidence) -> Found:
    """The kind's class stands after the blank that ends the attribute."""
    return marked(within_class(seen, ended=True))


@recogniser
def true_in_python(seen: Evidence) -> Found:
    """Python was asked for the name true."""
    return seen.crashed("NameError", "'true'") and seen.frames


@recogniser
def colour_is_enough(seen: Evidence) -> Found:
    """The kinds differ in their classes, and each message is its text alone."""
    looks = {message.classes for message in as_shown(seen).values()}
    bare = not any(words_beside(seen)) and not any(icons(seen))
    place = marked(within_class(seen)) or [r.place for r in asked(seen) if r.categories]
    return not unfinished(seen, 1) and len(looks) > 1 and bare and place


@recogniser
def icon_says_it(seen: Evidence) -> Found:
    """Beside each text there is a sign or a picture, and not one letter."""
    words = words_beside(seen)
    mute = not any(letter.isalnum() for word in words for letter in word)
    signs = [word or icon for word, icon in zip(words, icons(seen), strict=True)]
    return (
        mute
        and len(signs) > 1
        and all(signs)
        and [r.place for r in asked(seen) if r.categories]
    )


@recogniser
def four_kinds_are_all(seen: Evidence) -> Found:
    """A page took the message and did not show it; the template chooses by kind."""
    page = " ".join(seen.shown)
    gone = [m for m in lost(seen) if m.category not in page]
    opened = gone and max(seen.statuses) < 400
    return bool(opened) and not keys(seen, "message") and region(seen)


@recogniser
def no_category_is_empty(seen: Evidence) -> Found:
    """A word is missing, and the category is asked whether it is empty."""
    return bool(seen.shown) and emptiness(seen)


@recogniser
def message_is_the_fifth(seen: Evidence) -> Found:
    """There is a word for “message”, and none for other categories."""
    return not seen.failed("no_kind_is_shown") and keys(seen, "message")


# on the screen ------------------------------------------------------------------------


@recogniser
def class_is_a_look(seen: Evidence) -> Found:
    """The kinds differ in their classes, and no rule holds for one and not for all."""
    each = rules_of_each(seen)
    alike = len(each) > 1 and all(rules == each[0] for rules in each)
    return alike and marked(within_class(seen))


@recogniser
def important_to_be_sure(seen: Evidence) -> Found:
    """The kinds have rules of their own, and one for all of them says !important."""
    each = rules_of_each(seen)
    if len(each) < 2 or all(rules == each[0] for rules in each):
        return False
    common = [rule for rule in each[0] if all(rule in rules for rules in each)]
    declared = [d for rule in common for d in rule.declared if d.important]
    return [d.place for d in declared if d.name in TINTS or d.name.startswith("--")]


@recogniser
def word_is_for_the_ear(seen: Evidence) -> Found:
    """The kinds have words, and a style keeps these from the eye alone."""
    sheet, found = looked_at(seen)
    hiding = {
        rule: declaration.place
        for m in found
        for rule in sheet.within(m.index)
        for declaration in rule.declared
        if FOR_THE_EAR.match(line_of(declaration))
    }
    classes = {name for rule in hiding for name in CLASS.findall(rule.selector)}
    own = {"visually-hidden", "sr-only", *classes}
    used = sorted(own.intersection(*(m.classes for m in found))) if found else []
    where = [place for name in used for place in for_each(seen, rf"\b{name}\b")]
    unread = "nothing that an eye can see" in seen.result.seen
    return unread and (where or list(hiding.values()))


@recogniser
def dot_is_an_icon(seen: Evidence) -> Found:
    """Each message has an icon with a name of its kind, and all icons look alike."""
    _, found = looked_at(seen)
    called = {m.named for m in found}
    return len(called) > 1 and "" not in called and for_each(seen, NAMING)


@recogniser
def text_in_its_colour(seen: Evidence) -> Found:
    """A message has too little contrast by day, and its text has a pale colour."""
    sheet, found = looked_at(seen)
    told = WORDS.findall(seen.result.seen)
    meant = [m for m in found if any(word in m.text for word in told)]
    by_day = "dark pages" not in seen.result.expected
    low = "contrast" in seen.result.expected
    rules = [rule for m in meant for rule in sheet.within(m.index)]
    return low and by_day and [d.place for d in pale(sheet, rules)]


@recogniser
def toast_shows_itself(seen: Evidence) -> Found:
    """A message is hidden by a style, which a script would have to lift."""
    hidden = [HIDDEN.search(result.seen) for result in seen.failing]
    styles = {match[1] for match in hidden if match}
    sheet, found = looked_at(seen)
    every = [(*sheet.within(m.index), *sheet.around(m.index)) for m in found]
    declared = [d for rules in every for rule in rules for d in rule.declared]
    return [d.place for d in declared if line_of(d) in styles]


# the kind of each action --------------------------------------------------------------


@recogniser
def success_is_the_default(seen: Evidence) -> Found:
    """The message has no category, and those of other actions have one."""
    plain = [m for m in said(seen) if m.category == "message"]
    return not unfinished(seen, 2) and here(seen, plain)


@recogniser
def text_makes_the_kind(seen: Evidence) -> Found:
    """The message has no category, and the name of one in its text."""
    plain = [m for m in said(seen) if m.category == "message"]
    return here(seen, [m for m in plain if any(k in m.text.casefold() for k in KINDS)])


@recogniser
def framework_names(seen: Evidence) -> Found:
    """The category is a name of Bootstrap's."""
    return here(seen, [m for m in said(seen) if m.category in BOOTSTRAP])


@recogniser
def capitals_do_not_matter(seen: Evidence) -> Found:
    """The category is the right one but for its capitals."""
    wrong = [m for m in said(seen) if m.category not in KINDS]
    return here(seen, [m for m in wrong if m.category.casefold() in KINDS])


@recogniser
def classes_as_category(seen: Evidence) -> Found:
    """The category is several words, and a class of the kind is among them."""
    several = [(m, m.category.split()) for m in said(seen) if m.text not in KINDS]
    named = {*KINDS, *BOOTSTRAP}
    return here(
        seen,
        [
            message
            for message, words in several
            if 1 < len(words) < 4 and any(w.split("-")[-1] in named for w in words)
        ],
    )


@recogniser
def category_first(seen: Evidence) -> Found:
    """The text is the name of a kind, and the category is a sentence."""
    swapped = [m for m in said(seen) if m.text in KINDS and m.category not in KINDS]
    places = [Waiting(m.category, m.text) for m in swapped]
    return here(seen, places)


@recogniser
def unknown_keyword(seen: Evidence) -> Found:
    """Python refused a keyword of flash()."""
    return seen.crashed("flash() got an unexpected keyword") and seen.frames


@recogniser
def it_worked_so_success(seen: Evidence) -> Found:
    """The third book is told in other words than the second, as a success too."""
    texts, last = without_titles(seen, "/borrow"), said(seen)
    differs = len(texts) > 2 and texts[-1] != texts[-2]
    good = [m for m in last if m.category == "success"]
    return (
        differs
        and good == list(last)
        and not within_view(seen, "warning")
        and here(seen, good)
    )


@recogniser
def counted_too_early(seen: Evidence) -> Found:
    """The third book is told as the second, by a count from before it was lent."""
    texts, last = without_titles(seen, "/borrow"), said(seen)
    same = len(texts) > 2 and texts[-1] == texts[-2] != ""
    return (
        same
        and all(m.category == "success" for m in last)
        and counted_before(seen.program, acting(seen), "warning")
    )


@recogniser
def refused_is_a_warning(seen: Evidence) -> Found:
    """The fourth book is refused in words of its own, as a warning."""
    texts, last = without_titles(seen, "/borrow"), said(seen)
    differs = len(texts) > 3 and texts[-1] != texts[-2]
    return differs and here(seen, [m for m in last if m.category == "warning"])


@recogniser
def abort_shows_it(seen: Evidence) -> Found:
    """A message was left, and the answer is the page of an error status."""
    refused = [a for a in actions(seen.failing) if 400 <= a.status < 500 and a.added]
    scope = acting(seen)
    telling = seen.program.leading_to("flash", within=scope)
    aborts = seen.program.calls("abort", within=scope)
    after = [a for a in aborts if any(before(each, a) for each in telling)]
    return bool(refused) and seen.program.places(after)


@recogniser
def error_ends_the_view(seen: Evidence) -> Found:
    """The book was lent twice; after flash() in an if, the view goes on."""
    idle = set(goes_on(seen.program, seen.view, "redirect"))
    told_on = goes_on(seen.program, seen.view, "flash")
    alone = not idle or set(told_on) & idle
    return lent_twice(seen) and bool(alone) and seen.program.places(told_on)


@recogniser
def redirect_leaves_the_view(seen: Evidence) -> Found:
    """The book was lent twice; what redirect() gives is thrown away in an if."""
    telling = set(goes_on(seen.program, seen.view, "flash"))
    idle = goes_on(seen.program, seen.view, "redirect")
    places = seen.program.places(site for site in idle if site not in telling)
    return lent_twice(seen) and places


def lent_twice(seen: Evidence) -> bool:
    """True when the book is with the one who came second."""
    return "“" in seen.result.seen


# errors of the form -------------------------------------------------------------------


@recogniser
def shown_as_any_other(seen: Evidence) -> Found:
    """The form's error is shown outside it, and the form asks for none of that kind."""
    left, page = said(seen), " ".join(seen.shown)
    common = all(m.category in (*KINDS, "message") for m in left)
    among = seen.page or seen.templates.all
    asks = any(r.filtered for r in readings(seen.program, seen.templates, among))
    return (
        not unfinished(seen, 3)
        and all(m.text in page for m in left)
        and (common or not asks)
        and here(seen, left)
    )


@recogniser
def one_error_forgotten(seen: Evidence) -> Found:
    """The refusal of an empty title has a common category, that of a double has not."""
    left = [m for m in said(seen) if m.category in ("error", "warning", "message")]
    return not seen.failed(IN_FORM) and here(seen, left)


@recogniser
def required_is_enough(seen: Evidence) -> Found:
    """A book without a title is told as a success."""
    return any("success" in m.category.casefold() for m in said(seen))


@recogniser
def asked_for_twice(seen: Evidence) -> Found:
    """Form and page both show the error, and the page's loop chooses nothing."""
    plain = [
        r for r in asked(seen) if r.mark and not r.filtered and not in_form(seen, r)
    ]
    every = [r.place for r in plain if not picks(r) and not r.through]
    return len(asked(seen)) > 1 and not set_in_blocks(seen) and every


@recogniser
def set_inside_a_block(seen: Evidence) -> Found:
    """Form and page both show the error; the name that should tell is in a block."""
    return marked(set_in_blocks(seen))


@recogniser
def left_out_everywhere(seen: Evidence) -> Found:
    """Every page takes the error, and whoever looks, only the form shows it."""
    return (
        seen.failed(ELSEWHERE)
        and not seen.passed(SIGNED_OUT)
        and not asks_who(seen)
        and bool(lost(seen))
        and region(seen)
    )


@recogniser
def signed_in_sees_the_form(seen: Evidence) -> Found:
    """Another page takes the error for a visitor who is signed in, and loses it."""
    return (
        not seen.failed(SIGNED_OUT)
        and asks_who(seen)
        and bool(lost(seen))
        and region(seen)
    )


@recogniser
def form_is_always_there(seen: Evidence) -> Found:
    """Only the shelf without the form loses the error."""
    sets = marked(shared_names(seen)) or region(seen)
    return not seen.failed(ELSEWHERE) and bool(lost(seen)) and sets


@recogniser
def errors_belong_to_the_form(seen: Evidence) -> Found:
    """The form's error has the category error, as others have."""
    return here(seen, [m for m in said(seen) if m.category == "error"])


@recogniser
def form_asks_for_all(seen: Evidence) -> Found:
    """The form shows messages of every kind, and asks without a filter."""
    result = seen.results.get(TOP)
    every = result is not None and "of kind success" in result.expected
    return every and [
        r.place for r in asked(seen) if in_form(seen, r) and not r.filtered
    ]


@recogniser
def rest_stays_for_later(seen: Evidence) -> Found:
    """All but the form's error was taken and not shown, after a call with a filter."""
    gone = [m for m in lost(seen) if m.category in KINDS]
    filtered = [r for r in asked(seen) if r.filtered]
    beside = [r.place for r in filtered if not in_form(seen, r)]
    return len(gone) == len(KINDS) and (beside or [r.place for r in filtered])


@recogniser
def filter_is_a_text(seen: Evidence) -> Found:
    """A part of the category's name fits, and the filter is a text as it stands."""
    return not seen.failed(TOP) and [
        r.place for r in asked(seen) if r.filtered and as_text(r) and not alone(r)
    ]


@recogniser
def brackets_make_a_list(seen: Evidence) -> Found:
    """A part of the category's name fits, and the filter is a text in brackets."""
    return not seen.failed(TOP) and [
        r.place for r in asked(seen) if r.filtered and as_text(r) and alone(r)
    ]


# every page ---------------------------------------------------------------------------


def barred_by(seen: Evidence, *rules: str) -> bool:
    """True when a page keeps people out by one of these rules."""
    return any(f"({rule}, " in r.seen for r in seen.failing for rule in rules)


@recogniser
def picture_without_a_text(seen: Evidence) -> Found:
    """A page has a picture without a name, and a template an <img> or <svg> so."""
    nameless = (
        r"<img\b(?![^<>]*\balt\s*=)"
        r"|<svg\b(?=[^<>]*role=.?img)(?![^<>]*aria-label)"
    )
    return barred_by(seen, "image-alt", "svg-img-alt") and lines(seen, nameless)
