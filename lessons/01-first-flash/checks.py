"""What the finished app of lesson 1 does: one person is told once, on the next page.

Knows the contract of the lesson and nothing of how an app keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from checker import check, expect

if TYPE_CHECKING:
    from checker import App
    from checker.page import Page
    from checker.visitor.person import Look, Person
    from checker.visitor.visitor import Visitor


def times(number: int) -> str:
    """How often, in words."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(number, f"{number} times")


def went_through(*pages: Page) -> list[str]:
    """The addresses of the pages and of the redirects to them, as they read."""
    addresses = [place for page in pages for _, place in page.redirects]
    addresses += [place for page in pages for place in (page.location, page.path)]
    return list(dict.fromkeys(unquote_plus(address) for address in addresses))


def seen_by(visitor: Visitor, page: Page) -> str:
    """The messages on the page, and those that still wait, in words."""
    waiting = ", ".join(f"“{message.text}”" for message in visitor.waiting)
    return page.messages_in_words + (
        f", and still waiting {waiting}" if waiting else ""
    )


def packed(text: str) -> str:
    """The text without its blanks, which say nothing about what is read."""
    return "".join(text.split())


def look_at(person: Person, word: str) -> Look:
    """How the message with that word looks to the person."""
    looks = [look for look in person.look() if word in look.message.text]
    expect(looks, f"a message with “{word}”", person.page.messages_in_words)
    return looks[0]


def expect_readable(look: Look, text: str) -> None:
    """The eye finds that text in the message, and it stands out from its ground."""
    at = (look.message.index,)
    seen = f"“{look.read}”" if look.read else "no word of it"
    why = f", because of {look.hidden}" if look.hidden else ""
    expect(
        packed(text) in packed(look.read),
        f"“{text}” to be seen on the screen",
        f"an eye finds {seen} there{why}",
        at,
    )
    expect(
        look.contrast >= look.least,
        f"a text with a contrast of {look.least} to what is behind it, or more",
        f"{look.contrast:.2f} for “{look.read}”",
        at,
    )


@check
def nothing_to_say_at_first(app: App) -> None:
    """Before anybody does anything, no page shows a message.

    A message means that something has just happened.
    Who reads one that follows on nothing soon reads none of them.
    """
    ann = app.visitor()

    for path in ("/", "/sign-in", "/about", "/"):
        page = ann.get(path)
        expect(page.status == 200, f"{path} to open", f"status {page.status}")
        expect(not page.messages, f"no message on {path}", page.messages_in_words)


@check(task=1)
def greets_by_name(app: App) -> None:
    """Signing in leaves a message that greets the visitor by the name they gave.

    Whoever sends a form and is told nothing wonders whether it arrived.
    Then they send it again.
    """
    ann = app.visitor()
    name = app.word()
    answer = ann.post("/sign-in", name=name)
    waiting = [message.text for message in ann.waiting]
    page = ann.follow(answer)

    expect(
        page.shows(name) or any(name in text for text in waiting),
        f"a message with “{name}” that waits for the next page",
        " and ".join(f"“{text}”" for text in waiting) or page.messages_in_words,
    )


@check(task=2, after=greets_by_name)
def next_page_shows_it(app: App) -> None:
    """The page after signing in shows the greeting, one time.

    A message that no page shows helps nobody.
    One that stands there twice looks like two sign-ins.
    """
    ann = app.visitor()
    name = app.word()
    page = ann.follow(ann.post("/sign-in", name=name))

    expect(page.shows(name), f"a message with “{name}”", seen_by(ann, page))
    expect(page.count(name) == 1, "the greeting once", times(page.count(name)))


@check(task=2, after=next_page_shows_it)
def any_page_shows_it(app: App) -> None:
    """Whichever page is opened next shows the greeting, not the shelf alone.

    People do not always open the page that you had in mind.
    What waits for another page is read much later, when it makes no sense any more.
    """
    for path in ("/about", "/sign-in"):
        ann = app.another_visitor()
        name = app.word()
        ann.post("/sign-in", name=name)
        page = ann.get(path)

        expect(
            page.shows(name),
            f"a message with “{name}” on {path}",
            seen_by(ann, page),
        )


@check(task=2, after=next_page_shows_it)
def shown_once(app: App) -> None:
    """The page after that does not show the greeting again.

    A message that comes back looks like news.
    Whoever reads “Welcome” once more wonders whether they were signed out.
    """
    ann = app.visitor()
    name = app.word()
    ann.follow(ann.post("/sign-in", name=name))

    for path in ("/about", "/"):
        page = ann.get(path)
        expect(
            not page.shows(name), f"{path} without the greeting", page.messages_in_words
        )


@check(task=2, after=next_page_shows_it)
def nobody_else_sees_it(app: App) -> None:
    """Another visitor never sees the greeting, and does not use it up.

    A stranger would read a neighbour's name, and the neighbour would read nothing.
    """
    ann, bob = app.visitor("Ann"), app.another_visitor()
    name = app.word()
    answer = ann.post("/sign-in", name=name)
    strangers = bob.get("/")
    page = ann.follow(answer)

    expect(
        not strangers.shows(name),
        "no message for a visitor who did nothing",
        strangers.messages_in_words,
    )
    expect(
        page.shows(name),
        f"the greeting of “{name}” still there after another visitor's page",
        page.messages_in_words,
    )
    late = bob.get("/")
    expect(not late.shows(name), "no message for the other", late.messages_in_words)


@check(task=2, after=next_page_shows_it)
def address_says_nothing(app: App) -> None:
    """The address bar never carries the greeting.

    The address is kept in the history and passed on as a link.
    A friend who opens it would be greeted by somebody else's name.
    """
    ann = app.visitor()
    name = app.word()
    answer = ann.post("/sign-in", name=name)
    page = ann.follow(answer)
    telling = [place for place in went_through(answer, page) if name in place]

    expect(not telling, f"addresses without “{name}”", " and ".join(telling))


@check(task=2, after=next_page_shows_it, browser=True)
def greeting_can_be_seen(app: App) -> None:
    """The greeting can be seen and read on the screen.

    A message may be part of a page and still be hidden by a style, pale, or under
    something else. Whoever looks at that page is told nothing.
    """
    ann = app.person()
    name = app.word()
    answer = ann.post("/sign-in", name=name)
    waiting = [message.text for message in ann.waiting if name in message.text]
    ann.follow(answer)

    expect_readable(look_at(ann, name), waiting[0] if waiting else name)


@check(task=2, after=next_page_shows_it, browser=True)
def one_tab_shows_it(app: App) -> None:
    """With two tabs open, the one that opens a page first shows it, the other never.

    People have a site open twice. News that each tab tells again is read again, and
    looks as if it had happened twice.
    """
    ann = app.person("Ann")
    ann.get("/about")
    other = ann.new_tab()
    other.get("/about")
    name = app.word()
    answer = ann.post("/sign-in", name=name)
    page = ann.follow(answer)

    expect(page.shows(name), "the greeting in the first tab", page.messages_in_words)
    open_still = other.page
    expect(
        not open_still.shows(name),
        "no greeting in the tab that stood open beside it",
        open_still.messages_in_words,
    )
    for path in ("/about", "/"):
        later = other.get(path)
        expect(
            not later.shows(name),
            f"no greeting any more in the other tab, on {path}",
            later.messages_in_words,
        )


@check(task=3, after=next_page_shows_it)
def names_the_book(app: App) -> None:
    """After a book was added, the next page names it in a message, once.

    Whoever sees the title knows that this book arrived, spelled as they meant it.
    Without it they search the list, or add the book again.
    """
    ann = app.visitor()
    title = app.word()
    ann.follow(ann.post("/sign-in", name=app.word()))
    page = ann.follow(ann.post("/books", title=title))
    later = ann.get("/")

    expect(page.shows(title), f"a message with “{title}”", page.messages_in_words)
    expect(page.count(title) == 1, "it once", times(page.count(title)))
    expect(not later.shows(title), "no such message any more", later.messages_in_words)


@check(task=3, after=names_the_book)
def two_messages_in_order(app: App) -> None:
    """Two actions before a page is looked at show both messages, in order.

    A message that is lost is an action that seems not to have happened.
    In the wrong order the page tells a story that was not so.
    """
    ann = app.visitor()
    name, title = app.word(), app.word()
    ann.post("/sign-in", name=name)
    page = ann.follow(ann.post("/books", title=title))
    seen = "\n".join(message.text for message in page.messages)

    expect(
        name in seen and title in seen,
        f"a message with “{name}” and one with “{title}”",
        page.messages_in_words,
    )
    expect(
        seen.index(name) < seen.index(title),
        f"“{name}” before “{title}”",
        page.messages_in_words,
    )
