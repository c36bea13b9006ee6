"""What the finished app of lesson 6 does: messages stay on the server, and live.

Knows the contract of the lesson and nothing of how an app keeps it.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING

from checker import check, expect

if TYPE_CHECKING:
    from checker import App, Page, Visitor
    from checker.html import Element
    from checker.visitor.person import Focus, Person

MOMENT = 1.0  # seconds in which a script may take a message away


def signed_in(app: App) -> Visitor:
    """A visitor with a name, who has seen the greeting."""
    visitor = app.visitor()
    visitor.follow(visitor.post("/sign-in", name=app.word()))
    return visitor


def remember(visitor: Visitor, text: str, **limits: str) -> Page:
    """Leave a reminder; the page after it is not looked at."""
    return visitor.post("/reminders", text=text, **limits)


def readings(value: str) -> list[bytes]:
    """A cookie's value as it is, and what its parts say to whoever decodes them."""
    found = [value.encode()]
    for part in value.split("."):
        try:
            plain = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        except (binascii.Error, ValueError):
            continue
        found.append(plain)
        try:
            found.append(zlib.decompress(plain))
        except zlib.error:
            continue
    return found


def stored(app: App) -> bytes:
    """Every value of every table in the app's file, whatever its tables are."""
    return app.stored("shelf.db")


@check(task=1)
def needs_a_file(app: App) -> None:
    """Without SHELF_DB, or with an empty one, the app refuses to start and says so.

    Otherwise the app looks healthy, and weeks later nobody can say why every restart
    wipes out what people were about to read.
    """
    for value, how in ((None, "without SHELF_DB"), ("", "with an empty SHELF_DB")):
        refusal = app.refuses_to_start(SHELF_DB=value)

        expect(refusal, f"no start {how}", "the app started")
        sentence = refusal.sentence if refusal else ""
        expect(
            "SHELF_DB" in sentence and len(sentence.split()) > 3,
            f"a sentence that names SHELF_DB when started {how}",
            f"“{sentence}”",
        )


@check(task=1)
def long_report_arrives(app: App) -> None:
    """An import report of 200 messages and 20 kB arrives whole, in order.

    Whoever brings a whole box of books wants to know what became of each. A report that
    is too long for a cookie is not cut short: it vanishes.
    """
    ann = signed_in(app)
    titles = [" ".join(app.word() for _ in range(5)) for _ in range(200)]
    page = ann.follow(ann.post("/import", titles="\n".join(titles)))

    shown = [t for m in page.messages for t in titles if t in m.text]
    expect(
        shown == titles,
        "200 messages, one for each title, in the order of the list",
        f"{len(page.messages)} messages",
    )


@check(task=1, after=long_report_arrives)
def cookie_is_small(app: App) -> None:
    """The cookie stays under 200 bytes and carries no message, however many wait.

    A cookie that is too big is dropped without a word, and whoever holds it can read
    it. On a shared computer that is somebody else.
    """
    ann = signed_in(app)
    word = app.word()
    for _ in range(12):
        remember(ann, f"Bring {word} and {app.word()} back")

    for name, value in ann.cookies.items():
        size = len(name) + 1 + len(value)
        expect(size < 200, "a cookie under 200 bytes", f"“{name}” has {size} bytes")
        told = any(word.encode() in reading for reading in readings(value))
        expect(not told, "no text of a message in a cookie", f"“{word}” in “{name}”")
    page = ann.get("/")
    expect(
        page.count(word) == 12, "all 12 messages on the page", page.messages_in_words
    )


@check(task=1, after=long_report_arrives)
def cookie_is_guarded(app: App) -> None:
    """Scripts cannot read the cookie, and pages say that they depend on it.

    A script that was smuggled in could take the id and be you. And a shared cache could
    hand your messages to the next person.
    """
    ann = app.visitor()
    answer = ann.post("/sign-in", name=app.word())
    cookie = answer.headers.get("Set-Cookie") or ""
    expect(
        "httponly" in cookie.lower(),
        "a cookie marked HttpOnly, as the app's configuration says",
        f"“{cookie}”",
    )

    page = ann.follow(answer)
    vary = page.headers.get("Vary") or ""
    expect(
        "cookie" in vary.lower(),
        "“Vary: Cookie” on a page that shows messages",
        f"“Vary: {vary}”" if vary else "no Vary header",
    )


@check(task=1, after=long_report_arrives)
def newcomer_is_served(app: App) -> None:
    """A message reaches somebody who has not signed in, once.

    People try things before they say who they are. Their messages should neither get
    lost nor come back on every page.
    """
    guest = app.visitor()
    word = app.word()
    page = guest.follow(remember(guest, word))
    expect(page.count(word) == 1, f"a message with “{word}”", page.messages_in_words)

    again = guest.get("/")
    expect(
        not again.shows(word), "no message on the page after", again.messages_in_words
    )


@check(task=1, after=long_report_arrives)
def looking_costs_nothing(app: App) -> None:
    """Whoever only looks at pages gets no cookie.

    Nobody should be followed about for glancing at a shelf, and the file should not
    grow with each robot that comes by.
    """
    guest = app.visitor()
    for path in ("/", "/about", "/sign-in"):
        guest.get(path)

    expect(not guest.cookies, "no cookie", ", ".join(guest.cookies))


@check(task=1, after=long_report_arrives)
def made_up_id_opens_nothing(app: App) -> None:
    """A made-up session id opens no session and is never adopted.

    Somebody who can choose your id can plant it in your browser and read along with all
    that you are told.
    """
    ann = signed_in(app)
    secret = app.word()
    remember(ann, secret)
    for made_up in (app.word(), "'OR'1'='1", "x" * len("".join(ann.cookies.values()))):
        word = app.word()
        first, second = app.visitor(), app.another_visitor()
        for visitor in (first, second):
            for name in ann.cookies:
                visitor.set_cookie(name, made_up)
        page = first.get("/")
        expect(not page.messages, "no message for a made-up id", page.messages_in_words)

        remember(first, word)
        expect(
            made_up not in first.cookies.values(),
            "an id chosen by the app",
            f"the made-up id “{made_up}” in use",
        )
        page = first.get("/")
        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
        remember(first, word)
        page = second.get("/")
        expect(not page.messages, "no message of another", page.messages_in_words)


@check(task=1, after=long_report_arrives)
def workers_share(app: App) -> None:
    """Two workers share sessions and messages.

    A busy site runs several processes. A message that only one of them knows is there
    on some clicks and gone on others.
    """
    app.workers(2)
    app.only(1)
    ann = signed_in(app)
    word = app.word()
    remember(ann, word)

    app.only(2)
    page = ann.get("/")
    expect(
        page.count(word) == 1,
        f"the second worker to show “{word}”",
        page.messages_in_words,
    )
    app.only(1)
    page = ann.get("/")
    expect(
        not page.messages, "the first worker to show nothing", page.messages_in_words
    )


@check(task=1, after=long_report_arrives)
def shown_messages_leave_no_row(app: App) -> None:
    """Once a message has been shown, its text is nowhere in the file.

    Messages name people and what they did. What was read and is kept anyway is there
    for whoever finds the file.
    """
    ann = signed_in(app)
    words = [app.word() for _ in range(5)]
    for word in words:
        remember(ann, word)
    page = ann.get("/")

    for word in words:
        expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
    left = [word for word in words if word.encode() in stored(app)]
    expect(not left, "no text of a shown message in the file", ", ".join(left))


@check(task=1, after=long_report_arrives)
def text_stays_text(app: App) -> None:
    """What people typed is shown as they typed it, on whichever page it comes out.

    A neighbour's reminder must not be able to run a script in your browser, or to tear
    the page apart.
    """
    ann = signed_in(app)
    text = f"<b>{app.word()}</b>"
    page = ann.follow(remember(ann, text))

    expect(page.shows(text), f"the text “{text}”", page.messages_in_words)
    expect(text not in page.html, "the text escaped", f"“{text}” as markup")


@check(task=1, after=long_report_arrives)
def link_stays_a_link(app: App) -> None:
    """The link in the message about a new book is still a link.

    You have just added a book and want to look at it. Angle brackets instead of a link
    look broken and lead nowhere.
    """
    ann = signed_in(app)
    title = app.word()
    page = ann.follow(ann.post("/books", title=title))

    message = page.message(title)
    expect("<a " not in message.text, "a link", f"its markup as text: “{message.text}”")
    expect(message.links, "a link", f"no link in “{message.text}”")


@check(task=2, after=long_report_arrives)
def twenty_at_once(app: App) -> None:
    """Twenty messages posted at once by one visitor are all shown, once.

    Two tabs, or one impatient double click, are enough for two requests at once. The
    message that gets lost then may be the only one that mattered.
    """
    ann = signed_in(app)
    words = [app.word() for _ in range(20)]
    answers = ann.post_at_once("/reminders", [{"text": word} for word in words])
    errors = [answer.status for answer in answers if answer.status >= 400]
    expect(not errors, "twenty redirects", f"{len(errors)} errors: {errors[:3]}")

    page = ann.get("/")
    found = [page.count(word) for word in words]
    expect(
        found == [1] * 20,
        "each of the twenty messages once",
        f"{sum(n > 0 for n in found)} of them, {len(page.messages)} messages in all",
    )
    again = ann.get("/")
    expect(not again.messages, "no message on the page after", again.messages_in_words)


@check(task=3, after=(twenty_at_once, shown_messages_leave_no_row))
def lives_for_seconds(app: App) -> None:
    """A message can live for N seconds: on every page until then, on none after.

    “Back in five minutes” has to be there for five minutes, whatever is clicked, and is
    a lie afterwards.
    """
    ann = signed_in(app)
    short, long = app.word(), app.word()
    remember(ann, short, seconds="1")
    remember(ann, long, seconds="300")
    app.wait(1.2)

    for visit in ("first", "second"):
        page = ann.get("/")
        expect(not page.shows(short), "a second to be over", page.messages_in_words)
        expect(
            page.count(long) == 1,
            f"the message for 300 seconds on the {visit} page",
            page.messages_in_words,
        )
    expect(
        short.encode() not in stored(app),
        "no trace in the file of a message whose time is over",
        f"“{short}”",
    )


@check(task=3, after=(twenty_at_once, shown_messages_leave_no_row))
def shown_so_many_times(app: App) -> None:
    """A message can be shown on N pages, and leaves no row after the last.

    One page is easily missed. A message that was promised for three is still there when
    somebody looks up.
    """
    ann = signed_in(app)
    times = app.number(2, 4)
    word, plain = app.word(), app.word()
    remember(ann, word, times=str(times))
    remember(ann, plain)

    seen = [(page.count(word), page.count(plain)) for page in pages(ann, times + 2)]
    expected = [(1, 1)] + [(1, 0)] * (times - 1) + [(0, 0)] * 2
    expect(
        seen == expected,
        f"the message for {times} pages on {times} pages, the ordinary one on one",
        f"{sum(n for n, _ in seen)} and {sum(n for _, n in seen)} in {times + 2} pages",
    )
    left = word.encode() in stored(app)
    expect(not left, "no row left of it", f"“{word}” in the file")


@check(task=3, after=(twenty_at_once, shown_messages_leave_no_row))
def stays_when_asked(app: App) -> None:
    """A sticky message is on every page, not on one only.

    Some things must not be missed. A message that leaves by itself might as well not
    have been left.
    """
    ann = signed_in(app)
    word = app.word()
    remember(ann, word, sticky="yes")

    for page in pages(ann, 4):
        expect(page.count(word) == 1, f"“{word}” on every page", page.messages_in_words)


@check(browser=True)
def back_asks_again(app: App) -> None:
    """Back and Forward show no message again, wherever messages are kept.

    Whoever goes back looks for a page. News that come up once more read as if it all
    had happened twice.
    """
    ann = app.person()
    name, text = app.word(), app.word()
    shown_once(ann, ann.post("/sign-in", name=name), name)
    shown_once(ann, remember(ann, text), text)


def shown_once(ann: Person, answer: Page, word: str) -> None:
    """Ends the check unless a message is shown, and then no more by the history."""
    page = ann.follow(answer)
    expect(page.shows(word), f"a message with “{word}”", page.messages_in_words)
    ann.get("/about")
    for way, go in (("Back", ann.back), ("Forward", ann.forward), ("Back", ann.back)):
        page = go()
        old = [message for message in page.messages if word in message.text]
        expect(
            not old,
            f"no message any more on {page.path}, reached by {way}",
            page.messages_in_words,
            at=tuple(message.index for message in old),
        )
    ann.get("/about")


def pages(visitor: Visitor, number: int) -> list[Page]:
    """The shelf, looked at so many times."""
    return [visitor.get("/") for _ in range(number)]


def dismissals(page: Page) -> list[str]:
    """Where the dismiss forms on a page lead, in their order."""
    forms = page.select("form[action$='/dismiss']")
    return [str(form.attrs["action"]) for form in forms]


def two_sticky(app: App) -> tuple[Visitor, str, str, Page]:
    """A visitor with two sticky messages, their words, and a page that shows them."""
    ann = signed_in(app)
    first, second = app.word(), app.word()
    for word in (first, second):
        remember(ann, word, sticky="yes")
    page = ann.get("/")
    found = dismissals(page)
    expect(len(found) == 2, "a dismiss form with each sticky message", f"{len(found)}")
    return ann, first, second, page


@check(task=4, after=stays_when_asked)
def dismissed_by_post(app: App) -> None:
    """A sticky message stays until its owner presses its button, and no other goes.

    A message that cannot be put away is in the way for ever. And putting one away must
    not take along another that nobody has read.
    """
    ann, first, second, page = two_sticky(app)
    button = page.select("form[action$='/dismiss'] button")
    name = f"{button[0].text} {button[0].attrs.get('aria-label', '')}" if button else ""
    expect(any(c.isalpha() for c in name), "a button with a name", f"“{name.strip()}”")

    after = ann.follow(ann.submit(page, dismissals(page)[0]))
    expect(not after.shows(first), f"“{first}” gone", after.messages_in_words)
    after = ann.get("/")
    expect(not after.shows(first), f"“{first}” gone for good", after.messages_in_words)
    expect(after.shows(second), f"“{second}” to stay", after.messages_in_words)
    expect(first.encode() not in stored(app), "no row left of it", f"“{first}”")


def button_of(page: Page, word: str) -> Element:
    """The dismiss button that comes with the first sticky message."""
    found = page.select("form[action$='/dismiss'] button")
    expect(found, f"a button to dismiss “{word}”", "none")
    return found[0]


def name_of(button: Element) -> str:
    """What a button is called."""
    return button.attrs.get("aria-label") or button.text


def is_gone(ann: Person, first: str, second: str, how: str) -> None:
    """Ends the check unless the first message is gone for good, and the second not."""
    page = ann.page
    expect(
        not page.shows(first),
        f"“{first}” gone after {how}",
        page.messages_in_words,
        at=tuple(m.index for m in page.messages if first in m.text),
    )
    for seen in (page, ann.get("/")):
        gone, words = not seen.shows(first), seen.messages_in_words
        expect(gone, f"“{first}” gone for good", words)
        expect(seen.shows(second), f"“{second}” to stay", words)


def two_to_dismiss(app: App, ann: Person) -> tuple[str, str, Page]:
    """The words of two sticky messages, and the page that shows them."""
    first, second = app.word(), app.word()
    for word in (first, second):
        remember(ann, word, sticky="yes")
    return first, second, ann.get("/")


@check(browser=True, task=4, after=dismissed_by_post)
def keyboard_dismisses(app: App) -> None:
    """Tab leads to the dismiss button, and Enter or the space bar presses it.

    Not everybody has a mouse, or a hand for one. And whoever uses the keyboard goes on
    from where they are: if that place vanishes, they begin at the top again.
    """
    ann = app.person()
    first, second, page = two_to_dismiss(app, ann)
    place = button_of(page, first).index
    expect(
        tabs_to(ann, place),
        f"Tab to lead to the button that dismisses “{first}”",
        "it leads past it",
        at=(place,),
    )
    press_keys(app, ann, first)

    stays = ann.page.headers is page.headers  # no other answer is in front by now
    lost = stays and not ann.page.shows(first) and ann.focus.tag in ("body", "html")
    expect(not lost, "the keyboard at something on the page", "it is nowhere any more")
    is_gone(ann, first, second, "Enter and the space bar")


def tabs_to(ann: Person, place: int) -> bool:
    """True when the keyboard comes to that place of the page by Tab."""
    met: list[Focus] = []
    while (focus := ann.tab()) not in met:  # or it has gone round the page
        if focus.index == place:
            return True
        met.append(focus)
    return False


def press_keys(app: App, ann: Person, word: str) -> None:
    """Presses Enter, and the space bar where the message with that word stays."""
    for key in ("Enter", "Space"):
        if ann.page.shows(word):
            ann.press(key)
        if ann.page.shows(word):
            app.wait(MOMENT)


@check(browser=True, task=4, after=dismissed_by_post)
def dismissed_without_script(app: App) -> None:
    """The dismiss button works where no script runs.

    A script may be blocked, broken or still on its way. A button that does nothing then
    leaves the message in the way for ever.
    """
    ann = app.person(scripts=False)
    first, second, page = two_to_dismiss(app, ann)
    ann.click(name_of(button_of(page, first)))

    is_gone(ann, first, second, "a click without scripts")


@check(browser=True, task=4, after=stays_when_asked)
def second_tab_takes_nothing_else(app: App) -> None:
    """What one tab dismissed is gone in the other, whose old button takes nothing else.

    Two tabs show the same message, and one of them is old as soon as it is dismissed in
    the other. Pressing it there as well must not cost a message that nobody has read.
    """
    ann = app.person()
    first, second, page = two_to_dismiss(app, ann)
    beside = ann.new_tab()
    old = beside.get("/")
    expect(len(dismissals(old)) == 2, "two dismiss forms", str(len(dismissals(old))))
    ann.click(name_of(button_of(page, first)))

    came = beside.click(name_of(button_of(old, first)))
    expect(came.status < 500, "a page after the old button", f"status {came.status}")
    page = beside.get("/")
    expect(not page.shows(first), f"“{first}” gone here, too", page.messages_in_words)
    expect(page.shows(second), f"“{second}” to stay", page.messages_in_words)


@check(task=4, after=stays_when_asked)
def get_dismisses_nothing(app: App) -> None:
    """GET on the address of a dismiss button is answered with 405 and does nothing.

    Browsers fetch links ahead of a click, and chat programs open them for a preview.
    The message would be gone before anybody read it.
    """
    ann, first, second, page = two_sticky(app)
    for action in dismissals(page):
        answer = ann.get(action, follow=False)
        expect(answer.status == 405, f"405 for GET {action}", str(answer.status))

    page = ann.get("/")
    both = page.shows(first) and page.shows(second)
    expect(both, "both messages still there", page.messages_in_words)


@check(task=4, after=stays_when_asked)
def others_dismiss_nothing(app: App) -> None:
    """Another visitor cannot dismiss a message: the answer is 404, and it stays.

    Otherwise anybody could make your messages disappear by counting up a number in an
    address.
    """
    ann, first, second, page = two_sticky(app)
    for stranger in (signed_in(app), app.another_visitor()):
        for action in dismissals(page):
            answer = stranger.post(action)
            expect(answer.status == 404, f"404 for POST {action}", str(answer.status))

    page = ann.get("/")
    both = page.shows(first) and page.shows(second)
    expect(both, "both messages still there", page.messages_in_words)


@check(task=4, after=stays_when_asked)
def keep_passes_on_once(app: App) -> None:
    """A page that keeps its messages passes them on to the next page, once more.

    Who only passes through a page has read nothing there. The message should wait for
    the page where they arrive, and then go.
    """
    ann = signed_in(app)
    words = [app.word(), app.word()]
    for word in words:
        remember(ann, word)

    for path, number in (("/today", 1), ("/today", 1), ("/", 1), ("/", 0)):
        page = ann.get(path)
        expect(
            [page.count(word) for word in words] == [number] * 2,
            "both messages" if number else "no message any more",
            f"on {path}: {page.messages_in_words}",
        )


@check(task=5, after=(shown_so_many_times, dismissed_by_post), extra=True)
def redis_does_the_same(app: App) -> None:
    """With SHELF_REDIS the same holds on a Redis server, without any file.

    When the street's app moves to several machines, nobody should notice, and no
    message should get lost between them.
    """
    url = app.redis()
    app.restart(SHELF_DB=None, SHELF_REDIS=url)
    app.workers(2)
    ann = signed_in(app)
    words = [app.word() for _ in range(20)]
    ann.post_at_once("/reminders", [{"text": word} for word in words])
    twice, sticky = app.word(), app.word()
    remember(ann, twice, times="2")
    remember(ann, sticky, sticky="yes")

    first, second, third = pages(ann, 3)
    found = [first.count(word) for word in words]
    expect(found == [1] * 20, "each of twenty messages once", f"{sum(found)} of them")
    expect(
        (second.count(twice), len(second.messages)) == (1, 2),
        "two messages on the second page",
        second.messages_in_words,
    )
    expect(len(third.messages) == 1, "one on the third", third.messages_in_words)
    last = ann.follow(ann.submit(third, dismissals(third)[0]))
    expect(not last.messages, "none after it is dismissed", last.messages_in_words)


@check(browser=True, last=True)
def nothing_bars_anybody(app: App) -> None:
    """No page keeps somebody out: axe-core finds nothing serious there, nor do we.

    Pale letters, a picture without a text, a cross that is no button: one person in six
    cannot use such a page, and none of them will tell you.
    """
    ann = signed_in(app)
    for kind in ("success", "error", "warning", "info", "", app.word()):
        remember(ann, app.word(), kind=kind, sticky="yes")
    remember(ann, app.word(), kind="error")
    for path in ("/", "/today", f"/{app.word()}"):
        ann.get(path)
    for path in ("/books", "/sign-in"):
        ann.follow(ann.post(path, title="", name=""))
    met = app.barriers_met()

    expect(
        not met,
        "pages without a finding that is serious or critical",
        "; ".join(each.in_words for each in met[:2]),
    )
