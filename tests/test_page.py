"""A page answers what a check asks, or ends the check in words where it cannot."""

import pytest

from checker.endings import Failure
from checker.page import Headers, Page

HTML = "text/html; charset=utf-8"


def page(html: str = "", status: int = 200, kind: str = HTML, **headers: str) -> Page:
    facts = Headers({"content-type": kind, **headers})
    return Page("http://127.0.0.1:5000/shelf?page=2", "GET", status, facts, html)


def refused(failure: pytest.ExceptionInfo[Failure]) -> tuple[str, str]:
    return failure.value.expected, failure.value.seen


def test_headers_are_found_in_any_case() -> None:
    headers = Headers({"content-type": HTML})

    assert headers.get("Content-Type") == HTML
    assert headers.get("Vary") == ""
    assert headers.get("Vary", "none") == "none"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://127.0.0.1:5000", "/"),
        ("http://127.0.0.1:5000/", "/"),
        ("http://127.0.0.1:5000/shelf?page=2", "/shelf?page=2"),
        ("http://127.0.0.1:5000?page=2#top", "/?page=2"),
    ],
)
def test_the_path_is_the_address_within_the_app(url: str, path: str) -> None:
    assert Page(url, "GET", 200, Headers(), "").path == path


@pytest.mark.parametrize(
    ("status", "location", "goes_on"),
    [
        (302, "/shelf", True),
        (303, "/shelf", True),
        (308, "/shelf", True),
        (302, "", False),
        (200, "/shelf", False),
        (304, "/shelf", False),
        (201, "/books/3", False),
    ],
)
def test_a_redirect_is_what_a_browser_follows(
    status: int, location: str, goes_on: bool
) -> None:
    answer = page(status=status, location=location)

    assert answer.is_redirect is goes_on
    assert answer.location == location


def test_the_text_is_what_a_person_sees() -> None:
    assert page("<title>No</title><h1>Shelf</h1><p>One.").text == "Shelf One."


ONE_TWO = "<ul class=messages><li>A fox, a hen</li><li>A fox</li></ul>"


def test_words_in_messages_are_found_and_counted() -> None:
    shelf = page(f"<p>A cat</p>{ONE_TWO}")

    assert [shelf.count(word) for word in ("fox", "hen", "cat")] == [2, 1, 0]
    assert [shelf.shows(word) for word in ("fox", "hen", "cat")] == [True, True, False]
    assert shelf.message("hen").text == "A fox, a hen"


@pytest.mark.parametrize("word", ["fox", "cat"])
def test_one_message_with_a_word_is_neither_none_nor_two(word: str) -> None:
    with pytest.raises(Failure) as failure:
        page(ONE_TWO).message(word)

    expected = f"one message with “{word}”"
    assert refused(failure) == (expected, "“A fox, a hen”, “A fox”")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page(), "no message"),
        (page(status=500), "no message on a page with status 500"),
        (page(status=400), "no message on a page with status 400"),
        (page(ONE_TWO, status=404), "“A fox, a hen”, “A fox”"),
        (page(f"<p class=flash>{'fox ' * 40}"), f"“{('fox ' * 40)[:119]}…”"),
        (page("<p class=flash>fox" * 22), ", ".join(["“fox”"] * 20) + " and 2 more"),
        (page("<p class=flash>fox" * 20), ", ".join(["“fox”"] * 20)),
    ],
    ids=["none", "failed page", "refused page", "two", "long", "many", "not too many"],
)
def test_messages_can_be_said_in_a_sentence(answer: Page, words: str) -> None:
    assert answer.messages_in_words == words


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (HTML, 1),
        ("TEXT/HTML", 1),
        ("application/xhtml+xml", 1),
        ("", 1),
        ("application/json", 0),
        ("text/plain", 0),
    ],
)
def test_only_a_page_shows_messages(kind: str, shown: int) -> None:
    assert len(page("<p class=flash>One.</p>", kind=kind).messages) == shown


def test_a_selector_finds_elements() -> None:
    found = page("<p class=a>One.<p>Two.<p class=a>Three.").select("p.a")

    assert [element.text for element in found] == ["One.", "Three."]


def test_an_answer_in_json_is_read() -> None:
    assert page('{"a": [1]}', kind="application/json").json() == {"a": [1]}


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (page("<h1>No\n  page</h1>"), f"{HTML}: <h1>No page</h1>"),
        (page("", kind=""), "no content type: "),
        (page("[" * 100_000, kind="application/json"),
         f"application/json: {'[' * 119}…"),
    ],
    ids=["html", "nothing", "deep"],
)  # fmt: skip
def test_what_is_not_json_is_said(answer: Page, seen: str) -> None:
    with pytest.raises(Failure) as failure:
        answer.json()

    assert refused(failure) == ("an answer in JSON", seen)


FORMS = """
    <form action=/books><label>Title <input name=title></label><input name=b>
      <button>Add</button></form>
    <form action=/search><input name=q></form>"""


def test_a_form_is_found_by_its_button_or_its_action() -> None:
    shelf = page(FORMS)

    assert shelf.form("add") == shelf.form("/books") == shelf.forms[0]
    assert shelf.form("/search") == shelf.forms[1]
    assert shelf.filled("Add", {"Title": "Emma"}) == (("b", ""), ("title", "Emma"))


@pytest.mark.parametrize(
    ("html", "there"), [(FORMS, "Add, /search"), ("<p>", "no form")]
)
def test_a_form_that_is_not_there_is_missed_in_words(html: str, there: str) -> None:
    with pytest.raises(Failure) as failure:
        page(html).form("Rename")

    assert refused(failure) == ("a form “Rename” on /shelf?page=2", there)


@pytest.mark.parametrize(
    ("html", "there"),
    [
        (FORMS, "fields: b, title"),
        ("<form><button>Add</button></form>", "fields: none"),
    ],
)
def test_a_field_that_is_not_there_is_missed_in_words(html: str, there: str) -> None:
    with pytest.raises(Failure) as failure:
        page(html).filled("Add", {"Author": "Austen"})

    assert refused(failure) == ("a field “Author” in the form “Add”", there)


def test_a_link_is_found_by_its_text() -> None:
    shelf = page("<a>Emma</a> <a href=/1>Emma, too</a> <a href=/2> <b>Emma</b></a>")

    assert shelf.link("Emma") == "/2"


def test_a_link_without_an_address_leads_to_where_one_is() -> None:
    assert page("<a href>Emma</a>").link("Emma") == ""


def test_a_link_that_is_not_there_is_missed_in_words() -> None:
    with pytest.raises(Failure) as failure:
        page("<h1>Shelf</h1><a href=/1>Emma</a>").link("Persuasion")

    assert refused(failure) == ("a link “Persuasion” on /shelf?page=2", "Shelf Emma")
