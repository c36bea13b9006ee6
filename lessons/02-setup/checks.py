"""What the finished app of lesson 2 does: its key is secret, steady and can be changed.

Knows the contract of the lesson and nothing of how an app keeps it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker import check, expect

if TYPE_CHECKING:
    from checker import App
    from checker.page import Page
    from checker.visitor.visitor import Visitor

# Keys that stand in tutorials, and so in everybody's list of keys to try first.
COMMON = """
dev development test testing secret secretkey secret-key secret_key SECRET_KEY key
mykey my-secret-key mysecretkey supersecret super-secret super_secret_key changeme
change-me password admin flask 123 1234 12345 123456 s3cr3t hard-to-guess-string
you-will-never-guess thisisasecret None
"""


def forged(key: str | bytes, text: str) -> str:
    """The session cookie that somebody who knows the key can write by hand."""
    from itsdangerous import URLSafeTimedSerializer

    session = {"_flashes": [{" t": ["message", text]}], "name": text}
    options = {"key_derivation": "hmac"}
    pen = URLSafeTimedSerializer(key, salt="cookie-session", signer_kwargs=options)
    return str(pen.dumps(session))


def opened_by(app: App, keys: Sequence[str | bytes]) -> str:
    """The first of the keys that the running app believes, in words; "" when none."""
    text = app.word()
    for key in keys:
        mallory = app.another_visitor()
        mallory.set_cookie("session", forged(key, text))
        if text in mallory.get("/about").text:
            return f"the key “{key!s}” opens it" if key else "an empty key opens it"
    return ""


def expect_none_opens(app: App, keys: Sequence[str | bytes], expected: str) -> None:
    """Tries the keys on the app with SECRET_KEY, and without it where it starts so."""
    seen = opened_by(app, keys)
    expect(not seen, expected, seen)
    if app.refuses_to_start(SECRET_KEY=None) is None:
        seen = opened_by(app, keys)
        expect(not seen, expected, f"{seen} when SECRET_KEY is not set")


def texts_in(source: str) -> tuple[str | bytes, ...]:
    """Every text that stands in quotes in the source, once."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # in a file that the app does not need
        return tuple(set(re.findall(r"""["']([^"'\n]+)["']""", source)))
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return tuple({v: 0 for v in values if isinstance(v, (str, bytes)) and v})


def sign_in(visitor: Visitor, name: str) -> Page:
    """The answer to signing in; the greeting waits, for no page was opened yet."""
    answer = visitor.post("/sign-in", name=name)
    expect(
        answer.is_redirect,
        "signing in to lead to the shelf",
        f"an answer with status {answer.status}",
    )
    return answer


def expect_as_usual(page: Page, cookie: str) -> None:
    """The page opens and shows no message, as for somebody without a cookie."""
    expect(
        page.status == 200, f"the page as usual for {cookie}", f"status {page.status}"
    )
    expect(not page.messages, f"no message for {cookie}", page.messages_in_words)


@check
def foreign_cookie_is_harmless(app: App) -> None:
    """A cookie signed with another key is ignored: pages open, without a message.

    Such cookies come in honest ways, as from another app on the same machine.
    An error page locks these people out until they find out how to delete a cookie.
    """
    mallory = app.visitor()
    mallory.set_cookie("session", forged(app.word(), app.word()))

    for path in ("/", "/about"):
        expect_as_usual(mallory.get(path), "a cookie signed with another key")


@check
def damaged_cookie_is_harmless(app: App) -> None:
    """A damaged cookie is ignored: the page opens, without a message.

    A cookie can be cut short on its way, and the person cannot mend it.
    They should see the shelf and sign in once more.
    """
    whole = forged(app.word(), app.word())
    damages = (
        whole[:-5],
        whole[5:],
        "." + whole,
        "crumbs",
        "..",
        "%00.%ff",
        "a" * 3000,
    )

    for damaged in damages:
        ann = app.another_visitor()
        ann.set_cookie("session", damaged)
        expect_as_usual(ann.get("/"), f"the cookie “{damaged[:12]}…”")


@check(task=1)
def refuses_without_a_key(app: App) -> None:
    """Without SECRET_KEY the app refuses to start and names the variable.

    An app that starts without its key fails later, in front of a visitor.
    One that refuses fails in front of the person who can mend it.
    """
    refusal = app.refuses_to_start(SECRET_KEY=None)

    expect(refusal is not None, "an app that refuses to start", "it started")
    expect(
        refusal is not None and "SECRET_KEY" in refusal.sentence,
        "last words that name SECRET_KEY",
        f"“{refusal.sentence}”" if refusal and refusal.sentence else "no word",
    )


@check(task=1, after=refuses_without_a_key)
def refuses_an_empty_key(app: App) -> None:
    """With an empty SECRET_KEY the app refuses to start as well.

    An empty variable is what a typing slip in a service file leaves behind.
    Visitors would see an error at their first click.
    """
    refusal = app.refuses_to_start(SECRET_KEY="")

    expect(refusal is not None, "an app that refuses to start", "it started")


@check(task=1, after=refuses_without_a_key)
def says_what_is_missing(app: App) -> None:
    """The refusal is a sentence that a person understands, not a name alone.

    Whoever starts the app at night has not written it.
    One sentence saves them the search for what to set.
    """
    refusal = app.refuses_to_start(SECRET_KEY=None)
    sentence = refusal.sentence if refusal else ""
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"^[\w.]+(Error|Exit): ", "", sentence))

    expect(len(words) >= 4, "a sentence about SECRET_KEY", f"“{sentence}”")


@check(task=1)
def message_survives_a_restart(app: App) -> None:
    """A message that waits while the app is restarted is still shown.

    Otherwise whoever did something just before an update reads nothing about it, and is
    signed out as well.
    """
    ann = app.visitor()
    name = app.word()
    answer = sign_in(ann, name)
    app.restart()
    page = ann.follow(answer)

    expect(
        page.shows(name),
        f"a message with “{name}” after the restart",
        page.messages_in_words,
    )


@check(task=1)
def workers_hand_it_over(app: App) -> None:
    """A message left with one worker process is shown by the other.

    Two processes share the visitors by chance.
    The message would be missing about every other time, and nobody could say why.
    """
    app.workers(2)
    for first, second in ((1, 2), (2, 1)):
        ann = app.another_visitor()
        name = app.word()
        app.only(first)
        answer = sign_in(ann, name)
        app.only(second)
        page = ann.follow(answer)

        expect(
            page.shows(name),
            f"a message with “{name}” from worker {second}",
            page.messages_in_words,
        )


@check(task=1, after=message_survives_a_restart)
def key_is_not_in_the_source(app: App) -> None:
    """The key is not in the source: no text in the .py files opens a cookie.

    Whoever has read the code could sign in as any neighbour, and write messages in the
    app's name.
    """
    expect_none_opens(
        app, texts_in(app.source()), "a key that stands nowhere in the .py files"
    )


@check(task=1, after=message_survives_a_restart)
def common_keys_open_nothing(app: App) -> None:
    """Keys that everybody tries first (“dev”, “secret”, …) open no cookie.

    A key from a tutorial is the first that strangers try.
    With it they are whoever they want to be.
    """
    expect_none_opens(
        app, ("", *COMMON.split()), "a key that is in nobody's list of common keys"
    )


@check(task=2, after=message_survives_a_restart)
def says_at_once_that_nothing_is_found(app: App) -> None:
    """A search without a hit says so in a message, in the same answer.

    An empty page looks broken.
    A word that comes on the next page answers a question nobody remembers.
    """
    query = app.word()
    ann = app.visitor()
    page = ann.get(f"/search?q={query}", follow=False)
    late = ", but one that waits for the next page" if ann.waiting else ""

    expect(page.status == 200, "the search page at once", f"status {page.status}")
    expect(
        page.shows(query), f"a message with “{query}”", page.messages_in_words + late
    )


@check(task=2, after=says_at_once_that_nothing_is_found)
def says_it_no_second_time(app: App) -> None:
    """What was left and shown in one request is not shown again by the next page.

    Told twice, or again on another page, it reads as if a second search had failed.
    """
    ann = app.visitor()
    query = app.word()
    page = ann.get(f"/search?q={query}")
    later = ann.get("/")

    expect(page.count(query) == 1, "the message once", page.messages_in_words)
    expect(not later.shows(query), "a page without it", later.messages_in_words)


@check(task=2, after=says_at_once_that_nothing_is_found)
def has_no_message_for_a_hit(app: App) -> None:
    """A search that finds books leaves no message.

    The page shows the books already.
    Who reads messages that tell nothing stops reading messages.
    """
    ann = app.visitor()
    title = app.word()
    ann.follow(sign_in(ann, app.word()))
    ann.follow(ann.post("/books", title=title))
    page = ann.get(f"/search?q={title[2:-2].upper()}")

    expect(title in page.text, f"“{title}” among the books", "it is not there")
    expect(not page.messages, "no message", page.messages_in_words)
    page = ann.get("/search")
    expect(not page.messages, "no message without q", page.messages_in_words)


@check(task=3, after=message_survives_a_restart)
def new_key_keeps_messages(app: App) -> None:
    """After the key was changed, a message signed with the old one is still shown.

    Otherwise the day of the change signs everybody out, and what they were to be told
    is lost.
    """
    ann = app.visitor()
    name, old, new = app.word(), app.word(), app.word()
    app.start(SECRET_KEY=old)
    answer = sign_in(ann, name)
    app.restart(SECRET_KEY=new, OLD_SECRET_KEY=old)
    page = ann.follow(answer)

    expect(
        page.shows(name),
        f"a message with “{name}” after the change",
        page.messages_in_words,
    )


@check(task=3, after=new_key_keeps_messages)
def new_messages_need_the_new_key_only(app: App) -> None:
    """What is left after the change needs the new key only, so the old one can go.

    Otherwise the old key, which somebody may have seen, can never be taken away
    without signing everybody out.
    """
    ann = app.visitor()
    name, old, new = app.word(), app.word(), app.word()
    app.start(SECRET_KEY=new, OLD_SECRET_KEY=old)
    answer = sign_in(ann, name)
    app.restart(SECRET_KEY=new, OLD_SECRET_KEY=None)
    page = ann.follow(answer)

    expect(
        page.shows(name),
        f"a message with “{name}” when only the new key is left",
        page.messages_in_words,
    )
