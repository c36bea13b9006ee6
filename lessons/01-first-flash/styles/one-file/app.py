"""A neighbourhood bookshelf in a single file, pages and all."""

import flask
from flask import request
from markupsafe import Markup

site = flask.Flask(__name__)
site.secret_key = __import__("uuid").uuid4().hex
stock = [{"name": "Emma", "by": "Jane"}, {"name": "Dune", "by": "Frank"}]

FRAME = """
<!doctype html><title>Shelf</title>
<h1>{{ heading }}</h1>
{% set told = get_flashed_messages() %}
{% if told %}
<div role="status">{% for line in told %}<p>{{ line }}</p>{% endfor %}</div>
{% endif %}
{{ body }}
<hr><a href="/">Shelf</a> | <a href="/about">About</a> | <a href="/sign-in">Sign in</a>
"""


def page(heading, body):
    return flask.render_template_string(FRAME, heading=heading, body=body)


def back_home(*told):
    for line in told:
        flask.flash(line)
    return flask.redirect("/")


@site.route("/")
def index():
    rows = [Markup("<li>{name} ({by})</li>").format(**book) for book in stock]
    form = "<form action=/books method=post><input name=title><button>+</button></form>"
    return page("Our shelf", Markup("<ul>") + Markup().join(rows) + Markup(form))


@site.route("/about")
def info():
    return page("About", "A shelf for everybody in the street.")


@site.route("/sign-in")
def door():
    form = "<form method=post><input name=name><button>Come in</button></form>"
    return page("Who are you?", Markup(form))


@site.route("/sign-in", methods=("POST",))
def come_in():
    flask.session["me"] = me = request.form.get("name") or "stranger"
    return back_home(f"Nice to see you, {me}!")


@site.route("/sign-out", methods=("POST",))
def leave():
    flask.session.clear()
    return back_home()


@site.route("/books", methods=("POST",))
def put_down():
    if not flask.session.get("me"):
        return back_home()
    stock.append({"name": request.form["title"], "by": flask.session["me"]})
    return back_home("Added: " + stock[-1]["name"])
