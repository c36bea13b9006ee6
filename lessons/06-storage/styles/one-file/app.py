import json
import os
import secrets
import sqlite3
import sys
import time
from urllib.parse import urlsplit

from flask import Flask, abort, g, redirect, render_template_string, request, session
from flask.sessions import SessionInterface, SessionMixin
from markupsafe import Markup

for needed in "SECRET_KEY", "SHELF_DB":
    if not os.environ.get(needed):
        sys.exit(f"Cannot start the shelf: the variable {needed} has no value.")

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.config["SECRET_KEY_FALLBACKS"] = [os.environ.get("OLD_SECRET_KEY") or "-" * 99]

PAGE = """<!doctype html>
<html lang="en">
<title>Shelf</title>
<link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/style.css">
<header><a href="/">Shelf</a> <a href="/about">About</a>
{% if session.name %}<form action="/sign-out" method="post">{{ session.name }}
<button>Bye</button></form>{% else %}<a href="/sign-in">Hello</a>{% endif %}</header>
{% macro bubble(note) %}
<p class="{{ note.look }}" role="{{ 'alert' if note.look == 'error' else 'status' }}">
<b>{{ note.word }}</b>: {{ note.text }}</p>
{% endmacro %}
{% set notes = shown() | rejectattr("kind", "eq", inside) | list %}
{% if notes %}<ul id="toasts">{% for note in notes %}<li>{{ bubble(note) }}
{% if note.id %}<form action="/messages/{{ note.id }}/dismiss" method="post">
<button>Got it</button></form>{% endif %}</li>{% endfor %}</ul>{% endif %}
<main><h1>{{ head }}</h1>
"""
SHELF = """
<ol>{% for b in books %}<li><a href="/books/{{ loop.index }}">{{ b.title }}</a>
{% if b.with %}with {{ b.with }}{% endif %}
{% if session.name %}<form method="post"
action="/books/{{ loop.index }}/{{ 'return' if b.with == session.name else 'borrow' }}">
<button>{{ "Return" if b.with == session.name else "Borrow" }}</button></form>
{% endif %}</li>{% endfor %}</ol>
{% if session.name %}<form action="/books" method="post">
{% for note in shown() if note.kind == inside %}
<p class="message">{{ note.text }}</p>{% endfor %}
<input name="title" aria-label="Title" value="{{ title }}"><button>Add</button></form>
<form action="/import" method="post"><textarea name="titles" aria-label="Titles">
</textarea><button>Add all</button></form>{% endif %}
<form action="/reminders" method="post"><input name="text" aria-label="Text">
<input name="kind" aria-label="Kind"><input name="seconds" aria-label="Seconds">
<input name="times" aria-label="Pages"><input name="sticky" aria-label="Sticky">
<button>Remind me</button></form>
"""
BOOK = """
{% if session.name %}<form action="/books/{{ number }}/rename" method="post">
<input name="title" aria-label="Title" value="{{ title or book.title }}">
<button>Rename</button></form>{% endif %}
<form action="/books/{{ number }}/label" method="post"><button>Label</button></form>
"""
SIGN_IN = """
<form action="/sign-in" method="post"><input name="name" aria-label="Name">
<input name="next" type="hidden" value="{{ next }}"><button>Sign in</button></form>
"""
SEARCH = """
<form><input name="q" aria-label="Words" value="{{ q }}"><button>Search</button></form>
{% for book in found %}<p>{{ book.title }}</p>{% endfor %}
"""
WORDS = {"success": "Yes", "error": "No", "warning": "Hm", "info": "So", "add": "No"}


def page(head, body="", status=200, **values):
    return render_template_string(PAGE + body, head=head, **values), status


# --- what is remembered, and what there is to say ---


def database():
    db = sqlite3.connect(os.environ["SHELF_DB"], timeout=12)
    db.executescript(
        "create table if not exists guest (id text unique, data text);"
        "create table if not exists note (id integer primary key autoincrement,"
        " guest text, note text);"
    )
    return db


def sql(*commands):
    """Runs (text, values) commands together and gives the rows of each."""
    db = database()
    try:
        with db:
            db.execute("begin immediate")
            return [db.execute(text, values).fetchall() for text, values in commands]
    finally:
        db.close()


class Guest(dict, SessionMixin):
    id = None
    before = "{}"


class GuestBook(SessionInterface):
    def open_session(self, app, request):
        guest = Guest()
        wanted = request.cookies.get("guest", "")
        [rows] = sql(("select data from guest where id = ?", (wanted,)))
        for (guest.before,) in rows:
            guest.id = wanted
            guest.update(json.loads(guest.before))
        return guest

    def save_session(self, app, guest, response):
        response.headers["Vary"] = "Cookie"
        after = json.dumps(guest)
        if after == guest.before:
            return
        known(guest)
        sql(("update guest set data = ? where id = ?", (after, guest.id)))
        response.set_cookie("guest", guest.id, httponly=True, samesite="Lax")


def known(guest):
    """The guest's id; who has none gets one."""
    if guest.id is None:
        guest.id = secrets.token_urlsafe()
        guest["here"] = True
        sql(("insert into guest values (?, ?)", (guest.id, "{}")))
    return guest.id


@app.after_request
def said_once(answer):
    if not request.path.startswith("/static"):
        answer.headers["Cache-Control"] = "no-store"
    return answer


app.session_interface = GuestBook()


def say(*texts, kind="", **limits):
    insert = "insert into note (guest, note) values (?, ?)"
    notes = [
        {
            "kind": kind,
            "text": str(text),
            "safe": isinstance(text, Markup),
            "pages": None if limits else 1,
            **limits,
        }
        for text in texts
    ]
    sql(*((insert, (known(session), json.dumps(note))) for note in notes))


def shown():
    if "shown" not in g:
        g.shown = [Note(id, note) for id, note in take()]
    return g.shown


def take():
    db = database()
    try:
        with db:
            db.execute("begin immediate")
            mine = "select id, note from note where guest = ? order by id"
            rows = db.execute(mine, (session.id,)).fetchall()
            notes = [(id, json.loads(note)) for id, note in rows]
            db.execute("delete from note where guest = ?", (session.id,))
            notes = [(i, n) for i, n in notes if n.get("end", 1e12) > time.time()]
            again = [(i, aged(n)) for i, n in notes if n.get("pages") != 1]
            rows = [(id, session.id, json.dumps(note)) for id, note in again]
            db.executemany("insert into note values (?, ?, ?)", rows)
            return notes
    finally:
        db.close()


def aged(note):
    return {**note, "pages": note["pages"] and note["pages"] - 1}


class Note:
    def __init__(self, id, note):
        self.kind, self.last = note["kind"], note["pages"] == 1
        self.look = self.kind if self.kind in WORDS else "plain"
        self.word = WORDS.get(self.kind, "Psst")
        self.text = Markup(note["text"]) if note["safe"] else note["text"]
        self.id = id if note.get("sticky") else None


# --- the shelf ---

TITLES = "The Left Hand of Darkness", "Momo", "Invisible Cities", "Middlemarch"
books = [{"title": title, "with": ""} for title in TITLES]


def shelf_page(status=200, **values):
    inside = "add" if "name" in session else "none"
    return page("Shelf", SHELF, status, books=books, inside=inside, **values)


def trouble(title):
    if any(book["title"].lower() == title.lower() for book in books):
        return f"“{title}” is here already."
    return "" if title else "No title, no book."


def added(title):
    books.append({"title": title, "with": ""})
    link = Markup('<a href="/books/{}">{}</a> is on the shelf.')
    return link.format(len(books), title)


def book(number):
    return books[number - 1] if 0 < number <= len(books) else abort(404)


def field(name):
    return request.form.get(name, "").strip()


@app.get("/")
def shelf():
    return shelf_page()


@app.get("/about")
def about():
    return page("About", "<p>A shelf, at the corner.</p>")


@app.get("/search")
def search():
    q = request.args.get("q", "").strip()
    found = [b for b in books if q.lower() in b["title"].lower()]
    if not found:
        say(f"Nothing with “{q}”.")
    return page("Search", SEARCH, q=q, found=found)


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    onward = request.values.get("next", "")
    if request.method == "GET":
        return page("Who are you?", SIGN_IN, next=onward)
    if not field("name"):
        say("Everybody has a name.", kind="error")
        return page("Who are you?", SIGN_IN, 400, next=onward)
    session["name"] = field("name")
    say(f"Hello {session['name']}.")
    return redirect(onward if own(onward) else "/")


def own(place):
    if not place.startswith("/") or place.startswith("//") or "\\" in place:
        return False
    parts = urlsplit(place)
    return place.isprintable() and not parts.netloc and not parts.scheme


@app.post("/sign-out")
def sign_out():
    name = session.get("name", "you")
    sql(("delete from note where guest = ?", (session.id,)))
    session.clear()
    session["here"] = True
    say(f"Goodbye {name}.")
    return redirect("/")


@app.post("/books")
def add():
    if "name" not in session:
        return redirect("/sign-in")
    title = field("title")
    if trouble(title):
        say(trouble(title), kind="add")
        return shelf_page(422, title=title)
    say(added(title), kind="success")
    return redirect("/")


@app.post("/import")
def add_all():
    if "name" not in session:
        return redirect("/sign-in")
    titles = list(filter(None, map(str.strip, field("titles").splitlines())))
    say(*(trouble(t) or added(t) for t in titles), kind="info")
    return redirect("/")


@app.get("/books/<int:number>")
def one(number):
    it = book(number)
    return page(it["title"], BOOK, book=it, number=number)


@app.get("/books/latest")
def latest():
    return redirect(f"/books/{len(books)}")


@app.post("/books/<int:number>/rename")
def rename(number):
    it, title = book(number), field("title")
    if "name" not in session:
        return redirect("/sign-in")
    if trouble(title):
        say(trouble(title), kind="error")
        return page(it["title"], BOOK, 422, book=it, number=number, title=title)
    it["title"] = title
    say(f"Now it is “{title}”.", kind="success")
    return redirect(f"/books/{number}")


@app.post("/books/<int:number>/label")
def label(number):
    title = book(number)["title"]
    if len(title) > 40:
        raise RuntimeError("too long")
    say(f"Printed “{title}”.", kind="success")
    return redirect(f"/books/{number}")


@app.post("/books/<int:number>/borrow")
def borrow(number):
    it, name = book(number), session.get("name")
    if not name:
        return redirect("/sign-in")
    has = sum(b["with"] == name for b in books)
    if it["with"]:
        say(f"“{it['title']}” is with {it['with']}.", kind="error")
    elif has == 3:
        say("Three are enough.", kind="error")
    else:
        it["with"] = name
        kind, rest = ("warning", " That is three.") if has == 2 else ("success", "")
        say(f"Enjoy “{it['title']}”.{rest}", kind=kind)
    return redirect("/")


@app.post("/books/<int:number>/return")
def give_back(number):
    it = book(number)
    if it["with"] and it["with"] == session.get("name"):
        it["with"] = ""
        say(f"“{it['title']}” is back.", kind="info")
    return redirect("/")


@app.post("/reminders")
def remind():
    limits = {}
    if field("seconds"):
        limits["end"] = time.time() + float(field("seconds"))
    if field("times"):
        limits["pages"] = int(field("times"))
    if field("sticky"):
        limits["sticky"] = True
    if field("text"):
        say(field("text"), kind=field("kind"), **limits)
    return redirect("/")


@app.post("/messages/<int:id>/dismiss")
def dismiss(id):
    found, _ = sql(
        ("select 1 from note where id = ? and guest = ?", (id, session.id)),
        ("delete from note where id = ? and guest = ?", (id, session.id)),
    )
    return redirect("/") if found else abort(404)


@app.get("/today")
def today():
    for note in shown():
        if note.last:
            say(note.text, kind=note.kind)
    return page("Today", "<p>Just passing.</p>")


@app.post("/api/books")
def phone():
    sent = request.get_json(silent=True)
    title = str(sent.get("title", "")).strip() if isinstance(sent, dict) else ""
    if trouble(title):
        return {"trouble": trouble(title)}, 409
    added(title)
    return {"number": len(books)}


@app.get("/broken")
def broken():
    raise RuntimeError("on purpose")


@app.errorhandler(404)
@app.errorhandler(500)
def failed(error):
    return page("Not here" if error.code == 404 else "Broken", status=error.code)


app.jinja_env.globals["shown"] = shown
