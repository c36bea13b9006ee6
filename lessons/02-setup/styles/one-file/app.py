"""A neighbourhood bookshelf in a single file, pages and all."""

import os

import flask
from flask import request
from markupsafe import Markup

site = flask.Flask(__name__)
try:
    site.secret_key = os.environ["SECRET_KEY"].strip()
except KeyError:
    raise SystemExit("Give this shelf a SECRET_KEY in its environment.") from None
if not site.secret_key:
    raise SystemExit("The SECRET_KEY in the environment of this shelf is empty.")
if os.environ.get("OLD_SECRET_KEY"):
    site.config["SECRET_KEY_FALLBACKS"] = (os.environ["OLD_SECRET_KEY"],)
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


def listed(books):
    return Markup().join(Markup("<li>{name} ({by})</li>").format(**b) for b in books)


@site.route("/")
def index():
    form = "<form action=/books method=post><input name=title><button>+</button></form>"
    return page("Our shelf", Markup("<ul>") + listed(stock) + Markup(form))


@site.route("/search")
def look_for():
    wanted = request.args.get("q") or ""
    hits = [book for book in stock if wanted.lower() in book["name"].lower()]
    if hits == []:
        flask.flash("No such book here: " + wanted)
    return page("Search", Markup("<form><input name=q></form>") + listed(hits))


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
