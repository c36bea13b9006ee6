"""All of the shelf in one file, its HTML included."""

import os

from flask import Flask, flash, redirect, render_template_string, request, session
from markupsafe import Markup

TOP = """<!doctype html>
<html lang="en">
<title>{{ heading }}</title>
<link rel="icon" href="/static/icon.svg">
<body>
<div role="banner"><a href="/">shelf</a> <a href="/search">search</a></div>
<div role="main">
{% set notes = get_flashed_messages(with_categories=true) %}
{% if form_is_here %}
  {% set notes = notes | rejectattr(0, "eq", "form-of-books") | list %}
{% endif %}
{% if notes %}
<div role="status" id="messages">
<ul>
{% for kind, note in notes %}
<li class="is-{{ kind if kind in labels else 'plain' }}">
<p>{{ note }} <em>{{ labels[kind] or "remark" }}</em></p>
</li>
{% endfor %}
</ul>
</div>
{% endif %}
<h1>{{ heading }}</h1>
"""
BOTTOM = "</div></body></html>"
LABELS = {
    "success": "good",
    "error": "bad",
    "warning": "look out",
    "form-of-books": "bad",
}

SHELF = """
{% for b in books %}
<p><a href="/books/{{ loop.index }}">{{ b[0] }}</a> {{ b[2] }}</p>
{% endfor %}
{% if session.n %}
<form action="/books" method="post">
{% for note in get_flashed_messages(category_filter=["form-of-books"]) %}
<p id="message-of-the-form">{{ note }} <em>bad</em></p>
{% endfor %}
<input name="title" aria-label="title"> <button>add</button></form>
<form action="/sign-out" method="post"><button>{{ session.n }} leaves</button></form>
{% else %}<a href="/sign-in">sign in</a>{% endif %}
<form action="/reminders" method="post"><input name="text" aria-label="reminder">
<input name="kind" aria-label="kind"> <button>keep</button></form>
"""
SEARCH = """<form><input name="q" aria-label="title"> <button>search</button></form>
{% for b in hits %}<p>{{ b[0] }}</p>{% endfor %}"""
SIGN_IN = """<form action="/sign-in" method="post"><input name="name" aria-label="name">
<button>sign in</button></form>"""

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or None
assert app.secret_key, "There is no SECRET_KEY to sign cookies with"
app.config["SECRET_KEY_FALLBACKS"] = [
    os.environ[name] for name in ("OLD_SECRET_KEY",) if name in os.environ
]
books = [[title, "Nobody", ""] for title in ("Walden", "Lolita", "Germinal", "Molloy")]


def show(heading, body="", **more):
    more |= {"heading": heading, "labels": LABELS}
    return render_template_string(TOP + body + BOTTOM, **more)


@app.before_request
def nobody_looks():
    asked = request.headers.get
    if "prefetch" in asked("Sec-Purpose", ""):
        return "later", 503
    if not request.url_rule and asked("Sec-Fetch-Dest") not in (None, "document"):
        return "nothing there", 404
    return None


@app.route("/")
def root():
    return show("shelf", SHELF, books=books, form_is_here="n" in session)


@app.route("/search")
def search():
    q = request.args.get("q", "")
    hits = [b for b in books if q.upper() in b[0].upper()]
    if not hits:
        flash("nothing for " + q)
    return show("search", SEARCH, hits=hits)


@app.route("/about")
def about():
    return show("about", "<p>one shelf, one street</p>")


@app.route("/sign-in", methods=("GET", "POST"))
def sign_in():
    if request.method == "GET":
        return show("sign in", SIGN_IN)
    n = session["n"] = request.form["name"]
    flash("hi, " + n)
    return redirect("/")


@app.route("/sign-out", methods=("POST",))
def sign_out():
    session.pop("n", None)
    return redirect("/")


@app.route("/books", methods=("POST",))
def add():
    title = request.form["title"]
    if "n" not in session:
        return redirect("/sign-in")
    if not title or title.upper() in [b[0].upper() for b in books]:
        flash(f"{title} is here already" if title else "no title", "form-of-books")
        return redirect("/")
    books.append([title, session["n"], ""])
    a = Markup("<a href='/books/%d'>%s</a>") % (len(books), title)
    flash(a + " is new", "success")
    return redirect("/")


@app.route("/books/<int:n>")
def book(n):
    if not 0 < n <= len(books):
        return not_there()
    return show(books[n - 1][0], "<p>given by {{ by }}</p>", by=books[n - 1][1])


@app.route("/books/<int:n>/<any(borrow, return):what>", methods=("POST",))
def move(n, what):
    me, b = session.get("n"), books[n - 1]
    if what == "return":
        if b[2] == me:
            b[2] = ""
            flash(b[0] + " is back", "info")
        return redirect("/")
    mine = sum(other[2] == me for other in books)
    if b[2] or mine > 2:
        flash(f"{b[0]} stays where it is", "error")
    else:
        b[2] = me
        flash(b[0] + " is with you", "warning" if mine == 2 else "success")
    return redirect("/")


@app.route("/reminders", methods=("POST",))
def reminders():
    flash(request.form["text"], request.form.get("kind") or "message")
    return redirect("/")


@app.route("/broken")
def broken():
    raise NotImplementedError


@app.errorhandler(404)
def not_there(error=None):
    return show("not there", "<p>no such page</p>"), 404


@app.errorhandler(500)
def down(error):
    return show("down", "<p>the shelf fell</p>"), 500
