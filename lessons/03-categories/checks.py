"""What the finished app of lesson 3 does: every message in its kind and in its place.

Knows the contract of the lesson and nothing of how an app keeps it. Which classes mean
success or error is learnt from the app itself, by reminders of each kind.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from checker import check, expect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checker import App
    from checker.html import Element
    from checker.messages import Message
    from checker.page import Page
    from checker.visitor.person import Look, Person
    from checker.visitor.visitor import Visitor

NO_GROUND = "ground rgba(0, 0, 0, 0)"  # what is behind shows through
KINDS = ("success", "error", "warning", "info")
FIRST = 5  # the number of the first book that is added
LIMIT = 3  # books that one person may have


def reminders(app: App, visitor: Visitor, kinds: Iterable[str]) -> dict[str, str]:
    """Leaves one reminder of each kind, in this order; kind to text."""
    texts = {kind: app.word() for kind in kinds}
    for kind, text in texts.items():
        fields = {"text": text, "kind": kind} if kind else {"text": text}
        visitor.post("/reminders", **fields)
    return texts


def shown(app: App, kinds: Iterable[str]) -> dict[str, Message]:
    """How one message of each kind looks to a new visitor, in this order."""
    ann = app.another_visitor()
    texts = reminders(app, ann, kinds)
    page = ann.get("/")
    expect(page.status == 200, "a page with the messages", f"status {page.status}")
    return {kind: page.message(text) for kind, text in texts.items()}


def looks(app: App) -> dict[str, frozenset[str]]:
    """The classes by which each kind is known, wherever it stands among the others."""
    one, other = shown(app, KINDS), shown(app, reversed(KINDS))
    look = {kind: one[kind].classes & other[kind].classes for kind in KINDS}
    common = frozenset.intersection(*look.values())
    return {kind: classes - common for kind, classes in look.items()}


def word_beside(message: Message, text: str) -> str:
    """The word or the icon's name beside the text; "" when there is none."""
    word = message.besides(text)
    return word if any(letter.isalpha() for letter in word) and word != "None" else ""


def kinds_on(
    page: Page, look: Mapping[str, frozenset[str]], word: str = ""
) -> list[str]:
    """The kinds of the messages that contain the word, as they look."""
    found = []
    for message in page.messages:
        fitting = [kind for kind in KINDS if look[kind] <= message.classes]
        if word in message.text and fitting:
            found.append(max(fitting, key=lambda kind: len(look[kind])))
    return found


def neighbour(app: App, name: str = "") -> Visitor:
    """A new visitor who is signed in and has read the greeting."""
    visitor = app.another_visitor()
    visitor.follow(visitor.post("/sign-in", name=name or app.word()))
    return visitor


def new_books(app: App, number: int = 1) -> list[str]:
    """The titles of books that somebody has added; they are the numbers from FIRST."""
    dora = neighbour(app)
    titles = [app.word() for _ in range(number)]
    for title in titles:
        dora.follow(dora.post("/books", title=title))
    return titles


def borrow(visitor: Visitor, number: int) -> Page:
    """The page after borrowing the book with this number."""
    return visitor.follow(visitor.post(f"/books/{number}/borrow"))


def title_twice(app: App, visitor: Visitor) -> tuple[str, Page]:
    """A title that is on the shelf already, and the answer to adding it again."""
    [title] = new_books(app)
    return title, visitor.post("/books", title=title)


def form_on(page: Page) -> Element:
    """The form that adds a book."""
    forms = page.select('form[action$="/books"]')
    expect(forms, "the form that adds a book, on the shelf's page", "no such form")
    return forms[0]


def outside(page: Page, form: Element) -> list[str]:
    """The texts of the messages that do not stand in the form."""
    return [message.text for message in page.messages if message.html not in form.html]


def expect_shown_with_a_word(app: App, kind: str, called: str) -> None:
    """A message of a kind beyond the four is on the page once, with a word."""
    ann = app.visitor()
    [text] = reminders(app, ann, [kind]).values()
    page = ann.get("/")

    expect(page.status == 200, f"a page with {called}", f"status {page.status}")
    expect(page.shows(text), f"{called}: “{text}”", page.messages_in_words)
    message = page.message(text)
    expect(
        word_beside(message, text), f"a word beside {called}", f"“{message.text}” alone"
    )


def expect_kind(
    page: Page, look: Mapping[str, frozenset[str]], kind: str, title: str = ""
) -> None:
    """A message of this kind is on the page, and contains the title."""
    kinds = kinds_on(page, look, title)
    looking = f", looking like {' and '.join(kinds)}" if kinds else ""
    expect(
        kind in kinds,
        f"a message of kind {kind}" + (f" with “{title}”" if title else ""),
        page.messages_in_words + looking,
    )


def looks_of_kinds(app: App, person: Person) -> dict[str, Look]:
    """How one message of each of the four looks on the screen; text to look."""
    texts = reminders(app, person, KINDS)
    person.get("/")
    return look_at(person, texts.values())


def not_loaded(page: Page) -> str:
    """What is told of a page that wants its styles from another site."""
    own = page.url.removesuffix(page.path)
    links = page.select("link[rel~=stylesheet][href]")
    wanted = [e.attrs["href"] for e in links if "//" in e.attrs["href"]]
    foreign = [address for address in wanted if not address.startswith(own)]
    return f"; {foreign[0]} is of another site and not loaded" if foreign else ""


def look_at(
    person: Person, texts: Iterable[str], *, dark: bool = False
) -> dict[str, Look]:
    """How the message with each text looks to the person."""
    looks = person.look(dark=dark)
    found: dict[str, Look] = {}
    for text in texts:
        own = [look for look in looks if text in look.message.text]
        expect(own, f"a message with “{text}”", person.page.messages_in_words)
        found[text] = own[0]
    return found


def expect_readable(look: Look, text: str, called: str, *, dark: bool) -> None:
    """The eye finds the text in its message, which stands out from its ground."""
    at = (look.message.index,)
    called += ", for somebody who asks for dark pages," if dark else ""
    expect(
        text in look.read,
        f"{called} to be seen on the screen, “{look.message.text}”",
        f"an eye finds {f'“{look.read}”' if look.read else 'no word of it'} there"
        + (f", because of {look.hidden}" if look.hidden else ""),
        at,
    )
    expect(
        look.contrast >= look.least,
        f"{called} with a contrast of {look.least} to what is behind it, or more",
        f"{look.contrast:.2f} for “{look.read}”",
        at,
    )


def signs(look: Look, text: str) -> tuple[str, ...]:
    """What tells the kind to an eye that sees no colour: words, and pictures."""
    word = " ".join(look.read.replace(text, " ").split()).strip(" :·–-")
    return word.casefold(), *sorted(c for c in look.colours if "picture " in c[:8])


def in_words(sign: tuple[str, ...]) -> str:
    """What stands on two kinds alike, for somebody who has to mend it."""
    word, pictures = sign[0], sign[1:]
    if word:
        return f"“{word}” on both"
    return "the same icon on both" if pictures else "nothing that an eye can see"


def tints(look: Look) -> frozenset[str]:
    """The colours of a message, without its pictures."""
    found = (c for c in look.colours if "picture " not in c[:8])
    return frozenset(c for c in found if c != NO_GROUND)


@check
def lent_stays_lent(app: App) -> None:
    """A book that somebody has stays with them, whoever else tries to borrow it.

    Two people who both believe that they have the book meet at an empty shelf.
    """
    first, second = app.word(), app.word()
    new_books(app)
    for name in (first, second):
        visitor = app.another_visitor()
        visitor.post("/sign-in", name=name)
        visitor.post(f"/books/{FIRST}/borrow")
    text = app.visitor().get("/").text

    holder = "nobody" if second not in text else f"“{second}”"
    expect(
        first in text and second not in text,
        f"the book with “{first}”, who came first",
        f"it is with {holder}",
    )


@check(task=1)
def kinds_differ_by_class(app: App) -> None:
    """Success, error, warning and info each have classes of their own.

    Whoever looks at a page for a second sees the colour first. If all messages look
    alike, a failure is taken for a success.
    """
    look = looks(app)

    for one, other in combinations(KINDS, 2):
        expect(
            look[one] != look[other],
            f"different classes for {one} and {other}",
            f"both have {' '.join(sorted(look[one])) or 'none of their own'}",
        )


@check(task=1)
def kinds_differ_by_word(app: App) -> None:
    """Success, error, warning and info can be told apart by a word or a named icon.

    Some people do not see the difference between red and green, and some hear the
    page. Without a word they do not know whether it worked.
    """
    ann = app.visitor()
    texts = reminders(app, ann, KINDS)
    page = ann.get("/")
    words = {
        kind: word_beside(page.message(text), text) for kind, text in texts.items()
    }

    for kind, word in words.items():
        expect(word, f"a word beside the text of a message of kind {kind}", "none")
    for one, other in combinations(KINDS, 2):
        expect(
            words[one].casefold() != words[other].casefold(),
            f"different words for {one} and {other}",
            f"“{words[one]}” for both",
        )


@check(task=1)
def no_kind_is_shown(app: App) -> None:
    """A message without a category is shown as well, with a word.

    A message that fits no branch is gone, and the visitor waits for an answer that
    was thrown away.
    """
    expect_shown_with_a_word(app, "", "a message without a category")


@check(task=1)
def unknown_kind_is_shown(app: App) -> None:
    """A message of an unknown category is shown as well, with a word.

    An extension may bring a category of its own, such as the one that asks to sign
    in. If it is shown nowhere, the visitor is stuck and nobody says why.
    """
    expect_shown_with_a_word(app, app.word(), "a message of an unknown category")


@check(task=1, after=kinds_differ_by_class, browser=True)
def kinds_differ_by_colour(app: App) -> None:
    """Success, error, warning and info have colours of their own on the screen.

    A class is a name alone: where no style knows it, all messages look alike, and a
    failure is taken for a success.
    """
    ann = app.person()
    looks = list(looks_of_kinds(app, ann).values())

    for (one, first), (other, second) in combinations(
        zip(KINDS, looks, strict=True), 2
    ):
        expect(
            tints(first) != tints(second),
            f"other colours for {one} than for {other}",
            f"the same ones: {', '.join(sorted(tints(first)))}{not_loaded(ann.page)}",
            (first.message.index, second.message.index),
        )


@check(task=1, after=kinds_differ_by_word, browser=True)
def kinds_differ_without_colour(app: App) -> None:
    """Without colour an eye tells the kinds apart as well: a word or an icon differs.

    Red and green are one colour to many, and on a grey screen to everybody. A word
    that a screen reader alone is given does not help their eyes.
    """
    looks = looks_of_kinds(app, app.person())
    found = [signs(look, text) for text, look in looks.items()]
    at = tuple(look.message.index for look in looks.values())

    for (one, first), (other, second) in combinations(
        zip(KINDS, found, strict=True), 2
    ):
        expect(
            first != second,
            f"another word or icon to be seen on {one} than on {other}",
            in_words(first),
            at,
        )


@check(task=1, after=(no_kind_is_shown, unknown_kind_is_shown), browser=True)
def every_kind_can_be_seen(app: App) -> None:
    """Messages of every kind can be seen and read, by day and in the dark look.

    A message that is part of the page and pale, hidden or under something else tells
    nothing to whoever looks at it. Many people have chosen dark pages for good.
    """
    called = {kind: f"the message of kind {kind}" for kind in KINDS}
    called |= {"": "the message without a kind"}
    called |= {app.word(): "the message of an unknown kind"}
    ann = app.person()
    texts = reminders(app, ann, called)
    ann.get("/")

    for dark in (False, True):
        looks = look_at(ann, texts.values(), dark=dark)
        for kind, text in texts.items():
            expect_readable(looks[text], text, called[kind], dark=dark)


@check(task=2, after=kinds_differ_by_class)
def added_is_success(app: App) -> None:
    """Adding a book is a success, in a message with its title.

    Whoever gave a book wants to be sure that it arrived, and does not want to read
    closely for that.
    """
    look = looks(app)
    ann, title = neighbour(app), app.word()
    page = ann.follow(ann.post("/books", title=title))

    expect_kind(page, look, "success", title)


@check(task=2, after=kinds_differ_by_class)
def borrowed_is_success(app: App) -> None:
    """Borrowing a book is a success, in a message with its title.

    The visitor sees at once that the book is theirs, and which of the many it is.
    """
    look = looks(app)
    [title] = new_books(app)
    page = borrow(neighbour(app), FIRST)

    expect_kind(page, look, "success", title)


@check(task=2, after=kinds_differ_by_class)
def lent_is_error(app: App) -> None:
    """Borrowing what somebody else has is an error, in a message with its title.

    Whoever reads over it walks to the shelf for a book that is not there.
    """
    look = looks(app)
    [title] = new_books(app)
    borrow(neighbour(app), FIRST)
    page = borrow(neighbour(app), FIRST)

    expect_kind(page, look, "error", title)


@check(task=2, after=kinds_differ_by_class)
def third_is_warning(app: App) -> None:
    """Borrowing the third book, the last one allowed, says so in a warning.

    The next try will be refused. Somebody who knows that now can choose better.
    """
    look = looks(app)
    new_books(app, LIMIT)
    ann = neighbour(app)
    pages = [borrow(ann, FIRST + place) for place in range(LIMIT)]

    for page in pages[:-1]:
        expect(
            "warning" not in kinds_on(page, look),
            "no warning before the third book",
            page.messages_in_words,
        )
    expect_kind(pages[-1], look, "warning")


@check(task=2, after=kinds_differ_by_class)
def fourth_is_error(app: App) -> None:
    """Borrowing a fourth book is refused, with an error.

    A refusal that looks like any other news is overlooked, and the visitor believes
    that they have the book.
    """
    look = looks(app)
    new_books(app, LIMIT + 1)
    ann = neighbour(app)
    for place in range(LIMIT):
        borrow(ann, FIRST + place)

    expect_kind(borrow(ann, FIRST + LIMIT), look, "error")


@check(task=2, after=kinds_differ_by_class)
def returned_is_info(app: App) -> None:
    """Returning a book is an info, in a message with its title.

    Whoever brought a book back wants to see that it is off their name.
    """
    look = looks(app)
    [title] = new_books(app)
    ann = neighbour(app)
    borrow(ann, FIRST)
    page = ann.follow(ann.post(f"/books/{FIRST}/return"))

    expect_kind(page, look, "info", title)


@check(task=3, after=unknown_kind_is_shown)
def form_error_stands_in_the_form(app: App) -> None:
    """A title that is on the shelf already is refused inside the form, by its name.

    Far away from its field, an error is found late or not at all, and the visitor
    sends the same title again.
    """
    ann = neighbour(app)
    title, answer = title_twice(app, ann)
    page = ann.follow(answer)

    expect(
        title in form_on(page).text,
        f"a message with “{title}” inside the form",
        f"the form without it, and on the page {page.messages_in_words}",
    )


@check(task=3, after=form_error_stands_in_the_form, browser=True)
def form_error_can_be_seen(app: App) -> None:
    """The error beside the form can be seen and read, by day and in the dark look.

    Whoever filled in the form looks for the reason there. If it is pale or hidden,
    they send the same title again.
    """
    ann = app.person()
    ann.follow(ann.post("/sign-in", name=app.word()))
    title, answer = title_twice(app, ann)
    ann.follow(answer)

    for dark in (False, True):
        look = look_at(ann, [title], dark=dark)[title]
        expect_readable(look, title, "the form's error", dark=dark)


@check(task=3, after=unknown_kind_is_shown)
def empty_title_is_refused_in_the_form(app: App) -> None:
    """An empty title is refused inside the form as well.

    Otherwise the visitor presses the button and nothing seems to happen.
    """
    ann = neighbour(app)
    before = form_on(ann.get("/")).text
    page = ann.follow(ann.post("/books", title=""))

    expect(
        form_on(page).text != before,
        "a message inside the form",
        f"the form as before, and on the page {page.messages_in_words}",
    )


@check(task=3, after=form_error_stands_in_the_form)
def form_error_comes_once(app: App) -> None:
    """The form's error stands nowhere else, and on the page after that no more.

    An error that is there twice looks like two errors, and one that comes back
    looks like a new one.
    """
    ann = neighbour(app)
    title, answer = title_twice(app, ann)
    page = ann.follow(answer)
    later = ann.get("/")

    expect(
        page.count(title) <= 1 and title not in " ".join(outside(page, form_on(page))),
        f"“{title}” in one message, inside the form",
        page.messages_in_words,
    )
    expect(
        not later.shows(title) and title not in form_on(later).text,
        f"no “{title}” among the messages any more",
        later.messages_in_words,
    )


@check(task=3, after=form_error_stands_in_the_form)
def other_page_shows_the_form_error(app: App) -> None:
    """When the next page has no such form, the form's error stands among the others.

    The visitor may be on another page by then. If that page swallows the error,
    they never learn that the book was not added.
    """
    ann = neighbour(app)
    title, answer = title_twice(app, ann)
    if not answer.is_redirect:  # answered with the form itself: no message waits
        return
    page = ann.get("/about")

    expect(
        page.count(title) == 1,
        f"one message with “{title}” on /about",
        page.messages_in_words,
    )


@check(task=3, after=form_error_stands_in_the_form)
def shelf_without_the_form_shows_its_error(app: App) -> None:
    """Where the shelf is shown without the form, its error stands among the others.

    Whoever has just signed out sees no form. Without this they leave and believe
    that their book is on the shelf.
    """
    ann = neighbour(app)
    title, answer = title_twice(app, ann)
    if not answer.is_redirect:
        return
    page = ann.follow(ann.post("/sign-out"))

    expect(
        page.count(title) == 1,
        f"one message with “{title}” for a visitor who has signed out",
        page.messages_in_words,
    )


@check(task=3, after=form_error_stands_in_the_form)
def others_stay_at_the_top(app: App) -> None:
    """Errors of another sort, and all other messages, stay outside the form.

    What stands in the form is read as advice about its field. A visitor would mend
    a title that is right.
    """
    ann = neighbour(app)
    texts = reminders(app, ann, (*KINDS, ""))
    _, answer = title_twice(app, ann)
    form = form_on(ann.follow(answer))

    for kind, text in texts.items():
        called = f"of kind {kind}" if kind else "without a kind"
        expect(
            text not in form.text,
            f"the message {called} outside the form",
            f"“{text}” inside the form",
        )


@check(task=3, after=form_error_stands_in_the_form)
def nothing_is_lost(app: App) -> None:
    """With a form's error among many messages, each of them is shown, once.

    Each message is said once and cannot be asked for again. One that is lost was
    never said.
    """
    ann = neighbour(app)
    texts = reminders(app, ann, (*KINDS, "", app.word()))
    title, answer = title_twice(app, ann)
    page = ann.follow(answer)

    for text in texts.values():
        expect(
            page.count(text) == 1,
            f"“{text}” in one message",
            f"in {page.count(text) or 'none'} of these: {page.messages_in_words}",
        )
    expect(
        title in form_on(page).text,
        f"“{title}” inside the form, beside so many others",
        f"the form without it, and on the page {page.messages_in_words}",
    )


@check(task=3, after=form_error_stands_in_the_form)
def part_of_a_name_is_another_kind(app: App) -> None:
    """A category is taken by its whole name: “a” or “o” is not the form's category.

    Messages of quite another sort would stand in the form, and at the top a second
    time.
    """
    ann = neighbour(app)
    texts = reminders(app, ann, "aeiou")
    page = ann.get("/")
    form = form_on(page)

    for kind, text in texts.items():
        place = "inside the form" if text in form.text else "outside the form"
        expect(
            page.count(text) == 1 and text not in form.text,
            f"the message of kind “{kind}” once, outside the form",
            f"it is in {page.count(text) or 'no'} message(s), {place}",
        )


@check(browser=True, last=True)
def nothing_bars_anybody(app: App) -> None:
    """No page keeps somebody out: axe-core finds nothing serious there, nor do we.

    Pale letters, a picture without a text, a cross that is no button: one person in six
    cannot use such a page, and none of them will tell you.
    """
    ann = neighbour(app)
    reminders(app, ann, (*KINDS, "", app.word()))
    for path in ("/", "/about", "/search?q=no+such+book", "/sign-in"):
        ann.get(path)
        reminders(app, ann, ("error",))
    ann.follow(ann.post("/books", title=""))
    ann.follow(title_twice(app, ann)[1])
    ann.get(f"/{app.word()}")
    met = app.barriers_met()

    expect(
        not met,
        "pages without a finding that is serious or critical",
        "; ".join(each.in_words for each in met[:2]),
    )
