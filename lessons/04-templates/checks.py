"""What the finished app of lesson 4 shows: every message, on every page, for everybody.

Knows the contract of the lesson and nothing of how an app keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from checker import check, expect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker import App
    from checker.html import Element
    from checker.page import Page
    from checker.visitor.person import Look, Person
    from checker.visitor.visitor import Visitor

LISTS = ("ul", "ol", "li")
KINDS = ("success", "error", "warning", "info")
WORDS = ("message", "flash", "alert", "notice", "toast", "notification")
BOXES = "article aside div dl li ol output p section span ul".split()
READING = 60  # seconds in which a slow reader, or one who was called away, is back
MOVING = 3  # seconds that a message may take to move away once it is put away
PRESSED = "button, input[type=submit], input[type=button], [role=button], [onclick]"


def somebody(app: App) -> Visitor:
    """A visitor who is signed in and has read the greeting."""
    visitor = app.another_visitor()
    visitor.follow(visitor.post("/sign-in", name=app.word()))
    return visitor


def remind(visitor: Visitor, text: str, kind: str = "info") -> None:
    """Leaves a message and looks at no page."""
    visitor.post("/reminders", text=text, kind=kind)


def times(number: int) -> str:
    """How often, in words."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(number, f"{number} times")


def missing(app: App) -> str:
    """An address that does not exist."""
    return f"/{app.word()}"


def holds(page: Page, *selectors: str) -> list[str]:
    """The tags of what the selectors find, as in <div class="messages">."""
    return [e.html.partition(">")[0] + ">" for e in page.select(", ".join(selectors))]


def traces(page: Page) -> list[str]:
    """What stands on a page for messages, though it shows none."""
    tokens = [f"[{of}*={w} i]" for w in WORDS for of in ("class", "id", "aria-label")]
    marks = [*tokens, "[role=status]", "[role=alert]", "[aria-live]"]
    boxes = [f"{tag}{mark}" for tag in BOXES for mark in marks]
    empty = [f"an empty <{e.tag}>" for e in page.select("ul, ol") if not e.text]
    return [*holds(page, *boxes), *empty]


def content(page: Page) -> Element:
    """Where the page itself begins: its heading, or else its main part."""
    choices = ("main h1, [role=main] h1", "main, [role=main]", "h1")
    found = next((f for f in map(page.select, choices) if f), ())
    expect(found, f"a <main> or an <h1> on {page.path}", "neither")
    return min(found, key=lambda element: element.index)


def sights(looks: Iterable[Look]) -> str:
    """What a person makes out of messages, in words."""
    told = [f"“{x.read}”" if x.read else f"one hidden by {x.hidden}" for x in looks]
    return ", ".join(told) or "no message"


def places(looks: Iterable[Look], word: str) -> tuple[int, ...]:
    """Where messages with that word stand and it cannot be read."""
    hidden = [x for x in looks if word in x.message.text and word not in x.read]
    return tuple(look.message.index for look in hidden)


def in_sight(person: Person, word: str) -> bool:
    """True when the person can read that word in a message of the page in front."""
    return any(word in look.read for look in person.look())


def controls(page: Page, word: str) -> list[str]:
    """The names of what can be pressed in the message with that word, or beside it."""
    items = [e.html for e in page.select("li, [role=listitem]") if word in e.html]
    around = [page.message(word).html, *items]
    found = [e for e in page.select(PRESSED) if any(e.html in html for html in around)]
    named = [e.attrs.get("aria-label") or e.text or e.attrs.get("value") for e in found]
    return [name for name in named if name]


def opened(person: Person, word: str) -> list[str]:
    """The names of what can be pressed in a new message with that word."""
    remind(person, word)
    return controls(person.get("/about"), word)


def pages_asked_for(app: App) -> int:
    """How many pages people have opened or sent so far."""
    return sum(bool(step.method) and not step.by_page for step in app.steps)


@check
def escapes_the_text(app: App) -> None:
    """What a person typed is read in a message letter by letter, and is never HTML.

    A neighbour who can smuggle a script into a message acts in everybody's name.
    """
    ann = app.visitor()
    word, other = app.word(), app.word()
    text = f"<b>{word}</b> & <script>alert('{other}')</script> {{{{ 7 * 7 }}}}"
    page = ann.follow(ann.post("/reminders", text=text, kind="info"))

    expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
    expect(
        text in page.message(word).text,
        f"a message that reads “{text}”",
        page.messages_in_words,
    )


@check
def escapes_the_kind(app: App) -> None:
    """What a person sends as the kind of a message never becomes HTML of the page.

    A made-up kind would be a way to put buttons and scripts of a stranger on the page.
    """
    for start in ('"', "'", "", '">', "'>"):
        ann = app.another_visitor()
        word, name = app.word(), app.word()
        kind = f"info{start} <i data-{name}=1> data-{name}=1 {start}"
        page = ann.follow(ann.post("/reminders", text=word, kind=kind))
        made = holds(page, f"[data-{name}]")

        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
        expect(not made, f"a page without HTML from the kind “{kind}”", " ".join(made))


@check
def needs_no_script(app: App) -> None:
    """A message is text of the page; no script puts it there, not even once more.

    Whoever has scripts turned off would never be told; everybody else is told twice.
    """
    ann = app.visitor()
    word = app.word()
    page = ann.follow(ann.post("/reminders", text=word, kind="success"))
    scripts = [s for s in page.select("script") if word in s.html]

    expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
    expect(not scripts, "the message outside of scripts", "a script that holds it, too")


@check(browser=True)
def same_without_scripts(app: App) -> None:
    """With scripts turned off, the same messages are seen on every page.

    Scripts fail more often than they are turned off: a train goes into a tunnel, a
    file is blocked. The news should be there all the same.
    """
    ann, bob = app.person("Ann"), app.person("Bob", scripts=False)
    for path in ("/", "/books/1", missing(app), "/broken"):
        word = app.word()
        for person in (ann, bob):
            remind(person, word)
            person.get(path)
        number, looks = ann.page.count(word), bob.look()
        read = [look for look in looks if word in look.read]

        expect(
            len(read) == number and (read or path != "/"),
            f"“{word}” {times(number)} on {path}, as with scripts",
            f"without scripts {sights(looks)}",
            at=places(looks, word),
        )


@check(browser=True)
def stays_until_read(app: App) -> None:
    """A message is there after a minute as well: nothing but a person takes it away.

    Some people read slowly, some zoom in and search the page, and some are called to
    the door just then. An error that went away by itself was never said to them.
    """
    ann = app.person(clock=True)
    words = [app.word() for _ in KINDS]
    for word, kind in zip(words, KINDS, strict=True):
        remind(ann, word, kind)
    page = ann.get("/about")
    tags, told = holds(page, "meta[http-equiv=refresh i]"), page.headers.get("refresh")
    again = [*tags, *([f"the header Refresh: {told}"] if told else [])]
    expect(not again, "a page that does not load itself again", ", ".join(again))
    asked_for = pages_asked_for(app)
    ann.pass_time(READING)

    expect(
        pages_asked_for(app) == asked_for,
        "a page that does not load itself again",
        f"it did within {READING} seconds",
    )
    after = ann.look()
    for word in words:
        expect(
            any(word in look.read for look in after),
            f"“{word}” to be seen after {READING} seconds",
            sights(after),
            at=places(after, word),
        )


@check
def belongs_to_one_visitor(app: App) -> None:
    """However a template comes by the messages, each visitor sees their own, once.

    A neighbour would read what was said to somebody else, and wonder what to do.
    """
    ann, bob = app.visitor("Ann"), app.visitor("Bob")
    for _ in range(2):
        word, other = app.word(), app.word()
        remind(ann, word)
        remind(bob, other)
        anns, bobs = ann.get("/about"), bob.get("/about")

        for page, own, strange in ((anns, word, other), (bobs, other, word)):
            expect(page.shows(own), f"a message with “{own}”", page.messages_in_words)
            expect(
                not page.shows(strange),
                f"no message “{strange}”, which another visitor left",
                page.messages_in_words,
            )
    later = ann.get("/")
    expect(
        not later.messages, "no message once they were read", later.messages_in_words
    )


@check
def buttons_have_names(app: App) -> None:
    """A button in a message is a button and has a name in words; “×” is none.

    Somebody who listens to the page hears “button” and cannot know what it does.
    """
    ann = app.visitor()
    word = app.word()
    page = ann.follow(ann.post("/reminders", text=word, kind="info"))
    expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
    message = page.message(word)
    nameless = [n for n in message.controls if not any(c.isalpha() for c in n)]
    clickable = [
        e for e in page.select("[onclick]") if e.tag not in ("a", "button", "input")
    ]

    expect(
        not nameless,
        "each button with a name that has letters",
        ", ".join(f"a button called “{name}”" for name in nameless),
    )
    expect(
        not clickable,
        "a <button> wherever something can be pressed",
        ", ".join(f"<{e.tag} onclick>" for e in clickable),
    )


@check(after=buttons_have_names, browser=True)
def put_away_by_keyboard(app: App) -> None:
    """A button that puts a message away works by keyboard, and the focus is not lost.

    Not everybody can hold a mouse. And who is thrown back to the start of the page
    goes through all of it again, for the sake of tidying up.
    """
    ann = app.person(clock=True)
    for number, _ in enumerate(opened(ann, app.word())):
        word = app.word()
        name = opened(ann, word)[number]
        before = pages_asked_for(app)
        ann.tab_to(name)
        ann.press("Enter")
        ann.pass_time(MOVING)
        if pages_asked_for(app) > before:
            continue  # another page begins where every page does
        if in_sight(ann, word):
            ann.click(name)
            ann.pass_time(MOVING)
            did = "the mouse puts the message away, and the Enter key does not"
            expect(in_sight(ann, word), f"“{name}” to be pressed with a key", did)
        else:
            expect(
                ann.focus.tag not in ("body", "html"),
                f"the focus on something of the page after “{name}”",
                "it is on nothing any more",
            )


@check
def errors_keep_their_status(app: App) -> None:
    """The page for a missing address answers 404, the page for a crash answers 500.

    A page that is missing but says “fine” is kept in bookmarks and search engines;
    nobody notices that the shelf is broken.
    """
    ann = app.visitor()

    for path, status in ((missing(app), 404), ("/broken", 500)):
        page = ann.get(path)
        expect(page.status == status, f"{path} to answer {status}", f"{page.status}")
        expect(page.text, f"words on the page of {path}", "an empty page")


@check
def ordinary_pages_show_it(app: App) -> None:
    """The shelf, the search, the sign-in and the page about it show a message once.

    A person told twice thinks that it happened twice, and one told nothing tries
    again.
    """
    ann = somebody(app)
    for path in ("/", "/about", "/sign-in", "/search?q=m"):
        word = app.word()
        remind(ann, word)
        page = ann.get(path)

        expect(page.count(word) == 1, f"it once on {path}", times(page.count(word)))


@check(task=1)
def book_page_shows_it_once(app: App) -> None:
    """The page of a book shows a message once, not twice.

    Two notes about one book read as two things that happened.
    """
    ann = app.visitor()
    word = app.word()
    remind(ann, word)
    page = ann.get("/books/1")

    expect(page.status == 200, "/books/1 to open", f"status {page.status}")
    expect(page.count(word) == 1, f"“{word}” once", times(page.count(word)))


@check(task=1)
def page_404_shows_it(app: App) -> None:
    """The page for an address that does not exist shows a waiting message, once.

    A slip in the address would hide the news; it turns up later, out of place.
    """
    ann = app.visitor()
    for path in (missing(app), "/books/98765"):
        word = app.word()
        remind(ann, word)
        page = ann.get(path)

        expect(page.status == 404, f"{path} to answer 404", f"{page.status}")
        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
        expect(page.count(word) == 1, "it once", times(page.count(word)))


@check(task=1)
def page_500_shows_it(app: App) -> None:
    """The page for a crash shows a waiting message, once.

    When the page crashes people want to know what was still done, and are told nothing.
    """
    ann = app.visitor()
    word = app.word()
    remind(ann, word)
    page = ann.get("/broken")

    expect(page.status == 500, "/broken to answer 500", f"{page.status}")
    expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
    expect(page.count(word) == 1, "it once", times(page.count(word)))


@check(task=1, after=(book_page_shows_it_once, page_404_shows_it, page_500_shows_it))
def one_look_everywhere(app: App) -> None:
    """A message looks the same on every page: same classes, same word beside it.

    People know a kind by its look; where it looks otherwise they take it for another.
    """
    ann = somebody(app)
    for kind in ("success", "error"):
        looks = {}
        for path in ("/about", "/", "/books/1", missing(app), "/broken"):
            word = app.word()
            remind(ann, word, kind)
            message = ann.get(path).message(word)
            looks[path] = (sorted(message.classes), message.besides(word))
        usual = looks["/about"]

        for path, (classes, beside) in looks.items():
            expect(
                (classes, beside) == usual,
                f"{path} to show a message of kind {kind} as /about does: "
                f"class “{' '.join(usual[0])}” and “{usual[1]}” beside the text",
                f"class “{' '.join(classes)}” and “{beside}”",
            )


@check(task=1, after=(page_404_shows_it, page_500_shows_it))
def error_pages_use_it_up(app: App) -> None:
    """What an error page has shown is not shown again, and nobody else sees it.

    Read once more on the next page, it sounds as if it had happened once more.
    """
    ann, bob = app.visitor("Ann"), app.visitor("Bob")
    for path in (missing(app), "/broken"):
        word = app.word()
        remind(ann, word)
        ann.get(path)
        strangers, again, later = bob.get(path), ann.get(path), ann.get("/")

        for page, where in ((strangers, "another visitor's"), (again, "the same")):
            expect(
                not page.messages, f"no message on {where} page", page.messages_in_words
            )
        expect(not later.messages, "no message on the shelf", later.messages_in_words)


@check(task=2)
def each_in_an_item(app: App) -> None:
    """Several messages are a list: each one an item of its own, in order.

    Several messages run into one text are read as one, and the second is overlooked.
    """
    ann = app.visitor()
    words = [app.word() for _ in range(4)]
    for word, kind in zip(words, ("info", "error", "success", "info"), strict=True):
        remind(ann, word, kind)
    page = ann.get("/about")
    items = [e.text for e in page.select("li, [role=listitem]")]
    own = [text for text in items if sum(word in text for word in words) == 1]

    for word in words:
        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
        expect(
            any(word in text for text in own),
            f"an item (<li>) that holds “{word}” and no other message",
            "one that holds others, too"
            if any(word in text for text in items)
            else f"“{word}” in no item",
        )
    places = [page.text.index(word) for word in words]
    expect(
        places == sorted(places),
        "them in the order in which they were left: " + ", ".join(words),
        page.messages_in_words,
    )


@check(task=2, after=each_in_an_item)
def nothing_without_messages(app: App) -> None:
    """A page without a message holds no trace of the list: no box, no empty element.

    An empty box makes people look for what it should say; a screen reader
    announces a list with nothing in it.
    """
    for visitor in (app.visitor(), somebody(app)):
        for path in ("/about", "/", "/sign-in", missing(app), "/broken"):
            page = visitor.get(path)
            expect(not page.messages, f"no message on {path}", page.messages_in_words)
            found = traces(page)
            expect(not found, f"nothing for messages on {path}", ", ".join(found))


@check(task=3)
def links_to_the_book(app: App) -> None:
    """After a book was added, its message has a link that leads to the book's page.

    Without a link the neighbour looks for the new book through the whole shelf.
    """
    ann = somebody(app)
    ann.follow(ann.post("/books", title=app.word()))
    title = app.word()
    page = ann.follow(ann.post("/books", title=title))
    expect(page.shows(title), f"a message with “{title}”", page.messages_in_words)
    addresses = [address for _, address in page.message(title).links]

    expect(
        addresses,
        f"a link in the message about “{title}”",
        f"{page.messages_in_words}, without a link",
    )
    place = urlsplit(addresses[0]).path
    book = ann.get(place)
    expect(
        book.status == 200 and title in book.text,
        f"the link to lead to the page of “{title}”",
        f"{place}, which answers {book.status} and says “{book.text[:80]}”",
    )
    expect(
        place not in ("", "/"),
        "the link to lead to the book's own page",
        f"{place or 'nowhere'}, where all books are",
    )


@check(task=3, after=links_to_the_book)
def title_is_no_html(app: App) -> None:
    """A title with HTML, braces or percent signs in it is read as it was typed.

    A title that a neighbour made up could become buttons on everybody's page, and
    a harmless one would be shown garbled.
    """
    ann = somebody(app)
    for odd in ("<i>{}</i> & Co", "{{}} {{0}} {{{{ 7*7 }}}} {}", "%s %(x)s 100 % {}"):
        word = app.word()
        title = odd.format(word)
        page = ann.follow(ann.post("/books", title=title))

        expect(page.status == 200, "the next page to open", f"status {page.status}")
        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
        message = page.message(word)
        expect(title in message.text, f"“{title}”", f"“{message.text}”")
        expect(message.links, "the link in it", f"“{message.text}” without a link")


@check(task=4)
def read_before_the_page(app: App) -> None:
    """In the HTML a message comes before the page's main heading or main content.

    Somebody who listens sits through the whole shelf before hearing whether it
    worked, and may have left by then.
    """
    ann = somebody(app)
    for path in ("/", "/about"):
        word = app.word()
        remind(ann, word)
        page = ann.get(path)
        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
        start = content(page)

        expect(
            page.message(word).index < start.index,
            f"the message before the <{start.tag}> of {path}",
            f"it after “{start.text[:40]}”",
        )


@check(task=4)
def has_a_role(app: App) -> None:
    """Each message is announced: its role is status, or alert for an error.

    Without a role it is a paragraph among others, and nothing says that it is news.
    """
    ann = app.visitor()
    for kind in KINDS:
        word = app.word()
        remind(ann, word, kind)
        page = ann.get("/about")
        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
        roles = page.message(word).roles

        expect(
            roles & {"status", "alert"},
            f"role status or alert at the message of kind {kind}",
            f"role {', '.join(sorted(roles))}" if roles else "no role",
        )


@check(task=4, after=has_a_role)
def good_news_interrupts_nobody(app: App) -> None:
    """Only an error is an alert; a success or a note is a status.

    An alert cuts into the sentence that a person is listening to.
    """
    ann = app.visitor()
    for kind in ("success", "info"):
        word = app.word()
        remind(ann, word, kind)
        roles = ann.get("/about").message(word).roles

        expect(
            "alert" not in roles,
            f"role status at a message of kind {kind}",
            f"role {' and '.join(sorted(roles))}",
        )


@check(task=4, after=(each_in_an_item, has_a_role))
def list_stays_a_list(app: App) -> None:
    """The role does not stand on the list or its items, which would be no list then.

    Whoever listens is no longer told how many messages there are, nor how to skip one.
    """
    ann = app.visitor()
    remind(ann, app.word(), "success")
    remind(ann, app.word(), "error")
    page = ann.get("/about")
    found = holds(
        page,
        *(f"{tag}[role={role}]" for tag in LISTS for role in ("status", "alert")),
    )

    expect(
        not found,
        "the role on an element around the list or in its items",
        " ".join(found),
    )


@check(task=5, extra=True, browser=True)
def kept_for_eyes(app: App) -> None:
    """A missing picture, an icon and a page fetched in advance use up no message.

    Nobody looks at what a browser asks for by itself. A message that went there is
    lost, and its person believes that nothing has happened.
    """
    ann = app.person()
    for path, kind, what in (
        (f"/{app.word()}.png", "image", "a picture that is missing"),
        ("/favicon.ico", "favicon", "/favicon.ico"),
        ("/about", "prefetch", "/about in advance"),
    ):
        word = app.word()
        ann.get("/")
        remind(ann, word)
        ann.asks_for(path, kind)
        page = ann.get("/about")
        number = page.count(word)
        later = ann.get("/")

        expect(
            number == 1,
            f"“{word}” once on the next page, after the browser asked for {what}",
            f"{times(number)}: {page.messages_in_words}",
        )
        expect(not later.shows(word), "it no more after that", later.messages_in_words)


@check(browser=True, last=True)
def nothing_bars_anybody(app: App) -> None:
    """No page keeps somebody out: axe-core finds nothing serious there, nor do we.

    Pale letters, a picture without a text, a cross that is no button: one person in six
    cannot use such a page, and none of them will tell you.
    """
    ann = somebody(app)
    for kind in (*KINDS, "", app.word()):
        remind(ann, app.word(), kind)
    for path in ("/", "/about", "/books/1", "/sign-in", missing(app), "/broken"):
        ann.get(path)
        remind(ann, app.word(), "error")
    ann.follow(ann.post("/books", title=app.word()))
    ann.follow(ann.post("/books", title=""))
    met = app.barriers_met()

    expect(
        not met,
        "pages without a finding that is serious or critical",
        "; ".join(each.in_words for each in met[:2]),
    )
