"""Brings into the host what every app's first request would bring into its own process.

Flask, Werkzeug and Jinja import and prepare parts of themselves on first use; done here
once, before any fork, each app finds them ready. Nothing of it reaches an app's state.
"""

from __future__ import annotations

import contextlib
import gc
import importlib

import flask

from .serve import prepared

__all__ = ["warm"]

# What an app is likely to need, or we do in its process; not every system has all.
MODULES = "resource", "sqlite3"
BASE = "{% block body %}{% endblock %}"
PAGE = """{% extends base %}{% macro shown(text) %}{{ text|e }}{% endmacro %}
{% block body %}{% for category, text in get_flashed_messages(with_categories=true) %}
{{ shown(text) }}{{ category }}{% else %}{% set nothing = url_for("page") %}{% endfor %}
{% if nothing %}{{ nothing }}{% endif %}{% endblock %}"""


def warm() -> None:
    """Serves a page and a form of an app that nobody sees, then tidies memory."""
    for name in MODULES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    prepared()
    app = flask.Flask("warm", static_folder=None)
    app.secret_key = "warm"

    @app.route("/", methods=["GET", "POST"])
    def page() -> flask.typing.ResponseReturnValue:
        if flask.request.method == "GET":
            base = app.jinja_env.from_string(BASE)
            return flask.render_template_string(PAGE, base=base)
        flask.flash(flask.request.form["text"], "warm")
        return flask.redirect(flask.url_for("page"))

    visitor = app.test_client()
    visitor.post("/", data={"text": "warm"})
    visitor.get("/")
    visitor.get("/missing")
    gc.collect()
    gc.freeze()  # a child's collector leaves these pages shared
