"""The stock session cookie is read as Flask writes it, and all else is harmless."""

import base64
import json
import zlib
from datetime import UTC, datetime
from uuid import UUID

import flask
import pytest
from flask.sessions import SecureCookieSessionInterface
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from checker.flask_cookie import LARGEST, Waiting, session_facts, waiting_messages


def signed(facts: dict[str, object]) -> str:
    """The cookie that a real Flask makes of these facts."""
    app = flask.Flask(__name__)
    app.secret_key = "not-known-to-the-reader"
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(facts))


def flashed(*messages: tuple[object, object]) -> str:
    """The cookie after flash(text, category) for each."""
    return signed({"_flashes": [(category, text) for text, category in messages]})


def unsigned(data: bytes, packed: bool = False) -> str:
    """A cookie whose payload is this, with a time and a signature that nobody made."""
    payload = zlib.compress(data) if packed else data
    text = base64.urlsafe_b64encode(payload).decode().rstrip("=")
    return f"{'.' if packed else ''}{text}.ZwAAAA.c2lnbmF0dXJl"


def test_waiting_messages_are_read_in_order_with_their_categories() -> None:
    cookie = flashed(("One.", "success"), ("Two: “ü”.", "message"))

    assert waiting_messages(cookie) == (
        Waiting("One.", "success"),
        Waiting("Two: “ü”.", "message"),
    )


def test_a_real_flash_is_read() -> None:
    app = flask.Flask(__name__)
    app.secret_key = "k"
    with app.test_request_context():
        flask.session["name"] = "Ann"
        flask.flash(Markup("<a href=/1>{}</a>").format("A & B"), "success")
        answer = app.make_response("")
        app.session_interface.save_session(app, flask.session, answer)
    cookie = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]

    waiting = Waiting("<a href=/1>A &amp; B</a>", "success")
    assert waiting_messages(cookie) == (waiting,)
    assert session_facts(cookie)["name"] == "Ann"


def test_a_cookie_that_flask_compressed_is_read() -> None:
    cookie = flashed(*[(f"Message number {n}.", "info") for n in range(100)])

    assert cookie.startswith(".")
    assert waiting_messages(cookie)[99] == Waiting("Message number 99.", "info")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ""),
        (7, "7"),
        (None, "None"),
        (True, "True"),
        (["a"], "['a']"),
        (b"bytes", "Ynl0ZXM="),
        (UUID(int=7), "00000000000000000000000000000007"),
        (datetime(2026, 5, 1, tzinfo=UTC), "Fri, 01 May 2026 00:00:00 GMT"),
        ({"a": 1}, "{'a': 1}"),
        ({"a": 1, "b": 2}, "{'a': 1, 'b': 2}"),
    ],
)
def test_whatever_was_flashed_is_read_as_text(text: object, read: str) -> None:
    assert waiting_messages(flashed((text, "info"))) == (Waiting(read, "info"),)


def test_a_session_without_messages_has_none_waiting() -> None:
    assert waiting_messages(signed({"name": "Ann"})) == ()
    assert waiting_messages(signed({})) == ()


@pytest.mark.parametrize(
    "flashes",
    ["One.", 7, None, {"a": 1}, [7, "One.", ["only one"], [1, 2, 3], {" t": "ab"}]],
)
def test_what_is_no_list_of_pairs_is_no_messages(flashes: object) -> None:
    cookie = unsigned(json.dumps({"_flashes": flashes}).encode())

    assert "_flashes" in session_facts(cookie)
    assert waiting_messages(cookie) == ()


DEEP = b'{"a":' * 100_000
NUMBER = b'{"a":' + b"9" * 10_000 + b"}"


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        ".",
        "..",
        "...",
        "ginger-hazel-dahlia",
        "e30",
        "e30.x",
        "ü.ü.ü",
        "\ud800.x.x",
        "\0.\0.\0",
        "e.x.x",
        ".e30.x.x",
        unsigned(b"[]"),
        unsigned(b"7"),
        unsigned(b"{"),
        unsigned(b"\xff\xfe"),
        unsigned(b'{"_flashes": [["a"'),
        unsigned(DEEP),
        unsigned(DEEP, packed=True),
        unsigned(NUMBER),
        "x" * 1_000_000,
        "." * 1_000_000,
    ],
    ids=range(22),
)
def test_what_is_no_such_cookie_holds_nothing(cookie: str) -> None:
    assert session_facts(cookie) == {}
    assert waiting_messages(cookie) == ()


def test_a_cookie_is_unpacked_up_to_a_limit() -> None:
    small = json.dumps({"a": " " * (LARGEST - 100)}).encode()
    bomb = json.dumps({"a": " " * 20 * LARGEST}).encode()

    assert session_facts(unsigned(small, packed=True)) != {}
    assert len(unsigned(bomb, packed=True)) < 100_000
    assert session_facts(unsigned(bomb, packed=True)) == {}


@pytest.mark.parametrize("depth", [1, 6, 7, 500, 900])
def test_a_text_nested_deeply_is_read_or_cut_short(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    cookie = unsigned(f'{{"_flashes":[["info",{nested}]]}}'.encode())

    for waiting in waiting_messages(cookie):
        assert waiting.text in (nested, "[" * 6 + "[...]" + "]" * 6)


@settings(deadline=None)  # machines may be busy
@given(st.text(st.characters(exclude_categories=())) | st.text("ey0.-_A=", min_size=3))
def test_any_cookie_can_be_looked_at(cookie: str) -> None:
    assert isinstance(waiting_messages(cookie), tuple)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(
        ["_flashes", " t", " m", "a"]), inner),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None)  # machines may be busy
@given(JSON, st.booleans())
def test_any_payload_can_be_looked_at(facts: object, packed: bool) -> None:
    cookie = unsigned(json.dumps({"_flashes": facts}).encode(), packed)

    assert all(isinstance(w.text, str) for w in waiting_messages(cookie))


@settings(deadline=None)  # machines may be busy
@given(st.lists(st.tuples(st.text(), st.text())))
def test_what_flask_signs_is_read_back(messages: list[tuple[str, str]]) -> None:
    found = waiting_messages(flashed(*messages))

    assert [(w.text, w.category) for w in found] == messages
