"""The jar keeps, sends, refuses and forgets cookies as a browser does."""

from datetime import UTC, datetime
from email.utils import format_datetime

import flask
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.cookies import SIZE, Jar
from checker.transcript import CookieNote

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC).timestamp()
DAY = 24 * 60 * 60


def jar(*headers: str, path: str = "/") -> Jar:
    """A jar that has taken these headers, one after the other."""
    filled = Jar()
    for header in headers:
        filled.take(header, path, NOW)
    return filled


def take(header: str, path: str = "/") -> CookieNote:
    return Jar().take(header, path, NOW)


def kept(header: str, path: str = "/") -> dict[str, str]:
    return jar(header, path=path).held(NOW)


def when(seconds: float) -> str:
    """The moment so many seconds from now, as servers write it."""
    return format_datetime(datetime.fromtimestamp(NOW + seconds, UTC), usegmt=True)


def test_a_cookie_comes_back_with_the_next_request() -> None:
    browser = Jar()
    note = browser.take("session=abc; HttpOnly; Path=/", "/sign-in", NOW)

    assert note == CookieNote("session", "set", "", "abc")
    assert browser.held(NOW) == {"session": "abc"}
    assert browser.header("/shelf", NOW) == "session=abc"


def test_the_cookies_of_a_real_flask_are_kept_and_cleared() -> None:
    app = flask.Flask(__name__)
    app.secret_key = "k"
    with app.test_request_context():
        flask.flash("One.")
        set_it = app.make_response("")
        app.session_interface.save_session(app, flask.session, set_it)
        flask.session.clear()
        clear_it = app.make_response("")
        app.session_interface.save_session(app, flask.session, clear_it)
    browser = Jar()

    note = browser.take(set_it.headers["Set-Cookie"], "/", NOW)
    assert (note.name, note.did, note.why) == ("session", "set", "")
    assert browser.header("/", NOW) == f"session={note.value}"
    note = browser.take(clear_it.headers["Set-Cookie"], "/", NOW)
    assert note == CookieNote("session", "cleared")
    assert browser.header("/", NOW) == ""


@pytest.mark.parametrize(
    ("header", "held"),
    [
        ("a=1", {"a": "1"}),
        (" a\t=  1 \t; Path=/", {"a": "1"}),
        ("a=1=2==", {"a": "1=2=="}),
        ('a="1 2"', {"a": '"1 2"'}),
        ("a=", {"a": ""}),
        ("=1", {"": "1"}),
        ("1", {"": "1"}),
        ("a=1;b=2", {"a": "1"}),
        ("a=1;;;=;x", {"a": "1"}),
        ("A=1", {"A": "1"}),
        ("a=1\t2", {"a": "1\t2"}),
        ("", {}),
        ("=", {}),
        ("; Path=/", {}),
        ("a=1\n; Path=/", {}),
        ("a=1\r\nSet-Cookie: b=2", {}),
        ("a=1\0", {}),
        ("a=1; Path=/\x7f", {}),
    ],
)
def test_a_header_is_read_as_browsers_read_it(
    header: str, held: dict[str, str]
) -> None:
    assert kept(header) == held


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("a=1\n", "it holds a control character"),
        ("=", "it has neither name nor value"),
        ("a=1; Domain=example.org", "its Domain example.org is not 127.0.0.1"),
        ("a=1; Domain=localhost", "its Domain localhost is not 127.0.0.1"),
        ("a=1; Domain=.0.0.1", "its Domain 0.0.1 is not 127.0.0.1"),
        ("a=1; SameSite=None", "SameSite=None needs Secure"),
        ("a=1; samesite = NONE", "SameSite=None needs Secure"),
        ("a=1; Partitioned", "Partitioned needs Secure"),
        ("__Secure-a=1", "a name like __Secure-a needs Secure"),
        ("__host-a=1; Path=/", "a name like __host-a needs Secure"),
        ("__Host-a=1; Secure", "a name like __Host-a needs Path=/ and no Domain"),
        ("__Host-a=1; Secure; Path=/a",
         "a name like __Host-a needs Path=/ and no Domain"),
        ("__Host-a=1; Secure; Path=/; Domain=127.0.0.1",
         "a name like __Host-a needs Path=/ and no Domain"),
        ("__Host-a; Secure; Path=/",
         "it has no name, and its value looks like a name that needs Secure"),
    ],
)  # fmt: skip
def test_what_a_browser_refuses_is_refused_with_the_reason(
    header: str, why: str
) -> None:
    note = take(header)

    assert (note.did, note.why) == ("refused", why)
    assert kept(header) == {}


@pytest.mark.parametrize(
    "header",
    [
        "a=1; Secure",
        "a=1; SameSite=None; Secure",
        "a=1; SameSite=Lax",
        "a=1; SameSite=Nonsense",
        "a=1; Partitioned; Secure",
        "a=1; Domain=127.0.0.1",
        "a=1; Domain=.127.0.0.1",
        "a=1; Domain=",
        "a=1; Domain=example.org; Domain=127.0.0.1",
        "__Secure-a=1; Secure",
        "__Host-a=1; Secure; Path=/",
        "a=__Host-a",
        "a=1; Unheard=of",
    ],
)
def test_what_a_browser_keeps_is_kept_and_sent(header: str) -> None:
    assert jar(header).header("/", NOW) == header.partition(";")[0]


def test_name_and_value_of_4096_bytes_are_kept_and_one_more_is_not() -> None:
    long = "x" * (SIZE - len("session"))

    assert take(f"session={long}; Path=/").did == "set"
    note = take(f"session={long}x; Path=/")
    assert note.did == "refused"
    assert note.why == "name and value are 4097 bytes, and browsers keep 4096"


def test_bytes_are_counted_and_not_letters() -> None:
    as_http_gives_it = ("ü" * 2048).encode().decode("latin-1")

    assert take(f"={as_http_gives_it}").did == "set"
    assert take(f"a={as_http_gives_it}").did == "refused"


def test_a_refused_cookie_leaves_the_one_before_it() -> None:
    browser = jar("session=old", f"session={'x' * 5000}")

    assert browser.held(NOW) == {"session": "old"}


@pytest.mark.parametrize(
    ("header", "made_at", "sent_to", "not_sent_to"),
    [
        ("a=1; Path=/", "/x/y", ["/", "/x", "/z/z"], []),
        ("a=1", "/", ["/", "/x", "/x/y"], []),
        ("a=1", "/x", ["/", "/x"], []),
        ("a=1", "/x/y", ["/x", "/x/", "/x/z"], ["/", "/xy", "/z"]),
        ("a=1", "/x/", ["/x", "/x/z"], ["/"]),
        ("a=1; Path=x", "/x/y", ["/x/z"], ["/"]),
        ("a=1; Path=", "/x/y", ["/x/z"], ["/"]),
        ("a=1; Path=/x", "/", ["/x", "/x/", "/x/y"], ["/", "/xy", "/X"]),
        ("a=1; Path=/x/", "/", ["/x/", "/x/y"], ["/", "/x"]),
        ("a=1; path=/y; PATH=/x", "/", ["/x"], ["/y"]),
        (f"a=1; Path=/{'x' * 1024}", "/", ["/"], []),
        (f"a=1; Path=/{'x' * 1023}", "/", [f"/{'x' * 1023}"], ["/"]),
    ],
)
def test_the_path_says_where_a_cookie_is_sent(
    header: str, made_at: str, sent_to: list[str], not_sent_to: list[str]
) -> None:
    browser = jar(header, path=made_at)

    assert [path for path in sent_to if browser.header(path, NOW) != "a=1"] == []
    assert [path for path in not_sent_to if browser.header(path, NOW)] == []


def test_longer_paths_are_sent_first_and_then_older_cookies() -> None:
    browser = jar("a=1", "c=3; Path=/x", "b=2", "d=4; Path=/x/y", "=nameless", "a=5")

    assert browser.header("/x/y", NOW) == "d=4; c=3; a=5; b=2; nameless"


def test_a_cookie_set_at_the_top_is_the_one_with_the_path_of_all() -> None:
    browser = jar("a=1; Path=/", "a=2", path="/sign-in")

    assert browser.header("/", NOW) == "a=2"


def test_cookies_of_one_name_live_side_by_side_on_two_paths() -> None:
    browser = jar("a=1; Path=/", "a=2; Path=/x", "a=; Path=/x; Max-Age=0")

    assert browser.header("/x", NOW) == "a=1"


@pytest.mark.parametrize(
    ("attributes", "seconds"),
    [
        ("Max-Age=10", 10),
        ("MAX-AGE = 10 ", 10),
        (f"Expires={when(10)}", 10),
        (f"Max-Age=10; Expires={when(99)}", 10),
        (f"Max-Age=10; Expires={when(-99)}", 10),
        (f"Max-Age=soon; Expires={when(10)}", 10),
        (f"Max-Age=+9; Expires={when(10)}", 10),
        (f"Max-Age=; Expires={when(10)}", 10),
        (f"Expires={when(99)}; Expires={when(10)}", 10),
        ("Max-Age=5; Max-Age=10", 10),
        (f"Expires={when(10).replace('GMT', '+0000')}", 10),
        (f"Expires={when(10).replace(' May ', '-May-')}", 10),
        (f"Expires={when(10).replace(' GMT', ' -0000')}", 10),
        (f"Max-Age={'9' * 1000}", 400 * DAY),
        (f"Max-Age=1{'0' * 20}", 400 * DAY),
    ],
)
def test_a_cookie_lives_as_long_as_it_says(attributes: str, seconds: int) -> None:
    browser = jar(f"a=1; {attributes}")

    assert browser.header("/", NOW + seconds - 1) == "a=1"
    assert browser.header("/", NOW + seconds + 1) == ""
    assert browser.held(NOW + seconds + 1) == {}


@pytest.mark.parametrize(
    "attributes",
    ["", "Expires=", "Expires=soon", "Max-Age=-", "Max-Age=1.5", "Max-Age=٣",
     f"Expires={'x' * 5000}", "Expires=Fri, 99 Foo 2026 12:00:00 GMT"],
)  # fmt: skip
def test_a_cookie_without_a_readable_end_stays(attributes: str) -> None:
    browser = jar(f"a=1; {attributes}")

    assert browser.header("/", NOW + 1000 * DAY) == "a=1"


@pytest.mark.parametrize(
    "attributes",
    [
        "Max-Age=0",
        "Max-Age=-1",
        f"Max-Age=-{'9' * 1000}",
        "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "Expires=Thu, 01-Jan-1970 00:00:00 GMT",
        f"Expires={when(0)}",
        f"Max-Age=0; Expires={when(99)}",
    ],
)
def test_a_cookie_from_the_past_clears_the_one_that_is_there(attributes: str) -> None:
    browser = jar("a=1", "b=2")

    assert browser.take(f"a=; {attributes}", "/", NOW) == CookieNote("a", "cleared")
    assert browser.header("/", NOW) == "b=2"
    again = browser.take(f"a=; {attributes}", "/", NOW)
    assert (again.did, again.why) == ("cleared", "there was none to clear")


def test_a_cookie_of_another_path_is_not_cleared() -> None:
    browser = jar("a=1; Path=/x", "a=; Max-Age=0; Path=/")

    assert browser.held(NOW) == {"a": "1"}


def test_beyond_180_cookies_those_set_last_are_left() -> None:
    full = [f"c{number}={number}" for number in range(180)]

    assert len(jar(*full).held(NOW)) == 180
    left = jar("session=0", *full[1:], "session=1", "one=more").held(NOW)
    assert len(left) == 150
    assert list(left)[-2:] == ["session", "one"]
    assert "c30" not in left


def test_a_planted_cookie_is_sent_everywhere_before_the_others() -> None:
    browser = jar("a=1")
    browser.plant("session", "made-up")

    assert browser.header("/any/where", NOW + DAY) == "session=made-up; a=1"
    browser.take("session=; Path=/; Max-Age=0", "/", NOW)
    assert browser.held(NOW) == {"a": "1"}


PIECES = st.sampled_from(
    """a= a =1 ; ; ; Path=/ Path=x Domain=127.0.0.1 Max-Age= -1 99 Expires= Thu, 01 Jan
    1970 00:00:00 GMT 9999 0000 Secure SameSite=None __Host- \t \n \0 ü \ud800
    """.split(" ")
)


@settings(deadline=None)  # machines may be busy
@given(st.lists(PIECES, max_size=20).map(" ".join) | st.text(max_size=100))
@example("a=1; Expires=Mon, 01 Jan 0001 00:00:00 +2359")
@example("a=1; Expires=Fri, 31 Dec 9999 23:59:59 -2359")
@example("a=1; Expires=Mon, 01 Jan 99999 00:00:00 GMT")
@example("a=1; Expires=" + "1" * 1000)
def test_any_header_is_taken_or_refused(header: str) -> None:
    browser = Jar()
    note = browser.take(header, "/", NOW)

    assert note.did in ("set", "cleared", "refused")
    assert (note.did == "set") == bool(browser.held(NOW))
    assert len(browser.header("/", NOW)) <= SIZE + 1


@settings(deadline=None)  # machines may be busy
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text("xyz", max_size=2))))
def test_the_last_value_of_a_name_is_the_one_that_counts(
    pairs: list[tuple[str, str]],
) -> None:
    browser = jar(*(f"{name}={value}; Path=/" for name, value in pairs))

    assert browser.held(NOW) == dict(pairs)
