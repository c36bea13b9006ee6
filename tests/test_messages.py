"""Messages are found however a page marks them up, each as one, and nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.endings import OverLimit
from checker.html import elements, parse
from checker.messages import MOST, Message, messages
from checker.page_size import DEEPEST


def found(html: str) -> tuple[Message, ...]:
    return messages(parse(html))


def texts(html: str) -> list[str]:
    return [message.text for message in found(html)]


def only(html: str) -> Message:
    [message] = found(html)
    return message


# Each shows two messages: “One.” and “Two.”.
TWO = {
    "list": "<ul class=messages><li class=success>One.</li><li class=error>Two.</ul>",
    "list by id": '<ol id="flashed-messages"><li>One.</li><li>Two.</li></ol>',
    "list in a role": "<div role=status><ul><li>One.</li><li>Two.</li></ul></div>",
    "list in a live region": """
        <div aria-live=polite><ul class=flashes><li>One.<li>Two.</ul></div>""",
    "a list each": """
        <div class=flash><ul><li>One.</ul></div><div class=flash><ul><li>Two.</ul></div>
        """,
    "paragraphs": "<div class=flash><p>One.</p><p>Two.</p></div>",
    "paragraphs each": "<p class=message>One.</p>\n<p class=message>Two.</p>",
    "divs": "<div class=alerts><div>One.</div><div>Two.</div></div>",
    "an alert each": """
        <div class="alert alert-success" role=alert>One.</div>
        <div class="alert alert-danger" role=alert>Two.</div>""",
    "dismissible alerts": """
        <div class="alert alert-dismissible fade show" role="alert">
          One. <button type="button" class="btn-close" aria-label="Close"></button>
        </div>
        <div class="alert" role="alert">
          <button type="button" class="close"><span>×</span></button> Two.
        </div>""",
    "toasts": """
        <div class="toast-container">
          <div class="toast"><div class="toast-body">One.</div></div>
          <div class="toast"><div class="toast-body">Two.</div></div>
        </div>""",
    "toasts in a list": """
        <ul class="toasts">
          <li class="toast"><div class="toast__body"><p>One.</p></div></li>
          <li class="toast"><div class="toast__body"><p>Two.</p></div></li>
        </ul>""",
    "definition list": """
        <dl class=messages><dt>Done<dd>One.<dt>Problem<dd>Two.</dl>""",
    "definition list in groups": """
        <dl class=messages>
          <div><dt>Done</dt><dd>One.</dd></div><div><dt>No</dt><dd>Two.</dd></div>
        </dl>""",
    "a definition list each": """
        <dl class=message><dt>Done<dd>One.</dl><dl class=message><dt>No<dd>Two.</dl>
        """,
    "spans": "<div class=messages><span>One.</span> <span>Two.</span></div>",
    "spans on lines": """
        <div id=flash-area><span class=ok>One.</span><br><span>Two.</span></div>""",
    "spans with the class": """
        <div><span class=message>One.</span> <span class=message>Two.</span></div>""",
    "spans with a part's class": """
        <div class=flash><span class=flash-text>One.</span>
        <span class=flash-text>Two.</span></div>""",
    "paragraphs with a part's class": """
        <div class=flash>
          <p class="message-text bold">One.<p class="message-text bold">Two.
        </div>""",
    "a bold one": """
        <div class=messages>
          <div class="message">One.</div><div class="message fw-bold">Two.</div>
        </div>""",
    "a bold item": "<ul class=messages><li>One.<li class=fw-bold>Two.</ul>",
    "nested": """
        <div class=messages>
          <div class=message><div class=inner><p>One.</p></div></div>
          <div class=message><div class=inner><p>Two.</p></div></div>
        </div>""",
    "regions in a region": """
        <div role=status><ul class=messages>
          <li class="alert">One.</li><li class="alert">Two.</li>
        </ul></div>""",
    "below a heading": """
        <section class=messages><h2>Messages</h2><p>One.</p><p>Two.</p></section>""",
    "below a title that is no heading": """
        <div class=messages><p class=messages-title>News</p><p>One.</p><p>Two.</p>
        </div>""",
    "a heading for each kind": """
        <div class=messages><h3>Done</h3><ul><li>One.</ul><h3>No</h3><ul><li>Two.</ul>
        </div>""",
    "as headings": "<div class=flash><h3>One.</h3><h3>Two.</h3></div>",
    "fieldset": "<fieldset class=alerts><legend>News</legend><p>One.<p>Two.</fieldset>",
    "details": """
        <details open class=messages><summary>2 messages</summary><p>One.<p>Two.
        </details>""",
    "table": "<table class=messages><tr><td>One.<tr><td>Two.</table>",
    "table with headings": """
        <table class=messages><caption>News</caption>
          <thead><tr><th>What happened</th></tr></thead>
          <tbody><tr><td>One.</td></tr><tr><td>Two.</td></tr></tbody>
        </table>""",
    "table with an icon": """
        <table class=messages>
          <tr><td><img alt=Done src=d.svg><td>One.<tr><td><img alt=No><td>Two.
        </table>""",
    "cards": """
        <div class=messages>
          <div class=card><div class=card-body><p class=card-text>One.</div></div>
          <div class=card><div class=card-body>Two.</div></div>
        </div>""",
    "articles": """
        <aside class=notifications>
          <article><p>One.</p></article><article><p>Two.</p></article>
        </aside>""",
    "dialogs": """
        <dialog open class=flash><p>One.</p>
          <form method=dialog><button>OK</button></form></dialog>
        <dialog open role=alert>Two.<button>OK</button></dialog>""",
    "outputs": "<output>One.</output><output class=message>Two.</output>",
    "outputs in a region": """
        <div class=messages><output>One.</output><output>Two.</output></div>""",
    "elements of one's own": """
        <flash-message role=alert>One.</flash-message>
        <flash-message class=flash>Two.</flash-message>""",
    "first of several roles": "<p role='ALERT status'>One.</p><p role=' status '>Two.",
    "in a form": """
        <form method=post action=/books><p class="message error">One.</p>
          <label>Title <input name=title></label><p class=message>Two.</p>
          <button>Add</button></form>""",
    "forms to dismiss them": """
        <ul class=messages>
          <li>One. <form method=post action=/dismiss/1><button>OK</button></form></li>
          <li><p>Two.</p><form method=post><button>OK</button></form></li>
        </ul>""",
    "in forms to dismiss them": """
        <form class=message method=post><input type=hidden name=n>One.
          <button>OK</button></form>
        <div class=message><form method=post><p>Two.</p>
          <input type=submit value=OK></form></div>""",
    "form in the region": """
        <div class=notices><p>One.</p><p>Two.</p>
          <form><p>Tell us more</p><textarea name=more></textarea></form></div>""",
    "deep below": "<div class=flash>" + "<div>" * 70 + "<p>One.<p>Two.",
    "line break in one": "<p class=flash>One.<br></p><p class=flash><br>Two.</p>",
    "comments and scripts": """
        <div class=messages><!-- here --><p>One.</p><script>"No."</script>
          <template><p>No.</p></template><style>p {}</style><p><!-- x -->Two.</p></div>
        """,
    "hidden ones": """
        <div class=messages hidden><p>No.</div><dialog class=message>No.</dialog>
        <div class=messages><p>One.<p hidden>No.<p style="color:red; DISPLAY : none">No.
          <p style="visibility:hidden">No.<p popover>No.<p>Two.</div>""",
    "empty ones": """
        <div class=messages></div><div role=status> <ul></ul> </div>
        <p class=message>One.</p><p class=message>Two.</p><p class=message> </p>""",
    "white space of a template": """

        <ul class=flashes>

          <li>
            One.
          </li>


          <li>
            Two.
          </li>

        </ul>

    """,
}

# Each shows one message, whose word and text are these.
WORD_AND_TEXT = {
    "strong": "<p class=message><strong>Done:</strong> One.</p>",
    "strong and paragraph": "<div class=alert><strong>Done</strong><p>One.</div>",
    "spans": "<p class=flash><span>Done</span> <span>One.</span></p>",
    "spans in a div": "<div class=flash><span>Done</span> <span>One.</span></div>",
    "a word in the region": "<div class=messages><b>Done</b> <span>One.</span></div>",
    "parts": """
        <ul class=messages><li><span class=message-kind>Done</span>
          <span class=message-text>One.</span></li></ul>""",
    "the message in an item": """
        <ul class=list-messages><li><b>Done</b> <span class=message>One.</span></li>
        </ul>""",
    "hidden visually": """
        <p class=message><span aria-hidden=true>✓</span>
          <span class=visually-hidden>Done:</span> One.</p>""",
    "heading": "<div class=alert><h4 class=alert-heading>Done</h4><p>One.</p></div>",
    "heading in an article": """
        <section class=notifications><article class=notification>
          <h3>Done</h3><div><p>One.</p></div></article></section>""",
    "toast": """
        <div class=toast role=alert><div class=toast-header><strong>Done</strong>
          <button aria-label=Close></button></div>
          <div class=toast-body>One.</div></div>""",
    "card": """
        <div class="card message"><div class=card-header>Done</div>
          <div class=card-body><p>One.</p></div></div>""",
    "details": """
        <details class=message open><summary>Done</summary><p>One.</p></details>""",
    "figure": """
        <figure class=message><figcaption>Done</figcaption><p>One.</p></figure>""",
    "row": "<table class=messages><tr><th>Done</th><td>One.</td></tr></table>",
    "utility classes": """
        <div class="border-l-4 p-4" role="alert">
          <div><p class="font-bold">Done</p><p>One.</p></div></div>""",
}

# In each the message “One.” has an icon called “Done”.
NAMED = {
    "aria-label": "<p class=message><svg role=img aria-label=Done></svg> One.</p>",
    "alt": "<p class=message><img src=done.svg alt=Done>One.</p>",
    "title": "<p class=message><i title=Done></i> One.</p>",
    "title of an svg": "<p class=message><svg><title>Done</title></svg> One.</p>",
    "beside a block": """
        <div class=alert><div class=icon><img alt=Done></div><div><p>One.</p></div>
          <button aria-label=Close>×</button></div>""",
    "beside a text with the word message": """
        <div class=flashes><img alt=Done><div><p>One.</p></div></div>""",
    "not its twin": """
        <p class=message><img alt=Done><img alt=Twin aria-hidden=true>One.</p>""",
    "term": "<dl class=messages><dt>Done</dt><dd>One.</dd></dl>",
}

# None shows a message, whatever it is called.
NONE = {
    "nothing": "",
    "text": "You have a message.",
    "field": "<input id=message name=message value=One.>",
    "field of lines": "<textarea class=flash>One.</textarea>",
    "label": "<label class=message for=m>One.</label>",
    "button": "<button class=alert>One.</button>",
    "form": "<form class=message-form><label for=m>Message</label><input id=m></form>",
    "form to fill": "<form class=message><p>Your message:</p><input name=m></form>",
    "help at a field": "<p id=message-help>At most 200 letters.</p>",
    "count": "<p class=message-count>3 messages</p>",
    "page": "<body class=has-messages><main class=messages-page><p>One.</main>",
    "result of a form": "<form><output for=a>1</output><output name=b>2</output>",
    "output that is none": "<output role=note>One.</output>",
    "class of a whole page": "<html class=no-alerts><body><p>One.</p></body></html>",
    "list of choices": "<select class=flash><option>One.</option></select>",
    "empty with a heading": "<section class=messages><h2>Your messages</h2></section>",
    "table of headings": "<table class=alerts><tr><th>Kind</th><th>Text</th></table>",
    "only an icon": "<div class=alert><span>×</span></div>",
    "only a button": "<div class=alert><button>Close</button></div>",
    "closed dialog": "<dialog role=alert>One.</dialog>",
    "no script": "<body><noscript><p class=flash>One.</p></noscript>",
    "comment": "<!-- <p class=message>One.</p> -->",
    "other role": "<p role=note>One.</p>",
}


@pytest.mark.parametrize("html", TWO.values(), ids=TWO)
def test_two_messages_are_two(html: str) -> None:
    assert texts(html) == ["One.", "Two."]


@pytest.mark.parametrize("html", NONE.values(), ids=NONE)
def test_what_shows_no_message_has_none(html: str) -> None:
    assert texts(html) == []


@pytest.mark.parametrize("html", WORD_AND_TEXT.values(), ids=WORD_AND_TEXT)
def test_a_word_and_its_text_are_one_message(html: str) -> None:
    message = only(html)

    assert message.text.split()[-1] == "One."
    assert message.besides("One.").removeprefix("✓ ") == "Done"


@pytest.mark.parametrize("html", NAMED.values(), ids=NAMED)
def test_the_name_of_an_icon_is_read_with_the_text(html: str) -> None:
    message = only(html)

    assert message.text == "One."
    assert message.besides("One.") == message.label == message.named == "Done"


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<p class=flash>One.</p>", ""),
        ("<p class=flash>Done: one.</p>", "Done"),
        ("<p class=flash><b>Done:</b> One.</p>", "Done"),
        ("<p class=flash><i>✓</i> <b>Done</b> One.</p>", "Done"),
        ("<p class=flash><b>Done</b> <img alt=Tick> One.</p>", "Done Tick"),
        ("<p class=flash><b>Done</b> <img alt=Done> One.</p>", "Done"),
        ("<p class=flash><a href=/>The book</a> is here.</p>", ""),
        ("<p class=flash><em>One.</em></p>", ""),
        ("<div class=flash><div>Done</div> one.</div>", ""),
        ("<p class=flash>A text that is longer than that: one.</p>", ""),
    ],
)
def test_the_label_is_the_word_before_the_text(html: str, label: str) -> None:
    assert only(html).label == label


def test_a_message_that_is_all_emphasis_has_no_word_beside_it() -> None:
    message = only("<p class=message><strong>One  more.</strong></p>")

    assert message.besides("One\nmore.") == ""
    assert message.besides("") == "One more."


def test_several_messages_below_one_term_have_its_word() -> None:
    dl = "<dl class=flashes><dd>Zero.<dt>Done<dd>One.<dd>Two.</dl>"

    assert [m.label for m in found(dl)] == ["", "Done", "Done"]


def test_the_term_far_above_is_no_word_for_a_message() -> None:
    dl = "<dl class=flashes><dt>Done" + "<dd>One." * 200 + "</dl>"

    assert found(dl)[-1].label == ""


def test_classes_are_those_of_the_message_in_it_and_around_it() -> None:
    message = only("""
        <div class=page><section id=alerts class="messages top">
          <ul class=list><li id=m1 class=success><b class=kind>Done</b> One.</li></ul>
        </section></div>""")

    assert message.classes == {"messages", "top", "list", "success", "kind"}


@pytest.mark.parametrize(
    ("html", "roles"),
    [
        ("<p class=message>One.</p>", set()),
        ("<p class=message role=alert>One.</p>", {"alert"}),
        ("<ul role=status class=messages><li>One.</ul>", {"status"}),
        ("<ul class=messages><li><p role=alert>One.</ul>", {"alert"}),
        ("<output>One.</output>", {"status"}),
        ("<div aria-live=polite><p class=flash>One.</div>", {"status"}),
        ("<div class=flashes><ul aria-live=assertive><li>One.</ul></div>", {"alert"}),
        ("<div aria-live=off><p class=flash>One.</div>", set()),
    ],
)
def test_roles_tell_how_a_message_is_announced(html: str, roles: set[str]) -> None:
    assert only(html).roles == roles


@pytest.mark.parametrize(
    ("html", "in_list"),
    [
        ("<ul class=messages><li>One.</ul>", True),
        ("<div class=messages><ul><li><p>One.</ul></div>", True),
        ("<ul><li><p class=message>One.</ul>", True),
        ("<div class=messages><p>One.</div>", False),
    ],
)
def test_a_message_knows_whether_it_is_in_a_list(html: str, in_list: bool) -> None:
    assert only(html).in_list is in_list


def test_a_message_knows_its_element_and_its_place_in_the_page() -> None:
    html = "<main><h1>Shelf</h1><div class=messages><p>One.</p><p>Two.</p></div><hr>"
    page = parse(html)
    one, two = messages(page)
    [heading] = elements(page, "h1")
    [first, second] = elements(page, "p")
    [line] = elements(page, "hr")

    assert (one.tag, one.html) == ("p", "<p>One.</p>")
    assert [one.index, two.index] == [first.index, second.index]
    assert heading.index < one.index < two.index < line.index


def test_links_in_a_message_are_its_links() -> None:
    message = only("<p class=flash>See <a href=/books/3>Emma</a> or <a>not</a>.</p>")

    assert message.text == "See Emma or not."
    assert message.links == (("Emma", "/books/3"),)


@pytest.mark.parametrize(
    ("html", "controls"),
    [
        ("<p class=flash>One.</p>", ()),
        ("<p class=flash>One. <button>Close it</button></p>", ("Close it",)),
        ("<p class=flash>One. <button aria-label=Close>×</button></p>", ("Close",)),
        ("<p class=flash>One. <input type=submit value=OK><input></p>", ("OK",)),
        ("<p class=flash>One. <button></button></p>", ("",)),
        ("<ul class=flash><li><p>One.</p><button>OK</button></ul>", ("OK",)),
        ("<div class=flash><p>One.</p><button>OK</button></div>", ("OK",)),
        ("<ul><li class=flash><b><i>One.</i></b><a><button>OK</button></a>", ("OK",)),
        ("<ul class=flash><li><div>One.<hr></div><button>OK</button></ul>", ("OK",)),
        (
            "<ul class=flash><li><div class=alert>One.</div><button>OK</button></ul>",
            ("OK",),
        ),
        ("<ul class=flash><li>One.<li><button>OK</button></ul>", ()),
    ],
)
def test_buttons_beside_a_message_are_its_controls(
    html: str, controls: tuple[str, ...]
) -> None:
    assert only(html).controls == controls


@pytest.mark.parametrize(
    "html",
    [
        "<p class=message>One.</p><main></main><p class=message>One.</p>",
        "<div class=messages><p>One.</div><footer><div class=messages><p>One.</div>",
    ],
)
def test_what_is_shown_twice_is_found_twice(html: str) -> None:
    assert texts(html) == ["One.", "One."]


def test_lines_of_one_message_stay_together() -> None:
    assert texts("<p class=flash>One.<br>More.</p>") == ["One. More."]
    assert texts("<p class=flash><b>One.</b><br><i>More.</i></p>") == ["One. More."]


def test_a_list_in_the_sentence_of_a_message_belongs_to_it() -> None:
    html = "<div class=flash>Imported: <ul><li>Emma<li>Persuasion</ul></div>"

    assert texts(html) == ["Imported: Emma Persuasion"]


@pytest.mark.parametrize(
    "inner",
    [
        "<ul><li>One.<li>Two.</ul>",
        "<ol><li>One.<li>Two.</ol>",
        "<dl><dt>A<dd>One.<dd>Two.</dl>",
        "<table><tr><td>One.<tr><td>Two.</table>",
    ],
)
def test_a_list_below_a_paragraph_is_a_list_of_messages(inner: str) -> None:
    html = f"<ul class=flash><li><p>Two things:</p>{inner}</ul>"

    assert texts(html) == ["Two things:", "One.", "Two."]


def test_no_item_of_a_list_is_only_its_title() -> None:
    html = "<ul class=flash><li class=fw-bold>One.<li>Two.<li>Three.</ul>"

    assert texts(html) == ["One.", "Two.", "Three."]


def test_a_message_about_messages_keeps_its_icon() -> None:
    html = "<div class=alert><img alt=Done><div><p>A new message.</p></div></div>"

    assert only(html).besides("A new message.") == "Done"


def test_a_title_above_the_messages_is_not_part_of_the_only_one() -> None:
    html = "<section class=messages><h2>Messages</h2><p>One.</p></section>"

    assert texts(html) == ["One."]


def test_a_message_beside_others_is_not_one_with_them() -> None:
    html = "<div class=messages><b>News</b><p class=alert>One.</p></div>"

    assert texts(html) == ["News", "One."]


def test_more_messages_than_a_page_can_mean_are_refused() -> None:
    with pytest.raises(OverLimit, match=r"^The page shows more than 2000 messages\.$"):
        found("<p class=flash>a" * (MOST + 1))

    assert len(found("<p class=flash>a" * MOST)) == MOST


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "html",
    [
        "<div class=flash>" + "<div>" * (DEEPEST - 1) + "One.",
        "<div class=flash>" * DEEPEST + "One.",
        "<p class=flash>" + "<b>" * 900 + "One.",
        "<dl class=flash>" + "<hr>" * 10_000 + "<dd>One.",
        '<p class="flash' + " x" * 15_000 + '">One.',
        "<p class=flash>One." + " " * 500_000,
        "<ul class=flash>" + "<li><button>x</button>" * 5000 + "<li>One.",
    ],
    ids=["deep", "deep regions", "deep inline", "siblings", "classes", "space", "rest"],
)
def test_a_page_built_to_be_hard_is_read_in_time(html: str) -> None:
    assert texts(html) == ["One."]


PIECES = st.sampled_from(
    """<ul class=messages> <li> </li> </ul> <div class="alert alert-info"> </div> <p
    class=flash> </p> <span class=toast-body> </span> <dl role=status> <dt> <dd> </dl>
    <table class=flash> <tr> <td> </table> <form> <input name=a> <button> </button>
    </form> <h2> </h2> <!-- --> <output> <svg><title> </title></svg> <details> < > &lt;
    <option> <select> hidden One. ✓ \0 \ud800 \xff""".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_page_can_be_read(html: str) -> None:
    shown = "".join(parse(html).text().split())

    for message in found(html):
        assert "".join(message.text.split()) in shown
        assert message.besides("One.") == message.besides("One.").strip()
