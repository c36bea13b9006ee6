"""A transcript says what was done in a line, and how to do it again in a shell."""

import json
import shlex
import shutil
import subprocess
from dataclasses import asdict, replace
from urllib.parse import parse_qsl, quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.transcript import CookieNote, Step, curl, told

HERE = "http://127.0.0.1:5000"


def get(path: str = "/", cookies: str = "", note: str = "") -> Step:
    return Step("Ann", "GET", HERE + path, cookies=cookies, note=note)


def post(*sent: tuple[str, str]) -> Step:
    return Step("Ann", "POST", HERE + "/books", sent)


@pytest.mark.parametrize(
    ("step", "summary"),
    [
        (Step("Ann", "GET", HERE, status=200), "Ann: GET / → 200"),
        (Step("Ann", "GET", HERE + "/a?b=c", status=404), "Ann: GET /a?b=c → 404"),
        (
            Step("Ann", "POST", HERE + "/sign-in", status=302, location="/"),
            "Ann: POST /sign-in → 302 to /",
        ),
        (get("/slow", note="timed out"), "Ann: GET /slow → timed out"),
        (get("/slow"), "Ann: GET /slow → no answer"),
        (Step("", note="The app starts anew."), "The app starts anew."),
    ],
)
def test_a_step_is_said_in_one_line(step: Step, summary: str) -> None:
    assert step.summary == summary


ICON = Step("Ann", "GET", HERE + "/icon", status=404, note="for the page: image")


@pytest.mark.parametrize(
    ("step", "aside"),
    [
        (ICON, True),
        (replace(ICON, status=200), True),
        (replace(ICON, note=""), False),
        (replace(ICON, status=500), False),
        (replace(ICON, status=0, note=f"no answer; {ICON.note}"), False),
        (replace(ICON, messages=("Emma is on the shelf.",)), False),
        (replace(ICON, set_cookies=(CookieNote("session", "cleared"),)), False),
        (Step("", note="The app starts anew."), False),
    ],
)
def test_what_the_browser_asked_for_without_a_trace_is_not_told(
    step: Step, aside: bool
) -> None:
    assert told([get(), step]) == ((get(),) if aside else (get(), step))


def test_a_step_is_the_same_after_json() -> None:
    step = Step(
        "Ann",
        "POST",
        HERE + "/books",
        (("title", "Emma"), ("title", "Persuasion")),
        "session=a",
        302,
        "/",
        (CookieNote("session", "refused", "too long", "x"), CookieNote("a", "cleared")),
        ("One.",),
        "<p>",
        "note",
    )

    assert Step.from_facts(json.loads(json.dumps(asdict(step)))) == step
    assert Step.from_facts(asdict(Step(""))) == Step("")


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (Step("", note="The app starts anew."), ""),
        (get("/a?b=1&c=2"), f"curl -i '{HERE}/a?b=1&c=2'"),
        (Step("Ann", "HEAD", HERE + "/"), f"curl -I {HERE}/"),
        (get(cookies="session=a.b; c=1"), f"curl -i -b 'session=a.b; c=1' {HERE}/"),
        (get(cookies="nameless"), f"curl -i -H 'Cookie: nameless' {HERE}/"),
        (post(), f"curl -i -X POST {HERE}/books"),
        (
            post(("title", "Emma & more"), ("a name", "x")),
            "curl -i --data-urlencode 'title=Emma & more'"
            f" --data-urlencode a+name=x {HERE}/books",
        ),
        (
            post(("", '{"title": "It\'s"}')),
            "curl -i -H 'Content-Type: application/json'"
            f""" --data-raw '{{"title": "It'"'"'s"}}' {HERE}/books""",
        ),
        (get("/ü [1]{2}/%41"), f"curl -i {HERE}/%C3%BC%20%5B1%5D%7B2%7D/%41"),
    ],
)
def test_a_request_can_be_repeated_with_curl(step: Step, line: str) -> None:
    assert curl(step) == line


ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def words_of(step: Step) -> list[str]:
    """The words that a shell hands to curl."""
    return shlex.split(curl(step))[1:]


@settings(deadline=None)  # machines may be busy
@given(st.lists(st.tuples(ANY.filter(bool), ANY), min_size=1))
def test_a_form_arrives_as_it_was_sent(pairs: list[tuple[str, str]]) -> None:
    words = words_of(post(*pairs))
    sent = words[2:-1:2]  # each after its --data-urlencode

    assert words[:1] + words[1:-1:2] == ["-i"] + ["--data-urlencode"] * len(pairs)
    halves = [word.partition("=") for word in sent]  # as curl does it
    body = "&".join(f"{name}={quote(value, safe='')}" for name, _, value in halves)
    assert parse_qsl(body, keep_blank_values=True) == pairs


@settings(deadline=None)  # machines may be busy
@given(ANY.map("session={}".format))
def test_cookies_arrive_as_they_were_sent(cookies: str) -> None:
    assert words_of(get(cookies=cookies)) == ["-i", "-b", cookies, HERE + "/"]


@settings(deadline=None)  # machines may be busy
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_an_address_is_one_word_without_a_pattern(path: str) -> None:
    address = words_of(get("/" + path))[-1]

    assert address.isascii()
    assert not set(address) & set(' []{}"<>\\^`|')
    assert unquote(address) == unquote(HERE + "/" + path)


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no POSIX shell here")
def test_nothing_that_was_sent_is_run_by_a_shell() -> None:
    nasty = "$(echo run) `echo run` ; echo run & \" ' \\ ! \n* ~ -x @/etc/passwd"
    step = Step("Ann", "POST", HERE + "/$(echo run);'", ((nasty, nasty),), f"a={nasty}")
    stand_in = 'curl() { printf "%s\\0" "$@"; }; ' + curl(step)
    done = subprocess.run(["sh", "-c", stand_in], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("\0")[:-1] == words_of(step)
    assert f"a={nasty}" in done.stdout.split("\0")
