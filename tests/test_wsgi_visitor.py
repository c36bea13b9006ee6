"""A visitor of an app in this process meets what a visitor over HTTP meets."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from flask import Flask, flash, get_flashed_messages, redirect, request
from werkzeug import Response

from checker.visitor.http import HttpVisitor
from checker.visitor.wsgi import InProcess

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def shelf() -> Flask:
    app = Flask("shelf")
    app.secret_key = "a key for this test alone"

    @app.route("/", methods=["GET", "POST"])
    def home() -> str | Response:
        if request.method == "POST":
            flash(request.form["text"])
            return redirect("/")
        texts = get_flashed_messages()
        return "".join(f"<p class=message>{text}</p>" for text in texts)

    @app.route("/echo", methods=["GET", "POST"])
    @app.route("/echo/<rest>", methods=["GET", "POST"])
    def echo(rest: str = "") -> dict[str, object]:
        return {
            "path": request.full_path,
            "form": request.form.to_dict(flat=False),
            "json": request.get_json(silent=True),
            "agent": "Chrome" in request.headers["User-Agent"],
            "packed": request.headers.get("Accept-Encoding", ""),
            "address": request.host_url,
        }

    @app.get("/broken")
    def broken() -> str:
        raise LookupError("The shelf came down.")

    @app.errorhandler(500)
    def crashed(error: object) -> tuple[str, int]:
        return "<h1>Sorry</h1>", 500

    return app


def visitor(app: Flask) -> tuple[HttpVisitor, InProcess]:
    street = InProcess(app)
    return HttpVisitor(street, "Ann"), street


def test_forms_addresses_and_headers_arrive_as_a_browser_sends_them() -> None:
    ann, _ = visitor(shelf())

    page = ann.post("/echo/über all?where=über all", title="Momo", tag=["a", "b"])

    assert page.json() == {
        "path": "/echo/über all?where=%C3%BCber%20all",
        "form": {"title": ["Momo"], "tag": ["a", "b"]},
        "json": None,
        "agent": True,
        "packed": "",
        "address": "http://127.0.0.1:5000/",
    }


def test_json_arrives_as_json() -> None:
    ann, _ = visitor(shelf())

    found = ann.post_json("/echo", {"title": "Momo"}).json()

    assert isinstance(found, dict)
    assert found["json"] == {"title": "Momo"}


def test_a_message_crosses_the_redirect_in_the_cookie() -> None:
    ann, street = visitor(shelf())

    page = ann.follow(ann.post("/", text="Momo is here."))

    assert page.messages_in_words == "“Momo is here.”"
    assert [step.summary for step in street.steps] == [
        "Ann: POST / → 302 to /",
        "Ann: GET / → 200",
    ]


def test_a_browser_refuses_a_cookie_that_is_too_big() -> None:
    ann, street = visitor(shelf())

    ann.post("/", text="".join(map(chr, range(0x4E00, 0x4E00 + 2000))))

    assert ann.session_cookie == ""
    assert [note.did for note in street.steps[0].set_cookies] == ["refused"]
    assert "cookie is too large" in street.steps[0].note


def test_an_error_becomes_the_apps_own_page_and_is_told_beside_the_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ann, street = visitor(shelf())

    page = ann.get("/broken")

    assert (page.status, page.text) == (500, "Sorry")
    assert street.steps[0].note == "LookupError: The shelf came down."
    assert capsys.readouterr() == ("", "")


def test_an_error_that_leaves_the_app_becomes_the_servers_page() -> None:
    app = shelf()
    app.testing = True
    ann, street = visitor(app)

    page = ann.get("/broken")

    assert page.status == 500
    assert street.steps[0].note == "LookupError: The shelf came down."


def test_a_warning_in_the_log_is_told_beside_the_step(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = shelf()
    app.before_request(lambda: app.logger.warning("The %s leaks.", "roof"))
    ann, street = visitor(app)

    ann.get("/")

    assert street.steps[0].note == "The roof leaks."
    assert caplog.records == []


def test_what_was_told_of_one_step_is_not_told_of_the_next() -> None:
    ann, street = visitor(shelf())

    ann.get("/broken")
    ann.set_cookie("theme", "dark")
    ann.get("/")

    assert [step.note for step in street.steps] == [
        "LookupError: The shelf came down.",
        "Ann plants the cookie theme=dark",
        "",
    ]


def test_several_tabs_at_once_send_the_same_cookies() -> None:
    ann, _ = visitor(shelf())
    ann.post("/", text="first")

    ann.post_at_once("/", [{"text": "left"}, {"text": "right"}])

    assert [message.text for message in ann.waiting] == ["first", "right"]


def test_warnings_of_an_app_stay_out_of_the_way() -> None:
    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        warnings.warn("The shelf is old.", stacklevel=1)
        start("200 OK", [("Content-Type", "text/plain"), ("X-Shelf", "1")])
        return [b"a ", b"shelf"]

    street = InProcess(app)

    page = HttpVisitor(street, "Ann").get("/")

    assert (page.html, page.headers.get("X-Shelf")) == ("a shelf", "1")
    assert street.steps[0].note == "The shelf is old."
