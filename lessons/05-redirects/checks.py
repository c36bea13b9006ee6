"""What the finished app of lesson 5 does: a form that worked sends the browser on.

Knows the contract of the lesson and nothing of how an app keeps it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from checker import check, expect

if TYPE_CHECKING:
    from checker import App
    from checker.page import Page
    from checker.visitor.person import Person
    from checker.visitor.visitor import Visitor

BLANKS = "".join(map(chr, range(33)))  # what browsers drop at both ends of an address
TOO_LONG = "for a label of forty characters, and then some"


def somebody(app: App) -> Visitor:
    """A visitor who is signed in and has read the greeting."""
    visitor = app.another_visitor()
    visitor.follow(visitor.post("/sign-in", name=app.word()))
    return visitor


def add(visitor: Visitor, title: str) -> str:
    """Puts a book on the shelf, reads the message, gives the address of the book."""
    visitor.follow(visitor.post("/books", title=title))
    return visitor.get("/books/latest").path


def times(number: int) -> str:
    """How often, in words."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(number, f"{number} times")


def sent_on(visitor: Visitor, answer: Page, what: str) -> Page:
    """The page that a form leads to which worked; ends the check for other answers."""
    seen = f"{answer.status} {answer.location}".strip()
    expect(answer.status in (302, 303), f"302 or 303 as the answer to {what}", seen)
    expect(answer.location, f"a Location in the answer to {what}", seen)
    page = visitor.follow(answer)
    expect(page.status == 200, f"{answer.location} to open", f"status {page.status}")
    return page


def shown_again(page: Page, action: str, field: str, value: str) -> None:
    """Ends the check unless the answer is that form, its field filled, and an error."""
    seen = f"{page.status} {page.location}".strip()
    expect(page.status in (200, 400, 409, 422), "the form in the answer itself", seen)
    expect(page.messages, "an error on that page", page.messages_in_words)
    forms = [f for f in page.forms if f.answers_to(action) and field in f.names]
    expect(forms, f"a form to {action} with a field “{field}”", "no such form")
    fields = dict(forms[0].fields)
    expect(
        fields.get(field) == value,
        f"“{value}” in the field “{field}”",
        f"“{fields.get(field, '')}”",
    )


def reloaded(app: App, ann: Person, answer: Page, what: str, word: str) -> None:
    """Ends the check unless the page after a form can be loaded again without harm."""
    page = ann.follow(answer)
    expect(page.count(word) == 1, f"“{word}” in one message", page.messages_in_words)
    before = len(app.steps)
    again = ann.reload()
    sent = [step.path for step in app.steps[before:] if step.method == "POST"]
    expect(not sent, f"F5 after {what} to send no form", f"POST {', '.join(sent)}")
    expect(
        not again.messages,
        f"no message after {what} and F5",
        again.messages_in_words,
        at=tuple(message.index for message in again.messages),
    )


def goes_back_and_forth(app: App, ann: Person) -> None:
    """Ends the check if Back or Forward shows a message that was shown before."""
    name, title = app.word(), app.word()
    book = add(somebody(app), title)
    page = ann.follow(ann.post("/sign-in", name=name))
    expect(page.shows(name), f"a message with “{name}”", page.messages_in_words)
    page = ann.follow(ann.post(f"{book}/label"))
    expect(page.shows(title), f"a message with “{title}”", page.messages_in_words)
    ann.get("/about")

    for way, go in (("Back", ann.back), ("Back", ann.back), ("Forward", ann.forward)):
        page = go()
        old = [m for m in page.messages if name in m.text or title in m.text]
        expect(
            not old,
            f"no message any more on {page.path}, reached by {way}",
            page.messages_in_words,
            at=tuple(message.index for message in old),
        )


def goes_to(answer: Page) -> str:
    """The address that a browser makes of a Location.

    Browsers drop tabs and line breaks, take a backslash for a slash, and take any
    number of slashes at the start for two.
    """
    location = re.sub(r"[\t\r\n]", "", answer.location.strip(BLANKS))
    if not re.match(r"(?!https?:)[a-z][a-z0-9+.-]*:", location, re.IGNORECASE):
        location = location.replace("\\", "/")
    location = re.sub(r"^(https?:)?/{2,}", r"\1//", location, flags=re.IGNORECASE)
    return urljoin(answer.url, location)


def stays_inside(app: App, targets: tuple[str, ...]) -> None:
    """Ends the check if one of these values of next leads a visitor out of the app."""
    for target in targets:
        ann = app.another_visitor()
        by_link = ann.get("/sign-in?next=" + quote(target, safe=""))
        for answer in (
            ann.submit(by_link, "/sign-in", name=app.word()),
            ann.post("/sign-in", name=app.word(), next=target),
        ):
            there, here = urlsplit(goes_to(answer)), urlsplit(answer.url)
            expect(
                answer.status < 500,
                f"an answer to next={target!r}",
                f"status {answer.status}",
            )
            expect(
                not answer.is_redirect or there[:2] == here[:2],
                f"next={target!r} to lead to a page of this app",
                f"a redirect that a browser takes to {there.geturl()!r}",
            )


@check
def forms_send_the_browser_on(app: App) -> None:
    """What a form did is answered with a redirect (302 or 303) to a page of the app.

    Whoever loads the page after a form, or goes back to it, is not asked whether to
    send everything again, and sends nothing twice by accident.
    """
    ann = app.visitor()
    title = app.word()
    sent_on(ann, ann.post("/sign-in", name=app.word()), "signing in")
    sent_on(ann, ann.post("/books", title=title), f"adding “{title}”")
    book = ann.get("/books/latest").path
    for last in ("borrow", "return", "label"):
        sent_on(ann, ann.post(f"{book}/{last}"), f"POST {book}/{last}")
    sent_on(ann, ann.post("/reminders", text=app.word(), kind="info"), "a reminder")
    sent_on(ann, ann.post("/sign-out"), "signing out")


@check
def reload_repeats_nothing(app: App) -> None:
    """Loading the next page again repeats neither the action nor the message.

    A careful person presses reload to see whether it worked. The shelf must not have
    the book twice then, nor complain about it.
    """
    ann, bob = somebody(app), app.visitor()
    title = app.word()
    page = ann.follow(ann.post("/books", title=title))
    before = bob.get("/").text.count(title)
    again = ann.reload()
    after = bob.get("/").text.count(title)

    expect(page.count(title) == 1, f"“{title}” in one message", page.messages_in_words)
    expect(not again.messages, "no message after a reload", again.messages_in_words)
    expect(
        before == after == 1,
        f"“{title}” on the shelf once",
        f"{times(after)} after a reload",
    )


@check
def survives_a_chain(app: App) -> None:
    """A message is still there at the end of a chain of redirects, once, in order.

    To a visitor it is one click, however many redirects lie behind it. A message that
    is lost on the way leaves them wondering whether anything happened.
    """
    ann = app.visitor()
    name, text = app.word(), app.word()
    ann.post("/reminders", text=text, kind="info")
    answer = ann.post("/sign-in", name=name, next="/books/latest")
    page = sent_on(ann, answer, "signing in with next=/books/latest")

    for word in (text, name):
        expect(
            page.count(word) == 1, f"“{word}” in one message", page.messages_in_words
        )
    texts = " ".join(message.text for message in page.messages)
    expect(
        texts.index(text) < texts.index(name),
        f"“{text}” before “{name}”",
        page.messages_in_words,
    )
    later = ann.get("/about")
    expect(not later.messages, "no message any more", later.messages_in_words)


@check
def failed_borrowing_is_no_success(app: App) -> None:
    """Borrowing a book that somebody else has says so, and announces no success.

    Somebody who reads that the book is theirs goes to the shelf to fetch it, and finds
    a gap.
    """
    ann, bob = somebody(app), somebody(app)
    title = app.word()
    book = add(ann, title)
    done = ann.follow(ann.post(f"{book}/borrow")).message(title)
    page = bob.follow(bob.post(f"{book}/borrow"))
    later = bob.get("/")

    expect(page.shows(title), f"a message about “{title}”", page.messages_in_words)
    for message in (*page.messages, *later.messages):
        expect(
            message.classes != done.classes,
            f"no message that looks like “{done.text}”",
            f"“{message.text}” with class “{' '.join(sorted(message.classes))}”",
        )


@check
def failed_renaming_is_shown_again(app: App) -> None:
    """A title that is taken brings the rename form back at once, still filled in.

    A person mends one letter and sends the form again. With an empty form they would
    type the whole title once more, or give up.
    """
    ann = somebody(app)
    taken, title = app.word(), app.word()
    add(ann, taken)
    book = add(ann, title)
    page = ann.post(f"{book}/rename", title=taken)
    shown_again(page, f"{book}/rename", "title", taken)
    later = ann.get(book)

    expect(not later.messages, "no message on the next page", later.messages_in_words)
    expect(title in later.text, f"“{title}” called so still", f"“{later.text[:120]}”")


@check(task=1)
def renaming_sends_the_browser_on(app: App) -> None:
    """A new title is answered with a redirect, and the next page shows its message.

    The visitor stands on the page of the book then, where reload and back do what
    people expect of them.
    """
    ann = somebody(app)
    book = add(ann, app.word())
    title = app.word()
    answer = ann.post(f"{book}/rename", title=title)
    page = sent_on(ann, answer, "renaming")

    expect(page.count(title) == 1, f"“{title}” in one message", page.messages_in_words)
    expect(
        page.path.partition("?")[0] == book, f"the page {book}", f"the page {page.path}"
    )
    renamed = ann.get(book)
    expect(title in renamed.text, f"“{title}” on it", f"“{renamed.text[:120]}”")


@check(task=1, after=renaming_sends_the_browser_on)
def reload_renames_nothing(app: App) -> None:
    """Loading that page again neither renames the book nor repeats the message.

    Two neighbours mend one title: whoever reloads last would undo the other's work
    without a word, or be told off for a title that is their own.
    """
    ann, bob = somebody(app), somebody(app)
    book = add(ann, app.word())
    first, second = app.word(), app.word()
    ann.follow(ann.post(f"{book}/rename", title=first))
    bob.follow(bob.post(f"{book}/rename", title=second))
    page = ann.reload()

    expect(not page.messages, "no message after a reload", page.messages_in_words)
    expect(
        second in page.text,
        f"“{second}”, as another visitor called it since",
        f"“{page.text[:120]}”",
    )


@check(browser=True, task=1, after=renaming_sends_the_browser_on)
def f5_sends_no_form(app: App) -> None:
    """F5 after a form sends nothing, asks nothing and repeats nothing.

    A browser that still shows the answer to a form asks on F5 whether to send it once
    more. Nobody knows what to say to that, and either answer may be wrong.
    """
    ann, bob = app.person(), app.visitor()
    name, title, mended = app.word(), app.word(), app.word()
    came = ann.submit(ann.get("/sign-in"), "/sign-in", name=name)
    reloaded(app, ann, came, "signing in", name)
    reloaded(app, ann, ann.submit(ann.get("/"), "/books", title=title), "adding", title)
    page = ann.get("/books/latest")
    came = ann.submit(page, f"{page.path}/rename", title=mended)
    reloaded(app, ann, came, "renaming", mended)

    shelf = bob.get("/").text
    expect(
        shelf.count(mended) == 1, f"“{mended}” on the shelf", times(shelf.count(mended))
    )


@check(task=2)
def failed_adding_is_shown_again(app: App) -> None:
    """A title that is taken brings the add form back at once, with error and title.

    Whoever typed a long title sees at once what is wrong with it, and still has it
    before their eyes.
    """
    ann = somebody(app)
    title = app.word()
    add(ann, title)
    typed = title.upper()
    page = ann.post("/books", title=typed)
    shown_again(page, "/books", "title", typed)

    expect(
        sum(typed in m.text for m in page.messages) <= 1,
        "the error once",
        page.messages_in_words,
    )
    shelf = ann.get("/").text
    expect(typed not in shelf, f"no second “{title}” on the shelf", f"“{typed}” on it")


@check(task=2, after=failed_adding_is_shown_again)
def failed_adding_leaves_nothing(app: App) -> None:
    """A form that failed leaves no message for a page that comes later.

    An old complaint on a page about something else worries people: they did nothing
    wrong there.
    """
    ann = somebody(app)
    title = app.word()
    add(ann, title)
    for typed in (title, ""):
        page = ann.post("/books", title=typed)
        waiting = ", ".join(f"“{message.text}”" for message in ann.waiting)
        expect(page.messages, "an error in the answer", page.messages_in_words)
        expect(not waiting, "no message that waits for the next page", waiting)
        for path in ("/about", "/"):
            later = ann.get(path)
            expect(not later.messages, f"no message on {path}", later.messages_in_words)


@check
def next_leads_there(app: App) -> None:
    """After signing in, a visitor is where they wanted to go, query included.

    Somebody who was asked to sign in wants to go on with what they were doing, not to
    look for it again.
    """
    for target in ("/about", "/books/1", f"/search?q={app.word()}"):
        ann = app.another_visitor()
        name = app.word()
        page = ann.get("/sign-in?next=" + quote(target, safe=""))
        page = ann.follow(ann.submit(page, "/sign-in", name=name))

        expect(page.path == target, f"the page {target}", f"the page {page.path}")
        expect(
            page.count(name) == 1, f"“{name}” in one message", page.messages_in_words
        )


@check
def next_survives_a_failed_sign_in(app: App) -> None:
    """A sign-in without a name is shown again, says why, and still knows next.

    A slip of the finger in the form should not cost the visitor their way.
    """
    ann = app.visitor()
    page = ann.get("/sign-in?next=%2Fbooks%2F1")
    page = ann.submit(page, "/sign-in", name="")
    shown_again(page, "/sign-in", "name", "")
    page = ann.follow(ann.submit(page, "/sign-in", name=app.word()))

    expect(page.path == "/books/1", "the page /books/1", f"the page {page.path}")


@check(task=3, after=next_leads_there)
def next_to_another_site(app: App) -> None:
    """A next that names another site leads nobody there.

    A link that begins with the address of the shelf is trusted. It could lead to a copy
    of the shelf that asks for more than a name.
    """
    host = f"{app.word()}.example"
    stays_inside(
        app,
        (
            f"https://{host}/",
            f"HTTP://{host}/sign-in",
            f"//{host}",
            f"//{host}/books/1?q=a",
            f"///{host}/",
            f"//127.0.0.1@{host}/",
            f"https:{host}",
        ),
    )


@check(task=3, after=next_leads_there)
def next_in_disguise(app: App) -> None:
    """Tabs, line breaks, blanks, backslashes and %-signs in next do not help it out.

    Whoever wants to lead people astray knows how browsers read addresses, and will try
    what looks harmless.
    """
    host = f"{app.word()}.example"
    stays_inside(
        app,
        (
            f"/\t/{host}",
            f"\t//{host}/",
            f" //{host}/",
            f"\x01//{host}",
            f"/\\{host}",
            f"\\\\{host}",
            f"/\r\n/{host}",
            f"%2F%2F{host}",
            f"/%09/{host}",
            f"/%5C{host}",
            f"/books/1\r\nLocation: https://{host}/",
        ),
    )


@check(task=3, after=next_leads_there)
def next_with_a_scheme(app: App) -> None:
    """A next that is a script or data is not followed.

    Such an address may run a script or show a made-up page, and the visitor believes
    that it comes from the shelf.
    """
    word = app.word()
    stays_inside(
        app,
        (
            f"javascript:alert('{word}')",
            f"JaVaScript:alert('{word}')",
            f" javascript:alert('{word}')",
            f"java\tscript:alert('{word}')",
            f"data:text/html,{word}",
            f"ftp:{word}",
        ),
    )


@check(task=4)
def says_goodbye(app: App) -> None:
    """Signing out leaves a goodbye by name, and nothing else of the visitor.

    At a browser that several people use, the goodbye is how one knows that nobody else
    can go on in one's name.
    """
    ann = app.visitor()
    name = app.word()
    ann.follow(ann.post("/sign-in", name=name))
    page = sent_on(ann, ann.post("/sign-out"), "signing out")
    later = ann.get("/")

    expect(page.count(name) == 1, f"“{name}” in one message", page.messages_in_words)
    expect(name not in later.text, f"“{name}” gone then", "the name on the next page")


@check(task=4, after=says_goodbye)
def goodbye_clears_the_session(app: App) -> None:
    """Signing out takes unread messages along: whoever comes next sees none of them.

    What was meant for one person is not for the next one at the same browser to read.
    """
    ann = app.visitor()
    name, text = app.word(), app.word()
    ann.follow(ann.post("/sign-in", name=name))
    ann.post("/reminders", text=text, kind="info")
    page = ann.follow(ann.post("/sign-out"))

    expect(page.shows(name), f"the goodbye to “{name}”", page.messages_in_words)
    expect(not page.shows(text), f"no message “{text}”", page.messages_in_words)


@check
def label_is_announced(app: App) -> None:
    """A label that was printed is announced on the next page.

    Without a word the visitor presses the button again, and the printer prints a second
    label.
    """
    ann = somebody(app)
    title = app.word()
    book = add(ann, title)
    page = sent_on(ann, ann.post(f"{book}/label"), "printing a label")

    expect(page.count(title) == 1, f"“{title}” in one message", page.messages_in_words)


@check(task=4, after=label_is_announced)
def failed_label_is_no_success(app: App) -> None:
    """A label that could not be printed is not announced as printed, not even later.

    The visitor waits at the printer for a label that will never come.
    """
    ann = somebody(app)
    title, short = app.word(), app.word()
    book = add(ann, short)
    done = ann.follow(ann.post(f"{book}/label")).message(short)
    book = add(ann, f"{title} {TOO_LONG}")
    page = ann.follow(ann.post(f"{book}/label"))
    later = ann.get("/")

    for message in (*page.messages, *later.messages):
        expect(
            message.classes != done.classes,
            f"no message that looks like “{done.text}”",
            f"“{message.text}”",
        )


@check
def json_is_answered_in_json(app: App) -> None:
    """The JSON endpoint answers in JSON, whether it worked or not.

    The neighbour's phone cannot read a page. It would say that nothing worked, although
    the book is on the shelf.
    """
    phone, bob = app.visitor("Phone"), app.visitor()
    title = app.word()
    answers = (
        (phone.post_json("/api/books", {"title": title}), (200, 201)),
        (phone.post_json("/api/books", {"title": title}), (400, 409, 422)),
        (phone.post_json("/api/books", {}), (400, 409, 422)),
    )

    for answer, statuses in answers:
        expect(
            answer.status in statuses,
            f"status {' or '.join(map(str, statuses))}",
            f"status {answer.status}",
        )
        kind = answer.headers.get("content-type") or "none"
        expect("json" in kind, "content type application/json", kind)
        answer.json()
    shelf = bob.get("/").text
    expect(
        shelf.count(title) == 1, f"“{title}” on the shelf", times(shelf.count(title))
    )


@check(task=4, after=json_is_answered_in_json)
def json_leaves_no_message(app: App) -> None:
    """The JSON endpoint leaves no message behind, and leaves those that wait alone.

    A person would find a pile of old messages on their next page, or miss one that the
    phone has used up.
    """
    ann = somebody(app)
    title, text = app.word(), app.word()
    ann.post("/reminders", text=text, kind="info")
    ann.post_json("/api/books", {"title": title})
    ann.post_json("/api/books", {"title": title})
    page = ann.get("/about")

    expect(
        page.shows(text), f"the message “{text}”, which waited", page.messages_in_words
    )
    expect(len(page.messages) == 1, "no other message", page.messages_in_words)


@check(browser=True)
def back_shows_no_old_message(app: App) -> None:
    """Back and Forward ask the app for the page again, and no message comes back.

    Whoever goes back looks for a page, not for what was said there. A success that
    comes up again reads as if it had happened again.
    """
    goes_back_and_forth(app, app.person())


@check(browser=True, task=5, after=back_shows_no_old_message, extra=True)
def back_brings_nothing_to_life(app: App) -> None:
    """Even a browser that keeps whole pages in memory brings no message back.

    Most browsers do, so that Back is fast. Then a page comes up just as it was left,
    with the message on it, and the app is asked nothing.
    """
    goes_back_and_forth(app, app.person(remembering=True))


@check(browser=True, last=True)
def nothing_bars_anybody(app: App) -> None:
    """No page keeps somebody out: axe-core finds nothing serious there, nor do we.

    Pale letters, a picture without a text, a cross that is no button: one person in six
    cannot use such a page, and none of them will tell you.
    """
    ann = somebody(app)
    for kind in ("success", "error", "warning", "info", "", app.word()):
        ann.post("/reminders", text=app.word(), kind=kind)
    for path in ("/", "/about", "/books/1", f"/{app.word()}"):
        ann.get(path)
        ann.post("/reminders", text=app.word(), kind="error")
    book = add(ann, f"{app.word()} {TOO_LONG}")
    for path in ("/books", f"{book}/rename", f"{book}/label"):
        ann.follow(ann.post(path, title=""))
    app.visitor().post("/sign-in", name="", next="/about")
    met = app.barriers_met()

    expect(
        not met,
        "pages without a finding that is serious or critical",
        "; ".join(each.in_words for each in met[:2]),
    )
