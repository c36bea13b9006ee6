"""A page is read as a person meets it: what can be seen, as text, in its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.endings import OverLimit
from checker.html import Element, ancestors, elements, names, parse, text_of
from checker.page_size import DEEPEST


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<", "<"),
        ("One.", "One."),
        ("<p>One\n   more.</p>", "One more."),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("One.<br>Two.", "One. Two."),
        ("On<b>e.</b>", "One."),
        ("<td>One.<td>Two.", "One.Two."),
        ("<table><tr><td>One.<td>Two.</table>", "One. Two."),
        ("&lt;b&gt; &amp; &#39;", "<b> & '"),
        ("One.\0\xa0Two.", "One. Two."),
        ("One.<!-- no -->", "One."),
        ("<title>No</title><script>no()</script><style>no</style>One.", "One."),
        ("<template>No</template><datalist><option>No</datalist>One.", "One."),
        ("<iframe>No</iframe><svg><title>No</title><text>One.</svg>", "One."),
        ("<p hidden>No</p><p style='DISPLAY:  none'>No</p>One.", "One."),
        ("<p style='visibility: hidden'>No</p><p style=color:red>One.</p>", "One."),
        ("<dialog>No</dialog><p popover>No</p><dialog open>One.</dialog>", "One."),
        ("<textarea>One.</textarea>", "One."),
    ],
)
def test_the_text_of_a_page_is_what_a_person_sees(html: str, text: str) -> None:
    assert text_of(parse(html)) == text


def test_text_can_leave_elements_out() -> None:
    root = parse("<p>One. <button>No <b>no</b></button> Two.</p>")

    assert text_of(root, lambda node: node.tag == "button") == "One. Two."


def test_a_page_nested_deeper_than_people_read_is_refused() -> None:
    with pytest.raises(OverLimit, match=r"nests more than 1000 elements"):
        parse("<div>" * (DEEPEST + 1) + "</div>" * (DEEPEST + 1))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * (DEEPEST - 10) + "One.",
        "<div></div>" * 5000 + "One.",
        "<p>" * 5000 + "One.",
        "<br><img><INPUT>" * 5000 + "One.",
        "</div>" * 5000 + "One.",
        "< " * 5000 + "One.",
    ],
    ids=["deep", "closed", "closed by the next", "empty", "too many ends", "text"],
)
def test_a_long_page_is_read(html: str) -> None:
    assert text_of(parse(html)).endswith("One.")


def test_elements_tell_what_they_are_and_where() -> None:
    root = parse("<main><p id=a hidden>One.</p><p>Two <b>more</b>.</p></main>")
    first, second = elements(root, "p")

    assert (first.tag, first.text, first.attrs) == ("p", "", {"id": "a", "hidden": ""})
    assert second == Element("p", "Two more.", {}, "<p>Two <b>more</b>.</p>", 5)
    assert first.index < second.index


def test_elements_come_in_the_order_of_the_page() -> None:
    found = list(elements(parse("<i>1</i><b>2</b><i>3</i>"), "b, i"))

    assert [element.text for element in found] == ["1", "2", "3"]
    assert [element.index for element in found] == sorted(e.index for e in found)


def test_an_element_is_found_once_though_two_parts_of_a_selector_fit() -> None:
    found = list(elements(parse("<p id=a class=b>One."), "p, #a, .b, i"))

    assert [element.text for element in found] == ["One."]


def test_names_are_what_pictures_are_called() -> None:
    root = parse("""<p><img alt=Done title=Tick><i aria-label="Well done"></i><img alt>
        <svg><title>Star</title></svg><img alt=No aria-hidden=true>
        <button aria-label=Close></button></p>""")

    found = names(root, lambda node: node.tag == "button")
    assert found == "Done Tick Well done Star"


def test_ancestors_come_innermost_first() -> None:
    [node] = parse("<main><p><b>One.</b></p></main>").css("b")

    assert [outer.tag for outer in ancestors(node)] == ["p", "main", "body", "html"]
    assert [outer.tag for outer in ancestors(node, most=2)] == ["p", "main"]


@settings(deadline=None)  # machines may be busy
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_a_page(html: str) -> None:
    text = text_of(parse(html))

    assert text == " ".join(text.split())
