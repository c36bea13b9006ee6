"""The four promises that every grader is asked (peers.py), as checks of a lesson."""

from __future__ import annotations

from checker import App, Page, Visitor, check, expect


def signed_in(app: App) -> tuple[Visitor, str, Page]:
    """Somebody, their name, and what they see after signing in."""
    ann, word = app.visitor(), app.word()
    return ann, word, ann.follow(ann.post("/sign-in", name=word))


@check
def opens(app: App) -> None:
    """A page opens.

    A page that does not open says nothing.
    """
    page = app.visitor().get("/")
    expect(page.status == 200, "status 200", f"status {page.status}")


@check
def greets(app: App) -> None:
    """A sign-in is greeted.

    Whoever is told nothing signs in again.
    """
    _, word, page = signed_in(app)
    expect(page.shows(word), f"“{word}”", page.messages_in_words)


@check
def once(app: App) -> None:
    """The greeting is gone after it was read.

    What comes back looks like news.
    """
    ann, word, page = signed_in(app)
    expect(page.shows(word), f"“{word}”", page.messages_in_words)
    later = ann.get("/")
    expect(not later.shows(word), f"no “{word}”", later.messages_in_words)


@check
def book(app: App) -> None:
    """A book that was added is named.

    Else it is added again.
    """
    ann, _, _ = signed_in(app)
    word = app.word()
    page = ann.follow(ann.post("/books", title=word))
    expect(page.shows(word), f"“{word}”", page.messages_in_words)
