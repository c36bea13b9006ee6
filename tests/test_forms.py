"""Forms are found and filled as a person does it, and sent as a browser would."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.forms import Button, Form, forms
from checker.html import parse


def form(html: str, path: str = "/shelf?page=2") -> Form:
    """The one form of a page, or the one that these fields would make."""
    [found] = forms(parse(html if "<form" in html else f"<form>{html}</form>"), path)
    return found


def test_a_form_says_all_that_a_browser_needs() -> None:
    found = form("""
        <form action=/books method=Post>
          <label for=t>Title:</label> <input id=t name=title value=Emma>
          <input type=hidden name=token value=x1> <input placeholder=nameless>
          <button>Add</button> <button name=more value=yes>Add another</button>
        </form>""")

    assert found == Form(
        "/books",
        "POST",
        (("title", "Emma"), ("token", "x1")),
        {"Title:": "title"},
        frozenset({"title", "token"}),
        (
            Button("Add", "", "", "/books", "POST"),
            Button("Add another", "more", "yes", "/books", "POST"),
        ),
    )


@pytest.mark.parametrize(
    ("action", "address"),
    [
        ("", "/shelf?page=2"),
        ("action", "/shelf?page=2"),
        ("action=''", "/shelf?page=2"),
        ("action=/books?x=1", "/books?x=1"),
        ("action=books", "/books"),
        ("action='?page=3'", "/shelf?page=3"),
        ("action=http://127.0.0.1:5000/books", "http://127.0.0.1:5000/books"),
        ("action='http://[::1'", "http://[::1"),
    ],
)
def test_a_form_is_sent_where_a_browser_would_send_it(
    action: str, address: str
) -> None:
    found = form(f"<form {action}><input name=q></form>")

    assert (found.action, found.method) == (address, "GET")


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("<input name=a>", [("a", "")]),
        ("<input name=a value=1>", [("a", "1")]),
        ("<input type=SEARCH name=a value=1>", [("a", "1")]),
        ("<input name=a value=1 disabled>", []),
        ("<input type=hidden name=a value=1>", [("a", "1")]),
        ("<input type=submit name=a value=1>", []),
        ("<input type=file name=a>", []),
        ("<input type=checkbox name=a value=1>", []),
        ("<input type=checkbox name=a checked>", [("a", "on")]),
        ("<input type=checkbox name=a value=1 checked>", [("a", "1")]),
        ("<input type=radio name=a value=1><input type=radio name=a value=2 checked>",
         [("a", "2")]),
        ("<textarea name=a></textarea>", [("a", "")]),
        ("<textarea name=a>\nTwo\nlines </textarea>", [("a", "Two\nlines ")]),
        ("<textarea name=a>\n\nOne</textarea>", [("a", "\nOne")]),
        ("<select name=a></select>", []),
        ("<select name=a><option>1<option>2</select>", [("a", "1")]),
        ("<select name=a><option>1<option selected> 2 </select>", [("a", "2")]),
        ("<select name=a><option value=''>None<option>2</select>", [("a", "")]),
        ("<select name=a multiple><option>1<option>2</select>", []),
        ("<select name=a multiple><option selected>1<option selected>2</select>",
         [("a", "1"), ("a", "2")]),
    ],
)  # fmt: skip
def test_an_untouched_field_sends_what_it_holds(
    field: str, sent: list[tuple[str, str]]
) -> None:
    assert list(form(field).fields) == sent


@pytest.mark.parametrize(
    "html",
    [
        "<input name=title>",
        "<label>Book <input name=title></label>",
        "<label><b>The Book:</b> <span><input name=title></span></label>",
        "<label for=t>book *</label><input name=title id=t>",
        "<label for=t>The</label><label for=t>book</label><input name=title id=t>",
        "<input name=title aria-label=Book>",
        "<input name=title placeholder=' BOOK '>",
        "<label>Book <textarea name=title>Emma</textarea></label>",
        "<label>Book <select name=title><option>Emma</select></label>",
        "<label>Genre <input name=genre></label><label>Book <input name=title></label>",
    ],
)
def test_a_field_is_found_by_its_name_or_by_what_is_written_at_it(html: str) -> None:
    book = "The book" if "The Book" in html else "Book"
    field = "title" if html.startswith("<input name=title>") else book

    assert ("title", "Emma") in form(html).filled("Add", {field: "Emma"})


def test_a_label_outside_the_form_belongs_to_its_field() -> None:
    found = form("<label for=t>Book</label><form><input id=t name=title></form>")

    assert found.labels == {"Book": "title"}


@pytest.mark.parametrize(
    "html",
    [
        "<label>Book</label><input name=title>",
        "<label for=other>Book <input name=title></label>",
        "<label>Book <input name=title></label>".replace(" name=title", ""),
        "<label for=''>Book</label><input id='' name=title>",
    ],
)
def test_a_label_without_a_field_fills_none(html: str) -> None:
    with pytest.raises(KeyError, match="Book"):
        form(html).filled("Add", {"Book": "Emma"})


def test_a_person_overwrites_what_was_there_and_leaves_the_rest() -> None:
    found = form("""<input name=title value=Old><input name=page value=7>
        <input type=checkbox name=kind value=a checked>
        <input type=checkbox name=kind value=b checked>""")

    sent = found.filled("Add", {"title": "Emma", "kind": "c"})
    assert sent == (("page", "7"), ("title", "Emma"), ("kind", "c"))


BUTTONS = """
    <form action=/books/3><input name=t>
      <button type=button name=no>Help</button><button type=reset>Undo</button>
      <button>Save</button><button name=do value=go>Lend it</button>
      <input type=submit name=keep value=Keep><input type=image alt=Star name=star>
      <button name=x aria-label="Remove Emma">×</button></form>"""


@pytest.mark.parametrize(
    ("target", "pressed"),
    [
        ("Save", ()),
        ("lend  it:", (("do", "go"),)),
        ("Keep", (("keep", "Keep"),)),
        ("Star", (("star", ""),)),
        ("Remove Emma", (("x", ""),)),
        ("/books/3", ()),
    ],
)
def test_only_the_button_that_is_pressed_is_sent(
    target: str, pressed: tuple[tuple[str, str], ...]
) -> None:
    found = form(BUTTONS)

    assert found.answers_to(target)
    assert found.filled(target, {"t": "1"}) == (("t", "1"), *pressed)


@pytest.mark.parametrize(
    "target", ["Help", "Undo", "×", "Add", "", "/books", "books/3"]
)
def test_a_form_does_not_answer_to_what_does_not_send_it(target: str) -> None:
    assert not form(BUTTONS).answers_to(target)


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        ("/books", True),
        ("/books?from=shelf#add", True),
        ("books", True),
        ("http://127.0.0.1:5000/books", True),
        ("/books/", False),
        ("http://[::1", False),
    ],
)
def test_a_form_answers_to_the_path_of_its_action(action: str, answers: bool) -> None:
    found = form(f"<form action='{action}'><button>Add</button></form>")

    assert found.answers_to("/books") is answers


def test_every_form_of_a_page_is_found_in_order() -> None:
    root = parse("<form action=/a></form><form action=/b></form>")

    assert [f.action for f in forms(root, "/")] == ["/a", "/b"]


@pytest.mark.timeout(20)
def test_a_thousand_labels_and_fields_are_read() -> None:
    html = "".join(
        f"<label for=i{n}>L{n}</label><input id=i{n} name=n{n}>" for n in range(999)
    )

    assert form(html).filled("Add", {"L998": "x"})[-1] == ("n998", "x")


PIECES = st.sampled_from(
    """<form action=http://[ method=> </form> <label for=a> <label> </label> <input name
    id=a name=a type=checkbox checked > <select name=a> <option selected> </select>
    <textarea name=b> </textarea> <button> \0 \ud800 One.""".split(" ")
)


@settings(deadline=None)  # machines may be busy
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_any_form_can_be_read_and_sent(html: str) -> None:
    for found in forms(parse(html), "/"):
        sent = found.filled("/", dict.fromkeys(found.names, "x"))
        assert {name for name, _ in sent} >= found.names
        assert not found.answers_to("no such button")


def test_a_button_is_found_by_its_label_and_for_an_action_it_is_the_first() -> None:
    found = form("<form action=/go><button>Keep</button><button>Drop</button></form>")

    assert [found.pressed(name) for name in ("Keep", "drop", "/go")] == [0, 1, 0]


OWNERS = """
    <input name=none form=""><input name=lost form=nowhere><input name=other form=row>
    <form id=one action=/one>
      <input name=in><input name=away form=two><input name=stray form>
      <button>One</button><button form=two>Away</button></form>
    <p id=row><input name=after form=one><button form=one>After</button>
    <input type=image alt=Star form=two><button>Alone</button></p>
    <form id=two action=/two></form><form id=two action=/three></form>
    <form id="" action=/four><input name=own form="">
      <button form=ONE>Upper</button></form>
"""


def test_a_field_or_button_belongs_to_the_form_that_it_names() -> None:
    found = forms(parse(OWNERS), "/")

    assert [
        (f.action, [name for name, _ in f.fields], [b.label for b in f.buttons])
        for f in found
    ] == [
        ("/one", ["in", "after"], ["One", "After"]),
        ("/two", ["away"], ["Away", "Star"]),
        ("/three", [], []),
        ("/four", [], []),
    ]


def test_of_forms_in_one_another_the_innermost_has_the_field() -> None:
    # The first </form> ends the outer one for the parser, but not in the tree.
    html = "<form action=/a><div></form><form action=/b><input name=in></form></div>"
    found = forms(parse(html), "/")

    assert [(f.action, len(f.fields)) for f in found] == [("/a", 0), ("/b", 1)]


@pytest.mark.parametrize(
    ("form_has", "button_has", "way"),
    [
        ("action=/a method=post", "", ("/a", "POST")),
        ("action=/a method=post", "formaction=/b", ("/b", "POST")),
        ("action=/a method=post", "formaction=''", ("/shelf?page=2", "POST")),
        ("action=/a method=post", "formmethod=GET", ("/a", "GET")),
        ("action=/a", "formaction=b formmethod=Post", ("/b", "POST")),
        ("action=/a method=post", "formmethod", ("/a", "GET")),
        ("action=/a method=post", "formmethod=put", ("/a", "GET")),
        ("action=/a method=delete", "", ("/a", "GET")),
        ("action=/a method=dialog", "", ("/a", "DIALOG")),
        ("action=/a", "formaction=http://[::1", ("http://[::1", "GET")),
    ],
)
def test_a_button_has_its_own_address_and_method_before_those_of_the_form(
    form_has: str, button_has: str, way: tuple[str, str]
) -> None:
    found = form(f"<form {form_has}><button {button_has}>Go</button></form>")

    assert (found.way("Go").action, found.way("Go").method) == way


def test_a_form_answers_to_the_address_of_each_of_its_buttons() -> None:
    found = form("""<form action=/save method=post><button name=a value=1>Save</button>
        <button formaction=/drop name=b value=2>Drop</button></form>""")

    assert [found.answers_to(path) for path in ("/save", "/drop", "/")] == [
        True,
        True,
        False,
    ]
    assert [found.pressed(path) for path in ("/save", "/drop")] == [0, 1]
    assert [found.filled(path, {}) for path in ("/save", "/drop")] == [
        (("a", "1"),),
        (("b", "2"),),
    ]


def test_a_form_without_a_button_is_sent_by_the_enter_key() -> None:
    found = form("<form action=/find method=post><input name=q></form>")

    assert found.answers_to("/find")
    assert found.way("/find") == Button("", "", "", "/find", "POST")
    assert not found.answers_to("")
